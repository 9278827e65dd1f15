/**
 * Which variant a shop's SKU is, as far as it can be told: the seller SKU is one of ours, or it is, or the listing shows, the GTIN of just one
 * of ours. What a person said stays as it is.
 */
import { writingsOfGtin } from '@tradewind/rules/gtin';
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { planAnew } from '../../stock/index.ts';

type Named = { sku: string; gtin: string | null };
type Input = {
  merchantId: string;
  now: number;
  /** Only these listings, by our ids or, in a shop, by the platform's; or only what may be one of these variants. Absent: all. */
  among?: { shopId: string; channelProductIds: readonly string[] } | { listingIds: readonly string[] } | { variants: readonly Named[] };
};

export async function matchListings(tx: TenantTx, { merchantId, now, among }: Input): Promise<{ matched: number }> {
  const narrowed =
    among === undefined
      ? sql`true`
      : 'shopId' in among
        ? sql`listing.shop_id = ${among.shopId} AND listing.channel_product_id = ANY (${among.channelProductIds}::text[])`
        : 'listingIds' in among
          ? sql`listing.id = ANY (${among.listingIds}::uuid[])`
          : sql`(sold.seller_sku = ANY (${namesOf(among.variants)}::text[]) OR sold.gtin = ANY (${namesOf(among.variants)}::text[]))`;
  const { rows } = await sql<{ variantId: string }>`
    INSERT INTO variant_link (merchant_id, listing_id, channel_sku_id, variant_id, matched_by, matched_at)
    SELECT ${merchantId}::uuid, sold.listing_id, sold.channel_sku_id, found.id, found.matched_by, ${new Date(now)}::timestamptz
    FROM listing JOIN listing_variant AS sold ON sold.merchant_id = listing.merchant_id AND sold.listing_id = listing.id
    CROSS JOIN LATERAL (
      SELECT id, 'sku' AS matched_by FROM variant WHERE sku = sold.seller_sku AND sold.seller_sku <> '' AND status = 'active'
      UNION ALL
      (SELECT (array_agg(id))[1], 'gtin' FROM variant WHERE gtin_number IN (${gtinNumberOf('sold.seller_sku')}, ${gtinNumberOf('sold.gtin')}) AND status = 'active' HAVING count(*) = 1)
      ORDER BY matched_by DESC LIMIT 1
    ) AS found
    WHERE listing.status <> 'deleted' AND ${narrowed}
    ON CONFLICT DO NOTHING
    RETURNING variant_id AS "variantId"`.execute(tx);
  await planAnew(tx, { merchantId, now, variantIds: rows.map(({ variantId }) => variantId) });
  return { matched: rows.length };
}

/** What a shop may have written where it means one of these. */
const namesOf = (variants: readonly Named[]): string[] => variants.flatMap(({ sku, gtin }) => [sku, ...writingsOfGtin(gtin ?? '')]);

/** The number behind a text of a shop, which nobody has checked; ours are checked where they are written. */
export const gtinNumberOf = (column: string): RawBuilder<string | null> =>
  sql`CASE WHEN ${sql.ref(column)} ~ '^([0-9]{8}|[0-9]{12,14})$' THEN lpad(${sql.ref(column)}, 14, '0') END`;
