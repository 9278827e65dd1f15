import { z } from 'zod';
import { route } from '../route.ts';
import { day, instant, uuid } from '../shapes.ts';
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

export const shopPerformance = z.strictObject({ shop: shopChip, averageDailyOrders: z.number(), metrics: z.array(metricStanding) });

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

/** What can be known from orders; what the platform records of service, quality and violations is another list. */
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
