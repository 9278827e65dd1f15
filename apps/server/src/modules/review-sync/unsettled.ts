import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** What listings were to show of others, and the platform would not take or may have taken. */
export const displayIntents: IntentSource = {
  kinds: ['review-display'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'>>`
      SELECT id, shop_id AS "shopId", CASE WHEN intent = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
        channel_product_id AS subject, failure_code AS code, NULL AS message, COALESCE(sent_at, changed_at) AS since
      FROM review_display
      WHERE shop_id = ANY (${shopIds}::uuid[]) AND (intent IN ('unknown', 'rejected') OR (intent = 'sent' AND sent_at < ${before}))
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map((row) => ({ ...row, kind: 'review-display', link: { page: '/reputation/sync', search: {} } }));
  },
};
