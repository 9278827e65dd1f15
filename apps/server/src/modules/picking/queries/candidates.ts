/**
 * Orders that a wave may be made of: paid, not sent, not kept back by the order desk, in no open wave and never verified, the most urgent first.
 *
 * An order belongs to the warehouse where its units are reserved; where nothing is counted, to the first that its shop is served from;
 * where that is not said either, to any.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { holdsOf } from '../../desk/index.ts';
import { type Goods, goodsOfOrders, NOWHERE, type Place, placesOf } from './order-goods.ts';

/** Waves are made of what is urgent: so many orders are looked at. */
const LOOKED_AT = 2_000;

export type Candidate = { id: string; shopId: string; isIn: boolean; goods: (Goods & Place)[]; zone: string | null };
type OrderRow = { id: string; shopId: string };

type Wish = { warehouseId: string; shopIds: readonly string[]; orderIds?: readonly string[] | undefined };

/** Locks the orders against being changed until the commit, so that none is cancelled while it is put into a wave. */
export async function candidatesOf(tx: TenantTx, wish: Wish): Promise<{ candidates: Candidate[]; isMore: boolean }> {
  const { warehouseId, shopIds, orderIds } = wish;
  const chosen = orderIds ? sql`AND o.id = ANY (${orderIds}::uuid[])` : sql``;
  const status = orderIds
    ? sql`o.status IN ('awaiting-shipment', 'partially-shipped', 'awaiting-collection')`
    : sql`o.status IN ('awaiting-shipment', 'partially-shipped')`;
  const { rows } = await sql<OrderRow>`
    SELECT o.id, o.shop_id AS "shopId" FROM orders o
    WHERE o.shop_id = ANY (${shopIds}::uuid[]) ${chosen} AND o.paid_at IS NOT NULL AND o.cancelled_at IS NULL AND ${status}
      AND NOT EXISTS (SELECT 1 FROM pick_wave_order w WHERE w.order_id = o.id AND (w.is_held OR w.state = 'verified'))
    ORDER BY o.dispatch_due_at NULLS LAST, o.created_at, o.id LIMIT ${sql.lit(LOOKED_AT + 1)} FOR KEY SHARE OF o`.execute(tx);
  const isMore = rows.length > LOOKED_AT;
  const holds = await holdsOf(
    tx,
    rows.map(({ id }) => id),
  );
  const orders = rows.slice(0, LOOKED_AT).filter(({ id }) => !holds.has(id));
  const isIn = await warehouseTest(tx, { warehouseId, orders });
  const goods = await goodsOfOrders(
    tx,
    orders.map(({ id }) => id),
  );
  const variantIds = [...goods.values()].flat().flatMap(({ variantId }) => variantId ?? []);
  const places = await placesOf(tx, { warehouseId, variantIds });
  const candidates = orders.map(({ id, shopId }): Candidate => {
    const placed = (goods.get(id) ?? []).map((one) => ({ ...one, ...(places.get(one.variantId ?? '') ?? NOWHERE) }));
    const zones = new Set(placed.map(({ zone }) => zone));
    const [zone] = zones;
    return { id, shopId, isIn: isIn(id, shopId), goods: placed, zone: zones.size === 1 ? (zone ?? null) : null };
  });
  return { candidates: candidates.filter(({ goods: own }) => own.length > 0), isMore };
}

async function warehouseTest(tx: TenantTx, { warehouseId, orders }: { warehouseId: string; orders: readonly OrderRow[] }) {
  const { rows: reserved } = await sql<{ orderId: string; warehouseId: string }>`
    SELECT DISTINCT r.order_id AS "orderId", p.warehouse_id AS "warehouseId"
    FROM stock_reservation r JOIN stock_reservation_part p ON p.reference = r.reference AND p.line = r.line
    WHERE r.order_id = ANY (${orders.map(({ id }) => id)}::uuid[]) AND r.state IN ('held', 'shipped')`.execute(tx);
  const { rows: serving } = await sql<{ shopId: string; warehouseId: string }>`
    SELECT DISTINCT ON (s.shop_id) s.shop_id AS "shopId", s.warehouse_id AS "warehouseId"
    FROM warehouse_shop s JOIN warehouse w ON w.id = s.warehouse_id AND w.is_active
    ORDER BY s.shop_id, s.rank, w.created_at, w.id`.execute(tx);
  const reservedIn = new Map<string, Set<string>>();
  for (const row of reserved) reservedIn.set(row.orderId, (reservedIn.get(row.orderId) ?? new Set()).add(row.warehouseId));
  const servedFrom = new Map(serving.map((row) => [row.shopId, row.warehouseId]));
  return (orderId: string, shopId: string): boolean => {
    const places = reservedIn.get(orderId);
    return places ? places.has(warehouseId) : (servedFrom.get(shopId) ?? warehouseId) === warehouseId;
  };
}

export const isSingle = ({ goods }: Candidate): boolean => goods.reduce((sum, { units }) => sum + units, 0) === 1;

export async function readCandidates(
  services: Services,
  { caller, query }: Parameters<Handlers['pick-candidates.get']>[0],
): Promise<AnswerOf<Routes['pick-candidates.get']> | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { warehouseId } = query;
    const warehouse = await tx.selectFrom('warehouse').select('id').where('id', '=', warehouseId).executeTakeFirst();
    if (!warehouse) return refuse('not-found');
    const shops = await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market });
    const { candidates, isMore } = await candidatesOf(tx, { warehouseId, shopIds: shops.map(({ id }) => id) });
    const here = candidates.filter(({ isIn }) => isIn);
    const zones = new Map<string, number>();
    for (const { zone } of here) if (zone !== null) zones.set(zone, (zones.get(zone) ?? 0) + 1);
    return {
      orders: here.length,
      singleItem: here.filter(isSingle).length,
      zones: [...zones].map(([zone, orders]) => ({ zone, orders })).sort((a, b) => (a.zone < b.zone ? -1 : 1)),
      isMore,
    };
  });
}
