/** What became of the numbers that a shop is told. `version` is the fence throughout: an answer about an older one changes nothing newer. */
import type { ChannelStockLevel, ChannelWarehouse } from '@tradewind/channels';
import { driftOf } from '@tradewind/rules/stock-allocation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';

export type DuePush = {
  listingId: string;
  channelProductId: string;
  channelSkuId: string;
  channelWarehouseId: string;
  wanted: number;
  version: number;
};

const DUE_AT_ONCE = 500;

/** What the shop is still to be told; a number it refused waits for a newer one, or for somebody who repeats it. */
export async function duePushes(tx: TenantTx, shopId: string): Promise<DuePush[]> {
  const { rows } = await sql<DuePush>`
    SELECT p.listing_id AS "listingId", l.channel_product_id AS "channelProductId", p.channel_sku_id AS "channelSkuId",
      p.channel_warehouse_id AS "channelWarehouseId", p.wanted, p.version
    FROM stock_push p JOIN listing l ON l.id = p.listing_id
    WHERE p.shop_id = ${shopId} AND p.version > p.confirmed_version AND NOT (p.failure IS NOT NULL AND p.sent_version = p.version)
    ORDER BY p.wanted_at, p.listing_id, p.channel_sku_id LIMIT ${sql.lit(DUE_AT_ONCE)}`.execute(tx);
  return rows;
}

type Outcome = DuePush & { failure: string | null };

export async function markSent(tx: TenantTx, due: readonly DuePush[], now: number): Promise<void> {
  await sql`
    UPDATE stock_push p SET sent = g.wanted, sent_version = g.version, sent_at = ${new Date(now)}::timestamptz, failure = NULL
    FROM ${given(due.map((push) => ({ ...push, failure: null })))} WHERE ${isGiven}`.execute(tx);
}

export async function markAnswered(tx: TenantTx, outcomes: readonly Outcome[], now: number): Promise<void> {
  if (outcomes.length === 0) return;
  const at = sql`${new Date(now)}::timestamptz`;
  await sql`
    UPDATE stock_push p SET
      confirmed = CASE WHEN g.failure IS NULL THEN g.wanted ELSE p.confirmed END,
      confirmed_version = CASE WHEN g.failure IS NULL THEN g.version ELSE p.confirmed_version END,
      confirmed_at = CASE WHEN g.failure IS NULL THEN ${at} ELSE p.confirmed_at END,
      drift = CASE WHEN g.failure IS NULL THEN 0 ELSE p.drift END,
      failure = g.failure, failed_at = CASE WHEN g.failure IS NULL THEN p.failed_at ELSE ${at} END
    FROM ${given(outcomes)} WHERE ${isGiven} AND p.confirmed_version < g.version`.execute(tx);
}

const isGiven = sql`p.listing_id = g.listing_id AND p.channel_sku_id = g.channel_sku_id AND p.channel_warehouse_id = g.channel_warehouse_id`;

function given(outcomes: readonly Outcome[]) {
  const { names, source } = unnestRows(outcomes, {
    listing_id: ['uuid', ({ listingId }) => listingId],
    channel_sku_id: ['text', ({ channelSkuId }) => channelSkuId],
    channel_warehouse_id: ['text', ({ channelWarehouseId }) => channelWarehouseId],
    wanted: ['bigint', ({ wanted }) => wanted],
    version: ['bigint', ({ version }) => version],
    failure: ['text', ({ failure }) => failure],
  });
  return sql`(SELECT ${names} FROM ${source}) g`;
}

type Shown = { shopId: string; levels: readonly ChannelStockLevel[]; defaultId: string | null; now: number };

/** Beside what we told the shop, what it shows. A number that is on its way is not judged. */
export async function saveShown(tx: TenantTx, { shopId, levels, defaultId, now }: Shown): Promise<void> {
  const shown = new Map(levels.map((level) => [`${level.channelSkuId} ${level.channelWarehouseId}`, level]));
  const held = await tx
    .selectFrom('stock_push')
    .select(['listing_id', 'channel_sku_id', 'channel_warehouse_id', 'confirmed', 'confirmed_version', 'version'])
    .where('shop_id', '=', shopId)
    .forUpdate()
    .execute();
  const rows = held.flatMap((push) => {
    const level = shown.get(`${push.channel_sku_id} ${push.channel_warehouse_id || defaultId}`);
    if (!level) return [];
    const isSettled = push.confirmed !== null && push.version === push.confirmed_version;
    const drift = isSettled ? driftOf({ told: push.confirmed ?? 0, shown: level.available, underway: level.committed }) : 0;
    return [{ ...push, ...level, drift }];
  });
  const { names, source } = unnestRows(rows, {
    listing_id: ['uuid', (row) => row.listing_id],
    channel_sku_id: ['text', (row) => row.channel_sku_id],
    channel_warehouse_id: ['text', (row) => row.channel_warehouse_id],
    shown: ['bigint', (row) => row.available],
    committed: ['bigint', (row) => row.committed],
    drift: ['bigint', (row) => row.drift],
  });
  const at = sql`${new Date(now)}::timestamptz`;
  await sql`
    UPDATE stock_push p SET shown = g.shown, committed = g.committed, drift = g.drift, read_at = ${at}
    FROM (SELECT ${names} FROM ${source}) g WHERE ${isGiven}`.execute(tx);
}

type ShopNews = { shopId: string; comparedAt?: number; trouble: string | null; warehouses?: readonly ChannelWarehouse[] };

export async function noteShop(tx: TenantTx, { shopId, comparedAt, trouble, warehouses }: ShopNews): Promise<void> {
  const compared = comparedAt === undefined ? {} : { compared_at: new Date(comparedAt) };
  const read = warehouses ? { channel_warehouses: JSON.stringify(warehouses) } : {};
  await tx
    .updateTable('stock_shop')
    .set({ trouble, ...compared, ...read })
    .where('shop_id', '=', shopId)
    .execute();
}
