import { availableOf } from '@tradewind/rules/stock';
import { type Demand, type Served, Shelves, serve, type Take } from '@tradewind/rules/stock-reservation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Actor, type LevelKey, lockLevels, moveLevels } from '../ledger.ts';
import { partsOf, shelvesOf, warehousesByShop } from '../shelves.ts';
import { readReservations, saveReservations } from '../store.ts';

type Base = { services: Services; merchantId: string; now: number; actor: Actor };

type Serving = { demands: readonly Demand[]; given?: readonly Take[]; others?: readonly LevelKey[] };

/**
 * Serves demands from levels that it locks, all at once and in their order, so that nobody waits in a circle. `given`: what the same
 * transaction is about to give back, which counts as available. `others`: levels that it will move besides; locked later they would be out
 * of order, and two transactions would wait for each other.
 */
export async function serveLocked(tx: TenantTx, { demands, given = [], others = [] }: Serving): Promise<Served[]> {
  const keys = demands.flatMap(({ parts, warehouseIds }) =>
    parts.flatMap(({ variantId }) => warehouseIds.map((warehouseId) => ({ variantId, warehouseId }))),
  );
  const shelves = new Shelves();
  for (const level of (await lockLevels(tx, [...keys, ...given, ...others])).values()) shelves.put({ ...level, units: availableOf(level) });
  for (const { units, ...key } of given) shelves.take({ ...key, units: -units });
  return serve(demands, shelves);
}

const FILLED_AT_ONCE = 500;

/**
 * Units that have become available belong first to orders that were sold beyond the stock, the oldest before the others. Rows that
 * somebody else is at are passed over: he looks after them.
 */
export async function fillShort(tx: TenantTx, { variantIds, ...base }: Base & { variantIds: readonly string[] }): Promise<void> {
  const ids = sql`${variantIds}::uuid[]`;
  const waiting = await readReservations(
    tx,
    sql`r.short > 0 AND r.state = 'held'
      AND (r.variant_id = ANY (${ids}) OR EXISTS (SELECT 1 FROM bundle_part b WHERE b.bundle_id = r.variant_id AND b.part_id = ANY (${ids})))
      ORDER BY r.made_at, r.reference, r.line LIMIT ${sql.lit(FILLED_AT_ONCE)} FOR UPDATE SKIP LOCKED`,
  );
  if (waiting.length === 0) return;
  const warehousesOf = await warehousesByShop(tx);
  const sold = await partsOf(tx, base.services, [...new Set(waiting.map(({ variantId }) => variantId))]);
  const demands = waiting.map(({ variantId, short, shopId }): Demand => {
    const parts = (sold.get(variantId)?.parts ?? []).filter(({ countedSince }) => countedSince !== null);
    return { parts, sets: parts.length === 0 ? 0 : short, isPartial: true, warehouseIds: warehousesOf(shopId).map(({ id }) => id) };
  });
  if (!(await isAnyFree(tx, demands))) return;
  const served = await serveLocked(tx, { demands });
  const filled = waiting.flatMap((one, index) => {
    const { sets, takes } = served[index] ?? { sets: 0, takes: [] };
    return sets === 0 ? [] : [{ one: { ...one, short: one.short - sets, takes: [...one.takes, ...takes] }, takes }];
  });
  const movements = filled.flatMap(({ one, takes }) =>
    takes.map((take) => ({ ...take, kind: 'reserve' as const, reason: 'order', reference: one.reference })),
  );
  await moveLevels(tx, { ...base, movements });
  await saveReservations(tx, { ...base, reservations: filled.map(({ one }) => one) });
}

/**
 * Looked at without a lock: in a sale everybody waits for the level of the one SKU that is sold out, and would wait for a fill of nothing as
 * well. Units that become free after this look announce themselves, and with them the next fill.
 */
async function isAnyFree(tx: TenantTx, demands: readonly Demand[]): Promise<boolean> {
  const shelves = await shelvesOf(tx, [...new Set(demands.flatMap(({ parts }) => parts.map(({ variantId }) => variantId)))]);
  return serve(demands, shelves).some(({ sets }) => sets > 0);
}
