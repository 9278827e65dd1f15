import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Applications for a shop that came back, or whose arrival nobody confirmed. */
export const openingIntents: IntentSource = {
  kinds: ['opening'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'>>`
      SELECT own.id, own.source_shop_id AS "shopId", CASE WHEN own.status = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
        own.target_market AS subject, own.reasons -> 0 ->> 'code' AS code, own.reasons -> 0 ->> 'message' AS message,
        CASE WHEN own.status = 'rejected' THEN own.updated_at ELSE own.sent_at END AS since
      FROM opening AS own
      WHERE own.source_shop_id = ANY (${shopIds}::uuid[])
        AND (own.status = 'rejected' OR (own.status = 'submitting' AND own.sent_at < ${before}))
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map((row) => ({ ...row, kind: 'opening', link: { page: '/openings', search: { open: row.id } } }));
  },
};
