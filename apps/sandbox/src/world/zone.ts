import type { Instant } from './types.ts';

/**
 * Local time of a shop. Intl is right about summer time but slow, so the offset is asked once per zone and
 * UTC day where the day has one offset, and per hour only on the two days a year that have two.
 */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const wholeSecond = (at: number): Instant => Math.floor(at / SECOND) * SECOND;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number | 'changes'>>();

function askOffset(zone: string, at: Instant): number {
  let format = formats.get(zone);
  if (!format) {
    const numeric = '2-digit';
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    formats.set(zone, format);
  }
  const parts: Record<string, number> = {};
  for (const part of format.formatToParts(at)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond(at);
}

/** Milliseconds to add to an instant to read the wall clock of the zone as if it were UTC. */
function offsetAt(zone: string, at: Instant): number {
  let days = offsets.get(zone);
  if (!days) {
    days = new Map();
    offsets.set(zone, days);
  }
  const day = Math.floor(at / DAY);
  let known = days.get(day);
  if (known === undefined) {
    const first = askOffset(zone, day * DAY);
    known = first === askOffset(zone, (day + 1) * DAY) ? first : 'changes';
    days.set(day, known);
  }
  return known === 'changes' ? askOffset(zone, at) : known;
}

export type LocalTime = { year: number; month: number; dayOfMonth: number; hour: number; weekday: number };

/** Wall clock in the zone; weekday 0 = Sunday. */
export function localTime(zone: string, at: Instant): LocalTime {
  const wall = new Date(at + offsetAt(zone, at));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    dayOfMonth: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    weekday: wall.getUTCDay(),
  };
}

/** The day of the zone, YYYY-MM-DD. */
export const localDay = (zone: string, at: Instant): string => new Date(at + offsetAt(zone, at)).toISOString().slice(0, 10);
