/**
 * When a shop's people are at work, by the clock on its wall: open is every minute whose wall time lies in a period of its weekday, holidays
 * apart. An hour that summer time leaves out is not worked, and one that it repeats is worked twice.
 *
 * A day is reckoned from the offsets around it and not from its first instant, because some zones have no midnight on some days.
 */
import { addDays, dayIn, offsetAt } from './calendar.ts';

/** Minutes of the day: 540 to 1080 is nine to six. What goes past midnight is two periods. */
export type Period = { from: number; until: number };
/** `week` begins with Monday; `holidays` are days of the zone on which nobody works. */
export type WorkingHours = { timeZone: string; week: readonly (readonly Period[])[]; holidays: readonly string[] };
type Stretch = { from: number; until: number };

export type WorkCalendar = {
  isOpen: (at: number) => boolean;
  /** Working time between two instants. */
  workedMs: (from: number, until: number) => number;
  /** The first instant at which so much working time has passed; null: not within `AHEAD_DAYS`. */
  dueAfter: (from: number, ms: number) => number | null;
};

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
export const DAY_MINUTES = 1_440;
const AHEAD_DAYS = 60;
/** Beyond what any zone is ahead of or behind Greenwich. */
const ZONE_MAX_MS = 15 * HOUR_MS;

/** A zone changes its offset at most once in two days. */
function offsetsAround(from: number, until: number, timeZone: string): (Stretch & { offset: number })[] {
  const [first, last] = [offsetAt(from, timeZone), offsetAt(until, timeZone)];
  if (first === last) return [{ from, until, offset: first }];
  let [before, after] = [from, until];
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle, timeZone) === first) before = middle;
    else after = middle;
  }
  return [
    { from, until: after, offset: first },
    { from: after, until, offset: last },
  ];
}

function openOn(day: string, { timeZone, week, holidays }: WorkingHours): Stretch[] {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // 1970-01-01 was a Thursday, the fourth day of a week that begins with Monday.
  const periods = holidays.includes(day) ? [] : (week[(midnight / 86_400_000 + 3) % 7] ?? []);
  if (periods.length === 0) return [];
  const around = offsetsAround(midnight - ZONE_MAX_MS, midnight + 24 * HOUR_MS + ZONE_MAX_MS, timeZone);
  return around.flatMap(({ from, until, offset }) =>
    periods
      .map((period) => ({
        from: Math.max(from, midnight + period.from * MINUTE_MS - offset),
        until: Math.min(until, midnight + period.until * MINUTE_MS - offset),
      }))
      .filter((open) => open.from < open.until),
  );
}

/** Days are kept once reckoned: ask one calendar for as much as belongs together. */
export function createWorkCalendar(hours: WorkingHours): WorkCalendar {
  const days = new Map<string, Stretch[]>();
  const openDay = (day: string): Stretch[] => {
    const known = days.get(day) ?? openOn(day, hours);
    days.set(day, known);
    return known;
  };
  return {
    isOpen: (at) => openDay(dayIn(at, hours.timeZone)).some(({ from, until }) => from <= at && at < until),
    workedMs: (from, until) => {
      if (until <= from) return 0;
      let worked = 0;
      const last = dayIn(until, hours.timeZone);
      for (let day = dayIn(from, hours.timeZone); day <= last; day = addDays(day, 1))
        for (const open of openDay(day)) worked += Math.max(0, Math.min(until, open.until) - Math.max(from, open.from));
      return worked;
    },
    dueAfter: (from, ms) => {
      let left = ms;
      let day = dayIn(from, hours.timeZone);
      for (let ahead = 0; ahead <= AHEAD_DAYS; ahead += 1, day = addDays(day, 1))
        for (const open of openDay(day)) {
          const begin = Math.max(from, open.from);
          if (begin >= open.until) continue;
          if (open.until - begin >= left) return begin + left;
          left -= open.until - begin;
        }
      return null;
    },
  };
}
