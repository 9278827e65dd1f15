import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { plansOf } from '../jobs.ts';
import { allocating } from '../queries/allocations.ts';
import { byChannelWarehouse } from '../queries/shop-quantities.ts';

type Linked = { shopId: string; listingId: string; channelSkuId: string; variantId: string };
type Wanted = Linked & { channelWarehouseId: string; units: number };
type Planning = { services: Services; merchantId: string; now: number; variantIds: readonly string[] };

/** Works out what the shops shall be told of these variants and of bundles made of them; answers which shops have something new to be told. */
export async function planPushes(tx: TenantTx, { services, merchantId, now, variantIds }: Planning): Promise<string[]> {
  const linked = await linkedTo(tx, variantIds);
  if (linked.length === 0) return [];
  const allocationOf = await allocating(tx, { services, variantIds: [...new Set(linked.map(({ variantId }) => variantId))] });
  const wanted = linked.flatMap((sku): Wanted[] => {
    const allocated = allocationOf(sku.shopId, sku.variantId);
    return allocated ? byChannelWarehouse(allocated).map((part) => ({ ...sku, ...part })) : [];
  });
  return saveWanted(tx, { merchantId, now, wanted });
}

/**
 * No unit has moved, and yet shops may have to be told another number: a SKU became another variant, a bundle has other parts. Late in the
 * transaction that changed it, because it locks a lane.
 */
export async function planAnew(tx: TenantTx, { merchantId, now, variantIds }: Omit<Planning, 'services'>): Promise<void> {
  if (variantIds.length === 0) return;
  const linked = await linkedTo(tx, variantIds);
  await enqueue(tx, { merchantId, now, jobs: plansOf([...new Set(linked.map(({ variantId }) => variantId))], now) });
}

/** SKUs of shops that are told, of these variants or of bundles that hold one of them. */
async function linkedTo(tx: TenantTx, variantIds: readonly string[]): Promise<Linked[]> {
  const { rows } = await sql<Linked>`
    SELECT l.shop_id AS "shopId", l.id AS "listingId", v.channel_sku_id AS "channelSkuId", v.variant_id AS "variantId"
    FROM (
      SELECT id FROM unnest(${variantIds}::uuid[]) AS own (id)
      UNION SELECT b.bundle_id FROM bundle_part b WHERE b.part_id = ANY (${variantIds}::uuid[])) AS touched
    JOIN variant_link v ON v.variant_id = touched.id
    JOIN listing l ON l.id = v.listing_id
    JOIN stock_shop s ON s.shop_id = l.shop_id AND s.is_pushing
    ORDER BY l.id, v.channel_sku_id`.execute(tx);
  return rows;
}

type Saving = { merchantId: string; now: number; wanted: readonly Wanted[] };

/** A number that is what it was raises no version. What a SKU is no longer sold from is told as none. */
async function saveWanted(tx: TenantTx, { merchantId, now, wanted }: Saving): Promise<string[]> {
  if (wanted.length === 0) return [];
  const { names, source } = unnestRows(wanted, {
    shop_id: ['uuid', ({ shopId }) => shopId],
    listing_id: ['uuid', ({ listingId }) => listingId],
    channel_sku_id: ['text', ({ channelSkuId }) => channelSkuId],
    channel_warehouse_id: ['text', ({ channelWarehouseId }) => channelWarehouseId],
    variant_id: ['uuid', ({ variantId }) => variantId],
    wanted: ['bigint', ({ units }) => units],
  });
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows } = await sql<{ shopId: string }>`
    WITH given AS MATERIALIZED (SELECT ${names} FROM ${source}),
    left_over AS (
      UPDATE stock_push p SET wanted = 0, version = p.version + 1, wanted_at = ${at}
      WHERE p.wanted <> 0 AND (p.listing_id, p.channel_sku_id) IN (SELECT listing_id, channel_sku_id FROM given)
        AND NOT EXISTS (SELECT 1 FROM given g WHERE g.listing_id = p.listing_id AND g.channel_sku_id = p.channel_sku_id AND g.channel_warehouse_id = p.channel_warehouse_id)
      RETURNING p.shop_id),
    saved AS (
      INSERT INTO stock_push AS p (merchant_id, ${names}, version, wanted_at, sent_version, confirmed_version, drift)
      SELECT ${merchantId}::uuid, given.*, 1, ${at}, 0, 0, 0 FROM given
      ON CONFLICT (merchant_id, listing_id, channel_sku_id, channel_warehouse_id) DO UPDATE
        SET wanted = excluded.wanted, variant_id = excluded.variant_id, version = p.version + 1, wanted_at = excluded.wanted_at
        WHERE p.wanted <> excluded.wanted
      RETURNING p.shop_id)
    SELECT DISTINCT shop_id AS "shopId" FROM (SELECT * FROM left_over UNION SELECT * FROM saved) AS changed ORDER BY 1`.execute(tx);
  return rows.map(({ shopId }) => shopId);
}
