import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

type ReturnReasons = { shopId: string; channelProductId: string; title: string; reasonCode: string; cases: number };

/** Why buyers wanted money back since then, by product; a case about several products counts for each. Cancellations say nothing of the goods. */
export async function countReturnReasons(
  tx: TenantTx,
  { shopIds, since }: { shopIds: readonly string[]; since: Date },
): Promise<ReturnReasons[]> {
  const { rows } = await sql<ReturnReasons>`
    SELECT c.shop_id AS "shopId", l.channel_product_id AS "channelProductId", max(l.product_name) AS title, c.reason_code AS "reasonCode",
      count(DISTINCT c.id)::int AS cases
    FROM after_sale c
    JOIN orders o ON o.shop_id = c.shop_id AND o.channel_order_id = c.channel_order_id
    JOIN order_line l ON l.order_id = o.id AND (cardinality(c.channel_line_ids) = 0 OR l.channel_line_ids && c.channel_line_ids)
    WHERE c.shop_id = ANY (${shopIds}::uuid[]) AND c.kind IN ('return', 'refund') AND c.opened_by <> 'seller'
      AND c.updated_at >= ${since} AND c.created_at >= ${since}
    GROUP BY 1, 2, 4`.execute(tx);
  return rows;
}
