import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Applications for a programme that the platform would not take, or may have taken; the newest of each shop. */
export const applicationIntents: IntentSource = {
  kinds: ['programme-application'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'>>`
      SELECT own.id, own.shop_id AS "shopId", CASE WHEN own.intent = 'refused' THEN 'rejected' ELSE 'unknown' END AS state,
        own.programme AS subject, own.failure_code AS code, NULL AS message, COALESCE(own.sent_at, own.updated_at) AS since
      FROM programme_application AS own
      WHERE own.shop_id = ANY (${shopIds}::uuid[])
        AND (own.intent IN ('unknown', 'refused') OR (own.intent = 'sent' AND own.sent_at < ${before}))
        AND NOT EXISTS (SELECT 1 FROM programme_application AS later
          WHERE later.shop_id = own.shop_id AND later.programme = own.programme AND later.created_at > own.created_at)
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map((row) => ({
      ...row,
      kind: 'programme-application',
      link: {
        page: row.subject === 'us-to-mexico' ? '/openings/programmes/us-to-mexico' : '/openings/programmes/hosting-modes',
        search: {},
      },
    }));
  },
};
