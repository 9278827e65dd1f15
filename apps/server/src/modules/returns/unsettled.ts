import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Answers to buyers that the platform would not take, or may have taken. One that a later answer replaced, or whose case has ended, is settled. */
export const answerIntents: IntentSource = {
  kinds: ['case-answer'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'> & { caseId: string | null; orderId: string }>`
      SELECT own.id, own.shop_id AS "shopId", CASE WHEN own.intent = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
        COALESCE(c.channel_after_sale_id, o.channel_order_id) AS subject, own.failure_code AS code, NULL AS message,
        COALESCE(own.sent_at, own.planned_at) AS since, own.after_sale_id AS "caseId", own.order_id AS "orderId"
      FROM after_sale_answer AS own JOIN orders o ON o.id = own.order_id LEFT JOIN after_sale c ON c.id = own.after_sale_id
      WHERE own.shop_id = ANY (${shopIds}::uuid[])
        AND (own.intent IN ('unknown', 'rejected') OR (own.intent = 'sent' AND own.sent_at < ${before}))
        AND (own.intent <> 'rejected' OR c.id IS NULL OR c.respond_by IS NOT NULL)
        AND NOT EXISTS (SELECT FROM after_sale_answer later WHERE later.order_id = own.order_id
          AND later.after_sale_id IS NOT DISTINCT FROM own.after_sale_id AND (later.planned_at, later.id) > (own.planned_at, own.id))
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map(({ caseId, orderId, ...row }) => ({
      ...row,
      kind: 'case-answer',
      link: caseId === null ? { page: '/orders', search: { open: orderId } } : { page: '/after-sales', search: { open: caseId } },
    }));
  },
};
