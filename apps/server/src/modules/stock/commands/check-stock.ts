/**
 * Whether the books are right, asked of the database in one snapshot: every level against its ledger, against what is reserved, and against
 * the balance of what came and what went. Repairing believes the ledger and the reservations, which are only ever added to, and sets the
 * level right by what they say; it is written down who did it.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Handlers } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { announce } from '../jobs.ts';
import { actorOf, type Movement, type Moving, moveLevels, rebuildLevels } from '../ledger.ts';
import { shelvesOf } from '../shelves.ts';

export type StockFault = {
  variantId: string;
  sku: string;
  warehouseId: string;
  fault: 'negative' | 'unbalanced' | 'ledger' | 'reserved';
  ours: number;
  found: number;
};

/** Empty: all is right. Takes no lock, so that it can be asked at any moment; one statement sees one moment. */
export async function findFaults(tx: TenantTx): Promise<StockFault[]> {
  const { rows } = await sql<StockFault>`
    WITH last AS (
      SELECT DISTINCT ON (variant_id, warehouse_id) variant_id, warehouse_id, number, on_hand, reserved, promotion_reserved, in_transfer
      FROM stock_movement ORDER BY variant_id, warehouse_id, number DESC),
    kept AS (
      SELECT p.variant_id, p.warehouse_id, sum(p.units) AS units
      FROM stock_reservation_part p JOIN stock_reservation r ON r.reference = p.reference AND r.line = p.line
      WHERE r.state = 'held' GROUP BY 1, 2),
    looked AS (
      SELECT l.*, COALESCE(m.number, 0) AS m_number, COALESCE(m.on_hand, 0) AS m_on_hand, COALESCE(m.reserved, 0) AS m_reserved,
        COALESCE(m.promotion_reserved, 0) AS m_promotion, COALESCE(m.in_transfer, 0) AS m_transfer, COALESCE(k.units, 0)::bigint AS kept,
        l.received + l.returned + l.moved_here AS came, l.on_hand + l.in_transfer + l.shipped + l.written_off + l.moved_away AS is_there
      FROM stock_level l
      LEFT JOIN last m ON m.variant_id = l.variant_id AND m.warehouse_id = l.warehouse_id
      LEFT JOIN kept k ON k.variant_id = l.variant_id AND k.warehouse_id = l.warehouse_id)
    SELECT variant_id AS "variantId", v.sku, warehouse_id AS "warehouseId", fault, ours, found FROM looked JOIN variant v ON v.id = variant_id CROSS JOIN LATERAL (VALUES
      ('negative', on_hand - reserved - promotion_reserved, 0::bigint, LEAST(on_hand - reserved - promotion_reserved, reserved, promotion_reserved, in_transfer) < 0),
      ('unbalanced', is_there, came, is_there <> came),
      ('ledger', on_hand, m_on_hand, (number, on_hand, reserved, promotion_reserved, in_transfer) <> (m_number, m_on_hand, m_reserved, m_promotion, m_transfer)),
      ('reserved', reserved, kept, reserved <> kept)
    ) AS checked (fault, ours, found, is_wrong)
    WHERE is_wrong ORDER BY variant_id, warehouse_id, fault LIMIT 1000`.execute(tx);
  return rows;
}

export async function checkStock(
  services: Services,
  { caller }: Parameters<Handlers['stock-checks.get']>[0],
): Promise<AnswerOf<Routes['stock-checks.get']>> {
  return services.database.withMerchant(caller.merchantId, async (tx) => ({ faults: await findFaults(tx) }));
}

export async function repairStock(
  services: Services,
  { caller, requestId }: Parameters<Handlers['stock-checks.repair']>[0],
): Promise<AnswerOf<Routes['stock-checks.repair']>> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    await sql`SELECT 1 FROM stock_level ORDER BY variant_id, warehouse_id FOR NO KEY UPDATE`.execute(tx);
    const faults = await findFaults(tx);
    const variantIds = [...new Set(faults.map(({ variantId }) => variantId))];
    if (faults.length > 0) {
      await rebuildLevels(tx, { variantIds, now });
      await settleReserved(tx, { services, merchantId: caller.merchantId, now, actor: actorOf(caller) });
      const facts = { faults: faults.length, variants: variantIds.length };
      await audit(tx, {
        id: services.newId(),
        at: now,
        caller,
        requestId,
        action: 'stock.repaired',
        objectKind: 'stock',
        objectId: requestId,
        facts,
      });
      await announce(tx, { services, merchantId: caller.merchantId, now, variantIds });
    }
    return { faults, left: await findFaults(tx) };
  });
}

/** What is reserved for nobody is given back, and what somebody holds is reserved: as movements, so that the ledger tells of the repair. */
async function settleReserved(tx: TenantTx, base: Omit<Moving, 'movements'>): Promise<void> {
  const movements = (await findFaults(tx))
    .filter(({ fault }) => fault === 'reserved')
    .map(({ ours, found, variantId, warehouseId }): Movement => {
      const moved = ours > found ? { kind: 'release' as const, units: ours - found } : { kind: 'reserve' as const, units: found - ours };
      return { variantId, warehouseId, ...moved, reason: 'repair', reference: null };
    });
  const isFree = await freeFor(tx, movements);
  await moveLevels(tx, { ...base, movements: movements.filter(isFree) });
}

/** A reservation that the shelf cannot serve is left as it is, and told. */
async function freeFor(tx: TenantTx, movements: readonly Movement[]): Promise<(movement: Movement) => boolean> {
  const shelves = await shelvesOf(tx, [...new Set(movements.map(({ variantId }) => variantId))]);
  return ({ kind, units, warehouseId, variantId }) => kind === 'release' || shelves.available(warehouseId, variantId) >= units;
}
