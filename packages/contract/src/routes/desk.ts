import { z } from 'zod';
import { route } from '../route.ts';
import { currency, idList, instant, market, pageOf, paging, uuid } from '../shapes.ts';
import { orderSummary } from './orders.ts';

const bucket = z.enum(['unpaid', 'platform-hold', 'held', 'to-review', 'to-pack', 'to-ship', 'waiting-pickup', 'exception']);

/** Without a bucket: all that is paid. `late`: of these, what is past its deadline. */
const bucketFilter = z.enum([...bucket.options, 'late']);

const tag = z.string().trim().min(1).max(40);
const reason = z.string().trim().min(1).max(300);

const narrowing = {
  bucket: bucketFilter.optional(),
  market: market.optional(),
  tag: tag.optional(),
  warehouseId: uuid.optional(),
  carrier: z.string().min(1).max(120).optional(),
  assigneeId: z.string().min(1).max(60).optional(),
  /** Both ends included, in minor units of `currency`, which they need. */
  currency: currency.optional(),
  /** The whole seller SKU of a line, in any case. */
  sku: z.string().trim().min(1).max(100).optional(),
  /** A product of ours, in whatever shop and by whatever SKU it was sold. */
  productId: uuid.optional(),
  /** An order id, a SKU (its beginning is enough), or a buyer's name, phone or e-mail. */
  q: z.string().trim().min(1).max(100).optional(),
};
const amount = z.int().min(0).max(1e15);

/** What the desk is narrowed to, as an act on all that match states it. */
export const deskFilter = z.strictObject({
  ...narrowing,
  shopIds: z.array(uuid).max(200).optional(),
  amountFrom: amount.optional(),
  amountTo: amount.optional(),
});

const mark = {
  tags: z.array(z.string()),
  /** Kept back by us; null: not. */
  hold: z.strictObject({ reason: z.string(), by: z.string(), at: instant, ruleId: uuid.nullable() }).nullable(),
  /** Open reviews: why somebody must look first. */
  reviews: z.array(z.strictObject({ reason: z.string(), ruleId: uuid.nullable(), at: instant })),
  troubles: z.array(z.strictObject({ code: z.string(), reason: z.string(), dueAt: instant.nullable(), at: instant })),
  packedAt: instant.nullable(),
  assignee: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
};

const { id, channelOrderId, shop, status, total, units, firstLine, lineCount, createdAt, paidAt } = orderSummary.shape;
export const deskOrder = z.strictObject({
  ...{ id, channelOrderId, shop, status, total, units, firstLine, lineCount, createdAt, paidAt },
  bucket,
  /** Until when it must be dispatched; of an unpaid one, paid. Null: nobody says. */
  deadlineAt: instant.nullable(),
  warehouse: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  carrier: z.string().nullable(),
  /** So many other orders of this buyer wait in this shop: they may go in one parcel, if the platform lets them. */
  combinable: z.int(),
  ...mark,
});

/** From where an order is sent, and why from there. */
const allocation = z.strictObject({
  /** `person`: or a review rule; `platform`: its warehouse is one of ours; `rule`: the nearest that has it. */
  decidedBy: z.enum(['person', 'platform', 'rule']),
  /** Paid and with a destination: it stays until somebody chooses anew. */
  isSettled: z.boolean(),
  to: z.strictObject({ country: z.string(), region: z.string() }),
  /** Where its units lie; several: it is split. */
  from: z.array(z.strictObject({ warehouse: z.strictObject({ id: uuid, name: z.string() }), units: z.int() })),
  /** Sold beyond the stock. */
  short: z.int(),
  /** The nearest first; `missing`: units of the order that it had not. */
  considered: z.array(
    z.strictObject({
      warehouse: z.strictObject({ id: uuid, name: z.string() }),
      nearness: z.enum(['region', 'country', 'customs-area', 'abroad']),
      missing: z.int(),
    }),
  ),
});

export const deskMarks = z.strictObject({
  orderId: uuid,
  /** Null: the order is not on the desk. */
  bucket: bucket.nullable(),
  deadlineAt: instant.nullable(),
  ...mark,
  /** Null: nobody counts what is in it. */
  allocation: allocation.nullable(),
  notes: z.array(z.strictObject({ id: uuid, text: z.string(), by: z.string(), at: instant })),
});

const count = z.int();
export const deskCounts = z.strictObject({
  unpaid: count,
  platformHold: count,
  held: count,
  toReview: count,
  toPack: count,
  toShip: count,
  waitingPickup: count,
  exception: count,
  /** Past their deadline, wherever they stand; at most `limit`, which then reads "and more". */
  late: count,
  /** Unpaid ones whose time to be paid ends within a day; at most `limit`. */
  expiringSoon: count,
  limit: count,
});

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hold'), reason }),
  z.strictObject({ kind: z.literal('release') }),
  z.strictObject({ kind: z.literal('add-tag'), tag }),
  z.strictObject({ kind: z.literal('remove-tag'), tag }),
  /** `memberId` null: nobody's. */
  z.strictObject({ kind: z.literal('assign'), memberId: uuid.nullable() }),
  z.strictObject({ kind: z.literal('pack') }),
  z.strictObject({ kind: z.literal('unpack') }),
  z.strictObject({ kind: z.literal('raise-exception'), reason }),
  z.strictObject({ kind: z.literal('resolve-exception') }),
  /** From where it is sent; null: as the rule of nearness and the platform have it. Its reserved units move along. */
  z.strictObject({ kind: z.literal('choose-warehouse'), warehouseId: uuid.nullable() }),
  z.strictObject({ kind: z.literal('note'), text: z.string().trim().min(1).max(1000) }),
]);

export const deskTask = z.strictObject({
  id: uuid,
  kind: z.string(),
  /** The reason, tag or note that was given; null where the act has none. */
  text: z.string().nullable(),
  /** `finding`: the orders that match are still being named, so `total` grows. */
  state: z.enum(['finding', 'running', 'done', 'cancelled']),
  total: count,
  done: count,
  /** It was so already. */
  unchanged: count,
  refusals: count,
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export const deskTaskRow = z.strictObject({
  orderId: uuid,
  channelOrderId: z.string(),
  state: z.enum(['waiting', 'done', 'unchanged', 'refused', 'cancelled']),
  /** Why it was refused: not-found, order-cancelled, order-left, order-unpaid, platform-hold, order-held, order-in-review. */
  code: z.string().nullable(),
});

export const timelineEntry = z.strictObject({
  id: z.string(),
  at: instant,
  /** When the workbench learnt of it, where that is another instant. */
  learntAt: instant.nullable(),
  /** Who or what: a person, a key, a rule, the platform, the workbench by itself. */
  actor: z.strictObject({ kind: z.enum(['user', 'api-key', 'rule', 'platform', 'system']), name: z.string().nullable() }),
  kind: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

const params = z.strictObject({ taskId: uuid });
const ofOrder = z.strictObject({ orderId: uuid });

export const deskRoutes = {
  'desk-orders.list': route({
    id: 'desk-orders.list',
    method: 'get',
    path: '/desk-orders',
    scope: 'orders:read',
    summary: 'Orders still to be worked, over all shops, by the time left',
    query: z.strictObject({
      ...paging,
      ...narrowing,
      shopIds: idList.optional(),
      amountFrom: z.coerce.number().pipe(amount).optional(),
      amountTo: z.coerce.number().pipe(amount).optional(),
    }),
    answer: pageOf(deskOrder),
  }),
  'desk-orders.get': route({
    id: 'desk-orders.get',
    method: 'get',
    path: '/desk-orders/{orderId}',
    scope: 'orders:read',
    summary: 'What is said of one order here: hold, reviews, exceptions, tags, notes; on the desk or not',
    params: ofOrder,
    answer: deskMarks,
  }),
  'desk-orders.counts': route({
    id: 'desk-orders.counts',
    method: 'get',
    path: '/desk-order-counts',
    scope: 'orders:read',
    summary: 'How many stand in each bucket',
    query: z.strictObject({ shopIds: idList.optional(), market: market.optional() }),
    answer: deskCounts,
  }),
  'desk-orders.choices': route({
    id: 'desk-orders.choices',
    method: 'get',
    path: '/desk-order-choices',
    scope: 'orders:read',
    summary: 'The tags, carriers, warehouses and people that the orders of the desk may be narrowed to',
    answer: z.strictObject({
      tags: z.array(z.string()),
      carriers: z.array(z.string()),
      warehouses: z.array(z.strictObject({ id: uuid, name: z.string() })),
      members: z.array(z.strictObject({ id: uuid, name: z.string() })),
    }),
  }),
  'orders.timeline': route({
    id: 'orders.timeline',
    method: 'get',
    path: '/orders/{orderId}/timeline',
    scope: 'orders:read',
    summary: 'Everything that happened to an order, the newest first: events, packages, stock, refunds, what was done here and by whom',
    params: ofOrder,
    query: z.strictObject(paging),
    answer: pageOf(timelineEntry),
  }),
  'desk-tasks.create': route({
    id: 'desk-tasks.create',
    method: 'post',
    path: '/desk-tasks',
    scope: 'orders:write',
    summary: 'Do one thing to many orders: to those named, or to all that match; the first are done when the answer comes',
    idempotent: true,
    status: 202,
    body: z.strictObject({
      action,
      /** Either these, or a filter. */
      orderIds: z.array(uuid).min(1).max(1000).optional(),
      filter: deskFilter.optional(),
    }),
    answer: deskTask,
  }),
  'desk-tasks.list': route({
    id: 'desk-tasks.list',
    method: 'get',
    path: '/desk-tasks',
    scope: 'orders:read',
    summary: 'Acts on many orders, the newest first',
    query: z.strictObject({ ...paging, state: z.enum(['finding', 'running', 'done', 'cancelled']).optional() }),
    answer: pageOf(deskTask),
  }),
  'desk-tasks.get': route({
    id: 'desk-tasks.get',
    method: 'get',
    path: '/desk-tasks/{taskId}',
    scope: 'orders:read',
    summary: 'How far an act on many orders is',
    params,
    answer: deskTask,
  }),
  'desk-tasks.rows': route({
    id: 'desk-tasks.rows',
    method: 'get',
    path: '/desk-tasks/{taskId}/rows',
    scope: 'orders:read',
    summary: 'What became of each order of the act',
    params,
    query: z.strictObject({ ...paging, state: deskTaskRow.shape.state.optional() }),
    answer: pageOf(deskTaskRow),
  }),
  'desk-tasks.cancel': route({
    id: 'desk-tasks.cancel',
    method: 'post',
    path: '/desk-tasks/{taskId}/cancel',
    scope: 'orders:write',
    summary: 'Leave out what has not been done yet; what was done stays',
    idempotent: true,
    params,
    answer: deskTask,
  }),
} as const;
