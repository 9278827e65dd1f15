import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { Actor } from '../ledger.ts';
import { candidatesOf, standingsOf } from '../serving.ts';
import { partsOf, warehousesByShop } from '../shelves.ts';
import { readReservations } from '../store.ts';
import { type ServedOrder, type Step, serveSteps } from './save-served.ts';

type Input = { services: Services; merchantId: string; now: number; actor: Actor; orderIds: readonly string[] };
type Facts = { id: string; shopId: string; channelWarehouseId: string | null };

/**
 * Allocates orders again, from what is available now and by what is chosen now; their reserved units move along. The caller holds the
 * orders, and has seen that none of them has left. What nobody counts has no units that could move.
 */
export async function allocateOrders(tx: TenantTx, { services, orderIds, ...base }: Input): Promise<void> {
  const ids = sql`${orderIds}::uuid[]`;
  const held = await readReservations(tx, sql`r.order_id = ANY (${ids}) AND r.state = 'held' ORDER BY r.reference, r.line FOR UPDATE`);
  if (held.length === 0) return;
  const sold = await partsOf(tx, services, [...new Set(held.map(({ variantId }) => variantId))]);
  const steps = held.flatMap((before): Step[] => {
    const parts = (sold.get(before.variantId)?.parts ?? []).filter(({ countedSince }) => countedSince !== null);
    return parts.length === 0 ? [] : [{ before, after: before, becomes: 'held', parts, isMoved: true }];
  });
  const standings = await standingsOf(tx, orderIds);
  const warehousesOf = await warehousesByShop(tx);
  const unsplit = new Set(
    (await tx.selectFrom('stock_shop').select('shop_id').where('may_split', '=', false).execute()).map((row) => row.shop_id),
  );
  const { rows } = await sql<Facts>`
    SELECT id, shop_id AS "shopId", channel_warehouse_id AS "channelWarehouseId" FROM orders WHERE id = ANY (${ids}) ORDER BY created_at, id`.execute(
    tx,
  );
  const orders = rows.flatMap(({ id, shopId, channelWarehouseId }): ServedOrder[] => {
    const standing = standings.get(id);
    if (!standing) return [];
    const { chosen, to, isSettled } = standing;
    return [
      {
        ...{ orderId: id, to, isSettled: isSettled ?? true, maySplit: !unsplit.has(shopId) },
        ...candidatesOf({ chosen, channelWarehouseId, serving: warehousesOf(shopId) }),
      },
    ];
  });
  await serveSteps(tx, { ...base, services, steps, orders });
}
