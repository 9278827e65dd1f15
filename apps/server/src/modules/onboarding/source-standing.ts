import type { TenantTx } from '../../platform/database/database.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { readInForce } from '../penalties/index.ts';
import { judgeShops } from '../performance/index.ts';

export type SourceStanding = { isHealthy: boolean; isRevoked: boolean };

/**
 * Whether restrictions are in force on these shops, or their rights revoked: by the ledger of penalties, and by an order limit that one
 * of the two rates has earned and the ledger does not show yet. The platform's own finding comes with its answer.
 */
export async function sourceStandings(
  tx: TenantTx,
  { shops, now }: { shops: ShopInScope[]; now: number },
): Promise<Map<string, SourceStanding>> {
  const judged = await judgeShops(tx, { shops, now });
  const inForce = await readInForce(tx, { shops, now });
  return new Map(
    judged.map(({ shop, standings }) => {
      const ledger = inForce.get(shop.id);
      const isLimited = standings.some(({ standing }) => standing.verdict.orderLimit !== null);
      return [shop.id, { isHealthy: !isLimited && !ledger?.isRestricted, isRevoked: ledger?.isRevoked ?? false }];
    }),
  );
}
