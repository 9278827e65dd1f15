import { type Days, daysOf, type NamedPeriod, namedPeriods } from '../../shared/periods.ts';
import type { Sort } from '../../shared/widgets/data-table.tsx';

/** Everything the reader chose on this page stands in the address: period or own days, order of rows, chart. */
export const chartKinds = ['trend', 'share', 'bubbles'] as const;
export type ChartKind = (typeof chartKinds)[number];
export const metrics = ['gmv', 'orders', 'refunds', 'adSpend'] as const;
export type Metric = (typeof metrics)[number];

export type MarketsSearch = {
  period?: NamedPeriod | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: string;
  chart?: ChartKind;
  metric?: Metric;
};
export type MarketsView = { period: NamedPeriod | 'custom'; days: Days; sort: Sort; chart: ChartKind; metric: Metric };

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
const oneOf = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((item) => item === value);

/** An address typed by hand may say anything; what makes no sense falls back to the month. */
export function readView(search: Record<string, unknown>, today: string): MarketsView {
  const { from, to, sort } = search;
  const own = isDay(from) && isDay(to) && from <= to ? { from, to } : null;
  const period = oneOf(namedPeriods, search.period) ?? (own ? 'custom' : 'month');
  const key = typeof sort === 'string' ? sort.replace(/^-/, '') : 'gmv';
  return {
    period,
    days: period === 'custom' && own ? own : daysOf(period === 'custom' ? 'month' : period, today),
    sort: { key, isDescending: typeof sort === 'string' ? sort.startsWith('-') : true },
    chart: oneOf(chartKinds, search.chart) ?? 'trend',
    metric: oneOf(metrics, search.metric) ?? 'gmv',
  };
}
