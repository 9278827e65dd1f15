import type { Overview } from '@tradewind/contract';
import { addDays } from '@tradewind/rules/calendar';
import { figuresOf, type RateTo } from '@tradewind/rules/figures';
import { nativeSums } from './figures-of-period.ts';
import type { Period, ShopZone } from './period.ts';
import { rangesOf } from './period.ts';
import type { Spend, Sum } from './sums.ts';

type Input = {
  period: Period;
  shops: readonly ShopZone[];
  series: readonly Sum[];
  spend: readonly Spend[];
  currency: string;
  rateTo: RateTo;
  now: number;
};

/** Points for the eye: every day of the period (up to today), or every hour of a single day, empty ones as zero. */
export function seriesOf({ period, shops, series, spend, currency, rateTo, now }: Input): Overview['series'] {
  const hourly = period.from === period.to;
  const points = hourly ? hoursOf(period, shops, now) : daysOf(period, now);
  const sums = groupBy(series, (row) => row.at);
  const spent = groupBy(hourly ? [] : spend, (row) => row.day);
  return points.map((at) => {
    const figures = figuresOf(nativeSums(sums.get(at) ?? [], spent.get(at) ?? []), currency, rateTo);
    return { at, gmv: figures.gmv, orders: figures.orders, refunds: figures.refunds, adSpend: figures.adSpend };
  });
}

function daysOf(period: Period, now: number): string[] {
  // A day further on may have begun in some zone.
  const last = addDays(new Date(now).toISOString().slice(0, 10), 1);
  const days: string[] = [];
  for (let day = period.from; day <= period.to && day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

const HOUR_MS = 3_600_000;

function hoursOf(period: Period, shops: readonly ShopZone[], now: number): string[] {
  const ranges = rangesOf(period, shops);
  if (ranges.length === 0) return [];
  const from = Math.floor(Math.min(...ranges.map((range) => range.from)) / HOUR_MS) * HOUR_MS;
  const to = Math.min(now, Math.max(...ranges.map((range) => range.to)));
  const hours: string[] = [];
  for (let at = from; at < to; at += HOUR_MS) hours.push(new Date(at).toISOString().replace('.000Z', 'Z'));
  return hours;
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}
