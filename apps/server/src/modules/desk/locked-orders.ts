/**
 * The orders that a command is about, as they are while it holds them. A shared lock on the order keeps its next version waiting until the
 * commit: an order that is cancelled at this instant is seen as cancelled, or is cancelled after all of this was done. Beside it the mark is
 * locked, made where there is none, so that two commands about one order come one after the other.
 */
import type { OrderStatus } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';

export type LockedOrder = {
  id: string;
  shopId: string;
  status: OrderStatus;
  dispatchedAt: Date | null;
  cancelledAt: Date | null;
  heldAt: Date | null;
  holdReason: string | null;
  packedAt: Date | null;
  assigneeId: string | null;
  warehouseId: string | null;
  tags: string[];
  /** Causes and their reasons; `isPassed`: somebody looked and let it go. */
  reviews: { cause: string; reason: string; isPassed: boolean }[];
  troubles: { code: string; reason: string; dueAt: string | null }[];
};

export async function lockOrders(tx: TenantTx, merchantId: string, orderIds: readonly string[]): Promise<LockedOrder[]> {
  if (orderIds.length === 0) return [];
  const { rows: orders } = await sql<Pick<LockedOrder, 'id' | 'shopId' | 'status' | 'dispatchedAt' | 'cancelledAt'>>`
    SELECT id, shop_id AS "shopId", status, dispatched_at AS "dispatchedAt", cancelled_at AS "cancelledAt"
    FROM orders WHERE id = ANY (${orderIds}::uuid[]) ORDER BY id FOR SHARE`.execute(tx);
  if (orders.length === 0) return [];
  const ids = orders.map(({ id }) => id);
  await sql`
    INSERT INTO desk_mark (merchant_id, order_id) SELECT ${merchantId}::uuid, id FROM unnest(${ids}::uuid[]) AS id ORDER BY id
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`SELECT 1 FROM desk_mark WHERE order_id = ANY (${ids}::uuid[]) ORDER BY order_id FOR UPDATE`.execute(tx);
  // Only now, and in a statement of its own: what others committed while this one waited is to be seen.
  const { rows: said } = await sql<Omit<LockedOrder, 'shopId' | 'status' | 'dispatchedAt' | 'cancelledAt'>>`
    SELECT m.order_id AS id, m.held_at AS "heldAt", m.hold_reason AS "holdReason", m.packed_at AS "packedAt", m.assignee_id AS "assigneeId",
      m.warehouse_id AS "warehouseId",
      ARRAY(SELECT t.tag FROM desk_tag t WHERE t.order_id = m.order_id ORDER BY t.tag) AS tags,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('cause', r.cause, 'reason', r.reason, 'isPassed', r.passed_at IS NOT NULL) ORDER BY r.cause)
        FROM desk_review r WHERE r.order_id = m.order_id), '[]') AS reviews,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('code', x.code, 'reason', x.reason, 'dueAt', x.due_at) ORDER BY x.code)
        FROM desk_trouble x WHERE x.order_id = m.order_id), '[]') AS troubles
    FROM desk_mark m WHERE m.order_id = ANY (${ids}::uuid[])`.execute(tx);
  const saidOf = new Map(said.map((row) => [row.id, row]));
  return orders.flatMap((order) => {
    const own = saidOf.get(order.id);
    return own ? [{ ...order, ...own }] : [];
  });
}
