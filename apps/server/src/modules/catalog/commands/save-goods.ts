/**
 * The one place that writes products and variants, in bulk, whoever asked: a form, a file, or listings that become products. What may be
 * written has been judged before; here are only the statements, a fixed number of them however many rows there are.
 */
import { termsOf } from '@tradewind/rules/search-terms';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { ProductFields, VariantFields } from '../goods.ts';
import type { Cost } from '../imports/shapes.ts';

export type ProductToSave = ProductFields & { id: string; version: number };
export type VariantToSave = VariantFields & { id: string; productId: string };
export type CostToSave = { variantId: string; validFrom: string; cost: Cost };
type At = { merchantId: string; now: number };

/** A bulk column holds one text each; PostgreSQL reads the list out of it. */
const listText = (items: readonly string[]): string => `{${items.map((item) => `"${item.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;

export async function saveProducts(tx: TenantTx, { merchantId, now }: At, products: readonly ProductToSave[]): Promise<void> {
  if (products.length === 0) return;
  const { source } = unnestRows(products, {
    id: ['uuid', ({ id }) => id],
    code: ['text', ({ code }) => code],
    title: ['text', ({ title }) => title],
    description: ['text', ({ description }) => description],
    category: ['text', ({ category }) => category],
    brand: ['text', ({ brand }) => brand],
    materials: ['text', ({ materials }) => listText(materials)],
    option_names: ['text', ({ optionNames }) => listText(optionNames)],
    attributes: ['jsonb', ({ attributes }) => JSON.stringify(attributes)],
    status: ['text', ({ status }) => status],
    version: ['int', ({ version }) => version],
  });
  await sql`
    INSERT INTO product (merchant_id, id, code, title, description, category, brand, materials, option_names, attributes, status, version, created_at, updated_at)
    SELECT ${merchantId}::uuid, id, code, title, description, category, brand, materials::text[], option_names::text[], attributes, status, version,
           ${new Date(now)}::timestamptz, ${new Date(now)}::timestamptz
    FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET code = excluded.code, title = excluded.title, description = excluded.description,
      category = excluded.category, brand = excluded.brand, materials = excluded.materials, option_names = excluded.option_names,
      attributes = excluded.attributes, status = excluded.status, version = excluded.version, updated_at = excluded.updated_at`.execute(tx);
  await saveTerms(tx, merchantId, products);
}

/** Where only variants changed: who has seen the product before must look again all the same. */
export async function raiseVersions(tx: TenantTx, productIds: readonly string[], now: number): Promise<void> {
  if (productIds.length === 0) return;
  await sql`UPDATE product SET version = version + 1, updated_at = ${new Date(now)} WHERE id = ANY (${productIds}::uuid[])`.execute(tx);
}

const TERMS_MAX = 60;

/** By which words the products are found. */
export async function saveTerms(
  tx: TenantTx,
  merchantId: string,
  products: readonly Pick<ProductToSave, 'id' | 'title' | 'brand'>[],
): Promise<void> {
  const terms = products.flatMap(({ id, title, brand }) => termsOf(`${title} ${brand ?? ''}`, TERMS_MAX).map((term) => ({ id, term })));
  const { source } = unnestRows(terms, { product_id: ['uuid', ({ id }) => id], term: ['text', ({ term }) => term] });
  const ids = products.map(({ id }) => id);
  await sql`
    WITH kept AS (SELECT product_id, term FROM ${source}),
         gone AS (DELETE FROM product_term AS old WHERE product_id = ANY (${ids}::uuid[])
                  AND NOT EXISTS (SELECT FROM kept WHERE kept.product_id = old.product_id AND kept.term = old.term))
    INSERT INTO product_term (merchant_id, product_id, term) SELECT ${merchantId}::uuid, product_id, term FROM kept
    ON CONFLICT DO NOTHING`.execute(tx);
}

export async function saveVariants(tx: TenantTx, { merchantId, now }: At, variants: readonly VariantToSave[]): Promise<void> {
  if (variants.length === 0) return;
  const { source } = unnestRows(variants, {
    id: ['uuid', ({ id }) => id],
    product_id: ['uuid', ({ productId }) => productId],
    sku: ['text', ({ sku }) => sku],
    option_values: ['text', ({ optionValues }) => listText(optionValues)],
    gtin: ['text', ({ gtin }) => gtin],
    hs_code: ['text', ({ hsCode }) => hsCode],
    weight_g: ['int', ({ weightG }) => weightG],
    length_mm: ['int', ({ lengthMm }) => lengthMm],
    width_mm: ['int', ({ widthMm }) => widthMm],
    height_mm: ['int', ({ heightMm }) => heightMm],
    is_bundle: ['text', ({ parts }) => String(parts.length > 0)],
    status: ['text', ({ status }) => status],
  });
  await sql`
    INSERT INTO variant (merchant_id, id, product_id, sku, option_values, gtin, hs_code, weight_g, length_mm, width_mm, height_mm, is_bundle, status, created_at, updated_at)
    SELECT ${merchantId}::uuid, id, product_id, sku, option_values::text[], gtin, hs_code, weight_g, length_mm, width_mm, height_mm, is_bundle::boolean, status,
           ${new Date(now)}::timestamptz, ${new Date(now)}::timestamptz
    FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET sku = excluded.sku, option_values = excluded.option_values, gtin = excluded.gtin,
      hs_code = excluded.hs_code, weight_g = excluded.weight_g, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
      height_mm = excluded.height_mm, is_bundle = excluded.is_bundle, status = excluded.status, updated_at = excluded.updated_at`.execute(
    tx,
  );
}

/** `bundles`: those whose parts change. The parts' variants are there already. */
export async function saveParts(tx: TenantTx, merchantId: string, bundles: readonly Pick<VariantToSave, 'id' | 'parts'>[]): Promise<void> {
  if (bundles.length === 0) return;
  await tx
    .deleteFrom('bundle_part')
    .where(
      'bundle_id',
      'in',
      bundles.map(({ id }) => id),
    )
    .execute();
  const rows = bundles.flatMap(({ id, parts }) => parts.map((part) => ({ ...part, bundleId: id })));
  const { source } = unnestRows(rows, {
    bundle_id: ['uuid', ({ bundleId }) => bundleId],
    sku: ['text', ({ sku }) => sku],
    quantity: ['int', ({ quantity }) => quantity],
  });
  await sql`
    INSERT INTO bundle_part (merchant_id, bundle_id, part_id, quantity)
    SELECT ${merchantId}::uuid, given.bundle_id, variant.id, given.quantity FROM ${source} JOIN variant ON variant.sku = given.sku`.execute(
    tx,
  );
}

export const bundlesAmong = (variants: readonly Pick<VariantToSave, 'id' | 'parts'>[]): string[] =>
  variants.flatMap(({ id, parts }) => (parts.length > 0 ? [id] : []));

export async function saveCosts(tx: TenantTx, merchantId: string, costs: readonly CostToSave[]): Promise<void> {
  if (costs.length === 0) return;
  const { source } = unnestRows(costs, {
    variant_id: ['uuid', ({ variantId }) => variantId],
    valid_from: ['date', ({ validFrom }) => validFrom],
    cost_minor: ['bigint', ({ cost }) => cost.amount],
    currency: ['text', ({ cost }) => cost.currency],
  });
  await sql`
    INSERT INTO variant_cost (merchant_id, variant_id, valid_from, cost_minor, currency)
    SELECT ${merchantId}::uuid, variant_id, valid_from, cost_minor, currency FROM ${source}
    ON CONFLICT (merchant_id, variant_id, valid_from) DO UPDATE SET cost_minor = excluded.cost_minor, currency = excluded.currency`.execute(
    tx,
  );
}
