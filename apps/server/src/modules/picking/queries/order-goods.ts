import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

/** What has to be taken from the shelf for an order: lines of one variant together, a bundle by its parts. */
export type Goods = { item: string; variantId: string | null; sku: string; title: string; units: number };
type Row = Goods & { orderId: string };

export async function goodsOfOrders(tx: TenantTx, orderIds: readonly string[]): Promise<ReadonlyMap<string, Goods[]>> {
  if (orderIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    SELECT l.order_id AS "orderId", COALESCE(part.id, v.id) AS "variantId",
      COALESCE(part.id::text, v.id::text, l.channel_sku_id) AS item,
      COALESCE(part.sku, v.sku, NULLIF(l.seller_sku, ''), l.channel_sku_id) AS sku,
      CASE WHEN v.id IS NULL THEN concat_ws(' · ', l.product_name, NULLIF(l.variant_name, ''))
        ELSE concat_ws(' · ', p.title, NULLIF(array_to_string(COALESCE(part.option_values, v.option_values), ' / '), '')) END AS title,
      (l.quantity * COALESCE(b.quantity, 1))::int AS units
    FROM order_line l
    JOIN orders o ON o.id = l.order_id
    LEFT JOIN listing li ON li.shop_id = o.shop_id AND li.channel_product_id = l.channel_product_id
    LEFT JOIN variant_link k ON k.listing_id = li.id AND k.channel_sku_id = l.channel_sku_id
    LEFT JOIN variant v ON v.id = k.variant_id
    LEFT JOIN bundle_part b ON v.is_bundle AND b.bundle_id = v.id
    LEFT JOIN variant part ON part.id = b.part_id
    LEFT JOIN product p ON p.id = COALESCE(part.product_id, v.product_id)
    WHERE l.order_id = ANY (${orderIds}::uuid[]) ORDER BY l.order_id, l.line_no`.execute(tx);
  const goods = new Map<string, Map<string, Goods>>();
  for (const { orderId, ...row } of rows) {
    const own = goods.get(orderId) ?? new Map<string, Goods>();
    const before = own.get(row.item);
    own.set(row.item, before ? { ...before, units: before.units + row.units } : row);
    goods.set(orderId, own);
  }
  return new Map([...goods].map(([orderId, own]) => [orderId, [...own.values()]]));
}

export type Place = { zone: string; bin: string };
export const NOWHERE: Place = { zone: '', bin: '' };

/** Where variants lie in this warehouse; one that nobody placed is not in it. */
export async function placesOf(
  tx: TenantTx,
  { warehouseId, variantIds }: { warehouseId: string; variantIds: readonly string[] },
): Promise<ReadonlyMap<string, Place>> {
  if (variantIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('bin')
    .select(['variant_id', 'zone', 'bin'])
    .where('warehouse_id', '=', warehouseId)
    .where('variant_id', 'in', [...new Set(variantIds)])
    .execute();
  return new Map(rows.map(({ variant_id, zone, bin }) => [variant_id, { zone, bin }]));
}
