import type { ChannelConversation } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { hashOfBuyer, readErasures } from '../../orders/index.ts';
import { readMessagesJob } from '../jobs.ts';
import { termsToMake } from './save-terms.ts';

type Shop = { merchantId: string; shopId: string };
type Given = { services: Services; shop: Shop; items: readonly ChannelConversation[]; secrets: MerchantSecrets };

/** Takes in conversations as they are listed. What was said since is read by a job, which every sweep asks for until nothing is unread. */
export async function applyConversations(tx: TenantTx, { now, ...given }: Given & { now: number }): Promise<{ changed: number }> {
  const { shop } = given;
  const changed = await saveConversations(tx, given);
  const { rows: unread } = await sql`
    SELECT 1 FROM conversation WHERE shop_id = ${shop.shopId} AND read_for IS DISTINCT FROM latest_message_id LIMIT 1`.execute(tx);
  const reading = unread.length > 0 ? [readMessagesJob(shop.shopId, now)] : [];
  const jobs = [...reading, ...(await termsToMake(tx, shop.shopId, now))];
  if (jobs.length > 0) await enqueue(tx, { merchantId: shop.merchantId, jobs, now });
  return { changed };
}

/** Answers how many are new or moved on. A name whose bearer's data was deleted since they last wrote is not written down. */
export async function saveConversations(tx: TenantTx, { services, shop, items, secrets }: Given): Promise<number> {
  if (items.length === 0) return 0;
  const latest = latestOfEach(items, (item) => item.channelConversationId).map((item) => ({
    ...item,
    hash: item.buyer && hashOfBuyer(secrets, item.buyer.channelBuyerId),
  }));
  const erasures = await readErasures(
    tx,
    latest.flatMap(({ hash }) => hash ?? []),
  );
  const isErased = ({ hash, updatedAt }: (typeof latest)[number]) => hash !== null && updatedAt <= (erasures.get(hash) ?? 0);
  const { names, source } = unnestRows(latest, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', () => services.newId()],
    shop_id: ['uuid', () => shop.shopId],
    channel_conversation_id: ['text', (item) => item.channelConversationId],
    created_at: ['timestamptz', (item) => new Date(item.createdAt)],
    latest_at: ['timestamptz', (item) => new Date(item.updatedAt)],
    latest_message_id: ['text', (item) => item.latestMessageId],
    buyer_hash: ['text', (item) => item.hash],
    buyer_name: ['text', (item) => (isErased(item) ? '' : (item.buyer?.name ?? ''))],
  });
  const { rows } = await sql`
    INSERT INTO conversation AS held (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, shop_id, channel_conversation_id)
    DO UPDATE SET latest_at = excluded.latest_at, latest_message_id = excluded.latest_message_id,
      buyer_hash = COALESCE(excluded.buyer_hash, held.buyer_hash),
      buyer_name = CASE WHEN excluded.buyer_hash IS NULL THEN held.buyer_name ELSE excluded.buyer_name END,
      has_terms = held.has_terms AND (excluded.buyer_hash IS NULL OR excluded.buyer_name = held.buyer_name)
    WHERE excluded.latest_at >= held.latest_at AND excluded.latest_message_id IS DISTINCT FROM held.latest_message_id
    RETURNING 1`.execute(tx);
  return rows.length;
}
