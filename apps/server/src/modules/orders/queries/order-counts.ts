import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { failedAt } from '../dispatch.ts';

export type OrderCounts = {
  /** Paid orders created in the window. */
  paid: number;
  /** Dispatched after their deadline, or still undispatched when it passed. One cancelled before it is not late. */
  late: number;
  /** Cancelled by the seller, or by the platform once the deadline had passed. */
  cancelledBySeller: number;
  cancelled: number;
  gmvMinor: number;
};
type Input = { shopId: string; from: number; now: number };

/** Orders of one shop by their creation, as the platform's rates count them. The instants of dispatch.ts. */
export async function countOrders(tx: TenantTx, { shopId, from, now }: Input): Promise<OrderCounts> {
  const at = new Date(now);
  return tx
    .selectFrom('orders')
    .where('shop_id', '=', shopId)
    .where('created_at', '>', new Date(from))
    .where('created_at', '<=', at)
    .where('paid_at', 'is not', null)
    .select([
      sql<number>`count(*)::int`.as('paid'),
      sql<number>`(count(*) FILTER (WHERE ${failedAt('late-dispatch', at)}))::int`.as('late'),
      sql<number>`(count(*) FILTER (WHERE ${failedAt('seller-fault-cancellation', at)}))::int`.as('cancelledBySeller'),
      sql<number>`(count(*) FILTER (WHERE cancelled_at IS NOT NULL))::int`.as('cancelled'),
      sql<number>`coalesce(sum(gmv_minor), 0)::float8`.as('gmvMinor'),
    ])
    .executeTakeFirstOrThrow();
}
