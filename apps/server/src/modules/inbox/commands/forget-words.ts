import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { forgetSuggestions } from '../../assist/index.ts';
import type { ErasedBuyer } from '../../orders/index.ts';
import { forgetTranslations } from '../../translation/index.ts';
import { forgetTerms } from './save-terms.ts';

/** The conversations of a buyer, for whoever clears what else speaks of them. */
export async function chatsOf(tx: TenantTx, buyerHash: string) {
  return tx
    .selectFrom('conversation')
    .select(['id', 'shop_id as shopId', 'channel_conversation_id as channelConversationId'])
    .where('buyer_hash', '=', buyerHash)
    .execute();
}

/**
 * A buyer's data is deleted: the words of their conversations go, those of the shop too, because an answer repeats what was asked; with them the
 * pictures, what colleagues noted, and what was still to be sent. That somebody wrote, and when, stays: the clocks are made of it.
 */
export async function forgetWords(tx: TenantTx, services: Services, { merchantId, now, buyerHash, upTo }: ErasedBuyer): Promise<void> {
  const chats = (await chatsOf(tx, buyerHash)).map(({ id }) => id);
  if (chats.length === 0) return;
  const blobs = await services.blobs.forMerchant(merchantId);
  const { rows: said } = await sql<{ id: string }>`
    UPDATE message SET body = '', image_url = NULL, image_width = NULL, image_height = NULL, image_state = NULL, image_type = NULL,
      channel_order_id = NULL, channel_product_id = NULL
    WHERE conversation_id = ANY (${chats}::uuid[]) AND sent_at <= ${upTo} RETURNING id`.execute(tx);
  const { rows: own } = await sql<{ id: string }>`
    SELECT id FROM message_image WHERE conversation_id = ANY (${chats}::uuid[]) AND uploaded_at <= ${upTo}`.execute(tx);
  for (const { id } of [...said, ...own]) await blobs.remove(tx, id);
  await forgetSuggestions(tx, { conversationIds: chats });
  await forgetTerms(tx, [...said.map(({ id }) => id), ...chats]);
  await sql`UPDATE conversation SET has_terms = false WHERE id = ANY (${chats}::uuid[])`.execute(tx);
  await sql`DELETE FROM conversation_draft WHERE conversation_id = ANY (${chats}::uuid[]) AND changed_at <= ${upTo}`.execute(tx);
  const { rows: asked } = await sql<{ id: string }>`
    UPDATE outgoing_message SET body = '', typed_body = NULL, typed_language = NULL, body_language = NULL, image_id = NULL, image_url = NULL, channel_order_id = NULL, channel_product_id = NULL,
      failure_code = CASE WHEN intent IN ('planned', 'sent', 'unknown') THEN 'buyer-erased' ELSE failure_code END,
      ended_at = COALESCE(ended_at, ${new Date(now)}),
      intent = CASE WHEN intent IN ('planned', 'sent', 'unknown') THEN 'rejected' ELSE intent END
    WHERE conversation_id = ANY (${chats}::uuid[]) AND planned_at <= ${upTo} RETURNING id`.execute(tx);
  await forgetTranslations(
    tx,
    [...said, ...asked].map(({ id }) => id),
  );
  await sql`DELETE FROM conversation_note WHERE conversation_id = ANY (${chats}::uuid[]) AND written_at <= ${upTo}`.execute(tx);
  await sql`DELETE FROM message_image WHERE id = ANY (${own.map(({ id }) => id)}::uuid[])`.execute(tx);
  await sql`UPDATE conversation SET buyer_name = '' WHERE id = ANY (${chats}::uuid[]) AND latest_at <= ${upTo}`.execute(tx);
  await services.hints.publish(tx, merchantId, [{ type: 'conversation.changed', ids: chats.slice(0, 50), shopId: null }]);
}
