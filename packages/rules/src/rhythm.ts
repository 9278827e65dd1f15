/**
 * Core and trial: what the source of US to Mexico asks of a seller's stock. Core SKUs lie in the US before they sell; trial SKUs are
 * kept light, and the moment one takes off its stock must be renewed before it runs out. From when on a SKU "takes off" no source says.
 */
type Selling = {
  rhythm: 'core' | 'trial' | null;
  /** Pieces sold in the last seven days, and in the seven before. */
  soldLast7: number;
  soldBefore7: number;
  /** Pieces that can be sent; null where nobody has counted. */
  stock: number | null;
  isInUs: boolean;
  leadTimeDays: number;
};
export type RhythmWarning = 'core-not-in-us' | 'core-out-of-stock' | 'trial-takes-off' | 'stock-not-counted';
export type Rhythm = {
  takesOff: boolean;
  /** Whole days that the stock lasts at the pace of the last seven; null where nothing sells or nobody has counted. */
  coverDays: number | null;
  warning: RhythmWarning | null;
};

/** A SKU takes off with at least so many pieces in seven days, and so many times those of the seven before (decision). */
const takeOff = { leastPieces: 10, times: 2 } as const;

/**
 * @example trial, 21 pieces in seven days after 6, 30 in stock, lead time 20 days → cover 10 days, `trial-takes-off`
 * @example trial, 9 pieces after 1 → not taking off: too few to tell
 */
export function rhythmOf({ rhythm, soldLast7, soldBefore7, stock, isInUs, leadTimeDays }: Selling): Rhythm {
  const takesOff = soldLast7 >= takeOff.leastPieces && soldLast7 >= takeOff.times * soldBefore7;
  const coverDays = stock === null || soldLast7 === 0 ? null : Math.floor((stock * 7) / soldLast7);
  const warning = (): RhythmWarning | null => {
    if (rhythm === 'core' && !isInUs) return 'core-not-in-us';
    if (rhythm === 'core' && stock === 0) return 'core-out-of-stock';
    if (rhythm !== 'trial' || !takesOff) return null;
    if (coverDays === null) return 'stock-not-counted';
    return coverDays < leadTimeDays ? 'trial-takes-off' : null;
  };
  return { takesOff, coverDays, warning: warning() };
}
