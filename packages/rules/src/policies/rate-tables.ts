import { z } from 'zod';
import { sea } from '../countries.ts';
import { atLeast, floorShare, rateOf } from './exact.ts';
import { count } from './inputs.ts';
import { performanceFrom, performanceSource } from './performance-section.ts';

/**
 * The two tables by which a rate over the orders of seven days costs points, and the one way of reading them. A table is
 * data: an edited copy goes through the same functions, which is how "what would the last 90 days have cost?" is answered.
 *
 * Bounds are in tenths of a percent. A row holds from `fromPerMille` inclusive to `belowPerMille` exclusive, and for
 * `minimumEvents` to `maximumEvents` orders, both inclusive; null is no upper bound. The first row that holds counts.
 */
export const rateTableInput = z.strictObject({
  /** From this rate on the target is missed. */
  limitPerMille: count,
  rows: z.array(
    z.strictObject({
      id: z.string().min(1),
      source: z.string(),
      section: z.string(),
      effectiveFrom: z.string(),
      checkedOn: z.string(),
      market: z.enum(['US', 'SEA', 'GB']),
      basis: z.enum(['source', 'decision']),
      fromPerMille: count,
      belowPerMille: count.nullable(),
      minimumEvents: count,
      maximumEvents: count.nullable(),
      points: count,
      platformWarning: z.boolean(),
      orderLimit: z.strictObject({ days: count, perMille: count }).nullable(),
    }),
  ),
});
export type RateTable = z.output<typeof rateTableInput>;
export type RateRow = RateTable['rows'][number];
type Group = RateRow['market'];

/** One line of a table as the page prints it: from, below, minimum and maximum of orders, points, platform's warning, limit in tenths of a percent. */
type Line = [number, number | null, number, number | null, number, boolean, number | null];

function rowsOf(policy: string, section: string, lines: Record<Group, Line[]>): RateRow[] {
  const groups: Group[] = ['US', 'SEA', 'GB'];
  return groups.flatMap((market) =>
    lines[market].map(([fromPerMille, belowPerMille, minimumEvents, maximumEvents, points, platformWarning, limit], index) => ({
      id: `${policy}.${market}.${index + 1}`,
      source: performanceSource,
      section,
      effectiveFrom: performanceFrom,
      checkedOn: '2026-11-22',
      market,
      basis: 'source' as const,
      fromPerMille,
      belowPerMille,
      minimumEvents,
      maximumEvents,
      points,
      platformWarning,
      orderLimit: limit === null ? null : { days: 7, perMille: limit },
    })),
  );
}

const lateElsewhere: Line[] = [
  [40, 100, 0, null, 0, true, null],
  [100, 250, 5, null, 3, false, null],
  [250, 500, 5, null, 5, false, null],
  [500, null, 5, 29, 6, false, 100],
  [500, null, 30, null, 7, false, 100],
];
const lateInBritain: Line[] = [
  [40, 100, 0, null, 2, true, null],
  [100, 250, 0, null, 4, false, 800],
  [250, 500, 0, null, 6, false, 300],
  [500, 600, 0, null, 8, false, 300],
  [600, null, 0, null, 8, false, 100],
];
const cancelledElsewhere: Line[] = [
  [25, 100, 5, null, 2, false, null],
  [100, 250, 5, null, 4, false, null],
  [250, 500, 5, null, 5, false, null],
  [500, null, 5, 29, 6, false, 100],
  [500, null, 30, null, 7, false, 100],
];
const cancelledInBritain: Line[] = [[25, null, 0, null, 1, false, null]];

export const lateDispatchTable: RateTable = {
  limitPerMille: 40,
  rows: rowsOf('late-dispatch', '5 order fulfilment: late dispatch rate', { US: lateElsewhere, SEA: lateElsewhere, GB: lateInBritain }),
};
export const cancellationTable: RateTable = {
  limitPerMille: 25,
  rows: rowsOf('seller-fault-cancellation', '5 order fulfilment: seller-fault cancellation rate', {
    US: cancelledElsewhere,
    SEA: cancelledElsewhere,
    GB: cancelledInBritain,
  }),
};

export type RateInput = { market: string; total: number; events: number; averageDailyOrders?: number | undefined };
export type RateVerdict = {
  rate: number;
  breached: boolean;
  warning: boolean;
  warningSource: 'platform' | 'workbench' | null;
  points: number;
  orderLimit: { days: number; share: number; ordersPerDay: number | null } | null;
  possibleMeasures: ('settlement-extended-or-frozen' | 'deduction')[];
};

/** Which rows speak of a market; null where none do. */
export function groupOf(market: string): Group | null {
  if (market === 'US' || market === 'GB') return market;
  return sea.includes(market) ? 'SEA' : null;
}

const holds = (row: RateRow, { total, events }: RateInput): boolean =>
  atLeast(events, total, row.fromPerMille) &&
  (row.belowPerMille === null || !atLeast(events, total, row.belowPerMille)) &&
  events >= row.minimumEvents &&
  (row.maximumEvents === null || events <= row.maximumEvents);

/** The row that is met; null where none is. */
export function rowMet(table: RateTable, input: RateInput): RateRow | null {
  const group = groupOf(input.market);
  return table.rows.find((row) => row.market === group && holds(row, input)) ?? null;
}

/**
 * What a table says of one week. A market outside the table breaches nothing.
 *
 * @example rateVerdict(lateDispatchTable, { market: 'US', total: 100, events: 10 }) // 3 points
 * @example rateVerdict(lateDispatchTable, { market: 'US', total: 40, events: 4 }) // 10 %, but fewer than 5 orders: our warning, no points
 * @example rateVerdict(lateDispatchTable, { market: 'GB', total: 100, events: 10, averageDailyOrders: 70 }) // 4 points, 7 days at 56 orders a day
 */
export function rateVerdict(table: RateTable, input: RateInput): RateVerdict {
  const rate = rateOf(input.events, input.total) ?? 0;
  const breached = groupOf(input.market) !== null && atLeast(input.events, input.total, table.limitPerMille);
  const row = rowMet(table, input);
  const average = input.averageDailyOrders;
  const limit = row?.orderLimit ?? null;
  const byPlatform = row?.platformWarning ?? false;
  const byUs = breached && row === null;
  return {
    rate,
    breached,
    warning: byPlatform || byUs,
    warningSource: byPlatform ? 'platform' : byUs ? 'workbench' : null,
    points: row?.points ?? 0,
    orderLimit: limit && {
      days: limit.days,
      share: limit.perMille / 1000,
      ordersPerDay: average === undefined ? null : floorShare(average, limit.perMille),
    },
    possibleMeasures: row !== null && row.points > 0 ? ['settlement-extended-or-frozen', 'deduction'] : [],
  };
}

/** How bad a verdict is, for comparing two: points first, then how few orders are still allowed, then the breach itself. */
function weightOf(verdict: RateVerdict): [number, number, number] {
  return [verdict.points, verdict.orderLimit ? 1 - verdict.orderLimit.share : -1, verdict.breached ? 1 : 0];
}

/** Below 0: a is milder than b; 0: the same row as far as a seller feels it; above 0: a is worse. */
export function compareVerdicts(a: RateVerdict, b: RateVerdict): number {
  const other = weightOf(b);
  return weightOf(a)
    .map((weight, index) => weight - (other[index] ?? 0))
    .reduce((first, difference) => first || difference, 0);
}

/** The counts at which a verdict over `total` orders can change at all: a table is a step function of its numerator. */
function turningPoints(table: RateTable, total: number): number[] {
  const reach = (perMille: number): number => Number((BigInt(total) * BigInt(perMille) + 999n) / 1000n);
  const counts = table.rows.flatMap((row) => [
    reach(row.fromPerMille),
    ...(row.belowPerMille === null ? [] : [reach(row.belowPerMille)]),
    row.minimumEvents,
    ...(row.maximumEvents === null ? [] : [row.maximumEvents + 1]),
  ]);
  return [...new Set([reach(table.limitPerMille), ...counts])].filter((events) => events <= total).sort((a, b) => a - b);
}

/**
 * The fewest events among `total` orders, more than `events`, whose verdict is worse than `than`; null where none is.
 *
 * @example eventsUntilWorse(lateDispatchTable, { market: 'US', total: 100, events: 7 }, present) // 10: the 3 points begin there
 */
export function eventsUntilWorse(table: RateTable, input: RateInput, than: RateVerdict): number | null {
  const worse = (events: number): boolean => compareVerdicts(rateVerdict(table, { ...input, events }), than) > 0;
  return turningPoints(table, input.total).find((events) => events > input.events && worse(events)) ?? null;
}
