import type { ChannelConversation } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { readMessagesJob } from '../jobs.ts';

type Shop = { merchantId: string; shopId: string };

/** Takes in conversations as they are listed. What was said since is read by a job, which every sweep asks for until nothing is unread. */
export async function applyConversations(
  tx: TenantTx,
  { services, shop, items, now }: { services: Services; shop: Shop; items: ChannelConversation[]; now: number },
): Promise<{ changed: number }> {
  const latest = latestOfEach(items, (item) => item.channelConversationId);
  const changed = latest.length === 0 ? 0 : await save(tx, { services, shop, latest });
  const { rows: unread } = await sql`
    SELECT 1 FROM conversation WHERE shop_id = ${shop.shopId} AND read_for IS DISTINCT FROM latest_message_id LIMIT 1`.execute(tx);
  if (unread.length > 0) await enqueue(tx, { merchantId: shop.merchantId, jobs: [readMessagesJob(shop.shopId, now)], now });
  return { changed };
}

type Given = { services: Services; shop: Shop; latest: ChannelConversation[] };

async function save(tx: TenantTx, { services, shop, latest }: Given): Promise<number> {
  const { names, source } = unnestRows(latest, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', () => services.newId()],
    shop_id: ['uuid', () => shop.shopId],
    channel_conversation_id: ['text', (item) => item.channelConversationId],
    created_at: ['timestamptz', (item) => new Date(item.createdAt)],
    latest_at: ['timestamptz', (item) => new Date(item.updatedAt)],
    latest_message_id: ['text', (item) => item.latestMessageId],
  });
  const { rows } = await sql`
    INSERT INTO conversation AS held (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, shop_id, channel_conversation_id)
    DO UPDATE SET latest_at = excluded.latest_at, latest_message_id = excluded.latest_message_id
    WHERE excluded.latest_at >= held.latest_at AND excluded.latest_message_id IS DISTINCT FROM held.latest_message_id
    RETURNING 1`.execute(tx);
  return rows.length;
}
