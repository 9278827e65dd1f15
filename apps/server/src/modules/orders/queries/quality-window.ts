/**
 * Orders, requests and disputes of the last thirty days as the rates of quality count them, exact at any instant: whole hours and twelfths
 * of an hour of the orders' roll-up with what is older than the first of them from the orders, and the slots of what buyers want back.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { secondAfter, slotCells } from '../../../platform/database/slots.ts';
import type { AfterSaleAmounts } from '../after-sale-counts.ts';
import { EDGE_MS, floorTo, HOUR_MS } from '../dispatch.ts';

export const MONTH_MS = 30 * 24 * HOUR_MS;

export type QualityCounts = { shopId: string; created: number; cancelled: number } & AfterSaleAmounts;
type Input = { shopIds: readonly string[]; now: number };

export async function readQualityWindow(tx: TenantTx, { shopIds, now }: Input): Promise<QualityCounts[]> {
  const [orders, afterSales] = await Promise.all([countCreated(tx, { shopIds, now }), sumAfterSales(tx, { shopIds, now })]);
  return shopIds.map((shopId) => ({
    shopId,
    created: 0,
    cancelled: 0,
    disputes: 0,
    seller_fault_disputes: 0,
    judged_requests: 0,
    resolved_requests: 0,
    defective_orders: 0,
    ...orders.find((row) => row.shopId === shopId),
    ...afterSales.find((row) => row.shopId === shopId),
  }));
}

async function countCreated(tx: TenantTx, { shopIds, now }: Input): Promise<{ shopId: string; created: number; cancelled: number }[]> {
  const opensAt = now - MONTH_MS; // an order of exactly this instant has left
  const edgeEnds = floorTo(opensAt, EDGE_MS) + EDGE_MS;
  const hoursBegin = floorTo(edgeEnds + HOUR_MS - 1, HOUR_MS);
  const ids = sql`unnest(${[...shopIds]}::uuid[]) AS wanted(shop_id)`;
  const { rows } = await sql<{ shopId: string; created: number; cancelled: number }>`
    SELECT shop_id AS "shopId", sum(created)::int AS created, sum(cancelled)::int AS cancelled FROM (
      SELECT wanted.shop_id, cell.created, cell.cancelled FROM ${ids} JOIN rollup_dispatch AS cell ON cell.shop_id = wanted.shop_id
      WHERE cell.slot_minutes = 60 AND cell.slot_at >= ${new Date(hoursBegin)}
      UNION ALL
      SELECT wanted.shop_id, cell.created, cell.cancelled FROM ${ids} JOIN rollup_dispatch AS cell ON cell.shop_id = wanted.shop_id
      WHERE cell.slot_minutes = 5 AND cell.slot_at >= ${new Date(edgeEnds)} AND cell.slot_at < ${new Date(hoursBegin)}
      UNION ALL
      SELECT edge.shop_id, 1, (edge.cancelled_at IS NOT NULL)::int FROM ${ids} JOIN orders AS edge ON edge.shop_id = wanted.shop_id
      WHERE edge.created_at > ${new Date(opensAt)} AND edge.created_at < ${new Date(edgeEnds)}
    ) AS counted GROUP BY 1`.execute(tx);
  return rows;
}

const sums = sql`sum(cell.disputes)::int AS disputes, sum(cell.seller_fault_disputes)::int AS seller_fault_disputes,
  sum(cell.judged_requests)::int AS judged_requests, sum(cell.resolved_requests)::int AS resolved_requests, sum(cell.defective_orders)::int AS defective_orders`;

async function sumAfterSales(tx: TenantTx, { shopIds, now }: Input): Promise<({ shopId: string } & AfterSaleAmounts)[]> {
  const window = { part: 'window', from: secondAfter(now - MONTH_MS), until: secondAfter(now) };
  const { rows } = await sql<{ shopId: string } & AfterSaleAmounts>`
    SELECT cell.shop_id AS "shopId", ${sums}
    FROM ${slotCells('rollup_after_sale', { shopIds, stretches: [window] })}
    GROUP BY 1`.execute(tx);
  return rows;
}

export type QualityDay = { day: string; created: number; cancelled: number } & AfterSaleAmounts;

/** By the shop's own days: orders by creation, the rest by the instant at which it counts. */
export async function readQualityDays(tx: TenantTx, { shopId, from }: { shopId: string; from: string }): Promise<QualityDay[]> {
  const dayOf = sql`to_char(cell.slot_at AT TIME ZONE shop.time_zone, 'YYYY-MM-DD') AS day`;
  const ofShop = sql`shop.id = ${shopId} AND cell.slot_at >= ${from}::timestamp AT TIME ZONE shop.time_zone`;
  const { rows } = await sql<QualityDay>`
    SELECT day, coalesce(created, 0) AS created, coalesce(cancelled, 0) AS cancelled, coalesce(disputes, 0) AS disputes,
      coalesce(seller_fault_disputes, 0) AS seller_fault_disputes, coalesce(judged_requests, 0) AS judged_requests,
      coalesce(resolved_requests, 0) AS resolved_requests, coalesce(defective_orders, 0) AS defective_orders
    FROM (SELECT ${dayOf}, sum(cell.created)::int AS created, sum(cell.cancelled)::int AS cancelled
          FROM shop JOIN rollup_dispatch AS cell ON cell.merchant_id = shop.merchant_id AND cell.shop_id = shop.id
          WHERE ${ofShop} AND cell.slot_minutes = 60 GROUP BY 1) AS orders
    FULL JOIN (SELECT ${dayOf}, ${sums}
          FROM shop JOIN rollup_after_sale AS cell ON cell.merchant_id = shop.merchant_id AND cell.shop_id = shop.id
          WHERE ${ofShop} AND cell.slot_seconds = 3600 GROUP BY 1) AS after_sales USING (day)`.execute(tx);
  return rows;
}
