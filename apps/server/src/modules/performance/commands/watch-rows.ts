/**
 * Tells people that a rate stands in a row of the platform's table, or will within half a day: both are true by the passing of time, so they
 * are looked for now and then. A worse row is another fact and is told anew; the milder one is settled with it.
 */
import type { ShopPerformance } from '@tradewind/contract';
import { reconcile } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { performanceOf } from '../queries/performance.ts';

export async function watchRows(
  services: Pick<Services, 'database' | 'clock' | 'newId' | 'hints' | 'channels'>,
  { merchantId }: { merchantId: string },
): Promise<void> {
  const now = services.clock.now();
  await services.database.withMerchant(merchantId, async (tx) => {
    const all = await shopsInScope(tx, { caller: { shopIds: null } });
    // A shop that is still being read, or whose orders are not, would be judged by half its orders.
    const shops = all.filter((shop) => shop.state === 'active' && shop.sweptAt !== null);
    const found = (await performanceOf(tx, { shops, channels: services.channels, now })).flatMap(factsOf);
    await reconcile(tx, services, { merchantId, kinds: ['rate-breached', 'rate-forecast'], found, now });
  });
}

function factsOf({ shop, metrics, service }: ShopPerformance) {
  const missed = service.filter((standing) => standing.missed);
  const limits = missed.map(({ metric, value, numerator, denominator }) => ({
    kind: 'rate-breached' as const,
    subject: `${shop.id}:${metric}`,
    shopId: shop.id,
    // A limit of service or quality costs no points by itself.
    facts: { metric, points: 0, numerator: metric === 'first-response' ? Math.round(value ?? 0) : numerator, denominator, windowDays: 30 },
  }));
  const rates = metrics.flatMap(({ metric, verdict, numerator, denominator, forecast }) => {
    const about = { shopId: shop.id, facts: { metric, points: verdict.points, numerator, denominator, windowDays: 7 } };
    const breached = { ...about, kind: 'rate-breached' as const, subject: `${shop.id}:${metric}:${verdict.points}` };
    return [
      ...(verdict.breached ? [breached] : []),
      ...(forecast?.isSoon
        ? [
            {
              kind: 'rate-forecast' as const,
              subject: `${shop.id}:${metric}`,
              shopId: shop.id,
              facts: {
                metric,
                points: forecast.ifNothingShips.worst.points,
                at: forecast.ifNothingShips.nextRowAt,
                toShip: forecast.toShip,
              },
            },
          ]
        : []),
    ];
  });
  return [...limits, ...rates];
}
