import type { OrderStatus } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { mayBeWorked } from '../buckets.ts';
import { lockOrders } from '../locked-orders.ts';
import { refreshDesk } from '../refresh.ts';

type Followed = {
  shop: { merchantId: string };
  orders: readonly { id: string; order: { status: OrderStatus }; isNew: boolean }[];
};

/** After a page of orders was stored, in its transaction, which holds them. A finished order that is new was never here: a back-fill costs nothing. */
export async function followOrders(tx: TenantTx, { shop: { merchantId }, orders }: Followed): Promise<void> {
  const orderIds = orders.filter(({ isNew, order }) => !isNew || mayBeWorked(order.status)).map(({ id }) => id);
  await refreshDesk(tx, { merchantId, orderIds, isLinesChanged: true });
}

/** After the deadlines of open orders moved, in the transaction that holds them. */
export const followDeadlines = (
  tx: TenantTx,
  { merchantId, orderIds }: { merchantId: string; orderIds: readonly string[] },
): Promise<void> => refreshDesk(tx, { merchantId, orderIds });

/** After packages were stored: their carriers stand on the desk. Holds the orders itself. */
export async function followPackages(
  tx: TenantTx,
  { merchantId, shopId, channelOrderIds }: { merchantId: string; shopId: string; channelOrderIds: readonly string[] },
): Promise<void> {
  if (channelOrderIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    SELECT order_id AS id FROM desk_order WHERE shop_id = ${shopId} AND channel_order_id = ANY (${channelOrderIds}::text[])`.execute(tx);
  const locked = await lockOrders(
    tx,
    merchantId,
    rows.map(({ id }) => id),
  );
  await refreshDesk(tx, { merchantId, orderIds: locked.map(({ id }) => id) });
}
