/** What the pace of selling says about a stock: how long it lasts, whether it lies dead, and what to buy. */
export type Pace = {
  available: number;
  /** Announced deliveries and goods between warehouses: they will be here. */
  coming: number;
  soldLast30: number;
  soldLast90: number;
  /** How long the variant has been counted: one that came last week is not dead. */
  countedDays: number;
  leadTimeDays: number;
};
export type StockAdvice = {
  /** Units a day, of the brisker of the two windows, so that a rising SKU is not bought too late. */
  perDay: number;
  /** Whole days that the available units last; null: nothing sells. */
  coverDays: number | null;
  isLow: boolean;
  isDead: boolean;
  /** Units to order today so that the stock lasts through the lead time and the days to cover after it. */
  toBuy: number;
};

/**
 * Whether the next buyers may be promised the same unit: a shop shows more than there is, or fewer units are left than shops that show
 * them.
 *
 * @example 3 available, shown by four shops → true
 */
export function mayOversell({ available, shown }: { available: number; shown: readonly number[] }): boolean {
  const left = Math.max(0, available);
  return shown.some((units) => units > left) || shown.filter((units) => units > 0).length > left;
}

/** Decisions: bought for a month beyond the lead time; dead after ninety days without a sale. */
const COVER_DAYS = 30;
const DEAD_AFTER_DAYS = 90;

/** @example 20 available, 60 sold in thirty days (two a day), lead time 20 days → lasts 10 days, low, buy 80 */
export function adviseOnStock(pace: Pace): StockAdvice {
  // In units per 90 days both are whole numbers, so that nothing is rounded before the end.
  const per90 = Math.max(pace.soldLast30 * 3, pace.soldLast90);
  const available = Math.max(0, pace.available);
  const coverDays = per90 === 0 ? null : Math.floor((available * 90) / per90);
  const wanted = Math.ceil((per90 * (pace.leadTimeDays + COVER_DAYS)) / 90);
  return {
    perDay: per90 / 90,
    coverDays,
    isLow: coverDays !== null && coverDays < pace.leadTimeDays,
    isDead: available > 0 && pace.soldLast90 === 0 && pace.countedDays >= DEAD_AFTER_DAYS,
    toBuy: per90 === 0 ? 0 : Math.max(0, wanted - pace.available - pace.coming),
  };
}
