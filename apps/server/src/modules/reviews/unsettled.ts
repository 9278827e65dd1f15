import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Answers to reviews that the platform would not take, or may have taken. Where one stands under the review by now, it is settled. */
export const replyIntents: IntentSource = {
  kinds: ['review-reply'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'>>`
      SELECT own.review_id AS id, own.shop_id AS "shopId", CASE WHEN own.intent = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
        r.channel_review_id AS subject, own.failure_code AS code, NULL AS message, COALESCE(own.sent_at, own.planned_at) AS since
      FROM review_reply own JOIN review r ON r.merchant_id = own.merchant_id AND r.id = own.review_id
      WHERE own.shop_id = ANY (${shopIds}::uuid[]) AND r.replied_at IS NULL AND NOT r.is_erased AND NOT r.is_withdrawn
        AND (own.intent IN ('unknown', 'rejected') OR (own.intent = 'sent' AND own.sent_at < ${before}))
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map((row) => ({ ...row, kind: 'review-reply', link: { page: '/reputation', search: { open: row.id } } }));
  },
};
