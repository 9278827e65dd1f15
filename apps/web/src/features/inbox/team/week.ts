/** Working hours as they are typed: times of the clock, and what is wrong with them. */
import type { WorkingHoursView } from '@tradewind/contract/types';

export type Week = NonNullable<WorkingHoursView['hours']>['week'];
type Period = Week[number][number];
/** Times as text while they are written; a key each, because they come and go in the middle. */
export type TypedPeriod = { key: number; from: string; until: string };

export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Null: no time of a day. 24:00 is its end. */
function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2})[:：](\d{2})$/.exec(text.trim()) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return hours !== undefined && Number(minutes) < 60 && total <= 1440 ? total : null;
}

export const typedOf = (periods: readonly Period[]): TypedPeriod[] =>
  periods.map(({ from, until }, key) => ({ key, from: clockOf(from), until: clockOf(until) }));

/** Null: an end before its beginning, or two that overlap. */
export function periodsOf(typed: readonly TypedPeriod[]): Period[] | null {
  const periods: Period[] = [];
  for (const one of typed) {
    const [from, until] = [minutesOf(one.from), minutesOf(one.until)];
    if (from === null || until === null) return null;
    periods.push({ from, until });
  }
  periods.sort((a, b) => a.from - b.from);
  const isGood = periods.every(({ from, until }, at) => from < until && from >= (periods[at - 1]?.until ?? 0));
  return isGood ? periods : null;
}

/** The first line that is no day, or all of them. */
export function daysOf(text: string): { days: string[] } | { bad: string } {
  const days = text.split(/[\s,，;]+/).filter(Boolean);
  const bad = days.find((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day) || new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day);
  return bad === undefined ? { days: [...new Set(days)].sort() } : { bad };
}
