import type { TenantTx } from '../../platform/database/database.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { judgeShops } from '../performance/index.ts';

export type SourceStanding = { isHealthy: boolean; isRevoked: boolean };

/**
 * Whether restrictions are in force on these shops, or their rights revoked, as far as the workbench knows: today that is an order limit
 * by one of the two rates. The platform's own finding comes with its answer.
 */
export async function sourceStandings(
  tx: TenantTx,
  { shops, now }: { shops: ShopInScope[]; now: number },
): Promise<Map<string, SourceStanding>> {
  const judged = await judgeShops(tx, { shops, now });
  return new Map(
    judged.map(({ shop, standings }) => [
      shop.id,
      { isHealthy: standings.every(({ standing }) => standing.verdict.orderLimit === null), isRevoked: false },
    ]),
  );
}
