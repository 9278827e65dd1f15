/**
 * The orders of the last seven days as the two rates count them, by the slot of their creation, exact at any instant: whole hours and
 * twelfths of an hour from the roll-up, what is older than the first of them from the orders, and the open orders whose deadline lies in
 * the hour that is passing. What this costs depends on hours and shops, hardly on how many orders there are.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { EDGE_MS, failedAt, floorTo, HOUR_MS, notInTime, WINDOW_MS } from '../dispatch.ts';

/** `at`: the beginning of the slot; what is older than the first is counted with it. */
export type DispatchSlot = { shopId: string; at: number; orders: number; late: number; sellerFault: number };
type Row = { shop_id: string; at: Date; orders: number; late: number; seller_fault: number };
type Input = { shopIds: readonly string[]; now: number };

export async function readDispatchWindow(tx: TenantTx, { shopIds, now }: Input): Promise<DispatchSlot[]> {
  const opensAt = now - WINDOW_MS; // an order of exactly this instant has left
  const edgeEnds = floorTo(opensAt, EDGE_MS) + EDGE_MS;
  const hoursBegin = floorTo(edgeEnds + HOUR_MS - 1, HOUR_MS);
  const thisHour = new Date(floorTo(now, HOUR_MS));
  const at = new Date(now);
  const ids = sql`unnest(${[...shopIds]}::uuid[]) AS wanted(shop_id)`;
  const cells = (minutes: number, from: number, until: number | null) => sql`
    SELECT wanted.shop_id, cell.slot_at AS at, sum(cell.orders)::int AS orders,
           (sum(cell.late) + coalesce(sum(cell.orders) FILTER (WHERE cell.due_hour_at < ${thisHour}), 0))::int AS late, sum(cell.seller_fault)::int AS seller_fault
    FROM ${ids} JOIN rollup_dispatch AS cell ON cell.shop_id = wanted.shop_id
    WHERE cell.slot_minutes = ${sql.lit(minutes)} AND cell.slot_at >= ${new Date(from)} ${until === null ? sql`` : sql`AND cell.slot_at < ${new Date(until)}`}
    GROUP BY 1, 2`;
  const { rows } = await sql<Row>`
    ${cells(60, hoursBegin, null)}
    UNION ALL ${cells(5, edgeEnds, hoursBegin)}
    UNION ALL
    SELECT edge.shop_id, ${new Date(opensAt)}::timestamptz, count(*)::int, (count(*) FILTER (WHERE ${failedAt('late-dispatch', at)}))::int,
           (count(*) FILTER (WHERE ${failedAt('seller-fault-cancellation', at)}))::int
    FROM ${ids} JOIN orders AS edge ON edge.shop_id = wanted.shop_id
    WHERE edge.created_at > ${new Date(opensAt)} AND edge.created_at < ${new Date(edgeEnds)} AND edge.paid_at IS NOT NULL
    GROUP BY 1
    UNION ALL
    SELECT open.shop_id, open.created_at, 0, 1, 0
    FROM ${ids} JOIN orders AS open ON open.shop_id = wanted.shop_id
    WHERE open.paid_at IS NOT NULL AND open.dispatched_at IS NULL AND open.cancelled_at IS NULL
      AND open.dispatch_due_at >= ${thisHour} AND open.dispatch_due_at <= ${at} AND open.created_at >= ${new Date(edgeEnds)}`.execute(tx);
  const slotOf = (created: number) => (created >= hoursBegin ? floorTo(created, HOUR_MS) : Math.max(edgeEnds, floorTo(created, EDGE_MS)));
  const slots = new Map<string, DispatchSlot>();
  for (const row of rows) {
    const slotAt = slotOf(row.at.getTime());
    const held = slots.get(`${row.shop_id} ${slotAt}`) ?? { shopId: row.shop_id, at: slotAt, orders: 0, late: 0, sellerFault: 0 };
    held.orders += row.orders;
    held.late += row.late;
    held.sellerFault += row.seller_fault;
    slots.set(`${row.shop_id} ${slotAt}`, held);
  }
  return [...slots.values()];
}

export type DispatchDay = { shopId: string; day: string; orders: number; late: number; sellerFault: number };

/** Paid orders by the shop's own day of creation, with what has become of them by now; for courses over weeks. */
export async function readDispatchDays(
  tx: TenantTx,
  { shopIds, from, now }: Input & { /** A day in each shop's own zone. */ from: string },
): Promise<DispatchDay[]> {
  const { rows } = await sql<DispatchDay>`
    SELECT cell.shop_id AS "shopId", to_char(cell.slot_at AT TIME ZONE shop.time_zone, 'YYYY-MM-DD') AS day, sum(cell.orders)::int AS orders,
           (sum(cell.late) + coalesce(sum(cell.orders) FILTER (WHERE cell.due_hour_at < ${new Date(floorTo(now, HOUR_MS))}), 0))::int AS late,
           sum(cell.seller_fault)::int AS "sellerFault"
    FROM shop JOIN rollup_dispatch AS cell ON cell.merchant_id = shop.merchant_id AND cell.shop_id = shop.id
    WHERE shop.id = ANY(${[...shopIds]}::uuid[]) AND cell.slot_minutes = 60 AND cell.slot_at >= ${from}::timestamp AT TIME ZONE shop.time_zone
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(tx);
  return rows;
}

export type OpenOrder = { id: string; channelOrderId: string; createdAt: number; dueAt: number };

/** Open orders of the window whose deadline lies ahead, the most urgent first. */
export async function readOpenOrders(
  tx: TenantTx,
  { shopId, now, limit }: { shopId: string; now: number; limit: number },
): Promise<OpenOrder[]> {
  const { rows } = await sql<{ id: string; channel_order_id: string; created_at: Date; dispatch_due_at: Date }>`
    SELECT id, channel_order_id, created_at, dispatch_due_at FROM orders
    WHERE shop_id = ${shopId} AND paid_at IS NOT NULL AND dispatched_at IS NULL AND cancelled_at IS NULL
      AND dispatch_due_at > ${new Date(now)} AND created_at > ${new Date(now - WINDOW_MS)}
    ORDER BY dispatch_due_at, created_at LIMIT ${sql.lit(limit)}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    channelOrderId: row.channel_order_id,
    createdAt: row.created_at.getTime(),
    dueAt: row.dispatch_due_at.getTime(),
  }));
}

/** How many orders of the window began to count within the last 24 hours. */
export async function countFreshFailures(
  tx: TenantTx,
  { shopId, now }: { shopId: string; now: number },
): Promise<{ late: number; sellerFault: number }> {
  const [at, yesterday] = [new Date(now), new Date(now - 24 * HOUR_MS)];
  const { rows } = await sql<{ late: number; seller_fault: number }>`
    SELECT (count(*) FILTER (WHERE ${failedAt('late-dispatch', at)} AND dispatch_due_at > ${yesterday}))::int AS late,
           (count(*) FILTER (WHERE ${failedAt('seller-fault-cancellation', at)} AND cancelled_at > ${yesterday}))::int AS seller_fault
    FROM orders WHERE shop_id = ${shopId} AND ${notInTime} AND created_at > ${new Date(now - WINDOW_MS)}`.execute(tx);
  return { late: rows[0]?.late ?? 0, sellerFault: rows[0]?.seller_fault ?? 0 };
}
