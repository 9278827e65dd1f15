import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Appeals that the platform would not take in, or may have taken. What it decided of one is no trouble of ours. */
export const appealIntents: IntentSource = {
  kinds: ['appeal'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'> & { violationId: string }>`
      SELECT own.id, own.shop_id AS "shopId", CASE WHEN own.intent = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
        violation.channel_violation_id AS subject, own.failure_code AS code, NULL AS message,
        COALESCE(own.sent_at, own.created_at) AS since, own.violation_id AS "violationId"
      FROM appeal AS own JOIN violation ON violation.id = own.violation_id
      WHERE own.shop_id = ANY (${shopIds}::uuid[])
        AND (own.intent IN ('unknown', 'rejected') OR (own.intent = 'sent' AND own.sent_at < ${before}))
        AND NOT EXISTS (SELECT 1 FROM appeal AS later WHERE later.violation_id = own.violation_id AND later.created_at > own.created_at)
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map(({ violationId, ...row }) => ({ ...row, kind: 'appeal', link: { page: '/penalties', search: { open: violationId } } }));
  },
};
