/**
 * What the workbench knows of a shop towards the input of a rule. `market`, `asOf` and who sells mean the same in every rule; the rest
 * stands per rule in `own`. Only what is known is filled: a person adds the rest.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { policyCatalogue } from '@tradewind/rules/policies';
import type { TenantTx } from '../../../platform/database/database.ts';
import { secondAfter } from '../../../platform/database/slots.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { originOf, readShopFacts, type ShopFacts } from '../../accounts/index.ts';
import { readLatestTurns } from '../../inbox/index.ts';
import { countOrders, MONTH_MS, type OrderCounts, type QualityCounts, readQualityWindow } from '../../orders/index.ts';
import { countNegative } from '../../reviews/index.ts';

type Answer = AnswerOf<Routes['policies.from-shop']>;
type Filled = Answer['filled'];
type Known = {
  shop: ShopFacts;
  asOf: string;
  /** Null: the caller may not read orders. */
  orders: { days7: OrderCounts; days28: OrderCounts } | null;
  /** Null likewise. */
  service: { turns: { askedAt: Date; repliedAt: Date | null }[]; quality: QualityCounts; negativeReviews: number } | null;
};
type Input = { caller: Caller; policyId: string; shopId: string };

const DAY_MS = 86_400_000;

/** Null: no such rule, or no such shop for this caller. */
export async function fromShop(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { caller, policyId, shopId }: Input,
): Promise<Answer | null> {
  const entry = policyCatalogue(policyId);
  if (!entry) return null;
  const now = clock.now();
  const known = await database.withMerchant(caller.merchantId, (tx) => readKnown(tx, { caller, shopId, now }));
  return known && { asOf: known.asOf, filled: [...common(known, entry.inputSchema), ...(own[policyId]?.(known) ?? [])] };
}

async function readKnown(tx: TenantTx, { caller, shopId, now }: { caller: Caller; shopId: string; now: number }): Promise<Known | null> {
  const shop = await readShopFacts(tx, { caller, shopId });
  if (!shop) return null;
  const count = (days: number) => countOrders(tx, { shopId, from: now - days * DAY_MS, now });
  if (!caller.scopes.has('orders:read')) return { shop, asOf: new Date(now).toISOString(), orders: null, service: null };
  const orders = { days7: await count(7), days28: await count(28) };
  return { shop, asOf: new Date(now).toISOString(), orders, service: await readService(tx, { shopId, now }) };
}

/** So many turns a person can still look through and a link can carry. */
const TURNS_AT_MOST = 100;

async function readService(tx: TenantTx, { shopId, now }: { shopId: string; now: number }): Promise<Known['service']> {
  const [quality] = await readQualityWindow(tx, { shopIds: [shopId], now });
  const negative = await countNegative(tx, { shopIds: [shopId], from: secondAfter(now - MONTH_MS), until: secondAfter(now) });
  const turns = await readLatestTurns(tx, { shopId, now, limit: TURNS_AT_MOST });
  return quality ? { turns, quality, negativeReviews: negative.get(shopId) ?? 0 } : null;
}

function common({ shop, asOf }: Known, inputSchema: Record<string, unknown>): Filled {
  const all: Filled = [
    { path: '/market', value: shop.market, from: 'shop' },
    { path: '/asOf', value: asOf, from: 'clock' },
  ];
  // The cast: an object's schema has its properties there.
  const properties = (inputSchema.properties ?? {}) as Record<string, unknown>;
  return all.filter(({ path }) => Object.hasOwn(properties, path.slice(1)));
}

const sellerOf = ({ shop }: Known): Filled => [{ path: '/sellerOrigin', value: shop.sellerType, from: 'shop' }];

const rateOf =
  (numerator: string, count: (orders: OrderCounts) => number) =>
  (known: Known): Filled => [
    ...sellerOf(known),
    ...(known.orders
      ? ([
          { path: '/totalOrders', value: known.orders.days7.paid, from: 'orders-7-days' },
          { path: numerator, value: count(known.orders.days7), from: 'orders-7-days' },
          { path: '/averageDailyOrders', value: known.orders.days28.paid / 28, from: 'orders-28-days' },
        ] as const)
      : []),
  ];

const turnOf = ({ askedAt, repliedAt }: { askedAt: Date; repliedAt: Date | null }) => ({
  buyerMessageAt: askedAt.toISOString(),
  firstReplyAt: repliedAt?.toISOString() ?? null,
});

function qualityOf({ quality, negativeReviews }: NonNullable<Known['service']>): Filled {
  const fed = (path: string, value: number) => ({ path, value, from: 'feedback-30-days' as const });
  return [
    { path: '/orders', value: quality.created, from: 'orders-30-days' },
    { path: '/cancelledOrders', value: quality.cancelled, from: 'orders-30-days' },
    fed('/negativeReviews', negativeReviews),
    fed('/disputes', quality.disputes),
    fed('/sellerFaultDisputes', quality.seller_fault_disputes),
    fed('/sellerFaultReturns', quality.judged_requests),
    fed('/sellerFaultReturnsResolved', quality.resolved_requests),
    fed('/defectiveReturnOrders', quality.defective_orders),
  ];
}

const own: Readonly<Record<string, (known: Known) => Filled>> = {
  'late-dispatch': rateOf('/lateOrders', (orders) => orders.late),
  'seller-fault-cancellation': rateOf('/cancelledOrders', (orders) => orders.cancelledBySeller),
  'violation-points': sellerOf,
  appeal: sellerOf,
  'service-metrics': (known) => [
    ...sellerOf(known),
    ...(known.service && known.service.turns.length > 0
      ? ([{ path: '/conversations', value: known.service.turns.map(turnOf), from: 'latest-conversations' }] as const)
      : []),
  ],
  'balance-hold': sellerOf,
  'fulfilment-signs': sellerOf,
  'message-guard': sellerOf,
  'quality-metrics': (known) => [...sellerOf(known), ...(known.service ? qualityOf(known.service) : [])],
  'us-to-mexico': ({ shop }) => [{ path: '/seller/origin', value: originOf(shop), from: 'shop' }],
  'us-to-mexico-fit': ({ shop }) => [{ path: '/sellerOrigin', value: originOf(shop), from: 'shop' }],
  'eu-local-hosted': ({ shop }) => [{ path: '/entityJurisdiction', value: shop.entity.jurisdiction, from: 'legal-entities' }],
  'channel-advisor': ({ shop }) => [{ path: '/markets', value: shop.markets, from: 'all-shops' }],
  'shop-binding': ({ shop }) => [
    { path: '/channel', value: shop.channel, from: 'shop' },
    { path: '/merchantEntities', value: shop.otherEntities, from: 'legal-entities' },
    { path: '/shopEntity', value: shop.entity.name, from: 'legal-entities' },
  ],
  'store-opening': ({ shop }) => [
    { path: '/sourceShop/market', value: shop.market, from: 'shop' },
    { path: '/sourceShop/entity', value: shop.entity.name, from: 'legal-entities' },
    { path: '/targetEntity', value: shop.entity.name, from: 'legal-entities' },
    { path: '/entityJurisdiction', value: shop.entity.jurisdiction, from: 'legal-entities' },
  ],
  'sales-review-sync': ({ shop }) => [{ path: '/source/shop', value: shop.name, from: 'shop' }],
  fees: ({ shop, orders }) =>
    orders && orders.days28.paid > 0 && orders.days28.gmvMinor > 0
      ? [
          {
            path: '/price',
            value: { amount: Math.round(orders.days28.gmvMinor / orders.days28.paid), currency: shop.currency },
            from: 'orders-28-days',
          },
        ]
      : [],
};
