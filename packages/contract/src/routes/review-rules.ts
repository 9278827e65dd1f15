import { z } from 'zod';
import { route } from '../route.ts';
import { category, currency, instant, market, money, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const compare = z.enum(['at-least', 'below']);
const words = (max: number) => z.array(z.string().trim().min(1).max(max)).min(1).max(200);
const minor = z.int().min(-1e15).max(1e15);
const count = z.int().min(0).max(100_000);

/** An order meets a rule when it meets all of its conditions. Lists mean one of these; amounts are minor units. */
const conditionOf = <B extends z.ZodType<boolean>>(isNot: B) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('shop'), shopIds: z.array(uuid).min(1).max(200), isNot }),
    z.strictObject({ kind: z.literal('market'), markets: z.array(market).min(1).max(60), isNot }),
    z.strictObject({ kind: z.literal('amount'), compare, amount: minor, currency }),
    z.strictObject({ kind: z.literal('units'), compare, count }),
    z.strictObject({ kind: z.literal('profit'), compare, amount: minor, currency }),
    /** Of what the goods were sold for: -0.05 is a loss of five per cent. */
    z.strictObject({ kind: z.literal('profit-share'), compare, share: z.number().min(-10).max(1) }),
    /** Whole seller SKUs in any case; one that ends in * is a beginning. */
    z.strictObject({ kind: z.literal('sku'), skus: words(100), isNot }),
    z.strictObject({ kind: z.literal('category'), categories: z.array(category).min(1).max(60), isNot }),
    z.strictObject({ kind: z.literal('country'), countries: z.array(market).min(1).max(60), isNot }),
    z.strictObject({ kind: z.literal('region'), regions: words(80), isNot }),
    z.strictObject({ kind: z.literal('postcode'), prefixes: words(12), isNot }),
    z.strictObject({ kind: z.literal('address-words'), words: words(80), isNot }),
    z.strictObject({ kind: z.enum(['buyer-orders', 'buyer-cancellations', 'buyer-returns']), compare, count }),
    z.strictObject({ kind: z.literal('payment'), methods: words(80), isNot }),
    z.strictObject({ kind: z.literal('blacklist') }),
    z.strictObject({ kind: z.literal('platform-hold'), isNot }),
    z.strictObject({ kind: z.literal('us-to-mexico') }),
  ]);
/** Who asks may leave out what is not turned round; an answer says it. */
const reviewCondition = conditionOf(z.boolean());

const reviewAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('review') }),
  z.strictObject({ kind: z.literal('tag'), tag: z.string().trim().min(1).max(40) }),
  z.strictObject({ kind: z.literal('warehouse'), warehouseId: uuid }),
  /** The carrier, its service or the platform’s id of it, as far as it must be named. */
  z.strictObject({ kind: z.literal('service'), service: z.string().trim().min(1).max(120) }),
  z.strictObject({
    kind: z.literal('split'),
    by: z.enum(['line', 'units']),
    /** Units in a parcel, where it is split by them. */
    most: z.int().min(1).max(1000).optional(),
  }),
  z.strictObject({ kind: z.literal('notify') }),
]);

const fields = {
  name: z.string().trim().min(1).max(80),
  conditions: z
    .array(conditionOf(z.boolean().default(false)))
    .min(1)
    .max(20),
  actions: z.array(reviewAction).min(1).max(10),
  /** An order that meets it is not shown to the rules behind it. */
  isLast: z.boolean().default(false),
};
const version = z.int().min(1).max(1_000_000);
const dryRunState = z.enum(['running', 'done', 'cancelled']);

export const reviewDryRun = z.strictObject({
  id: uuid,
  ruleId: uuid,
  version,
  state: dryRunState,
  /** Orders placed from then until then. */
  since: instant,
  until: instant,
  total: z.int(),
  done: z.int(),
  hits: z.int(),
  /** Those that could not be judged. */
  unknown: z.int(),
  /** Of the orders met, by currency; `orders` says of how many it is known. */
  profits: z.array(z.strictObject({ profit: money, orders: z.int() })),
  askedBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});

export const reviewRule = z.strictObject({
  id: uuid,
  ...fields,
  conditions: z.array(reviewCondition),
  isLast: z.boolean(),
  rank: z.int(),
  version,
  /** The version that looks at orders; null: off. An earlier one than `version` while a change waits. */
  liveVersion: version.nullable(),
  liveSince: instant.nullable(),
  /** When a dry run of this version ended; null: never. */
  triedAt: instant.nullable(),
  /** Orders met in the last 30 days. */
  hits: z.int(),
  /** The newest dry run of this version. */
  dryRun: reviewDryRun.nullable(),
  changedBy: z.string(),
  changedAt: instant,
});

const conditionKind = z.enum([
  ...(['shop', 'market', 'amount', 'units', 'profit', 'profit-share', 'sku', 'category', 'country', 'region', 'postcode'] as const),
  ...(['address-words', 'buyer-orders', 'buyer-cancellations', 'buyer-returns', 'payment', 'blacklist', 'platform-hold'] as const),
  'us-to-mexico',
]);
/** What was found at the order, by name; `holds` null: it could not be judged, `unknown` says why. */
export const conditionVerdict = z.strictObject({
  kind: conditionKind,
  holds: z.boolean().nullable(),
  unknown: z.enum(['address-hidden', 'buyer-unknown', 'no-category', 'no-cost', 'no-commission', 'no-rate', 'not-asked']).nullable(),
  found: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

export const reviewDryRunRow = z.strictObject({
  orderId: uuid,
  channelOrderId: z.string(),
  shop: shopChip,
  total: money,
  orderedAt: instant,
  outcome: z.enum(['hit', 'unknown']),
  conditions: z.array(conditionVerdict),
  /** Null: not known. */
  profit: money.nullable(),
});

export const reviewDecision = z.strictObject({
  id: uuid,
  orderId: uuid,
  channelOrderId: z.string(),
  ruleId: uuid,
  ruleName: z.string(),
  version,
  /** `failed`: the rule broke, and the order came in without it. */
  outcome: z.enum(['hit', 'unknown', 'failed']),
  conditions: z.array(conditionVerdict),
  /** What was done; `code`: why it was not. */
  acts: z.array(z.strictObject({ action: reviewAction, outcome: z.enum(['done', 'unchanged', 'refused']), code: z.string().nullable() })),
  at: instant,
});

const splitWish = z.strictObject({ by: z.enum(['line', 'units']), most: z.int().optional() });
const wishOf = <T extends z.ZodType>(wish: T) => z.strictObject({ wish, ruleId: uuid, ruleName: z.string(), at: instant }).nullable();

const blacklistKind = z.enum(['buyer', 'phone', 'address']);
/** What it says of whom is kept as a keyed hash: it can be met again and not be read. */
export const blacklistEntry = z.strictObject({
  id: uuid,
  kind: blacklistKind,
  reason: z.string(),
  /** The order that it was taken from, where the caller may see it. */
  order: z.strictObject({ id: uuid, channelOrderId: z.string() }).nullable(),
  addedBy: z.string(),
  addedAt: instant,
});

const ofRule = z.strictObject({ reviewRuleId: uuid });
const ofDryRun = z.strictObject({ reviewDryRunId: uuid });

export const reviewRuleRoutes = {
  'review-rules.list': route({
    id: 'review-rules.list',
    method: 'get',
    path: '/review-rules',
    scope: 'orders:read',
    summary: 'Rules that look at orders before they are packed, in the order in which they are asked',
    answer: z.strictObject({ items: z.array(reviewRule), limit: z.int() }),
  }),
  'review-rules.create': route({
    id: 'review-rules.create',
    method: 'post',
    path: '/review-rules',
    scope: 'orders:write',
    summary: 'Keep a rule, off and behind all others',
    idempotent: true,
    status: 201,
    body: z.strictObject(fields),
    answer: reviewRule,
  }),
  'review-rules.set': route({
    id: 'review-rules.set',
    method: 'put',
    path: '/review-rules/{reviewRuleId}',
    scope: 'orders:write',
    summary: 'Change a rule: a new version, which looks at orders once it is switched on',
    params: ofRule,
    body: z.strictObject({ version, ...fields }),
    answer: reviewRule,
  }),
  'review-rules.switch': route({
    id: 'review-rules.switch',
    method: 'post',
    path: '/review-rules/{reviewRuleId}/switch',
    scope: 'orders:write',
    summary: 'Let a version look at the orders that are paid from now on, after a dry run of it or said so; or switch the rule off',
    params: ofRule,
    body: z.strictObject({ version, isLive: z.boolean(), isUntried: z.boolean().default(false) }),
    answer: reviewRule,
  }),
  'review-rules.arrange': route({
    id: 'review-rules.arrange',
    method: 'put',
    path: '/review-rule-order',
    scope: 'orders:write',
    summary: 'Say in which order rules are asked: all of them, the first first',
    body: z.strictObject({ reviewRuleIds: z.array(uuid).min(1).max(100) }),
    answer: z.strictObject({ items: z.array(reviewRule), limit: z.int() }),
  }),
  'review-rules.remove': route({
    id: 'review-rules.remove',
    method: 'delete',
    path: '/review-rules/{reviewRuleId}',
    scope: 'orders:write',
    summary: 'Take a rule away; what it did stays',
    status: 204,
    params: ofRule,
  }),
  'review-decisions.list': route({
    id: 'review-decisions.list',
    method: 'get',
    path: '/review-rules/{reviewRuleId}/decisions',
    scope: 'orders:read',
    summary: 'What a rule said of orders, the newest first; orders that it did not meet are not written down',
    params: ofRule,
    query: z.strictObject(paging),
    answer: pageOf(reviewDecision),
  }),
  'review-dry-runs.create': route({
    id: 'review-dry-runs.create',
    method: 'post',
    path: '/review-rules/{reviewRuleId}/dry-runs',
    scope: 'orders:write',
    summary: 'Try the newest version on the orders of the last 30 days; nothing is done to them',
    idempotent: true,
    status: 202,
    params: ofRule,
    body: z.strictObject({ version }),
    answer: reviewDryRun,
  }),
  'review-dry-runs.get': route({
    id: 'review-dry-runs.get',
    method: 'get',
    path: '/review-dry-runs/{reviewDryRunId}',
    scope: 'orders:read',
    summary: 'How far a dry run is and what it found',
    params: ofDryRun,
    answer: reviewDryRun,
  }),
  'review-dry-runs.rows': route({
    id: 'review-dry-runs.rows',
    method: 'get',
    path: '/review-dry-runs/{reviewDryRunId}/rows',
    scope: 'orders:read',
    summary: 'The orders that a rule would have met, or could not judge, the newest first',
    params: ofDryRun,
    query: z.strictObject({ ...paging, outcome: z.enum(['hit', 'unknown']).default('hit') }),
    answer: pageOf(reviewDryRunRow),
  }),
  'review-dry-runs.cancel': route({
    id: 'review-dry-runs.cancel',
    method: 'post',
    path: '/review-dry-runs/{reviewDryRunId}/cancel',
    scope: 'orders:write',
    summary: 'Look at no more orders; what was found stays',
    params: ofDryRun,
    answer: reviewDryRun,
  }),
  'order-reviews.get': route({
    id: 'order-reviews.get',
    method: 'get',
    path: '/orders/{orderId}/reviews',
    scope: 'orders:read',
    summary: 'What rules said of an order, which of them wait for its buyer to be shown, and what they wish for its shipping',
    params: z.strictObject({ orderId: uuid }),
    answer: z.strictObject({
      decisions: z.array(reviewDecision),
      waiting: z.array(z.strictObject({ ruleId: uuid, ruleName: z.string() })),
      wishes: z.strictObject({ service: wishOf(z.string()), split: wishOf(splitWish) }),
    }),
  }),
  'blacklist.list': route({
    id: 'blacklist.list',
    method: 'get',
    path: '/blacklist',
    scope: 'orders:read',
    summary: 'Buyers, telephone numbers and addresses to be wary of, the newest first',
    query: z.strictObject({ ...paging, kind: blacklistKind.optional() }),
    answer: pageOf(blacklistEntry),
  }),
  'blacklist.add': route({
    id: 'blacklist.add',
    method: 'post',
    path: '/blacklist',
    scope: 'orders:write',
    summary: 'Be wary of a buyer, a telephone number or an address: as written, or as an order has it',
    idempotent: true,
    status: 201,
    body: z.strictObject({
      kind: blacklistKind,
      /** Either this, or an order. */
      value: z.string().trim().min(1).max(400).optional(),
      orderId: uuid.optional(),
      reason: z.string().trim().min(1).max(300),
    }),
    answer: blacklistEntry,
  }),
  'blacklist.remove': route({
    id: 'blacklist.remove',
    method: 'delete',
    path: '/blacklist/{blacklistEntryId}',
    scope: 'orders:write',
    summary: 'Be wary no more',
    status: 204,
    params: z.strictObject({ blacklistEntryId: uuid }),
  }),
} as const;
