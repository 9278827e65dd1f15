/**
 * When an order counts as late where the platform's own field does not say so: per market and way of fulfilment, in hours or in
 * working days of the shop's zone. The rows are ours and editable; no source states them.
 */
import { addDays, dayIn, startOfDay } from './calendar.ts';
import { markets } from './markets.ts';
import type { RuleFacts } from './policies/index.ts';

export type DispatchSla = RuleFacts & {
  path: 'platform' | 'seller';
  allowed: { hours: number } | { workingDays: number };
  /** Days of the week on which nobody works; 0 is Sunday. */
  restDays: number[];
  /** Days on which nobody works, YYYY-MM-DD in the shop's zone. */
  holidays: string[];
};

/** Working days to begin with: two for the platform's own logistics, three for a seller's parcels (decision). */
const workingDays = { platform: 2, seller: 3 } as const;

export const dispatchSlas: readonly DispatchSla[] = Object.keys(markets).flatMap((market) =>
  (['platform', 'seller'] as const).map((path) => ({
    id: `dispatch-sla.${market}.${path}`,
    source: 'tradewind',
    section: 'dispatch-sla',
    effectiveFrom: '2024-07-15T00:00:00Z',
    checkedOn: '2026-11-22',
    market,
    basis: 'decision' as const,
    path,
    allowed: { workingDays: workingDays[path] },
    restDays: [0, 6],
    holidays: [],
  })),
);

const hourMs = 3_600_000;
/** More rest days in a row than any calendar has: a row without working days is refused, not searched for ever. */
const longestRest = 60;

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/**
 * The last instant at which dispatch is in time. Hours run on from the order; working days are whole days of the shop's zone after
 * the order's own day, and end with the day.
 *
 * @example 48 hours from 2026-03-06T10:00Z → 2026-03-08T10:00Z, a Sunday or not
 * @example 2 working days from Friday 2026-03-06 in London → Monday, Tuesday: until 2026-03-11T00:00Z
 */
export function dispatchDeadline(row: Pick<DispatchSla, 'allowed' | 'restDays' | 'holidays'>, orderedAt: number, timeZone: string): number {
  if ('hours' in row.allowed) return orderedAt + row.allowed.hours * hourMs;
  let day = dayIn(orderedAt, timeZone);
  let left = row.allowed.workingDays;
  for (let rest = 0; left > 0; rest += 1) {
    if (rest > longestRest) throw new RangeError('a calendar without working days');
    day = addDays(day, 1);
    if (row.restDays.includes(weekdayOf(day)) || row.holidays.includes(day)) continue;
    left -= 1;
    rest = -1;
  }
  return startOfDay(addDays(day, 1), timeZone);
}
