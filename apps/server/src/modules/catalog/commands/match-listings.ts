/**
 * Which variant a shop's SKU is, as far as it can be told: the seller SKU is one of ours, or is the GTIN of just one of ours. What a person
 * said stays as it is.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

type Input = {
  merchantId: string;
  now: number;
  /** Only listings with these ids on their platform, in this shop; or only variants with these SKUs or GTINs. Absent: all. */
  among?: { shopId: string; channelProductIds: readonly string[] } | { sellerSkus: readonly string[] };
};

export async function matchListings(tx: TenantTx, { merchantId, now, among }: Input): Promise<{ matched: number }> {
  const narrowed =
    among === undefined
      ? sql`true`
      : 'shopId' in among
        ? sql`listing.shop_id = ${among.shopId} AND listing.channel_product_id = ANY (${among.channelProductIds}::text[])`
        : sql`sold.seller_sku = ANY (${among.sellerSkus}::text[])`;
  const { rows } = await sql<{ listing_id: string }>`
    INSERT INTO variant_link (merchant_id, listing_id, channel_sku_id, variant_id, matched_by, matched_at)
    SELECT ${merchantId}::uuid, sold.listing_id, sold.channel_sku_id, found.id, found.matched_by, ${new Date(now)}::timestamptz
    FROM listing JOIN listing_variant AS sold ON sold.merchant_id = listing.merchant_id AND sold.listing_id = listing.id
    CROSS JOIN LATERAL (
      SELECT id, 'sku' AS matched_by FROM variant WHERE sku = sold.seller_sku AND status = 'active'
      UNION ALL
      (SELECT (array_agg(id))[1], 'gtin' FROM variant WHERE gtin = sold.seller_sku AND status = 'active' HAVING count(*) = 1)
      ORDER BY matched_by DESC LIMIT 1
    ) AS found
    WHERE listing.status <> 'deleted' AND sold.seller_sku <> '' AND ${narrowed}
    ON CONFLICT DO NOTHING
    RETURNING listing_id`.execute(tx);
  return { matched: rows.length };
}
