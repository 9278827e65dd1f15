import type { Market } from './types.ts';
import type { LocalTime } from './zone.ts';

/** When buyers buy: by hour of their day, weekday and season. Weights of a day sum to 24, of a week to 7. */
const HOURS = [
  0.55, 0.32, 0.2, 0.15, 0.14, 0.2, 0.4, 0.65, 0.85, 1.0, 1.1, 1.2, 1.35, 1.25, 1.1, 1.05, 1.05, 1.1, 1.25, 1.5, 1.75, 1.85, 1.7, 1.29,
];
const WEEKDAYS = [1.18, 0.92, 0.9, 0.92, 0.96, 1.04, 1.08];

export const hourWeight = (hour: number): number => HOURS[hour] ?? 1;

const HAS_BLACK_FRIDAY = new Set<Market>(['US', 'GB', 'DE', 'FR', 'IT', 'ES', 'IE', 'MX', 'BR']);

/** Demand of a local day beside an ordinary one. */
export function dayWeight(market: Market, { weekday, month, dayOfMonth }: LocalTime): number {
  let weight = WEEKDAYS[weekday] ?? 1;
  // Double days (9.9, 11.11) are the platform's own campaigns, strongest in South-East Asia late in the year.
  if (month === dayOfMonth) weight *= HAS_BLACK_FRIDAY.has(market) ? 1.25 : 1.4 + month * 0.05;
  if (HAS_BLACK_FRIDAY.has(market) && month === 11 && dayOfMonth >= 23 && dayOfMonth <= 30) weight *= 1.45;
  if (month === 12 && dayOfMonth <= 18) weight *= 1.12;
  // Pay days.
  if (dayOfMonth === 25 || dayOfMonth === 1) weight *= 1.08;
  return weight;
}
