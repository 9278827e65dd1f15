import { z } from 'zod';
import { route } from '../route.ts';
import { day, instant, pageOf, paging, uuid } from '../shapes.ts';
import { dispatchMetric, shopChip } from './orders.ts';

/** What the platform's table says of a rate; nothing is breached where no table applies. */
const verdict = z.strictObject({
  rate: z.number(),
  breached: z.boolean(),
  warning: z.boolean(),
  warningSource: z.enum(['platform', 'workbench']).nullable(),
  points: z.int(),
  orderLimit: z.strictObject({ days: z.int(), share: z.number(), ordersPerDay: z.int().nullable() }).nullable(),
  possibleMeasures: z.array(z.string()),
});

/** One row of a table; bounds in tenths of a percent, the lower one included. */
const tableRow = z.strictObject({
  market: z.enum(['US', 'SEA', 'GB']),
  fromPerMille: z.int().min(0).max(1000),
  belowPerMille: z.int().min(1).max(1001).nullable(),
  minimumEvents: z.int().min(0).max(100_000),
  maximumEvents: z.int().min(0).max(100_000).nullable(),
  points: z.int().min(0).max(48),
  platformWarning: z.boolean(),
  orderLimit: z.strictObject({ days: z.int().min(1).max(365), perMille: z.int().min(0).max(1000) }).nullable(),
});
export const editedTable = z.strictObject({
  /** From this rate on the target is missed. */
  limitPerMille: z.int().min(0).max(1000),
  rows: z.array(tableRow).max(60),
});

const ratePoint = z.strictObject({ day, numerator: z.int(), denominator: z.int() });

export const metricStanding = z.strictObject({
  metric: dispatchMetric,
  /** False: no source states a table for this market or seller; then there is no target either. */
  covered: z.boolean(),
  limitPerMille: z.int().nullable(),
  /** The rows of the shop's market. */
  rows: z.array(tableRow),
  /** Seven times 24 hours, by the orders' creation; the first instant is outside. */
  window: z.strictObject({ from: instant, to: instant }),
  numerator: z.int(),
  denominator: z.int(),
  verdict,
  /** The seven days up to each of the last days, as they stand now. */
  trend: z.array(ratePoint),
  forecast: z
    .strictObject({
      /** How many more of the same total until a worse row, and when at today's pace. */
      untilNextRow: z.strictObject({ events: z.int(), verdict, atPace: instant.nullable() }).nullable(),
      eventsToday: z.int(),
      ifNothingShips: z.strictObject({ nextRowAt: instant.nullable(), worst: verdict, worstAt: instant }),
      /** The worse row comes within half a day: what is still unshipped then is more than a shop's usual work. */
      isSoon: z.boolean(),
      /** How many orders must be shipped to keep the present row, or the best that can be reached. */
      toShip: z.int(),
      firstDeadlineAt: instant.nullable(),
      keepsPresentRow: z.boolean(),
    })
    .nullable(),
});

export const serviceMetric = z.enum([
  'first-response',
  'reply-24h',
  'reply-48h',
  'negative-reviews',
  'disputes',
  'resolution',
  'defective-returns',
]);
const serviceValue = z.number().nullable();

/** A rate of service or quality against its single limit, over 30 times 24 hours; such a breach costs no points by itself. */
export const serviceStanding = z.strictObject({
  metric: serviceMetric,
  /** False: no source states a limit for this seller. */
  covered: z.boolean(),
  /** What it is made of: read, still being read, not allowed by the consent, or not offered by the platform. Figures count only when ready. */
  source: z.enum(['ready', 'reading', 'no-consent', 'not-offered']),
  target: z.strictObject({
    unit: z.enum(['minutes', 'per-mille']),
    limit: z.int(),
    sign: z.enum(['at-most', 'at-least', 'below']),
  }),
  window: z.strictObject({ from: instant, to: instant }),
  /** Minutes for the first response, counts for all others. */
  numerator: z.number(),
  denominator: z.int(),
  /** Minutes or a share; null: nothing to divide by. */
  value: serviceValue,
  missed: z.boolean(),
  /** False: reported, but the platform does not judge so few. */
  judged: z.boolean(),
  /** How many more of the bad until the target is missed; once missed, of the good until it is met. Null: no such number. */
  untilTurn: z.int().nullable(),
  /** Each day by itself, by the shop's own days; only on the shop's page. */
  trend: z.array(z.strictObject({ day, value: serviceValue })),
});

export const shopPerformance = z.strictObject({
  shop: shopChip,
  averageDailyOrders: z.number(),
  metrics: z.array(metricStanding),
  service: z.array(serviceStanding),
});

const bothReplyRates = z.strictObject({ 'reply-24h': serviceValue, 'reply-48h': serviceValue });
/** Buyers who wait, and whom to answer first. */
const waitingBuyers = z.strictObject({
  /** Within the last 48 hours; after that an answer helps no rate. */
  waiting: z.int(),
  isCut: z.boolean(),
  keepsTargets: z.boolean(),
  ifSilent: bothReplyRates,
  ifAnswered: bothReplyRates,
  turns: z.array(
    z.strictObject({
      turnId: uuid,
      channelConversationId: z.string(),
      askedAt: instant,
      replyBefore: instant,
      saves: z.array(z.enum(['reply-24h', 'reply-48h'])),
    }),
  ),
});

/** One of what a rate counts. `endedAt`: answered, decided, resolved or due. */
export const behindItem = z.strictObject({
  id: uuid,
  kind: z.enum(['turn', 'review', 'request', 'dispute', 'order']),
  channelId: z.string(),
  /** Null: a turn has no order, or the order is not read yet. */
  orderId: uuid.nullable(),
  channelOrderId: z.string().nullable(),
  at: instant,
  endedAt: instant.nullable(),
  /** Whether it weighs against the shop. */
  isBad: z.boolean(),
  rating: z.int().nullable(),
  cause: z.enum(['defect', 'damage', 'wrong', 'missing', 'lost', 'not-as-described', 'late', 'size', 'unwanted']).nullable(),
  responsible: z.enum(['seller', 'buyer', 'carrier', 'platform']).nullable(),
});

export const performanceDetail = z.strictObject({
  ...shopPerformance.shape,
  asOf: instant,
  /** The last instant of which all orders have been read. */
  dataAsOf: instant.nullable(),
  /** True: there are more open orders than are looked at one by one; those with the latest deadlines are taken to be shipped in time. */
  isOpenCut: z.boolean(),
  rescue: z.array(
    z.strictObject({
      metric: dispatchMetric,
      worst: verdict,
      /** By points saved; the order's page has the rest. */
      orders: z.array(z.strictObject({ orderId: uuid, channelOrderId: z.string(), shipBefore: instant, pointsSaved: z.int() })),
    }),
  ),
  /** Null: conversations are not read. */
  replies: waitingBuyers.nullable(),
});

const side = z.strictObject({ points: z.int(), daysBreached: z.int() });
const daySide = z.strictObject({ points: z.int(), breached: z.boolean(), charged: z.int() });
export const replay = z.strictObject({
  from: day,
  to: day,
  items: z.array(
    z.strictObject({
      shop: shopChip,
      covered: z.boolean(),
      present: side,
      edited: side,
      days: z.array(z.strictObject({ ...ratePoint.shape, present: daySide, edited: daySide })),
    }),
  ),
});

/** What can be known from orders, conversations, reviews and returns; what the platform records of violations is another list. */
export const performanceRoutes = {
  'performance.list': route({
    id: 'performance.list',
    method: 'get',
    path: '/performance',
    scope: 'orders:read',
    summary: 'Every shop by the platform’s rates: where it stands, what it costs, what comes next',
    answer: z.strictObject({ asOf: instant, items: z.array(shopPerformance) }),
  }),
  'performance.get': route({
    id: 'performance.get',
    method: 'get',
    path: '/performance/{shopId}',
    scope: 'orders:read',
    summary: 'One shop’s rates with the course of a month and the orders to ship first',
    params: z.strictObject({ shopId: uuid }),
    answer: performanceDetail,
  }),
  'performance.behind': route({
    id: 'performance.behind',
    method: 'get',
    path: '/performance/{shopId}/behind/{serviceMetric}',
    scope: 'orders:read',
    summary: 'The very turns, reviews, requests, disputes or orders that a rate of service or quality counts, newest first',
    params: z.strictObject({ shopId: uuid, serviceMetric }),
    query: z.strictObject({
      ...paging,
      part: z.enum(['numerator', 'denominator', 'bad']).default('denominator').describe('bad: what weighs against the shop'),
    }),
    answer: pageOf(behindItem),
  }),
  'performance.table': route({
    id: 'performance.table',
    method: 'get',
    path: '/performance/tables/{metric}',
    scope: 'orders:read',
    summary: 'The platform’s table for a rate, to be edited and replayed',
    params: z.strictObject({ metric: dispatchMetric }),
    answer: editedTable,
  }),
  'performance.replay': route({
    id: 'performance.replay',
    method: 'post',
    path: '/performance/replay',
    scope: 'orders:read',
    summary: 'What the last days would have cost under an edited table, day by day, beside the present one. Keeps nothing',
    body: z.strictObject({
      policy: dispatchMetric,
      shopIds: z.array(uuid).max(200).optional(),
      days: z.int().min(1).max(180),
      table: editedTable,
    }),
    answer: replay,
  }),
} as const;
