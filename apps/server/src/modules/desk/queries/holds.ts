import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

export type Hold = { kind: 'held' | 'in-review'; reason: string };

/** Which of these must not be sent yet, and why: kept back by us, or a review that nobody passed. The platform's own hold is its status. */
export async function holdsOf(tx: TenantTx, orderIds: readonly string[]): Promise<Map<string, Hold>> {
  if (orderIds.length === 0) return new Map();
  const { rows } = await sql<{ orderId: string } & Hold>`
    (SELECT order_id AS "orderId", 'in-review' AS kind, min(reason) AS reason FROM desk_review
     WHERE order_id = ANY (${orderIds}::uuid[]) AND passed_at IS NULL GROUP BY order_id)
    UNION ALL
    (SELECT order_id, 'held', hold_reason FROM desk_mark WHERE order_id = ANY (${orderIds}::uuid[]) AND held_at IS NOT NULL)
    ORDER BY kind DESC`.execute(tx);
  return new Map(rows.map(({ orderId, kind, reason }) => [orderId, { kind, reason }]));
}
