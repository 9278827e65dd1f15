import type { DeskMarks } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

type Allocation = NonNullable<DeskMarks['allocation']>;
type Part = { id: string; name: string; units: number };

/** From where an order is sent and why from there; null: nobody counts what is in it. */
export async function readAllocation(tx: TenantTx, orderId: string): Promise<Allocation | null> {
  const row = await tx.selectFrom('stock_allocation').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (!row) return null;
  const { rows } = await sql<Part>`
    SELECT w.id, w.name, sum(p.units)::int AS units FROM stock_reservation r
    JOIN stock_reservation_part p ON p.merchant_id = r.merchant_id AND p.reference = r.reference AND p.line = r.line
    JOIN warehouse w ON w.id = p.warehouse_id
    WHERE r.order_id = ${orderId}::uuid AND r.state <> 'released' GROUP BY w.id, w.name ORDER BY units DESC, w.name`.execute(tx);
  const short = await sql<{ short: number }>`
    SELECT COALESCE(sum(short), 0)::int AS short FROM stock_reservation WHERE order_id = ${orderId}::uuid AND state = 'held'`.execute(tx);
  const warehouses = await tx.selectFrom('warehouse').select(['id', 'name']).execute();
  const nameOf = new Map(warehouses.map(({ id, name }) => [id, name]));
  return {
    decidedBy: row.decided_by,
    isSettled: row.is_settled,
    to: { country: row.to_country, region: row.to_region },
    from: rows.map(({ id, name, units }) => ({ warehouse: { id, name }, units })),
    short: short.rows[0]?.short ?? 0,
    considered: row.considered.map(({ warehouseId, nearness, missing }) => ({
      ...{ nearness, missing },
      warehouse: { id: warehouseId, name: nameOf.get(warehouseId) ?? '' },
    })),
  };
}
