/**
 * Days in named zones. An instant is epoch milliseconds, a day is 'YYYY-MM-DD'.
 * Offsets come from the runtime's own zone data; the formatters are kept, because making one costs 30 times its use.
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

type Wall = { day: string; msOfDay: number };

function wallClock(at: number, timeZone: string): Wall {
  const parts: Record<string, string> = {};
  for (const part of formatterOf(timeZone).formatToParts(at)) parts[part.type] = part.value;
  const msOfDay = ((Number(parts.hour) * 60 + Number(parts.minute)) * 60 + Number(parts.second)) * 1000;
  return { day: `${parts.year}-${parts.month}-${parts.day}`, msOfDay };
}

/** The day it is at that instant in that zone: dayIn(Date.UTC(2026, 0, 1, 3), 'America/New_York') is '2025-12-31'. */
export function dayIn(at: number, timeZone: string): string {
  return wallClock(at, timeZone).day;
}

/** How far the clocks of a zone are ahead of Greenwich at an instant. */
export function offsetAt(at: number, timeZone: string): number {
  const { day, msOfDay } = wallClock(at, timeZone);
  return utcMidnight(day) + msOfDay - Math.floor(at / 1000) * 1000;
}

const utcMidnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/**
 * The first instant of a day in a zone. Where the clocks jump over midnight (some zones' summer time), it is the
 * first instant that does exist on that day.
 */
export function startOfDay(day: string, timeZone: string): number {
  // Two corrections suffice: the offset at the guess, then the offset at the corrected guess.
  let at = utcMidnight(day);
  for (let round = 0; round < 3; round += 1) {
    const wall = wallClock(at, timeZone);
    const drift = utcMidnight(wall.day) + wall.msOfDay - utcMidnight(day);
    if (drift === 0) break;
    at -= drift;
  }
  // After a jump over midnight the corrected guess may fall on the day before; the day then starts at the jump.
  while (dayIn(at, timeZone) < day) at += 15 * 60_000;
  return at;
}

export function addDays(day: string, days: number): string {
  return new Date(utcMidnight(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, both included. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcMidnight(to) - utcMidnight(from)) / 86_400_000) + 1;
}
