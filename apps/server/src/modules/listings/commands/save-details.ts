import type { ChannelListingDetail } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { matchListings } from '../../catalog/index.ts';
import { readDetailsJob, readDetailsKind } from '../jobs.ts';

type Shop = { merchantId: string; shopId: string };
/** `detail` null: the platform no longer knows the listing; what was known of it stays. */
export type DetailedListing = { id: string; detailedFor: Date; detail: ChannelListingDetail | null };

/** Marks each listing as read for the version that was asked for: one that changed meanwhile is read again. */
export async function saveDetails(
  tx: TenantTx,
  { services, shop, read }: { services: Services; shop: Shop; read: DetailedListing[] },
): Promise<void> {
  if (read.length === 0) return;
  const { source } = unnestRows(read, {
    id: ['uuid', ({ id }) => id],
    detailed_for: ['timestamptz', ({ detailedFor }) => detailedFor],
    is_known: ['int', ({ detail }) => (detail === null ? 0 : 1)],
    category: ['text', ({ detail }) => detail?.category ?? null],
    channel_category: ['text', ({ detail }) => detail?.channelCategory || null],
    brand: ['text', ({ detail }) => detail?.brand ?? null],
  });
  await sql`
    UPDATE listing SET detailed_for = read.detailed_for,
      category = CASE WHEN read.is_known = 1 THEN COALESCE(read.category, own.category) ELSE listing.category END,
      is_own_category = CASE WHEN read.is_known = 1 THEN read.category IS NULL AND own.category IS NOT NULL ELSE listing.is_own_category END,
      channel_category = CASE WHEN read.is_known = 1 THEN read.channel_category ELSE listing.channel_category END,
      brand = CASE WHEN read.is_known = 1 THEN read.brand ELSE listing.brand END
    FROM (SELECT * FROM ${source}) AS read
    LEFT JOIN category_mapping AS own ON own.channel_category = read.channel_category
      AND own.channel = (SELECT channel FROM shop WHERE shop.id = ${shop.shopId})
    WHERE listing.id = read.id`.execute(tx);
  const variants = read.flatMap(({ id, detail }) => (detail?.variants ?? []).map((variant) => ({ id, ...variant })));
  const said = unnestRows(variants, {
    listing_id: ['uuid', ({ id }) => id],
    channel_sku_id: ['text', ({ channelSkuId }) => channelSkuId],
    gtin: ['text', ({ gtin }) => gtin],
  });
  await sql`
    UPDATE listing_variant AS own SET gtin = given.gtin FROM ${said.source}
    WHERE own.listing_id = given.listing_id AND own.channel_sku_id = given.channel_sku_id AND own.gtin IS DISTINCT FROM given.gtin`.execute(
    tx,
  );
  const listingIds = variants.flatMap(({ id, gtin }) => (gtin === null ? [] : [id]));
  if (listingIds.length > 0) await matchListings(tx, { merchantId: shop.merchantId, now: services.clock.now(), among: { listingIds } });
  const ids = read.slice(0, 50).map(({ id }) => id);
  await services.hints.publish(tx, shop.merchantId, [{ type: 'listing.changed', ids, shopId: shop.shopId }]);
}

/** A shop with unread details and no job for them gets one: rows of before there were details, and jobs that were lost. */
export async function keepReadingDetails(services: Services, merchantId: string): Promise<void> {
  const now = services.clock.now();
  await services.database.withMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ shop_id: string }>`
      SELECT DISTINCT listing.shop_id FROM listing
      JOIN shop ON shop.merchant_id = listing.merchant_id AND shop.id = listing.shop_id
      WHERE listing.detailed_for IS DISTINCT FROM listing.updated_at AND shop.state = 'active' AND NOT EXISTS (
        SELECT 1 FROM system.job WHERE job.lane = 'shop:' || shop.id || ':listings' AND job.kind = ${readDetailsKind})`.execute(tx);
    if (rows.length > 0) await enqueue(tx, { merchantId, jobs: rows.map((row) => readDetailsJob(row.shop_id, now)), now });
  });
}
