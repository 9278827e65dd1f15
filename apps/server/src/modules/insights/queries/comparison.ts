import { type Figures, figuresOf } from '@tradewind/rules/figures';
import { nativeSums } from './figures-of-period.ts';
import type { Rates } from './rates.ts';
import type { Spend, Sum } from './sums.ts';

type Input = {
  sums: readonly Sum[];
  spend: readonly Spend[];
  hours: number | null;
  query: { from: string; to: string; currency: string };
  rates: Rates;
};

/**
 * The figures of the period before. Spend is known by whole days only: while a single day is running, the day before has no
 * spend "by this hour", and saying nothing beats comparing an hour's spend with a day's.
 */
export function comparisonOf({ sums, spend, hours, query, rates }: Input): Figures {
  const unknown = hours !== null && query.from === query.to;
  const figures = figuresOf(nativeSums(sums, unknown ? [] : spend), query.currency, rates.rateTo);
  return unknown ? { ...figures, adSpend: null, roas: null } : figures;
}
