import type { PlacedWarehouse } from '@tradewind/rules/order-allocation';
import type { BundlePart } from '@tradewind/rules/stock';
import { Shelves } from '@tradewind/rules/stock-reservation';
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';

export type Sold = {
  isBundle: boolean;
  /** The parts of a bundle, or the variant itself once. */
  parts: (BundlePart & { /** Null: nobody counts it. */ countedSince: number | null })[];
};
type SoldRow = { id: string; isBundle: boolean } & Sold['parts'][number];
type ShelfRow = { variantId: string; warehouseId: string; units: number };
type Guarded = Pick<Services, 'guards'>;

/** Of what each of these variants is made; unknown ids are left out. */
export async function partsOf(tx: TenantTx, services: Guarded, variantIds: readonly string[]): Promise<ReadonlyMap<string, Sold>> {
  if (variantIds.length === 0) return new Map();
  return soldOf((await sql<SoldRow>`${soldRows(variantIds)}`.execute(tx)).rows, services);
}

const soldRows = (variantIds: readonly string[]): RawBuilder<unknown> => sql`
  SELECT v.id, v.is_bundle AS "isBundle", COALESCE(b.part_id, v.id) AS "variantId", COALESCE(b.quantity, 1) AS quantity,
    (extract(epoch FROM i.counted_since) * 1000)::bigint AS "countedSince"
  FROM variant v
  LEFT JOIN bundle_part b ON v.is_bundle AND b.bundle_id = v.id
  LEFT JOIN stock_item i ON i.variant_id = COALESCE(b.part_id, v.id)
  WHERE v.id = ANY (${variantIds}::uuid[]) ORDER BY v.id, "variantId"`;

function soldOf(rows: readonly SoldRow[], { guards }: Guarded): ReadonlyMap<string, Sold> {
  const sold = new Map<string, Sold>();
  for (const { id, isBundle, ...part } of rows) {
    const parts = sold.get(id)?.parts ?? [];
    if (parts.length === 0 || guards.bundleParts) sold.set(id, { isBundle, parts: [...parts, part] });
  }
  return sold;
}

/** What is available of these variants at this moment, in every warehouse. Nothing is locked: who takes from it does so under a condition. */
export async function shelvesOf(tx: TenantTx, variantIds: readonly string[]): Promise<Shelves> {
  return shelvesFrom((await sql<ShelfRow>`${shelfRows(sql`SELECT unnest(${variantIds}::uuid[])`)}`.execute(tx)).rows);
}

const shelfRows = (variantIds: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  SELECT variant_id AS "variantId", warehouse_id AS "warehouseId", on_hand - reserved - promotion_reserved AS units
  FROM stock_level WHERE variant_id IN (${variantIds})`;

function shelvesFrom(rows: readonly ShelfRow[]): Shelves {
  const shelves = new Shelves();
  for (const row of rows) shelves.put(row);
  return shelves;
}

export type ServingWarehouse = PlacedWarehouse & { kind: 'own' | 'third-party' | 'platform'; channelWarehouseId: string | null };
type WarehouseRow = ServingWarehouse & { shopId: string | null };
export type WarehousesOf = (shopId: string | null) => readonly ServingWarehouse[];

/** From where each shop is served, the most wanted first. */
export async function warehousesByShop(tx: TenantTx): Promise<WarehousesOf> {
  return warehousesFrom((await sql<WarehouseRow>`${warehouseRows}`.execute(tx)).rows);
}

const warehouseRows = sql`
  SELECT w.id, w.kind, w.country, w.region, w.postcode, s.shop_id AS "shopId", s.channel_warehouse_id AS "channelWarehouseId"
  FROM warehouse w LEFT JOIN warehouse_shop s ON s.warehouse_id = w.id
  WHERE w.is_active ORDER BY s.rank, w.created_at, w.id`;

function warehousesFrom(rows: readonly WarehouseRow[]): WarehousesOf {
  const distinct = new Map(rows.map(({ shopId: _, ...warehouse }) => [warehouse.id, { ...warehouse, channelWarehouseId: null }]));
  const everywhere = [...distinct.values()].filter(({ kind }) => kind !== 'platform');
  const own = new Map<string, ServingWarehouse[]>();
  for (const { shopId, ...warehouse } of rows) if (shopId !== null) own.set(shopId, [...(own.get(shopId) ?? []), warehouse]);
  return (shopId) => (shopId === null ? everywhere : (own.get(shopId) ?? everywhere));
}

export type Facts = { sold: ReadonlyMap<string, Sold>; shelves: Shelves; warehousesOf: WarehousesOf };

/** All of the above in one trip to the database and of one moment, with `also` beside it. The shelves are those of the parts. */
export async function factsOf<T>(
  tx: TenantTx,
  services: Guarded,
  { variantIds, also }: { variantIds: readonly string[]; also: RawBuilder<T> },
): Promise<Facts & T> {
  const listed = (rows: RawBuilder<unknown>) => sql`(SELECT COALESCE(jsonb_agg(r), '[]') FROM (${rows}) r)`;
  const { rows } = await sql<T & { sold: SoldRow[]; shelves: ShelfRow[]; warehouses: WarehouseRow[] }>`
    WITH sold AS MATERIALIZED (${soldRows(variantIds)})
    SELECT ${listed(sql`TABLE sold`)} AS sold, ${listed(shelfRows(sql`SELECT "variantId" FROM sold`))} AS shelves,
      ${listed(warehouseRows)} AS warehouses, ${also}`.execute(tx);
  const [told] = rows;
  if (!told) throw new Error('a row of facts was not told');
  return {
    ...told,
    sold: soldOf(told.sold, services),
    shelves: shelvesFrom(told.shelves),
    warehousesOf: warehousesFrom(told.warehouses),
  };
}
