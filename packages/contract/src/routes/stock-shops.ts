import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const many = z.int().min(0).max(1_000_000_000);
const ruleParts = {
  /** All of it · never more than `value` · `value` percent · all but `value`. */
  kind: z.enum(['exact', 'fixed', 'percent', 'buffer']),
  value: many,
  safetyStock: many,
  minimum: many,
};
const isShare = ({ kind, value }: { kind: string; value: number }): boolean => kind !== 'percent' || value <= 100;
const ruleScope = { shopId: uuid.nullable(), variantId: uuid.nullable() };
const rule = z.strictObject(ruleParts);

const allocationRule = z.strictObject({
  id: uuid,
  ...ruleScope,
  sku: z.string().nullable(),
  ...ruleParts,
  changedBy: z.string(),
  changedAt: instant,
});

const line = z.strictObject({
  code: z.enum(['warehouse', 'bundle', 'pool', 'safety-stock', 'fixed', 'percent', 'buffer', 'minimum']),
  warehouseId: uuid.nullable(),
  value: z.int().nullable(),
  /** What was left after this step; of a warehouse, what it adds. */
  units: z.int(),
});
const allocation = z.strictObject({
  shop: shopChip,
  /** Null: a part of it is counted by nobody. */
  quantity: z.int().nullable(),
  lines: z.array(line),
});

const stockShop = z.strictObject({
  shop: shopChip,
  isPushing: z.boolean(),
  /** Whether an order that no warehouse has whole may be sent from several. */
  maySplit: z.boolean(),
  /** Whether the channel can be told at all. */
  canPush: z.boolean(),
  trouble: z.string().nullable(),
  comparedAt: instant.nullable(),
  /** From where it is served, the most wanted first; empty: from every warehouse that is not the platform's. */
  warehouses: z.array(z.strictObject({ warehouseId: uuid, channelWarehouseId: z.string().nullable() })),
  /** What the platform calls its own, as it was last read. */
  channelWarehouses: z.array(
    z.strictObject({ channelWarehouseId: z.string(), name: z.string(), country: z.string().nullable(), isDefault: z.boolean() }),
  ),
  waiting: z.int(),
  failed: z.int(),
  drifting: z.int(),
});

const stockPush = z.strictObject({
  shop: shopChip,
  listingId: uuid,
  title: z.string(),
  channelSkuId: z.string(),
  channelWarehouseId: z.string().nullable(),
  variantId: uuid,
  sku: z.string(),
  wanted: z.int(),
  wantedAt: instant,
  sent: z.int().nullable(),
  sentAt: instant.nullable(),
  confirmed: z.int().nullable(),
  confirmedAt: instant.nullable(),
  state: z.enum(['waiting', 'sent', 'confirmed', 'failed']),
  failure: z.string().nullable(),
  shown: z.int().nullable(),
  committed: z.int().nullable(),
  readAt: instant.nullable(),
  /** By how much the shop shows more (or, below zero, less) than it was told and orders explain. */
  drift: z.int(),
});

const stockAdvice = z.strictObject({
  variantId: uuid,
  sku: z.string(),
  title: z.string(),
  available: z.int(),
  coming: z.int(),
  soldLast30: z.int(),
  soldLast90: z.int(),
  leadTimeDays: z.int(),
  coverDays: z.int().nullable(),
  isLow: z.boolean(),
  isDead: z.boolean(),
  toBuy: z.int(),
});
const adviceFilter = z.strictObject({ show: z.enum(['all', 'low', 'dead', 'to-buy']).default('all') });

export const stockShopRoutes = {
  'stock-shops.list': route({
    id: 'stock-shops.list',
    method: 'get',
    path: '/stock-shops',
    scope: 'stock:read',
    summary: 'Which shops are told how many units there are, from where they are served, and how that goes',
    answer: z.strictObject({ items: z.array(stockShop) }),
  }),
  'stock-shops.set': route({
    id: 'stock-shops.set',
    method: 'put',
    path: '/stock-shops/{shopId}',
    scope: 'stock:write',
    summary: 'Let a shop be told its numbers, or stop that; and from which warehouses it is served',
    params: z.strictObject({ shopId: uuid }),
    body: z.strictObject({
      isPushing: z.boolean(),
      /** Left out: as it was. */
      maySplit: z.boolean().optional(),
      warehouses: z.array(z.strictObject({ warehouseId: uuid, channelWarehouseId: z.string().trim().min(1).max(60).nullable() })).max(50),
    }),
    answer: stockShop,
  }),
  'allocation-rules.list': route({
    id: 'allocation-rules.list',
    method: 'get',
    path: '/allocation-rules',
    scope: 'stock:read',
    summary: 'How much of the stock shops may show; the narrowest rule speaks, and without one all of it is shown',
    answer: z.strictObject({ items: z.array(allocationRule) }),
  }),
  'allocation-rules.set': route({
    id: 'allocation-rules.set',
    method: 'put',
    path: '/allocation-rules',
    scope: 'stock:write',
    summary: 'Write the rule of a shop, a variant, both or neither; null removes it',
    body: z.strictObject({ ...ruleScope, rule: rule.refine(isShare, { path: ['value'], message: 'a percentage up to 100' }).nullable() }),
    answer: z.strictObject({ items: z.array(allocationRule) }),
  }),
  'allocation-rules.preview': route({
    id: 'allocation-rules.preview',
    method: 'post',
    path: '/allocation-rules/preview',
    scope: 'stock:read',
    summary: 'What each shop would show of a variant, and why: by the rules as they are, or with one of them changed. Changes nothing',
    body: z.strictObject({
      variantId: uuid,
      change: z
        .strictObject({ ...ruleScope, rule: rule.refine(isShare, { path: ['value'], message: 'a percentage up to 100' }).nullable() })
        .nullable()
        .default(null),
    }),
    answer: z.strictObject({ items: z.array(allocation) }),
  }),
  'stock-pushes.list': route({
    id: 'stock-pushes.list',
    method: 'get',
    path: '/stock-pushes',
    scope: 'stock:read',
    summary: 'What each shop was told of each of its SKUs, what it confirmed, and what it shows; the newest first',
    query: z.strictObject({
      ...paging,
      shopIds: idList.optional(),
      variantId: uuid.optional(),
      show: z.enum(['all', 'waiting', 'failed', 'drifting']).default('all'),
    }),
    answer: pageOf(stockPush),
  }),
  'stock-pushes.repeat': route({
    id: 'stock-pushes.repeat',
    method: 'post',
    path: '/stock-pushes/repeat',
    scope: 'stock:write',
    summary: 'Tell a shop all its numbers again, such as after a drift',
    body: z.strictObject({ shopId: uuid }),
    answer: z.strictObject({ rows: z.int() }),
    status: 202,
  }),
  'stock-advice.list': route({
    id: 'stock-advice.list',
    method: 'get',
    path: '/stock-advice',
    scope: 'stock:read',
    summary: 'How long the stock of each counted variant lasts, what lies dead, and what to buy, from pace and lead time',
    query: adviceFilter,
    answer: z.strictObject({ items: z.array(stockAdvice) }),
  }),
  'stock-advice.export': route({
    id: 'stock-advice.export',
    method: 'get',
    path: '/stock-advice/file',
    scope: 'stock:read',
    summary: 'The same as CSV, to send to a supplier',
    query: adviceFilter,
    file: ['text/csv'],
  }),
} as const;
