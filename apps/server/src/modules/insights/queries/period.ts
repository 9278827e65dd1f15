import { addDays, daysBetween, startOfDay } from '@tradewind/rules/calendar';
import type { Range } from './sums.ts';

export type Period = { from: string; to: string; timeZone: string };
export type ShopZone = { id: string; timeZone: string };

const zoneOf = (period: Period, shop: ShopZone) => (period.timeZone === 'shop' ? shop.timeZone : period.timeZone);

/** The instants of a period for each shop. */
export function rangesOf(period: Period, shops: readonly ShopZone[]): Range[] {
  return shops.map((shop) => ({
    shopId: shop.id,
    from: startOfDay(period.from, zoneOf(period, shop)),
    to: startOfDay(addDays(period.to, 1), zoneOf(period, shop)),
  }));
}

/** The period of the same length that ends the day before. */
export function periodBefore(period: Period): Period {
  const days = daysBetween(period.from, period.to);
  return { ...period, from: addDays(period.from, -days), to: addDays(period.from, -1) };
}

/**
 * The period before, as far as the present one has got: a shop whose day is half over is compared with half a day.
 * `hours` tells how far the least advanced shop has got; null when the period is over for all.
 */
export function comparableRanges(period: Period, shops: readonly ShopZone[], now: number): { ranges: Range[]; hours: number | null } {
  const present = rangesOf(period, shops);
  const before = rangesOf(periodBefore(period), shops);
  const elapsed = present.map((range) => Math.max(0, Math.min(now, range.to) - range.from));
  const over = present.every((range) => range.to <= now);
  const ranges = before.map((range, index) =>
    present[index] && present[index].to <= now ? range : { ...range, to: Math.min(range.to, range.from + (elapsed[index] ?? 0)) },
  );
  return { ranges, hours: over || elapsed.length === 0 ? null : Math.floor(Math.min(...elapsed) / 3_600_000) };
}

/**
 * Whether every day of the period, in its zone, starts on a whole UTC hour. Looked at once a week, because no zone keeps an offset for
 * less; ends alone do not tell: some zones move their clocks by half an hour.
 */
export function startsOnWholeHours(period: Period): boolean {
  if (period.timeZone === 'shop') return false;
  const end = addDays(period.to, 1);
  const isWhole = (day: string) => startOfDay(day, period.timeZone) % 3_600_000 === 0;
  for (let day = period.from; day < end; day = addDays(day, 7)) if (!isWhole(day)) return false;
  return isWhole(end);
}
