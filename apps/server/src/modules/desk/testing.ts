/** Takes orders in as a sweep would, with the desk behind them, and counts the desk anew. */
import type { ChannelOrder } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { applyOrders } from '../orders/index.ts';
import { followOrders } from './commands/follow-orders.ts';

type Shop = { merchantId: string; shopId: string; timeZone: string };

export async function takeInWith(tx: TenantTx, services: Services, { shop, orders }: { shop: Shop; orders: ChannelOrder[] }) {
  const secrets = await services.secrets.forMerchant(shop.merchantId);
  return applyOrders(tx, { services, shop, orders, source: 'sweep', now: services.clock.now(), secrets, moveDesk: followOrders });
}

/** Answers the ids that the orders have here. */
export function takeInToDesk(services: Services, shop: Shop, orders: ChannelOrder[]): Promise<string[]> {
  return services.database.withMerchant(shop.merchantId, async (tx) => {
    await takeInWith(tx, services, { shop, orders });
    const { rows } = await sql<{ id: string; channelOrderId: string }>`
      SELECT id, channel_order_id AS "channelOrderId" FROM orders
      WHERE shop_id = ${shop.shopId} AND channel_order_id = ANY (${orders.map((order) => order.channelOrderId)}::text[])`.execute(tx);
    const idOf = new Map(rows.map(({ id, channelOrderId }) => [channelOrderId, id]));
    return orders.map(({ channelOrderId }) => idOf.get(channelOrderId) ?? '');
  });
}

type Place = { bucket: string; deadlineAt: Date };

export async function placeIn(services: Services, merchantId: string, orderId: string): Promise<Place | null> {
  const { rows } = await services.database.withMerchant(merchantId, (tx) =>
    sql<Place>`SELECT bucket, deadline_at AS "deadlineAt" FROM desk_order WHERE order_id = ${orderId}`.execute(tx),
  );
  return rows[0] ?? null;
}

const buckets = ['unpaid', 'platform-hold', 'held', 'to-review', 'to-pack', 'to-ship', 'waiting-pickup', 'exception'];

/** What is kept beside what a recount finds; both must be equal whatever happened. */
export function recount(services: Services, merchantId: string): Promise<{ kept: unknown; counted: unknown }> {
  return services.database.withMerchant(merchantId, async (tx) => {
    const columns = sql.join(buckets.map((bucket) => sql`(${bucket}, ${sql.ref(bucket.replaceAll('-', '_'))})`));
    const kept = await sql`
      SELECT shop_id, cell.bucket, cell.orders FROM desk_count, LATERAL (VALUES ${columns}) AS cell(bucket, orders)
      WHERE cell.orders <> 0 ORDER BY 1, 2`.execute(tx);
    const counted = await sql`SELECT shop_id, bucket, count(*)::int AS orders FROM desk_order GROUP BY 1, 2 ORDER BY 1, 2`.execute(tx);
    const tags = await sql`SELECT order_id, tag, bucket, deadline_at FROM desk_tag ORDER BY 1, 2`.execute(tx);
    const tagsNow = await sql`
      SELECT t.order_id, t.tag, d.bucket, d.deadline_at FROM desk_tag t LEFT JOIN desk_order d ON d.order_id = t.order_id ORDER BY 1, 2`.execute(
      tx,
    );
    const lines = await sql`SELECT order_id, sku_folded, deadline_at FROM desk_line ORDER BY 1, 2`.execute(tx);
    const linesNow = await sql`
      SELECT DISTINCT d.order_id, l.seller_sku_folded AS sku_folded, d.deadline_at FROM desk_order d JOIN order_line l ON l.order_id = d.order_id
      ORDER BY 1, 2`.execute(tx);
    return {
      kept: { counts: kept.rows, tags: tags.rows, lines: lines.rows },
      counted: { counts: counted.rows, tags: tagsNow.rows, lines: linesNow.rows },
    };
  });
}
