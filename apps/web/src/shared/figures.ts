import type { Figures, Money } from '@tradewind/contract/types';
import { formatCount, formatMoney, formatPercent, formatRatio, majorUnits } from './money.ts';

export type FigureId = keyof Figures;
export const figureIds = [
  'gmv',
  'netSales',
  'orders',
  'units',
  'refunds',
  'refundRate',
  'adSpend',
  'roas',
  'averageOrderValue',
] as const satisfies readonly FigureId[];

export type Direction = 'more' | 'less' | 'neither';

/** Which way is good. Spending more on ads is neither: ROAS says whether it was worth it. */
export const betterDirection = (id: FigureId): Direction =>
  id === 'adSpend' ? 'neither' : id === 'refunds' || id === 'refundRate' ? 'less' : 'more';

const isMoney = (value: Figures[FigureId]): value is Money => typeof value === 'object' && value !== null;

/** A figure as one plain number, to compare, sort and draw. */
export function figureNumber(figures: Figures, id: FigureId): number | null {
  const value = figures[id];
  return isMoney(value) ? majorUnits(value) : value;
}

/** A figure as its reader sees it; null where it does not exist (no rate, nothing to divide by). */
export function formatFigure(figures: Figures, id: FigureId, locale: string): string | null {
  const value = figures[id];
  if (value === null) return null;
  if (isMoney(value)) return formatMoney(value, locale);
  if (id === 'refundRate') return formatPercent(value, locale, 2);
  if (id === 'roas') return formatRatio(value, locale);
  return formatCount(value, locale);
}
