/**
 * Which warehouses may send an order, who said so, and what each of its lines gets from them. A person's or a rule's choice on the desk comes
 * first, then the platform's, where its warehouse is known to be one or some of ours; else all that serve the shop, to be chosen among by
 * `allocateOrder`. A warehouse of the platform's sends only what the platform has there.
 */
import {
  allocateOrder,
  type Considered,
  type OrderAllocation,
  type Place,
  type PlacedWarehouse,
  postcodeArea,
  type WantedLine,
} from '@tradewind/rules/order-allocation';
import { availableOf } from '@tradewind/rules/stock';
import { Shelves, type Take } from '@tradewind/rules/stock-reservation';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { unnestRows } from '../../platform/database/unnest.ts';
import { type LevelKey, lockLevels } from './ledger.ts';
import type { ServingWarehouse } from './shelves.ts';

export type DecidedBy = 'person' | 'platform' | 'rule';
/** What is known of an order that was here before. */
export type Standing = {
  orderId: string;
  chosen: PlacedWarehouse | null;
  /** Null: it was never allocated. */
  isSettled: boolean | null;
  to: Place;
};

export async function standingsOf(tx: TenantTx, orderIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  if (orderIds.length === 0) return new Map();
  const { rows } = await sql<Omit<Standing, 'to'> & Place>`
    SELECT o.id AS "orderId", a.is_settled AS "isSettled", COALESCE(a.to_country, o.buyer_region) AS country,
      COALESCE(a.to_region, '') AS region, COALESCE(a.to_postcode_area, '') AS postcode,
      CASE WHEN w.id IS NOT NULL
        THEN jsonb_build_object('id', w.id, 'country', w.country, 'region', w.region, 'postcode', w.postcode) END AS chosen
    FROM orders o
    LEFT JOIN stock_allocation a ON a.merchant_id = o.merchant_id AND a.order_id = o.id
    LEFT JOIN desk_mark m ON m.merchant_id = o.merchant_id AND m.order_id = o.id
    LEFT JOIN warehouse w ON w.merchant_id = m.merchant_id AND w.id = m.warehouse_id AND w.is_active
    WHERE o.id = ANY (${orderIds}::uuid[])`.execute(tx);
  return new Map(
    rows.map(({ country, region, postcode, ...row }) => [row.orderId, { ...row, to: { country, region, postcode } }] as const),
  );
}

type Choice = { chosen: PlacedWarehouse | null; channelWarehouseId: string | null; serving: readonly ServingWarehouse[] };

export function candidatesOf({ chosen, channelWarehouseId, serving }: Choice): { decidedBy: DecidedBy; warehouses: PlacedWarehouse[] } {
  if (chosen) return { decidedBy: 'person', warehouses: [chosen] };
  const named = serving.filter((one) => channelWarehouseId !== null && one.channelWarehouseId === channelWarehouseId);
  if (named.length > 0) return { decidedBy: 'platform', warehouses: named };
  const isElsewhere = (one: ServingWarehouse) => channelWarehouseId !== null && one.kind === 'platform' && one.channelWarehouseId !== null;
  return { decidedBy: 'rule', warehouses: serving.filter((one) => !isElsewhere(one)) };
}

export type OrderToServe = {
  orderId: string;
  lines: readonly WantedLine[];
  decidedBy: DecidedBy;
  warehouses: readonly PlacedWarehouse[];
  to: Place;
  maySplit: boolean;
  /** Whose units it has already: the rest comes from there too, if all of it can. */
  usedIds?: readonly string[];
};

type Serving = { orders: readonly OrderToServe[]; given?: readonly Take[]; others?: readonly LevelKey[] };

/**
 * Serves orders from levels that it locks, all at once and in their order, so that nobody waits in a circle. `given`: what the same
 * transaction is about to give back, which counts as available. `others`: levels that it will move besides; locked later they would be out
 * of order, and two transactions would wait for each other.
 */
export async function serveLocked(tx: TenantTx, { orders, given = [], others = [] }: Serving): Promise<OrderAllocation[]> {
  const keys = orders.flatMap(({ lines, warehouses }) =>
    lines.flatMap(({ parts }) => parts.flatMap(({ variantId }) => warehouses.map(({ id }) => ({ variantId, warehouseId: id })))),
  );
  const shelves = new Shelves();
  for (const level of (await lockLevels(tx, [...keys, ...given, ...others])).values()) shelves.put({ ...level, units: availableOf(level) });
  for (const { units, ...key } of given) shelves.take({ ...key, units: -units });
  return serveAll(orders, shelves);
}

export const serveAll = (orders: readonly OrderToServe[], shelves: Shelves): OrderAllocation[] =>
  orders.map((order) => {
    const used = order.warehouses.filter(({ id }) => order.usedIds?.includes(id));
    if (used.length === 0) return allocateOrder(order, shelves);
    const isEnough = allocateOrder({ ...order, warehouses: used }, shelves.copy()).outcome !== 'short';
    return allocateOrder(isEnough || !order.maySplit ? { ...order, warehouses: used } : order, shelves);
  });

export type Allocated = {
  orderId: string;
  decidedBy: DecidedBy;
  isSettled: boolean;
  to: Place;
  warehouseId: string | null;
  considered: readonly Considered[];
};

/** So many are kept with an order: who looks wants to know of the nearest ones. */
const CONSIDERED_MAX = 12;

export async function saveAllocations(
  tx: TenantTx,
  { merchantId, now, allocated }: { merchantId: string; now: number; allocated: readonly Allocated[] },
): Promise<void> {
  if (allocated.length === 0) return;
  const { names, source } = unnestRows(allocated, {
    merchant_id: ['uuid', () => merchantId],
    order_id: ['uuid', ({ orderId }) => orderId],
    decided_by: ['text', ({ decidedBy }) => decidedBy],
    warehouse_id: ['uuid', ({ warehouseId }) => warehouseId],
    considered: ['jsonb', ({ considered }) => JSON.stringify(considered.slice(0, CONSIDERED_MAX))],
    is_settled: ['boolean', ({ isSettled }) => isSettled],
    to_country: ['text', ({ to }) => to.country],
    to_region: ['text', ({ to }) => to.region],
    to_postcode_area: ['text', ({ to }) => postcodeArea(to.postcode)],
    allocated_at: ['timestamptz', () => new Date(now)],
  });
  await sql`
    INSERT INTO stock_allocation (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, order_id) DO UPDATE SET decided_by = excluded.decided_by, warehouse_id = excluded.warehouse_id,
      considered = excluded.considered, is_settled = excluded.is_settled, to_country = excluded.to_country, to_region = excluded.to_region,
      to_postcode_area = excluded.to_postcode_area, allocated_at = excluded.allocated_at`.execute(tx);
}
