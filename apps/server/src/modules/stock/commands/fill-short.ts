import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Actor, moveLevels } from '../ledger.ts';
import { candidatesOf, type OrderToServe, serveAll, serveLocked, standingsOf } from '../serving.ts';
import { partsOf, shelvesOf, warehousesByShop } from '../shelves.ts';
import { type Reservation, readReservations, saveReservations } from '../store.ts';

type Base = { services: Services; merchantId: string; now: number; actor: Actor };

const FILLED_AT_ONCE = 500;

/**
 * Units that have become available belong first to orders that were sold beyond the stock, the oldest before the others. Rows that
 * somebody else is at are passed over: he looks after them. Answers the orders that got any.
 */
export async function fillShort(tx: TenantTx, { variantIds, ...base }: Base & { variantIds: readonly string[] }): Promise<string[]> {
  const ids = sql`${variantIds}::uuid[]`;
  const waiting = await readReservations(
    tx,
    sql`r.short > 0 AND r.state = 'held'
      AND (r.variant_id = ANY (${ids}) OR EXISTS (SELECT 1 FROM bundle_part b WHERE b.bundle_id = r.variant_id AND b.part_id = ANY (${ids})))
      ORDER BY r.made_at, r.reference, r.line LIMIT ${sql.lit(FILLED_AT_ONCE)} FOR UPDATE SKIP LOCKED`,
  );
  if (waiting.length === 0) return [];
  const orders = await ordersToFill(tx, { ...base, waiting });
  if (!(await isAnyFree(tx, orders))) return [];
  const served = await serveLocked(tx, { orders });
  const filled = waiting.flatMap((one, index) => {
    const { sets, takes } = served[index]?.served[0] ?? { sets: 0, takes: [] };
    return sets === 0 ? [] : [{ one: { ...one, short: one.short - sets, takes: [...one.takes, ...takes] }, takes }];
  });
  const movements = filled.flatMap(({ one, takes }) =>
    takes.map((take) => ({ ...take, kind: 'reserve' as const, reason: 'order', reference: one.reference })),
  );
  await moveLevels(tx, { ...base, movements });
  await saveReservations(tx, { ...base, reservations: filled.map(({ one }) => one) });
  const orderIds = [...new Set(filled.flatMap(({ one }) => one.orderId ?? []))];
  await nameFirst(tx, orderIds);
  return orderIds;
}

type Filling = Pick<Base, 'services'> & { waiting: readonly Reservation[] };

/** Each waiting line by itself: from where it has some already, if that is enough or nothing may be split, else from all that may send it. */
async function ordersToFill(tx: TenantTx, { services, waiting }: Filling): Promise<OrderToServe[]> {
  const warehousesOf = await warehousesByShop(tx);
  const sold = await partsOf(tx, services, [...new Set(waiting.map(({ variantId }) => variantId))]);
  const orderIds = [...new Set(waiting.flatMap(({ orderId }) => orderId ?? []))];
  const standings = await standingsOf(tx, orderIds);
  const unsplit = new Set(
    (await tx.selectFrom('stock_shop').select('shop_id').where('may_split', '=', false).execute()).map((row) => row.shop_id),
  );
  const { rows } = await sql<{ id: string; channelWarehouseId: string | null; usedIds: string[] }>`
    SELECT o.id, o.channel_warehouse_id AS "channelWarehouseId", ARRAY(
      SELECT DISTINCT p.warehouse_id::text FROM stock_reservation r
      JOIN stock_reservation_part p ON p.merchant_id = r.merchant_id AND p.reference = r.reference AND p.line = r.line
      WHERE r.order_id = o.id AND r.state = 'held') AS "usedIds"
    FROM orders o WHERE o.id = ANY (${orderIds}::uuid[])`.execute(tx);
  const orderOf = new Map(rows.map((row) => [row.id, row]));
  return waiting.map(({ variantId, short, shopId, orderId, reference }): OrderToServe => {
    const parts = (sold.get(variantId)?.parts ?? []).filter(({ countedSince }) => countedSince !== null);
    const standing = standings.get(orderId ?? '');
    const { channelWarehouseId = null, usedIds = [] } = orderOf.get(orderId ?? '') ?? {};
    return {
      orderId: orderId ?? reference,
      lines: [{ parts, sets: parts.length === 0 ? 0 : short }],
      ...candidatesOf({ chosen: standing?.chosen ?? null, channelWarehouseId, serving: warehousesOf(shopId) }),
      to: standing?.to ?? { country: '', region: '', postcode: '' },
      ...{ maySplit: !unsplit.has(shopId ?? ''), usedIds },
    };
  });
}

/** An order of which nobody had anything is sent from where its first units are. */
async function nameFirst(tx: TenantTx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await sql`
    UPDATE stock_allocation a SET warehouse_id = (
      SELECT p.warehouse_id FROM stock_reservation r
      JOIN stock_reservation_part p ON p.merchant_id = r.merchant_id AND p.reference = r.reference AND p.line = r.line
      WHERE r.order_id = a.order_id ORDER BY p.line, p.variant_id, p.warehouse_id LIMIT 1)
    WHERE a.order_id = ANY (${orderIds}::uuid[]) AND a.warehouse_id IS NULL`.execute(tx);
}

/**
 * Looked at without a lock: in a sale everybody waits for the level of the one SKU that is sold out, and would wait for a fill of nothing as
 * well. Units that become free after this look announce themselves, and with them the next fill.
 */
async function isAnyFree(tx: TenantTx, orders: readonly OrderToServe[]): Promise<boolean> {
  const variantIds = orders.flatMap(({ lines }) => lines.flatMap(({ parts }) => parts.map(({ variantId }) => variantId)));
  const shelves = await shelvesOf(tx, [...new Set(variantIds)]);
  return serveAll(orders, shelves).some(({ served }) => served.some(({ sets }) => sets > 0));
}
