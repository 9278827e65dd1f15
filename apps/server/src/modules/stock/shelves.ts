import type { BundlePart } from '@tradewind/rules/stock';
import { Shelves } from '@tradewind/rules/stock-reservation';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';

export type Sold = {
  isBundle: boolean;
  /** The parts of a bundle, or the variant itself once. */
  parts: (BundlePart & { /** Null: nobody counts it. */ countedSince: Date | null })[];
};

/** Of what each of these variants is made; unknown ids are left out. */
export async function partsOf(
  tx: TenantTx,
  { guards }: Pick<Services, 'guards'>,
  variantIds: readonly string[],
): Promise<ReadonlyMap<string, Sold>> {
  if (variantIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; isBundle: boolean; variantId: string; quantity: number; countedSince: Date | null }>`
    SELECT v.id, v.is_bundle AS "isBundle", COALESCE(b.part_id, v.id) AS "variantId", COALESCE(b.quantity, 1) AS quantity,
      i.counted_since AS "countedSince"
    FROM variant v
    LEFT JOIN bundle_part b ON v.is_bundle AND b.bundle_id = v.id
    LEFT JOIN stock_item i ON i.variant_id = COALESCE(b.part_id, v.id)
    WHERE v.id = ANY (${variantIds}::uuid[]) ORDER BY v.id, "variantId"`.execute(tx);
  const sold = new Map<string, Sold>();
  for (const { id, isBundle, ...part } of rows) {
    const parts = sold.get(id)?.parts ?? [];
    if (parts.length === 0 || guards.bundleParts) sold.set(id, { isBundle, parts: [...parts, part] });
  }
  return sold;
}

/** What is available of these variants at this moment, in every warehouse. Nothing is locked: who takes from it does so under a condition. */
export async function shelvesOf(tx: TenantTx, variantIds: readonly string[]): Promise<Shelves> {
  const shelves = new Shelves();
  const { rows } = await sql<{ variantId: string; warehouseId: string; units: number }>`
    SELECT variant_id AS "variantId", warehouse_id AS "warehouseId", on_hand - reserved - promotion_reserved AS units
    FROM stock_level WHERE variant_id = ANY (${variantIds}::uuid[])`.execute(tx);
  for (const row of rows) shelves.put(row);
  return shelves;
}

export type ServingWarehouse = { id: string; kind: 'own' | 'third-party' | 'platform'; channelWarehouseId: string | null };
export type WarehousesOf = (shopId: string | null) => readonly ServingWarehouse[];

/** From where each shop is served, the most wanted first. */
export async function warehousesByShop(tx: TenantTx): Promise<WarehousesOf> {
  const { rows } = await sql<ServingWarehouse & { shopId: string | null }>`
    SELECT w.id, w.kind, s.shop_id AS "shopId", s.channel_warehouse_id AS "channelWarehouseId"
    FROM warehouse w LEFT JOIN warehouse_shop s ON s.warehouse_id = w.id
    WHERE w.is_active ORDER BY s.rank, w.created_at, w.id`.execute(tx);
  const everywhere = [...new Map(rows.map(({ id, kind }) => [id, { id, kind, channelWarehouseId: null }])).values()].filter(
    ({ kind }) => kind !== 'platform',
  );
  const own = new Map<string, ServingWarehouse[]>();
  for (const { shopId, ...warehouse } of rows) if (shopId !== null) own.set(shopId, [...(own.get(shopId) ?? []), warehouse]);
  return (shopId) => (shopId === null ? everywhere : (own.get(shopId) ?? everywhere));
}
