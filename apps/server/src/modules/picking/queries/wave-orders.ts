import type { PickOrder } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { holdsOf } from '../../desk/index.ts';
import { shopChip } from '../../orders/index.ts';
import { foldCode, type PackingOrder } from '../decide-scan.ts';
import { byPlace } from '../pick-list.ts';
import { NOWHERE, placesOf } from './order-goods.ts';

type Wave = { id: string; warehouse_id: string };
type Wanted = { caller: Pick<Caller, 'id' | 'shopIds'>; wave: Wave; orderId?: string };

/** Orders of a wave in its order, with what each wants from the shelf. */
export async function orderViews(tx: TenantTx, { caller, wave, orderId }: Wanted): Promise<PickOrder[]> {
  let asked = tx
    .selectFrom('pick_wave_order as placed')
    .innerJoin('orders', 'orders.id', 'placed.order_id')
    .selectAll('placed')
    .select(['orders.channel_order_id', 'orders.shop_id', 'orders.ship_by', 'orders.dispatch_due_at'])
    .where('placed.wave_id', '=', wave.id)
    .orderBy('placed.position');
  if (orderId !== undefined) asked = asked.where('placed.order_id', '=', orderId);
  const rows = await asked.execute();
  const items = await itemViews(tx, { wave, orderId });
  const lastScan = await lastScans(tx, { waveId: wave.id, orderId });
  const shops = new Map((await shopsInScope(tx, { caller })).map((shop) => [shop.id, shop]));
  const holds = await holdsOf(
    tx,
    rows.map((row) => row.order_id),
  );
  return rows.map((row) => ({
    ...{ id: row.order_id, channelOrderId: row.channel_order_id, shop: shopChip(shops.get(row.shop_id)), position: row.position },
    ...{ state: row.state, dropReason: row.drop_reason, putBack: row.put_back },
    packer: row.packer_id === null ? null : { name: row.packer_name ?? '', isMine: row.packer_id === caller.id },
    shipBy: (row.ship_by ?? row.dispatch_due_at)?.toISOString() ?? null,
    keptBack: holds.get(row.order_id)?.reason ?? null,
    verifiedAt: row.verified_at?.toISOString() ?? null,
    items: items.get(row.order_id) ?? [],
    lastScanId: lastScan.get(row.order_id) ?? null,
  }));
}

type Narrowed = { wave: Wave; orderId: string | undefined };

async function itemViews(tx: TenantTx, { wave, orderId }: Narrowed): Promise<ReadonlyMap<string, PickOrder['items']>> {
  let asked = tx
    .selectFrom('pick_wave_item as wanted')
    .leftJoin('variant', 'variant.id', 'wanted.variant_id')
    .selectAll('wanted')
    .select('variant.gtin')
    .where('wanted.wave_id', '=', wave.id);
  if (orderId !== undefined) asked = asked.where('wanted.order_id', '=', orderId);
  const rows = await asked.execute();
  const places = await placesOf(tx, { warehouseId: wave.warehouse_id, variantIds: rows.flatMap(({ variant_id }) => variant_id ?? []) });
  const items = new Map<string, PickOrder['items']>();
  for (const { order_id, variant_id, item, sku, title, gtin, units, scanned } of rows) {
    const place = places.get(variant_id ?? '') ?? NOWHERE;
    items.set(order_id, [...(items.get(order_id) ?? []), { item, sku, title, gtin, ...place, units, scanned }]);
  }
  for (const own of items.values()) own.sort(byPlace);
  return items;
}

/** Of each order, the last scan that counted and was not taken back. */
export async function lastScans(
  tx: TenantTx,
  { waveId, orderId }: { waveId: string; orderId: string | undefined },
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ orderId: string; id: string }>`
    SELECT DISTINCT ON (order_id) order_id AS "orderId", id FROM pick_scan
    WHERE wave_id = ${waveId} ${orderId === undefined ? sql`` : sql`AND order_id = ${orderId}`}
      AND item IS NOT NULL AND outcome IN ('counted', 'verified') AND undone_at IS NULL
    ORDER BY order_id, number DESC`.execute(tx);
  return new Map(rows.map((row) => [row.orderId, row.id]));
}

/** The wave as a scan sees it: every code that means one of its orders or goods. */
export async function packingOrders(tx: TenantTx, wave: Wave): Promise<PackingOrder[]> {
  const { rows: orders } = await sql<Omit<PackingOrder, 'items' | 'codes' | 'isKeptBack'> & { codes: string }>`
    SELECT w.order_id AS id, w.state, w.packer_id AS "packerId",
      concat_ws(E'\n', o.channel_order_id, string_agg(concat_ws(E'\n', p.channel_package_id, p.tracking_number), E'\n')) AS codes
    FROM pick_wave_order w
    JOIN orders o ON o.id = w.order_id
    LEFT JOIN package_order l ON l.shop_id = o.shop_id AND l.channel_order_id = o.channel_order_id
    LEFT JOIN package p ON p.id = l.package_id AND p.status <> 'cancelled'
    WHERE w.wave_id = ${wave.id}
    GROUP BY w.order_id, w.state, w.packer_id, w.position, o.channel_order_id ORDER BY w.position`.execute(tx);
  const { rows: items } = await sql<{ orderId: string; item: string; units: number; scanned: number; codes: string }>`
    SELECT i.order_id AS "orderId", i.item, i.units, i.scanned,
      concat_ws(E'\n', i.sku, v.sku, v.gtin_number,
        (SELECT string_agg(c.code, E'\n') FROM warehouse_sku c WHERE c.variant_id = i.variant_id AND c.warehouse_id = ${wave.warehouse_id}),
        CASE WHEN i.variant_id IS NULL THEN i.item END) AS codes
    FROM pick_wave_item i LEFT JOIN variant v ON v.id = i.variant_id
    WHERE i.wave_id = ${wave.id} ORDER BY i.item`.execute(tx);
  const itemsOf = new Map<string, { item: string; units: number; scanned: number; codes: string[] }[]>();
  for (const { orderId, codes, ...item } of items)
    itemsOf.set(orderId, [...(itemsOf.get(orderId) ?? []), { ...item, codes: foldedCodes(codes) }]);
  const holds = await holdsOf(
    tx,
    orders.map(({ id }) => id),
  );
  return orders.map(({ codes, ...order }) => ({
    ...order,
    codes: foldedCodes(codes),
    isKeptBack: holds.has(order.id),
    items: itemsOf.get(order.id) ?? [],
  }));
}

const foldedCodes = (codes: string): string[] => codes.split('\n').map(foldCode).filter(Boolean);
