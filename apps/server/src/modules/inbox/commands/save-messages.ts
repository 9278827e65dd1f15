/**
 * Takes in what was read of conversations: every message under the platform's own number and at the platform's own place, whatever came
 * first. Reading twice changes nothing; what a copy that lags behind leaves out is not taken back, and what was deleted stays deleted.
 */
import type { ChannelMessage } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { forgetSuggestions } from '../../assist/index.ts';
import { readErasures } from '../../orders/index.ts';
import { forgetTranslations } from '../../translation/index.ts';
import { fetchImagesJob } from '../jobs.ts';
import type { ImageState } from '../tables.ts';
import { followTurns } from './follow-turns.ts';
import { keepSummary } from './keep-summary.ts';
import { forgetTerms, saveTerms } from './save-terms.ts';
import { type ReadConversation, saveTurns } from './save-turns.ts';

type Shop = { merchantId: string; shopId: string };
type Given = { services: Services; shop: Shop; read: ReadConversation[] };
type Kept = ChannelMessage & { conversationId: string };

/** A picture of an older message is not fetched: its address may have ended, and it fills the vault for nobody. */
const PICTURE_DAYS_MS = 7 * 86_400_000;

export async function saveMessages(tx: TenantTx, { services, shop, read }: Given): Promise<void> {
  if (read.length === 0) return;
  const now = services.clock.now();
  const kept = await withoutErased(
    tx,
    read.flatMap(({ id, messages }) => messages.map((message): Kept => ({ ...message, conversationId: id }))),
  );
  const saved = kept.length === 0 ? [] : await save(tx, { services, shop, kept, now });
  const turns = await saveTurns(tx, { services, shop, read });
  const isBack = await keepSummary(
    tx,
    read.map(({ id }) => id),
  );
  const watching = await followTurns(tx, { services, shop, turns, isBack, now });
  const words = saved.filter(({ isDeleted, text }) => !isDeleted && text !== '');
  await saveTerms(tx, { merchantId: shop.merchantId, field: 'message', of: words });
  const gone = saved.filter(({ isDeleted }) => isDeleted);
  if (gone.length > 0) {
    const blobs = await services.blobs.forMerchant(shop.merchantId);
    for (const { id } of gone) await blobs.remove(tx, id);
    await forgetTerms(
      tx,
      gone.map(({ id }) => id),
    );
    await forgetSuggestions(tx, { messageIds: gone.map(({ id }) => id) });
    await forgetTranslations(
      tx,
      gone.map(({ id }) => id),
    );
  }
  const ids = [...new Set(saved.map(({ conversationId }) => conversationId))];
  if (ids.length > 0)
    await services.hints.publish(tx, shop.merchantId, [{ type: 'conversation.changed', ids: ids.slice(0, 50), shopId: shop.shopId }]);
  const fetching = saved.some(({ imageState }) => imageState === 'waiting') ? [fetchImagesJob(shop.shopId, now)] : [];
  await enqueue(tx, { merchantId: shop.merchantId, jobs: [...fetching, ...watching], now });
}

/** The messages as they may be stored: without words where their buyer's data was deleted after they were said, whoever said them. */
async function withoutErased(tx: TenantTx, kept: Kept[]): Promise<Kept[]> {
  const ids = [...new Set(kept.map(({ conversationId }) => conversationId))];
  const rows = ids.length === 0 ? [] : await tx.selectFrom('conversation').select(['id', 'buyer_hash']).where('id', 'in', ids).execute();
  const hashes = new Map(rows.map((row) => [row.id, row.buyer_hash]));
  const erasures = await readErasures(
    tx,
    [...hashes.values()].flatMap((hash) => hash ?? []),
  );
  if (erasures.size === 0) return kept;
  return kept.map((message) => {
    const upTo = erasures.get(hashes.get(message.conversationId) ?? '') ?? 0;
    return message.sentAt <= upTo ? { ...message, text: '', picture: null, channelOrderId: null, channelProductId: null } : message;
  });
}

type Saved = { id: string; conversationId: string; imageState: ImageState | null; isDeleted: boolean; at: Date; text: string };

/** Answers those that are new, or deleted since. */
async function save(
  tx: TenantTx,
  { services, shop, kept, now }: { services: Services; shop: Shop; kept: readonly Kept[]; now: number },
): Promise<Saved[]> {
  const imageState = ({ picture, sentAt }: Kept): ImageState | null =>
    picture === null ? null : sentAt >= now - PICTURE_DAYS_MS ? 'waiting' : 'passed';
  const { names, source } = unnestRows(kept, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', () => services.newId()],
    shop_id: ['uuid', () => shop.shopId],
    conversation_id: ['uuid', ({ conversationId }) => conversationId],
    channel_message_id: ['text', ({ channelMessageId }) => channelMessageId],
    sequence: ['bigint', (message) => (services.guards.platformOrder ? message.sequence : placeByTime(message))],
    sender: ['text', ({ from }) => from],
    kind: ['text', ({ kind }) => kind],
    body: ['text', ({ text }) => text],
    image_url: ['text', ({ picture }) => picture?.url ?? null],
    image_width: ['int', ({ picture }) => picture?.width ?? null],
    image_height: ['int', ({ picture }) => picture?.height ?? null],
    image_state: ['text', imageState],
    channel_order_id: ['text', ({ channelOrderId }) => channelOrderId],
    channel_product_id: ['text', ({ channelProductId }) => channelProductId],
    sent_at: ['timestamptz', ({ sentAt }) => new Date(sentAt)],
    deleted_at: ['timestamptz', ({ isDeleted }) => (isDeleted ? new Date(now) : null)],
    has_terms: ['boolean', () => true],
  });
  const { rows } = await sql<Saved>`
    INSERT INTO message AS held (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, conversation_id, channel_message_id) DO UPDATE SET deleted_at = excluded.deleted_at, body = '',
      image_url = NULL, image_width = NULL, image_height = NULL, image_state = NULL, image_type = NULL,
      channel_order_id = NULL, channel_product_id = NULL
    WHERE held.deleted_at IS NULL AND excluded.deleted_at IS NOT NULL
    RETURNING id, conversation_id AS "conversationId", image_state AS "imageState", deleted_at IS NOT NULL AS "isDeleted", sent_at AS at, body AS text`.execute(
    tx,
  );
  return rows;
}

/** Only where a drill has taken the platform's count from it. */
const placeByTime = ({ sentAt, channelMessageId }: ChannelMessage): number => sentAt + (Number(channelMessageId.slice(-3)) % 1_000);
