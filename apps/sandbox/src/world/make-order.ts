import type { Core } from './core.ts';
import { type BasketWish, reserve, servedBy } from './goods/stock.ts';
import { MARKETS } from './markets.ts';
import { pick, type Rng } from './random.ts';
import type { Buyer, Order, OrderLine, Product, Shop, Sku } from './types.ts';

/**
 * What a buyer puts into a basket and what it costs. Per unit: originalPrice = salePrice + platformDiscount +
 * sellerDiscount. The seller's discount is the promotion (list to sale price) and at times a coupon; the platform
 * adds vouchers of its own, about every third order. One line is one unit, as on the platform.
 * Stock is reserved here, at creation; without stock there is no order.
 */
type NewOrder = { shop: Shop; buyer: Buyer; wishes: BasketWish[]; rng: Rng; isVoucher: boolean };

const MESSAGES = ['', '', '', '', '', '', '', '', '🎁', 'Please leave it at the door'];

export function wishesOf(products: readonly Product[], popularityTotal: number, rng: Rng): BasketWish[] {
  const kinds = rng() < 0.78 ? 1 : rng() < 0.8 ? 2 : 3;
  const wishes = new Map<string, BasketWish>();
  for (let index = 0; index < kinds; index++) {
    const product = popular(products, popularityTotal, rng);
    if (!product) break;
    const sku = pick(product.skus, rng);
    const roll = rng();
    const quantity = roll < 0.84 ? 1 : roll < 0.95 ? 2 : roll < 0.985 ? 3 : 5;
    wishes.set(sku.id, { sku, quantity });
  }
  return [...wishes.values()];
}

function popular(products: readonly Product[], total: number, rng: Rng): Product | undefined {
  let rest = rng() * total;
  for (const product of products) {
    rest -= product.popularity;
    if (rest <= 0) return product;
  }
  return products[products.length - 1];
}

/** Null when nothing wished for is left in the wished quantity; otherwise the stock is reserved. */
export function makeOrder(core: Core, input: NewOrder): Order | null {
  const { shop, rng, buyer } = input;
  const { warehouseId, wishes } = servedBy(input.wishes);
  if (warehouseId === null) return null;
  const facts = MARKETS[shop.market];
  const voucherShare = rng() < 0.34 ? 0.03 + rng() * 0.12 : 0;
  const couponShare = rng() < 0.18 ? 0.05 + rng() * 0.1 : 0;
  const lines = wishes.flatMap(({ sku, quantity }) =>
    makeLines(core, { sku, quantity, voucherShare, couponShare, step: facts.discountStep }),
  );
  for (const { sku, quantity } of wishes) reserve(core, { sku, warehouseId, quantity });
  const shipping = shippingOf(facts.shippingFee, rng);
  const goods = lines.reduce((sum, line) => sum + line.salePrice, 0);
  const at = core.at();
  return {
    id: core.ids('order'),
    shopId: shop.id,
    buyer,
    status: 'UNPAID',
    currency: shop.currency,
    lines,
    ...shipping,
    tax: Math.round(goods * facts.taxRate),
    buyerMessage: pick(MESSAGES, rng),
    paymentMethod: input.isVoucher && facts.voucher ? facts.voucher.name : pick(facts.payments, rng),
    isVoucher: input.isVoucher,
    fulfilment: facts.warehouse === 'DOMESTIC_WAREHOUSE' && rng() < 0.3 ? 'SELLER' : 'TIKTOK',
    warehouseId,
    packageIds: [],
    createdAt: at,
    acceptedAt: core.exactly(),
    paidAt: null,
    updatedAt: at,
    shipBy: null,
    dispatchedAt: null,
    collectedAt: null,
    deliveredAt: null,
    completedAt: null,
    cancelledAt: null,
    cancelReason: null,
    cancelledBy: null,
    refunds: [],
  };
}

type MakeLines = { sku: Sku; quantity: number; voucherShare: number; couponShare: number; step: number };

/** Discounts are whole multiples of `step`, so that IDR keeps round rupiah; no unit is ever sold below one step. */
function makeLines(core: Core, { sku, quantity, voucherShare, couponShare, step }: MakeLines): OrderLine[] {
  const share = (amount: number, part: number): number => Math.floor((amount * part) / step) * step;
  const promotion = sku.listPrice - sku.salePrice;
  const sellerDiscount = promotion + share(sku.salePrice, couponShare);
  const platformDiscount = share(sku.listPrice - sellerDiscount, voucherShare);
  const salePrice = sku.listPrice - sellerDiscount - platformDiscount;
  return Array.from({ length: quantity }, () => ({
    id: core.ids('line'),
    skuId: sku.id,
    productId: sku.productId,
    originalPrice: sku.listPrice,
    salePrice,
    platformDiscount,
    sellerDiscount,
    packageId: null,
  }));
}

/** Most buyers pay the fee in full, some get it cut by the platform or carried by the seller. */
function shippingOf(fee: number, rng: Rng): Pick<Order, 'shipping' | 'shippingPlatformDiscount' | 'shippingSellerDiscount'> {
  const roll = rng();
  if (roll < 0.35) return { shipping: 0, shippingPlatformDiscount: fee, shippingSellerDiscount: 0 };
  if (roll < 0.5) return { shipping: 0, shippingPlatformDiscount: 0, shippingSellerDiscount: fee };
  return { shipping: fee, shippingPlatformDiscount: 0, shippingSellerDiscount: 0 };
}

export const paidTotal = (order: Order): number => order.lines.reduce((sum, line) => sum + line.salePrice, 0) + order.shipping + order.tax;
