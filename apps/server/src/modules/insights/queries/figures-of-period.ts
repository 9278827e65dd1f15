import { addDays } from '@tradewind/rules/calendar';
import type { NativeSum } from '@tradewind/rules/figures';
import type { TenantTx } from '../../../platform/database/database.ts';
import { comparableRanges, type Period, periodBefore, rangesOf, type ShopZone, startsOnWholeHours } from './period.ts';
import { type Spend, type Sum, spendByDay, sumEdges, sumsByShopDay, sumsBySlot, sumsOfRanges } from './sums.ts';

/** Everything the two answers are made of: per shop, currency and day (or hour), plus the period before. */
export type PeriodFigures = {
  sums: Sum[];
  spend: Spend[];
  series: Sum[];
  before: { period: Period; sums: Sum[]; spend: Spend[]; hours: number | null };
};
const HOUR_MS = 3_600_000;
type Input = { period: Period; shops: readonly ShopZone[]; now: number };

export async function figuresOfPeriod(tx: TenantTx, { period, shops, now }: Input): Promise<PeriodFigures> {
  const shopIds = shops.map((shop) => shop.id);
  const ranges = rangesOf(period, shops);
  const { sums, series } = await present(tx, { period, shopIds, ranges });
  const previous = periodBefore(period);
  const comparable = comparableRanges(period, shops, now);
  const whole = comparable.hours === null;
  const beforeSums =
    whole && period.timeZone === 'shop' ? await sumsByShopDay(tx, { shopIds, ...previous }) : await sumsOfRanges(tx, comparable.ranges);
  // Spend has no hours: an unfinished period is compared with as many days as have begun.
  const daysBegun = whole ? previous.to : lastComparableDay(period, previous, now);
  return {
    sums,
    series,
    spend: await spendByDay(tx, { shopIds, from: period.from, to: period.to }),
    before: {
      period: previous,
      sums: beforeSums,
      spend: await spendByDay(tx, { shopIds, from: previous.from, to: daysBegun }),
      hours: comparable.hours,
    },
  };
}

function lastComparableDay(period: Period, previous: Period, now: number): string {
  const today = new Date(now).toISOString().slice(0, 10);
  let day = previous.from;
  for (let present = period.from; present < today && day < previous.to; present = addDays(present, 1)) day = addDays(day, 1);
  return day;
}

type Present = { period: Period; shopIds: string[]; ranges: ReturnType<typeof rangesOf> };

async function present(tx: TenantTx, { period, shopIds, ranges }: Present): Promise<{ sums: Sum[]; series: Sum[] }> {
  const oneDay = period.from === period.to;
  const hours = () => seriesByHour(tx, ranges);
  if (period.timeZone === 'shop') {
    const days = await sumsByShopDay(tx, { shopIds, ...period });
    return { sums: days, series: oneDay ? await hours() : days };
  }
  if (oneDay) return { sums: await sumsOfRanges(tx, ranges), series: await hours() };
  // In a zone with part hours a slot may span two days: days are then counted from the orders themselves.
  const grain = { by: 'day', timeZone: period.timeZone } as const;
  const series = startsOnWholeHours(period) ? await sumsBySlot(tx, ranges, grain) : await sumEdges(tx, ranges, grain);
  return { sums: series, series };
}

/** A day that begins inside an hour shares its first and last slot with its neighbours, so it too is counted from the orders. */
function seriesByHour(tx: TenantTx, ranges: ReturnType<typeof rangesOf>): Promise<Sum[]> {
  const isAligned = ranges.every((range) => range.from % HOUR_MS === 0 && range.to % HOUR_MS === 0);
  return isAligned ? sumsBySlot(tx, ranges, { by: 'hour' }) : sumEdges(tx, ranges, { by: 'hour' });
}

/** Sums and spend of some shops, gathered by currency: what `figuresOf` converts, each currency once. */
export function nativeSums(sums: readonly Sum[], spend: readonly Spend[]): NativeSum[] {
  const byCurrency = new Map<string, NativeSum>();
  const of = (currency: string): NativeSum => {
    const sum = byCurrency.get(currency) ?? { currency, gmvMinor: 0, refundsMinor: 0, adSpendMinor: 0, orders: 0, units: 0 };
    byCurrency.set(currency, sum);
    return sum;
  };
  for (const row of sums) {
    const sum = of(row.currency);
    sum.gmvMinor += row.gmvMinor;
    sum.refundsMinor += row.refundsMinor;
    sum.orders += row.orders;
    sum.units += row.units;
  }
  for (const row of spend) of(row.currency).adSpendMinor += row.adSpendMinor;
  return [...byCurrency.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
