import type { ChannelListing } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { readDetailsJob } from '../jobs.ts';
import { followListings } from './follow-listings.ts';
import { lockProducts, nameProducts } from './name-products.ts';

type Shop = { merchantId: string; shopId: string };
type Change = { id: string; item: ChannelListing };

/** Takes in listings as the platform shows them. Stock moves without a new update time, so an equal time is applied again. */
export async function applyListings(
  tx: TenantTx,
  { services, shop, items }: { services: Services; shop: Shop; items: ChannelListing[] },
): Promise<{ changed: number }> {
  const latest = latestOfEach(items, (item) => item.channelProductId);
  if (latest.length === 0) return { changed: 0 };
  const reshaped = await reshapedAmong(tx, shop, latest);
  if (reshaped.size > 0) await lockProducts(tx, shop.merchantId);
  const rows = await tx
    .selectFrom('listing')
    .select(['id', 'channel_product_id', 'updated_at', 'product_key'])
    .where('shop_id', '=', shop.shopId)
    .where(
      'channel_product_id',
      'in',
      latest.map((item) => item.channelProductId),
    )
    .forUpdate()
    .execute();
  const held = new Map(rows.map((row) => [row.channel_product_id, row]));
  const changes = latest.flatMap((item): Change[] => {
    const before = held.get(item.channelProductId);
    return before && before.updated_at.getTime() > item.updatedAt ? [] : [{ id: before?.id ?? services.newId(), item }];
  });
  if (changes.length === 0) return { changed: 0 };
  await save(tx, shop, changes);
  const moving = changes.filter(({ item }) => reshaped.has(item.channelProductId));
  if (moving.length > 0)
    await nameProducts(tx, {
      changedIds: moving.map(({ id }) => id),
      formerKeys: moving.flatMap(({ item }) => held.get(item.channelProductId)?.product_key ?? []),
    });
  const moved = changes.filter(({ item }) => held.get(item.channelProductId)?.updated_at.getTime() !== item.updatedAt);
  if (moved.length > 0) {
    await services.hints.publish(tx, shop.merchantId, [
      { type: 'listing.changed', ids: moved.slice(0, 50).map((change) => change.id), shopId: shop.shopId },
    ]);
    const now = services.clock.now();
    await enqueue(tx, { merchantId: shop.merchantId, jobs: [readDetailsJob(shop.shopId, now)], now });
    await followListings(tx, { shop, channelProductIds: moved.map(({ item }) => item.channelProductId), now });
  }
  return { changed: moved.length };
}

/** Those whose product may be another one now: new listings, other SKUs, or a listing that was deleted or is back. */
async function reshapedAmong(tx: TenantTx, shop: Shop, items: readonly ChannelListing[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ channelProductId: string; status: string; skus: string[] }>`
    SELECT listing.channel_product_id AS "channelProductId", listing.status,
           ARRAY(SELECT DISTINCT seller_sku FROM listing_variant AS variant WHERE variant.listing_id = listing.id) AS skus
    FROM listing WHERE shop_id = ${shop.shopId} AND channel_product_id = ANY (${items.map((item) => item.channelProductId)}::text[])`.execute(
    tx,
  );
  const held = new Map(rows.map((row) => [row.channelProductId, row]));
  const textOf = (skus: readonly string[]): string => JSON.stringify([...new Set(skus)].sort());
  const isReshaped = ({ channelProductId, status, variants }: ChannelListing): boolean => {
    const before = held.get(channelProductId);
    if (!before || (before.status === 'deleted') !== (status === 'deleted')) return true;
    return textOf(before.skus) !== textOf(variants.map(({ sellerSku }) => sellerSku));
  };
  return new Set(items.filter(isReshaped).map(({ channelProductId }) => channelProductId));
}

async function save(tx: TenantTx, shop: Shop, changes: Change[]): Promise<void> {
  const { names, source } = unnestRows(changes, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', ({ id }) => id],
    shop_id: ['uuid', () => shop.shopId],
    channel_product_id: ['text', ({ item }) => item.channelProductId],
    title: ['text', ({ item }) => item.title],
    status: ['text', ({ item }) => item.status],
    created_at: ['timestamptz', ({ item }) => new Date(item.createdAt)],
    updated_at: ['timestamptz', ({ item }) => new Date(item.updatedAt)],
  });
  await sql`
    INSERT INTO listing (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET title = excluded.title, status = excluded.status, updated_at = excluded.updated_at`.execute(
    tx,
  );
  const listingIds = changes.map((change) => change.id);
  // Only the detail says it, and it is read later or not at all: until then what is known stays.
  const known = await tx
    .selectFrom('listing_variant')
    .select(['channel_sku_id', 'gtin'])
    .where('listing_id', 'in', listingIds)
    .where('gtin', 'is not', null)
    .execute();
  const gtins = new Map(known.map(({ channel_sku_id, gtin }) => [channel_sku_id, gtin]));
  await tx.deleteFrom('listing_variant').where('listing_id', 'in', listingIds).execute();
  const variants = changes.flatMap(({ id, item }) => item.variants.map((variant) => ({ ...variant, listingId: id })));
  if (variants.length === 0) return;
  const columns = unnestRows(variants, {
    merchant_id: ['uuid', () => shop.merchantId],
    listing_id: ['uuid', (variant) => variant.listingId],
    channel_sku_id: ['text', (variant) => variant.channelSkuId],
    seller_sku: ['text', (variant) => variant.sellerSku],
    price_minor: ['bigint', (variant) => variant.price],
    currency: ['text', (variant) => variant.currency],
    quantity: ['int', (variant) => variant.quantity],
    gtin: ['text', (variant) => gtins.get(variant.channelSkuId) ?? null],
  });
  await sql`INSERT INTO listing_variant (${columns.names}) SELECT * FROM ${columns.source}`.execute(tx);
}
