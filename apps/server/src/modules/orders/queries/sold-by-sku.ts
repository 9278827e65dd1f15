import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

const DAY_MS = 86_400_000;

export type Sold = { channelSkuId: string; last7: number; before7: number };
/** Left out: of every SKU of the shop. */
type Wanted = { shopId: string; channelSkuIds?: readonly string[]; now: number };

/** Pieces in paid orders of the last seven times 24 hours, and of the seven before. SKUs that sold nothing are left out. */
export async function soldBySku(tx: TenantTx, { shopId, channelSkuIds, now }: Wanted): Promise<ReadonlyMap<string, Sold>> {
  const [from, middle] = [new Date(now - 14 * DAY_MS), new Date(now - 7 * DAY_MS)];
  const { rows } = await sql<Sold>`
    SELECT line.channel_sku_id AS "channelSkuId",
           coalesce(sum(line.quantity) FILTER (WHERE orders.created_at > ${middle}), 0)::int AS last7,
           coalesce(sum(line.quantity) FILTER (WHERE orders.created_at <= ${middle}), 0)::int AS before7
    FROM orders JOIN order_line AS line ON line.merchant_id = orders.merchant_id AND line.order_id = orders.id
    WHERE orders.shop_id = ${shopId} AND orders.created_at > ${from} AND orders.paid_at IS NOT NULL
      AND (${channelSkuIds ?? null}::text[] IS NULL OR line.channel_sku_id = ANY (${channelSkuIds ?? null}::text[]))
    GROUP BY 1`.execute(tx);
  return new Map(rows.map((row) => [row.channelSkuId, row]));
}
