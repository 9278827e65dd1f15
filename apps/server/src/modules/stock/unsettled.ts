import { sql } from 'kysely';
import type { IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Quantities that shops would not take, and those that were told without an answer. */
export const stockIntents: IntentSource = {
  kinds: ['stock-quantity'],
  find: async (tx, { shopIds, before, limit }) => {
    const { rows } = await sql<Omit<UnsettledIntent, 'kind' | 'link'>>`
      SELECT push.listing_id || ' ' || push.channel_sku_id || ' ' || push.channel_warehouse_id AS id, push.shop_id AS "shopId",
        CASE WHEN push.failure IS NULL THEN 'unknown' ELSE 'rejected' END AS state, variant.sku AS subject,
        push.failure AS code, NULL AS message, COALESCE(push.failed_at, push.sent_at) AS since
      FROM stock_push AS push JOIN variant ON variant.id = push.variant_id
      WHERE push.shop_id = ANY (${shopIds}::uuid[])
        AND (push.failure IS NOT NULL OR (push.sent_version > push.confirmed_version AND push.sent_at < ${before}))
      ORDER BY since DESC LIMIT ${limit}`.execute(tx);
    return rows.map((row) => ({
      ...row,
      kind: 'stock-quantity',
      link: { page: '/stock/shops', search: { show: row.state === 'rejected' ? 'failed' : 'waiting' } },
    }));
  },
};
