import type { TenantTx } from '../../platform/database/database.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { ratesOf } from '../performance/index.ts';

export type SourceStanding = { isHealthy: boolean; isRevoked: boolean };

/**
 * Whether restrictions are in force on these shops, or their rights revoked, as far as the workbench knows: today that is an order limit
 * by one of the two rates. The platform's own finding comes with its answer.
 */
export async function sourceStandings(
  tx: TenantTx,
  { shops, now }: { shops: ShopInScope[]; now: number },
): Promise<Map<string, SourceStanding>> {
  const performances = await ratesOf(tx, { shops, now });
  return new Map(
    performances.map(({ shop, metrics }) => [
      shop.id,
      { isHealthy: metrics.every(({ verdict }) => verdict.orderLimit === null), isRevoked: false },
    ]),
  );
}
