import type { ChannelPackage, TrackingEvent } from '@tradewind/channels';
import type { ParcelTrouble } from '@tradewind/rules/parcel-watch';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';

type Shop = { merchantId: string; shopId: string };

/** Orders of which a parcel has left are followed; one more parcel of an order that was done with has it followed again. */
export async function beginTracking(
  tx: TenantTx,
  { merchantId, shopId }: Shop,
  changes: readonly { item: ChannelPackage }[],
): Promise<void> {
  const submittedAt = new Map<string, number>();
  for (const { item } of changes)
    if (item.status === 'fulfilling')
      for (const id of item.channelOrderIds) submittedAt.set(id, Math.min(submittedAt.get(id) ?? item.updatedAt, item.updatedAt));
  if (submittedAt.size === 0) return;
  const { names, source } = unnestRows([...submittedAt], {
    merchant_id: ['uuid', () => merchantId],
    shop_id: ['uuid', () => shopId],
    channel_order_id: ['text', ([id]) => id],
    submitted_at: ['timestamptz', ([, at]) => new Date(at)],
    events: ['jsonb', () => '[]'],
    ask_at: ['timestamptz', ([, at]) => new Date(at)],
  });
  await sql`
    INSERT INTO parcel_tracking AS kept (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, shop_id, channel_order_id) DO UPDATE SET ask_at = COALESCE(kept.ask_at, excluded.ask_at)`.execute(tx);
}

export type AskedParcel = { channelOrderId: string; events: readonly TrackingEvent[]; trouble: ParcelTrouble | null; askAt: number | null };

/** What carriers told, and when they are asked again. */
export async function keepTracking(tx: TenantTx, shop: Shop & { now: number }, asked: readonly AskedParcel[]): Promise<void> {
  if (asked.length === 0) return;
  const { source } = unnestRows(asked, {
    channel_order_id: ['text', ({ channelOrderId }) => channelOrderId],
    events: ['jsonb', ({ events }) => JSON.stringify(events)],
    ask_at: ['timestamptz', ({ askAt }) => (askAt === null ? null : new Date(askAt))],
    trouble: ['text', ({ trouble }) => trouble],
  });
  await sql`
    UPDATE parcel_tracking p SET events = given.events, ask_at = given.ask_at, trouble = given.trouble, asked_at = ${new Date(shop.now)}
    FROM ${source} WHERE p.shop_id = ${shop.shopId} AND p.channel_order_id = given.channel_order_id`.execute(tx);
}

type Erased = { orders: readonly { shopId: string; channelOrderId: string }[] };

/** Carriers name places and people: their words go with the buyer, and nobody asks again. */
export async function forgetTracking(tx: TenantTx, { orders }: Erased): Promise<void> {
  const [shopIds, ids] = [orders.map(({ shopId }) => shopId), orders.map(({ channelOrderId }) => channelOrderId)];
  await sql`
    UPDATE parcel_tracking p SET events = '[]', ask_at = NULL
    FROM unnest(${shopIds}::uuid[], ${ids}::text[]) AS gone(shop_id, channel_order_id)
    WHERE p.shop_id = gone.shop_id AND p.channel_order_id = gone.channel_order_id`.execute(tx);
}
