import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { partsAmong } from '../commands/save-product.ts';
import type { VariantFields } from '../goods.ts';
import type { Known, KnownProduct, KnownVariant } from './plan.ts';
import type { GivenRow } from './read-row.ts';
import type { Cost } from './shapes.ts';

/** What is in the catalogue of all that these rows speak of. `isLocked`: nobody else changes it until the transaction ends. */
export async function loadKnown(tx: TenantTx, rows: readonly GivenRow[], { isLocked }: { isLocked: boolean }): Promise<Known> {
  const skus = [...new Set(rows.map(({ sku }) => sku))];
  // A row without a code may mean the product that is named like its SKU.
  const codes = [...new Set(rows.map(({ code, sku }) => code ?? sku))];
  const products = await productsOf(tx, { skus, codes, isLocked });
  const variants = await variantsOf(
    tx,
    products.map(({ id }) => id),
    rows.some(({ cost }) => cost !== null),
  );
  const partSkus = [...new Set(rows.flatMap(({ variant }) => variant.parts?.map(({ sku }) => sku) ?? []))];
  const combinations = new Map<string, Map<string, string>>();
  for (const { productId, optionValues, sku } of variants) {
    const own = combinations.get(productId) ?? new Map<string, string>();
    combinations.set(productId, own.set(JSON.stringify(optionValues), sku));
  }
  return {
    products: new Map(products.map((product) => [product.code, product])),
    codes: new Map(products.map(({ id, code }) => [id, code])),
    variants: new Map(variants.map((variant) => [variant.sku, variant])),
    combinations,
    parts: new Map(await partsOf(tx, partSkus)),
    heldAsParts: await partsAmong(
      tx,
      rows.filter(({ variant }) => variant.parts).map(({ sku }) => sku),
    ),
  };
}

/** Products by id with all their variants. `isLocked`: held until the transaction ends. */
export async function loadGoods(
  tx: TenantTx,
  { productIds, isLocked }: { productIds: readonly string[]; isLocked: boolean },
): Promise<{ products: Map<string, KnownProduct>; variants: Map<string, KnownVariant> }> {
  const { rows } =
    await sql<ProductRow>`${PRODUCT} WHERE id = ANY (${productIds}::uuid[]) ORDER BY id ${isLocked ? sql`FOR UPDATE` : sql``}`.execute(tx);
  const variants = await variantsOf(
    tx,
    rows.map(({ id }) => id),
    true,
  );
  return {
    products: new Map(rows.map((row) => [row.id, productFrom(row)])),
    variants: new Map(variants.map((variant) => [variant.id, variant])),
  };
}

type ProductRow = Omit<KnownProduct, 'optionNames'> & { option_names: string[] };
const PRODUCT = sql`SELECT id, code, title, description, category, brand, materials, option_names, attributes, status, version FROM product`;
const productFrom = ({ option_names, ...row }: ProductRow): KnownProduct => ({ ...row, optionNames: option_names });

type Wanted = { skus: readonly string[]; codes: readonly string[]; isLocked: boolean };

async function productsOf(tx: TenantTx, { skus, codes, isLocked }: Wanted): Promise<KnownProduct[]> {
  const { rows } = await sql<ProductRow>`
    ${PRODUCT} WHERE id IN (SELECT id FROM product WHERE code = ANY (${codes}::text[])
                        UNION SELECT product_id FROM variant WHERE sku = ANY (${skus}::text[]))
    ORDER BY id ${isLocked ? sql`FOR UPDATE` : sql``}`.execute(tx);
  return rows.map(productFrom);
}

type VariantRow = Omit<VariantFields, 'parts'> & { id: string; productId: string; isBundle: boolean };

async function variantsOf(tx: TenantTx, productIds: readonly string[], hasCosts: boolean): Promise<KnownVariant[]> {
  if (productIds.length === 0) return [];
  const { rows } = await sql<VariantRow>`
    SELECT id, product_id AS "productId", sku, option_values AS "optionValues", gtin, hs_code AS "hsCode", weight_g AS "weightG",
           length_mm AS "lengthMm", width_mm AS "widthMm", height_mm AS "heightMm", status, is_bundle AS "isBundle"
    FROM variant WHERE product_id = ANY (${productIds}::uuid[])`.execute(tx);
  const ids = rows.map(({ id }) => id);
  const costs = hasCosts ? await costsOf(tx, ids) : [];
  const parts = rows.some(({ isBundle }) => isBundle) ? await bundlesOf(tx, ids) : [];
  const variants = new Map(rows.map(({ isBundle: _, ...row }) => [row.id, { ...row, parts: [], costs: new Map() } as KnownVariant])); // filled just below
  for (const { id, validFrom, ...cost } of costs) variants.get(id)?.costs.set(validFrom, cost);
  for (const { id, ...part } of parts) variants.get(id)?.parts.push(part);
  return [...variants.values()];
}

async function costsOf(tx: TenantTx, ids: readonly string[]): Promise<(Cost & { id: string; validFrom: string })[]> {
  const { rows } = await sql<Cost & { id: string; validFrom: string }>`
    SELECT variant_id AS id, valid_from AS "validFrom", cost_minor AS amount, currency FROM variant_cost WHERE variant_id = ANY (${ids}::uuid[])`.execute(
    tx,
  );
  return rows;
}

async function bundlesOf(tx: TenantTx, ids: readonly string[]): Promise<{ id: string; sku: string; quantity: number }[]> {
  const { rows } = await sql<{ id: string; sku: string; quantity: number }>`
    SELECT bundle_id AS id, variant.sku, quantity FROM bundle_part JOIN variant ON variant.id = bundle_part.part_id
    WHERE bundle_id = ANY (${ids}::uuid[]) ORDER BY variant.sku`.execute(tx);
  return rows;
}

async function partsOf(tx: TenantTx, skus: readonly string[]): Promise<[string, boolean][]> {
  if (skus.length === 0) return [];
  const rows = await tx
    .selectFrom('variant')
    .select(['sku', 'is_bundle'])
    .where('sku', 'in', [...skus])
    .execute();
  return rows.map(({ sku, is_bundle }) => [sku, is_bundle]);
}
