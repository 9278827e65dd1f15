import { describe, expect, it } from 'vitest';
import type { Market } from '../types.ts';
import { penaltyFor, type RateReason } from './penalty-tables.ts';

/** Both sides of every limit, as `[market, bad, total, points, percent of the order limit]`; points null: nothing happens. */
type Row = [Market, number, number, number | null, (number | null)?];
const check = (reason: RateReason, rows: readonly Row[]): void => {
  for (const [market, bad, total, points, percent = null] of rows) {
    const penalty = penaltyFor(reason, market, { bad, total });
    expect([market, bad, total, penalty?.points ?? null, penalty?.limit?.percent ?? null]).toEqual([market, bad, total, points, percent]);
  }
};

describe('late dispatch', () => {
  it('in the US and South-East Asia', () =>
    check('LATE_DISPATCH', [
      ['US', 0, 0, null],
      ['US', 399, 10_000, null],
      ['TH', 400, 10_000, 0],
      ['VN', 999, 10_000, 0],
      ['MY', 1000, 10_000, 3],
      ['US', 4, 40, null],
      ['US', 5, 50, 3],
      ['US', 2499, 10_000, 3],
      ['US', 25, 100, 5],
      ['US', 4999, 10_000, 5],
      ['US', 5, 10, 6, 10],
      ['US', 29, 58, 6, 10],
      ['US', 30, 60, 7, 10],
      ['US', 100, 100, 7, 10],
    ]));

  it('in Britain', () =>
    check('LATE_DISPATCH', [
      ['GB', 399, 10_000, null],
      ['GB', 1, 25, 2],
      ['GB', 1, 10, 4, 80],
      ['GB', 1, 4, 6, 30],
      ['GB', 1, 2, 8, 30],
      ['GB', 5999, 10_000, 8, 30],
      ['GB', 3, 5, 8, 10],
      ['GB', 5, 5, 8, 10],
    ]));

  it('warns where the table says so, and nowhere else', () => {
    const warned = (market: Market, bad: number): boolean | undefined =>
      penaltyFor('LATE_DISPATCH', market, { bad, total: 100 })?.isWarning;
    expect([warned('US', 4), warned('US', 10), warned('GB', 9), warned('GB', 10)]).toEqual([true, false, true, false]);
  });
});

it('cancellations by the seller’s fault', () =>
  check('SELLER_FAULT_CANCELLATION', [
    ['US', 249, 10_000, null],
    ['US', 25, 1000, 2],
    ['US', 4, 100, null],
    ['ID', 10, 100, 4],
    ['SG', 25, 100, 5],
    ['PH', 5, 10, 6, 10],
    ['US', 30, 60, 7, 10],
    ['GB', 249, 10_000, null],
    ['GB', 1, 40, 1],
    ['GB', 5, 5, 1],
  ]));

it('knows no table for other markets', () => {
  for (const market of ['DE', 'FR', 'JP', 'MX', 'BR'] as const) check('LATE_DISPATCH', [[market, 100, 100, null]]);
});
