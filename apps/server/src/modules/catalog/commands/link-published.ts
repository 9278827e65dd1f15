import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { planAnew } from '../../stock/index.ts';

type Published = { merchantId: string; shopId: string; channelProductId: string; now: number };

/** A listing that we made ourselves: its seller SKUs are ours, and who they are is known rather than found. A person's word stays. */
export async function linkPublished(tx: TenantTx, { merchantId, shopId, channelProductId, now }: Published): Promise<void> {
  const { rows } = await sql<{ variantId: string }>`
    INSERT INTO variant_link AS link (merchant_id, listing_id, channel_sku_id, variant_id, matched_by, matched_at)
    SELECT ${merchantId}::uuid, sold.listing_id, sold.channel_sku_id, variant.id, 'published', ${new Date(now)}::timestamptz
    FROM listing JOIN listing_variant AS sold ON sold.merchant_id = listing.merchant_id AND sold.listing_id = listing.id
    JOIN variant ON variant.merchant_id = listing.merchant_id AND variant.sku = sold.seller_sku
    WHERE listing.shop_id = ${shopId} AND listing.channel_product_id = ${channelProductId}
    ON CONFLICT (merchant_id, listing_id, channel_sku_id)
    DO UPDATE SET variant_id = excluded.variant_id, matched_by = 'published', matched_at = excluded.matched_at
    WHERE link.matched_by <> 'person'
    RETURNING link.variant_id AS "variantId"`.execute(tx);
  await planAnew(tx, { merchantId, now, variantIds: rows.map(({ variantId }) => variantId) });
}
