import type { MetricStanding, ShopPerformance } from '@tradewind/contract/types';
import type { Tone } from '../../shared/widgets/status-tag.tsx';

export type Standing = 'kept' | 'warned' | 'missed' | 'unjudged';
export function standingOf({ covered, verdict }: Pick<MetricStanding, 'covered' | 'verdict'>): Standing {
  if (!covered) return 'unjudged';
  if (verdict.points > 0) return 'missed';
  return verdict.breached ? 'warned' : 'kept';
}
export const toneOf: Record<Standing, Tone> = { kept: 'done', warned: 'soon', missed: 'losing', unjudged: 'quiet' };

/** When the present row is left for a worse one if nothing ships; infinity: not soon. */
const worseAt = ({ forecast }: MetricStanding): number =>
  forecast?.isSoon && forecast.ifNothingShips.nextRowAt ? Date.parse(forecast.ifNothingShips.nextRowAt) : Number.POSITIVE_INFINITY;

/** What can still be lost first, soonest first; then what is lost; then the rest by how near the rate is to its target. */
export function byUrgency(a: ShopPerformance, b: ShopPerformance): number {
  const soonest = (shop: ShopPerformance) => Math.min(...shop.metrics.map(worseAt));
  const points = (shop: ShopPerformance) => Math.max(...shop.metrics.map(({ verdict }) => verdict.points));
  const nearness = (shop: ShopPerformance) =>
    Math.max(...shop.metrics.map(({ verdict, limitPerMille }) => (limitPerMille ? (verdict.rate * 1000) / limitPerMille : -1)));
  const [left, right] = [soonest(a), soonest(b)];
  return (left === right ? 0 : left - right) || points(b) - points(a) || nearness(b) - nearness(a);
}

/** What a person should act on, as the home page lists it: a worse row that comes, or one that is met. */
export type RateDuty = { shop: ShopPerformance['shop']; metric: MetricStanding; isAhead: boolean; points: number; at: string | null };

export function rateDuties(shops: readonly ShopPerformance[]): RateDuty[] {
  return shops.flatMap(({ shop, metrics }) =>
    metrics.flatMap((metric): RateDuty[] => {
      const at = (metric.forecast?.isSoon && metric.forecast.ifNothingShips.nextRowAt) || null;
      if (at !== null) return [{ shop, metric, isAhead: true, points: metric.forecast?.ifNothingShips.worst.points ?? 0, at }];
      return metric.verdict.breached ? [{ shop, metric, isAhead: false, points: metric.verdict.points, at: null }] : [];
    }),
  );
}
