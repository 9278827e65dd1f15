import type { Market } from '../types.ts';

/**
 * The platform's two rate tables for cross-border sellers, in force from 2024-07-15, written down from the policy text
 * apart from anything else that reads it. Bands include their lower bound and exclude their upper one, in thousandths,
 * so that a rate is compared in whole numbers.
 */
export type RateReason = 'LATE_DISPATCH' | 'SELLER_FAULT_CANCELLATION';
export type Penalty = { points: number; isWarning: boolean; limit: { days: number; percent: number } | null };
type Band = Penalty & { from: number; below: number; atLeast: number };

export const IN_FORCE_FROM = Date.UTC(2024, 6, 15);
const SEA: readonly Market[] = ['TH', 'VN', 'MY', 'ID', 'PH', 'SG'];
const ALL = 1001;
const days7 = (percent: number): Penalty['limit'] => ({ days: 7, percent });
const band = (from: number, below: number, penalty: Partial<Penalty> & { points: number; atLeast?: number }): Band => ({
  atLeast: 0,
  isWarning: false,
  limit: null,
  ...penalty,
  from,
  below,
});

/** Of two rows that fit, the later one is the heavier. */
const TABLES: Record<RateReason, { usAndSea: readonly Band[]; gb: readonly Band[] }> = {
  LATE_DISPATCH: {
    usAndSea: [
      band(40, 100, { points: 0, isWarning: true }),
      band(100, 250, { points: 3, atLeast: 5 }),
      band(250, 500, { points: 5, atLeast: 5 }),
      band(500, ALL, { points: 6, atLeast: 5, limit: days7(10) }),
      band(500, ALL, { points: 7, atLeast: 30, limit: days7(10) }),
    ],
    gb: [
      band(40, 100, { points: 2, isWarning: true }),
      band(100, 250, { points: 4, limit: days7(80) }),
      band(250, 500, { points: 6, limit: days7(30) }),
      band(500, 600, { points: 8, limit: days7(30) }),
      band(600, ALL, { points: 8, limit: days7(10) }),
    ],
  },
  SELLER_FAULT_CANCELLATION: {
    usAndSea: [
      band(25, 100, { points: 2, atLeast: 5 }),
      band(100, 250, { points: 4, atLeast: 5 }),
      band(250, 500, { points: 5, atLeast: 5 }),
      band(500, ALL, { points: 6, atLeast: 5, limit: days7(10) }),
      band(500, ALL, { points: 7, atLeast: 30, limit: days7(10) }),
    ],
    gb: [band(25, ALL, { points: 1 })],
  },
};

/** Null: nothing happens, or no table is written for this market. */
export function penaltyFor(reason: RateReason, market: Market, { bad, total }: { bad: number; total: number }): Penalty | null {
  const table = market === 'GB' ? TABLES[reason].gb : market === 'US' || SEA.includes(market) ? TABLES[reason].usAndSea : [];
  const fits = (row: Band): boolean => bad * 1000 >= total * row.from && bad * 1000 < total * row.below && bad >= row.atLeast;
  return total === 0 ? null : (table.findLast(fits) ?? null);
}
