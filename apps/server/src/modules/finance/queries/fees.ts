/** What a sale costs at a shop's rates: of an order, of a listing, or of a price that somebody typed in. */
import type { FeeCalculation, ParsedOf, Routes } from '@tradewind/contract';
import { dayIn } from '@tradewind/rules/calendar';
import { knownCurrencies } from '@tradewind/rules/money';
import { feesOf } from '@tradewind/rules/rate-card';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { isFarDay } from '../days.ts';
import { cardOfShop } from './rate-cards.ts';

type Wish = ParsedOf<Routes['fee-calculations.create']>['body'];
type Goods = FeeCalculation['goods'];
/** What is sold, as far as the workbench knows it. */
type Sold = { shopId: string; title: string | null; goods: Goods; currency: string; fulfilment: 'platform' | 'seller'; on: Date | null };

export async function calculateFees(
  services: Services,
  { caller, body }: { caller: Caller; body: Wish },
): Promise<FeeCalculation | Refusal> {
  const errors = wishErrors(body);
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const sold = await readSold(tx, body);
    const [shop] = sold && mayUseShop(caller, sold.shopId) ? await shopsInScope(tx, { caller, shopIds: [sold.shopId] }) : [];
    if (!sold || !shop) return refuse('not-found');
    const on = body.on ?? dayIn(sold.on?.getTime() ?? services.clock.now(), shop.timeZone);
    const { card, validFrom } = await cardOfShop(tx, shop.id, on);
    const { goods, currency, fulfilment, title } = sold;
    const { paymentChannel, parcel = null, route = null, goodsCost = null } = body;
    const fees = feesOf({ market: shop.market, currency, goods, paymentChannel, fulfilment, parcel, route, goodsCost }, card);
    const price = { amount: goods.reduce((sum, { amount }) => sum + amount, 0), currency };
    return { shop: shopChip(shop), on, cardFrom: validFrom, title, goods, price, fulfilment, ...fees };
  });
}

type FieldError = NonNullable<Refusal['errors']>[number];

/** One thing is asked about, and only what it leaves open may be said of it. */
function wishErrors(wish: Wish): FieldError[] {
  const named = (['orderId', 'listingId', 'shopId'] as const).filter((field) => wish[field] !== undefined);
  const [subject] = named;
  if (named.length !== 1 || !subject)
    return [
      { path: named.length === 0 ? '' : `/${named[1]}`, code: 'one-subject', message: 'name an order, a listing or a shop: one of them' },
    ];
  const refusedFor: Record<typeof subject, (keyof Wish)[]> = { orderId: ['category', 'price', 'fulfilment'], listingId: [], shopId: [] };
  const needed: (keyof Wish)[] = subject === 'shopId' ? ['category', 'price'] : [];
  const money = [
    ['/price/currency', wish.price?.currency],
    ['/goodsCost/currency', wish.goodsCost?.currency],
  ] as const;
  return [
    ...refusedFor[subject]
      .filter((field) => wish[field] !== undefined)
      .map((field) => ({ path: `/${field}`, code: 'known', message: 'is known of the order' })),
    ...needed
      .filter((field) => wish[field] === undefined)
      .map((field) => ({ path: `/${field}`, code: 'required', message: 'is needed where no order or listing is named' })),
    ...money.flatMap(([path, code]) =>
      code === undefined || knownCurrencies.includes(code)
        ? []
        : [{ path, code: 'unknown-currency', message: 'no currency that is known here' }],
    ),
    ...(wish.on !== undefined && isFarDay(wish.on) ? [{ path: '/on', code: 'out-of-range', message: 'a day from 2000 to 2199' }] : []),
  ];
}

async function readSold(tx: TenantTx, wish: Wish): Promise<Sold | null> {
  if (wish.orderId) return ofOrder(tx, wish.orderId);
  if (wish.listingId) return ofListing(tx, wish.listingId, wish);
  if (!wish.shopId || !wish.price || wish.category === undefined) return null;
  const goods = [{ category: wish.category, amount: wish.price.amount }];
  return { shopId: wish.shopId, title: null, goods, currency: wish.price.currency, fulfilment: wish.fulfilment ?? 'seller', on: null };
}

/** What the buyer and the platform paid for the goods, after the seller's discount; by the day of the payment. */
async function ofOrder(tx: TenantTx, orderId: string): Promise<Sold | null> {
  const order = await tx
    .selectFrom('orders')
    .select(['shop_id', 'currency', 'fulfilment', 'paid_at', 'created_at', 'channel_order_id'])
    .where('id', '=', orderId)
    .executeTakeFirst();
  if (!order) return null;
  const { rows } = await sql<{ category: string | null; amount: number }>`
    SELECT listing.category, (line.quantity * (line.sale_price_minor + line.platform_discount_minor))::bigint AS amount
    FROM order_line AS line
    LEFT JOIN listing ON listing.merchant_id = line.merchant_id AND listing.shop_id = ${order.shop_id} AND listing.channel_product_id = line.channel_product_id
    WHERE line.order_id = ${orderId} ORDER BY line.line_no`.execute(tx);
  const { currency, fulfilment } = order;
  return { shopId: order.shop_id, title: order.channel_order_id, goods: rows, currency, fulfilment, on: order.paid_at ?? order.created_at };
}

/** One piece at the price of its cheapest variant, unless another price was given. */
async function ofListing(tx: TenantTx, listingId: string, wish: Wish): Promise<Sold | null> {
  const listing = await tx
    .selectFrom('listing')
    .innerJoin('listing_variant as variant', 'variant.listing_id', 'listing.id')
    .select(['listing.shop_id', 'listing.title', 'listing.category', 'variant.price_minor', 'variant.currency'])
    .where('listing.id', '=', listingId)
    .orderBy('variant.price_minor')
    .limit(1)
    .executeTakeFirst();
  if (!listing) return null;
  const price = wish.price ?? { amount: listing.price_minor, currency: listing.currency };
  const goods = [{ category: wish.category ?? listing.category, amount: price.amount }];
  const { shop_id: shopId, title } = listing;
  return { shopId, title, goods, currency: price.currency, fulfilment: wish.fulfilment ?? 'seller', on: null };
}
