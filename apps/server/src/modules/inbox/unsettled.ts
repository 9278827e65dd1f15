import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Messages that the platform would not take, or may have taken. Retried or given up, they are settled. */
export const messageIntents: IntentSource = {
  kinds: ['message'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'>>`
      SELECT own.id, own.shop_id AS "shopId", CASE WHEN own.intent = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
        c.channel_conversation_id AS subject, own.failure_code AS code, NULL AS message, COALESCE(own.sent_at, own.planned_at) AS since
      FROM outgoing_message own JOIN conversation c ON c.merchant_id = own.merchant_id AND c.id = own.conversation_id
      WHERE own.shop_id = ANY (${shopIds}::uuid[])
        AND (own.intent IN ('unknown', 'rejected') OR (own.intent = 'sent' AND own.sent_at < ${before}))
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map((row) => ({ ...row, kind: 'message', link: { page: '/intents', search: {} } }));
  },
};
