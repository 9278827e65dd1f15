import type { Money, OrderDetail } from '@tradewind/contract/types';

/**
 * An order's money from what the products cost to what the buyer pays, in the shop's own currency:
 * original prices − seller's discount = GMV; − what the platform adds = items as the buyer pays them; + shipping + tax
 * (+ whatever else the platform names in its total) = total. Each line of the split is a plain sum of the order's own
 * numbers, and `other` is what they leave unexplained, so that the column always adds up.
 */
type Line = OrderDetail['lines'][number];

export const lineGmv = (line: Line): Money => ({
  amount: line.quantity * (line.salePrice.amount + line.platformDiscount.amount),
  currency: line.salePrice.currency,
});

export function splitMoney(order: Pick<OrderDetail, 'lines' | 'shipping' | 'tax' | 'total' | 'refunds'>) {
  const { currency } = order.total;
  const money = (amount: number): Money => ({ amount, currency });
  const sum = (of: (line: Line) => number) => order.lines.reduce((total, line) => total + line.quantity * of(line), 0);
  const gmv = sum((line) => line.salePrice.amount + line.platformDiscount.amount);
  const seller = sum((line) => line.sellerDiscount.amount);
  const items = sum((line) => line.salePrice.amount);
  return {
    // What a line cost before any discount, as its discounts tell it.
    original: money(gmv + seller),
    seller: money(-seller),
    gmv: money(gmv),
    platform: money(items - gmv),
    items: money(items),
    shipping: order.shipping,
    tax: order.tax,
    other: money(order.total.amount - items - order.shipping.amount - order.tax.amount),
    total: order.total,
    refunded: money(-order.refunds.reduce((total, refund) => total + (refund.refundedAt ? refund.amount.amount : 0), 0)),
  };
}
