/** Where a shop stands and what comes next, from its counts and its open orders. Pure. */
import type { DispatchMetric, MetricStanding } from '@tradewind/contract';
import { addDays } from '@tradewind/rules/calendar';
import { type Forecast, forecast } from '@tradewind/rules/forecast';
import { cancellationTable, groupOf, lateDispatchTable, type RateTable, type RateVerdict } from '@tradewind/rules/policies';
import { type DispatchDay, type DispatchSlot, type OpenOrder, WINDOW_MS } from '../orders/index.ts';

export const metrics: readonly DispatchMetric[] = ['late-dispatch', 'seller-fault-cancellation'];
export const tables: Readonly<Record<DispatchMetric, RateTable>> = {
  'late-dispatch': lateDispatchTable,
  'seller-fault-cancellation': cancellationTable,
};

export type Judged = {
  market: string;
  sellerType: 'cross-border' | 'local';
  now: number;
  /** The shop's day now. */
  today: string;
  slots: readonly DispatchSlot[];
  days: readonly DispatchDay[];
  open: readonly OpenOrder[];
  /** Null: not counted; then there is no pace. */
  fresh: { late: number; sellerFault: number } | null;
  trendDays: number;
};

export function byShop<T extends { shopId: string }>(rows: readonly T[]): (shopId: string) => T[] {
  const held = new Map<string, T[]>();
  for (const row of rows) {
    const own = held.get(row.shopId);
    if (own) own.push(row);
    else held.set(row.shopId, [row]);
  }
  return (shopId) => held.get(shopId) ?? [];
}

export const isCovered = ({ market, sellerType }: Pick<Judged, 'market' | 'sellerType'>): boolean =>
  sellerType === 'cross-border' && groupOf(market) !== null;

const failedOf = (metric: DispatchMetric, counts: { late: number; sellerFault: number }): number =>
  metric === 'late-dispatch' ? counts.late : counts.sellerFault;

/** Mean of the four weeks before today, as an order limit is a share of it. */
export const averageDailyOrders = ({ days, today }: Pick<Judged, 'days' | 'today'>): number =>
  days.filter(({ day }) => day >= addDays(today, -28) && day < today).reduce((sum, { orders }) => sum + orders, 0) / 28;

function forecastOf(metric: DispatchMetric, judged: Judged): Forecast | null {
  if (!isCovered(judged)) return null;
  const { slots, open, fresh, market, now } = judged;
  const average = averageDailyOrders(judged);
  return forecast({
    metric,
    table: tables[metric],
    market,
    asOf: now,
    newOrdersPerDay: average,
    averageDailyOrders: average,
    eventsToday: fresh ? failedOf(metric, fresh) : 0,
    // Slots hold the open orders too: these are taken out again where they are given one by one.
    counted: [
      ...slots.map((slot) => ({ createdAt: slot.at, orders: slot.orders, events: failedOf(metric, slot) })),
      ...open.map(({ createdAt }) => ({ createdAt, orders: -1, events: 0 })),
    ],
    orders: open.map(({ id, createdAt, dueAt }) => ({
      id,
      createdAt,
      paidAt: createdAt,
      deadline: dueAt,
      dispatchedAt: null,
      cancelledAt: null,
      sellerFault: false,
      // When a platform gives up waiting is stated nowhere: what it will cancel by itself is not foreseen.
      autoCancelAt: null,
    })),
  });
}

export function standingOf(metric: DispatchMetric, judged: Judged): { standing: MetricStanding; forecast: Forecast | null } {
  const { slots, market, now } = judged;
  const covered = isCovered(judged);
  const table = tables[metric];
  const total = slots.reduce((sum, slot) => sum + slot.orders, 0);
  const events = slots.reduce((sum, slot) => sum + failedOf(metric, slot), 0);
  const found = forecastOf(metric, judged);
  const standing: MetricStanding = {
    metric,
    covered,
    limitPerMille: covered ? table.limitPerMille : null,
    rows: covered ? table.rows.filter((row) => row.market === groupOf(market)).map(rowView) : [],
    window: { from: instantText(now - WINDOW_MS), to: instantText(now) },
    numerator: events,
    denominator: total,
    verdict: found?.verdict ?? uncovered(events, total),
    trend: trendOf(metric, judged),
    forecast: found && forecastView(found, now),
  };
  return { standing, forecast: found };
}

const instantText = (at: number): string => new Date(at).toISOString();

export const rowView = ({
  market,
  fromPerMille,
  belowPerMille,
  minimumEvents,
  maximumEvents,
  points,
  platformWarning,
  orderLimit,
}: RateTable['rows'][number]) => ({
  market,
  fromPerMille,
  belowPerMille,
  minimumEvents,
  maximumEvents,
  points,
  platformWarning,
  orderLimit,
});

function uncovered(events: number, total: number): RateVerdict {
  const rate = total === 0 ? 0 : events / total;
  return { rate, breached: false, warning: false, warningSource: null, points: 0, orderLimit: null, possibleMeasures: [] };
}

/**
 * Deadlines lie about two days after the payment, so "if nothing ships" comes true for every shop within two days, and telling people of
 * it would be telling them to do their daily work. Half a day before, what is unshipped is what was overlooked.
 */
export const SOON_MS = 12 * 3_600_000;

function forecastView(
  { untilNextRow, eventsToday, ifNothingShips, rescue }: Forecast,
  now: number,
): NonNullable<MetricStanding['forecast']> {
  const { nextRowAt, worst, worstAt } = ifNothingShips;
  const deadlines = rescue.orders.map(({ shipBefore }) => shipBefore);
  return {
    untilNextRow: untilNextRow && { ...untilNextRow, atPace: untilNextRow.atPace === null ? null : instantText(untilNextRow.atPace) },
    eventsToday,
    ifNothingShips: { nextRowAt: nextRowAt === null ? null : instantText(nextRowAt), worst, worstAt: instantText(worstAt) },
    isSoon: nextRowAt !== null && nextRowAt <= now + SOON_MS,
    toShip: rescue.orders.length,
    firstDeadlineAt: deadlines.length === 0 ? null : instantText(Math.min(...deadlines)),
    keepsPresentRow: rescue.keepsPresentRow,
  };
}

export type RatePoint = { day: string; numerator: number; denominator: number };

/** The seven days up to each of the last `count` whole days, with what has become of their orders by now. */
export function courseOf(
  metric: DispatchMetric,
  { days, today, count }: { days: readonly DispatchDay[]; today: string; count: number },
): RatePoint[] {
  const byDay = new Map(days.map((each) => [each.day, each]));
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(today, index - count);
    const week = Array.from({ length: 7 }, (_, back) => byDay.get(addDays(day, -back)));
    return {
      day,
      numerator: week.reduce((sum, each) => sum + (each ? failedOf(metric, each) : 0), 0),
      denominator: week.reduce((sum, each) => sum + (each?.orders ?? 0), 0),
    };
  });
}

const trendOf = (metric: DispatchMetric, { days, today, trendDays }: Judged): RatePoint[] =>
  courseOf(metric, { days, today, count: trendDays });
