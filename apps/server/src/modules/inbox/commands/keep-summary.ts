import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

const UNREAD_MAX = 99;

/** The messages of a conversation `own` from its end; however long it is, the first that fits is near. */
const fromEnd = sql`FROM message m WHERE m.merchant_id = own.merchant_id AND m.conversation_id = own.id`;
const last = sql`ORDER BY m.sequence DESC, m.id DESC LIMIT 1`;

/**
 * What the list shows and is ordered by, counted anew from what was said; in the transaction that moves it. Answers whether one of those that
 * moved had been set aside.
 */
export async function keepSummary(tx: TenantTx, conversationIds: readonly string[]): Promise<boolean> {
  if (conversationIds.length === 0) return false;
  const { rows } = await sql<{ was_aside: boolean }>`
    UPDATE conversation AS c SET unread = now.unread, heard_up_to = now.heard_up_to, heard_at = now.heard_at,
      shown_message_id = now.shown_message_id, waiting_since = now.waiting_since
    FROM (
      SELECT own.merchant_id, own.id, COALESCE(heard.sequence, 0) AS heard_up_to, heard.sent_at AS heard_at,
        COALESCE((SELECT m.id ${fromEnd} AND m.sender <> 'automatic' ${last}), (SELECT m.id ${fromEnd} ${last})) AS shown_message_id,
        (SELECT count(*)::int FROM (SELECT ${fromEnd} AND m.sender = 'buyer' AND m.sequence > GREATEST(own.read_up_to, answered.sequence)
          LIMIT ${sql.lit(UNREAD_MAX)}) AS counted) AS unread,
        (SELECT max(t.asked_at) FROM buyer_turn t WHERE t.merchant_id = own.merchant_id AND t.conversation_id = own.id AND t.replied_at IS NULL)
          AS waiting_since
      FROM conversation AS own
      LEFT JOIN LATERAL (SELECT m.sequence, m.sent_at ${fromEnd} AND m.sender = 'buyer' ${last}) AS heard ON true
      LEFT JOIN LATERAL (SELECT m.sequence ${fromEnd} AND m.sender = 'seller' ${last}) AS answered ON true
      WHERE own.id = ANY (${[...conversationIds]}::uuid[])) AS now
    WHERE c.merchant_id = now.merchant_id AND c.id = now.id
      AND (c.unread, c.heard_up_to, c.heard_at, c.shown_message_id, c.waiting_since)
        IS DISTINCT FROM (now.unread, now.heard_up_to, now.heard_at, now.shown_message_id, now.waiting_since)
    RETURNING c.aside_up_to IS NOT NULL AS was_aside`.execute(tx);
  return rows.some(({ was_aside }) => was_aside);
}
