/**
 * Keeps `product_key` true: listings that share a seller SKU are one product, and so are those that are joined by others. A change of SKUs
 * can join products and part them, so everything that was one product with a changed listing, or now shares a SKU with it, is named anew
 * together. That is a handful of rows: a product has as many listings as a merchant has shops.
 *
 * Two transactions that join products through listings which neither sees of the other would leave them parted, so one merchant's changes
 * of SKUs come one after the other: the lock is taken before any row's, and only where SKUs change, which they seldom do.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { productsOf } from '../products.ts';

export async function lockProducts(tx: TenantTx, merchantId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`listings.products ${merchantId}`}, 0))`.execute(tx);
}

type Row = { listingId: string; productKey: string | null; sellerSkus: string[] };

/** `formerKeys`: the products that the changed listings belonged to. */
export async function nameProducts(
  tx: TenantTx,
  { changedIds, formerKeys }: { changedIds: readonly string[]; formerKeys: readonly string[] },
): Promise<void> {
  const { rows } = await sql<Row>`
    SELECT listing.id AS "listingId", listing.product_key AS "productKey",
           ARRAY(SELECT DISTINCT seller_sku FROM listing_variant AS variant
                 WHERE variant.listing_id = listing.id AND seller_sku <> '' ORDER BY seller_sku) AS "sellerSkus"
    FROM listing
    WHERE listing.status <> 'deleted' AND (listing.id = ANY (${changedIds}::uuid[]) OR listing.product_key = ANY (
      ${formerKeys}::text[] || ARRAY(
        SELECT DISTINCT joined.product_key FROM listing_variant AS own
        JOIN listing_variant AS other ON other.seller_sku = own.seller_sku
        JOIN listing AS joined ON joined.id = other.listing_id
        WHERE own.listing_id = ANY (${changedIds}::uuid[]) AND own.seller_sku <> '' AND joined.product_key IS NOT NULL)))
    ORDER BY listing.id`.execute(tx);
  const renamed = productsOf(rows).flatMap(({ key, listings }) =>
    listings.filter(({ productKey }) => productKey !== key).map((row) => ({ ...row, key })),
  );
  if (renamed.length === 0) return;
  const { source } = unnestRows(renamed, { id: ['uuid', ({ listingId }) => listingId], key: ['text', ({ key }) => key] });
  await sql`UPDATE listing SET product_key = named.key FROM (SELECT * FROM ${source}) AS named WHERE listing.id = named.id`.execute(tx);
}
