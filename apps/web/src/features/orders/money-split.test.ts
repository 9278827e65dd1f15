import { expect, test } from 'vitest';
import { splitMoney } from './money-split.ts';

const yen = (amount: number) => ({ amount, currency: 'JPY' });
const line = {
  channelSkuId: '1729',
  channelProductId: '1728',
  sellerSku: 'CUP',
  productName: 'Cup',
  variantName: '',
  imageUrl: null,
  quantity: 3,
  originalPrice: yen(1000),
  sellerDiscount: yen(150),
  platformDiscount: yen(50),
  salePrice: yen(800),
};

test('the split runs from original prices to what the buyer pays and adds up', () => {
  const split = splitMoney({ lines: [line], shipping: yen(500), tax: yen(290), total: yen(3200), refunds: [] });
  expect(split.original.amount).toBe(3000);
  expect(split.seller.amount).toBe(-450);
  expect(split.gmv.amount).toBe(2550);
  expect(split.platform.amount).toBe(-150);
  expect(split.items.amount).toBe(2400);
  expect(split.other.amount).toBe(10);
  expect(split.items.amount + split.shipping.amount + split.tax.amount + split.other.amount).toBe(split.total.amount);
});

test('only what was really paid back counts as refunded', () => {
  const refund = {
    channelAfterSaleId: '4',
    kind: 'return' as const,
    status: 'RETURN_OR_REFUND_REQUEST_PENDING',
    reason: '',
    amount: yen(800),
  };
  const split = splitMoney({
    lines: [line],
    shipping: yen(0),
    tax: yen(0),
    total: yen(2400),
    refunds: [
      { ...refund, refundedAt: null },
      { ...refund, refundedAt: '2026-01-01T00:00:00.000Z' },
    ],
  });
  expect(split.refunded.amount).toBe(-800);
});
