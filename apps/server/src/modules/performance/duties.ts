import type { MetricStanding } from '@tradewind/contract';
import type { Duty, DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { ratesOf } from './queries/performance.ts';

/** A worse row of the platform's table that comes, or one that is met. */
export const rateDuties: DutySource<ShopInScope> = {
  kinds: ['rate-costs', 'rate-missed', 'rate-will-cost', 'rate-will-miss'],
  find: async (tx, { shops, now }) => {
    const read = shops.filter((shop) => shop.state === 'active' && shop.sweptAt !== null);
    const standings = await ratesOf(tx, { shops: read, now });
    return standings.flatMap(({ shop, metrics }) => metrics.flatMap((metric) => dutiesOf(shop.id, metric)));
  },
};

function dutiesOf(shopId: string, { metric, verdict, numerator, denominator, forecast }: MetricStanding): Duty[] {
  const of = { subject: `${shopId} ${metric}`, shopId, sinceAt: null, link: { page: `/performance/${shopId}`, search: {} } };
  const data = { metric, numerator, denominator, toShip: forecast?.toShip ?? 0 };
  if (forecast?.isSoon && forecast.ifNothingShips.nextRowAt) {
    const { points } = forecast.ifNothingShips.worst;
    const deadlineAt = Date.parse(forecast.ifNothingShips.nextRowAt);
    return [{ ...of, kind: points > 0 ? 'rate-will-cost' : 'rate-will-miss', isLosing: false, deadlineAt, data: { ...data, points } }];
  }
  if (!verdict.breached) return [];
  const { points } = verdict;
  return [{ ...of, kind: points > 0 ? 'rate-costs' : 'rate-missed', isLosing: points > 0, deadlineAt: null, data: { ...data, points } }];
}
