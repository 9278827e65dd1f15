import { leftToRefund } from '@tradewind/rules/after-sales';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

export type LeftOfOrder = { paid: number; refunded: number; promised: number; left: number; currency: string };

/**
 * What of an order's payment is still there to be given back. Promised: what open cases ask for (or what was answered to them), and what
 * the seller gives unasked until the platform shows it as a case of its own. `exceptCaseId`: the case that is being answered.
 * Whoever decides by it holds the order's row (`lockOrder`), so that two answers cannot both find the same money.
 */
export async function moneyOf(tx: TenantTx, orderId: string, exceptCaseId: string | null = null): Promise<LeftOfOrder> {
  const { rows } = await sql<Omit<LeftOfOrder, 'left'>>`
    SELECT CASE WHEN o.paid_at IS NULL THEN 0 ELSE o.total_minor END AS paid, o.currency,
      COALESCE((SELECT sum(c.refund_minor) FROM after_sale c WHERE c.shop_id = o.shop_id AND c.channel_order_id = o.channel_order_id
        AND c.refunded_at IS NOT NULL), 0)::bigint AS refunded,
      (COALESCE((SELECT sum(COALESCE(own.amount_minor, c.refund_minor)) FROM after_sale c
        LEFT JOIN LATERAL (SELECT a.amount_minor FROM after_sale_answer a WHERE a.after_sale_id = c.id AND a.intent IN ('planned', 'sent', 'unknown')
          AND a.amount_minor IS NOT NULL LIMIT 1) own ON true
        WHERE c.shop_id = o.shop_id AND c.channel_order_id = o.channel_order_id AND c.refunded_at IS NULL
          AND c.id IS DISTINCT FROM ${exceptCaseId}::uuid
          AND (c.status NOT IN ('completed', 'refunded-instead', 'withdrawn', 'rejected') OR c.arbitration IN ('open', 'for-buyer'))), 0)
      + COALESCE((SELECT sum(a.amount_minor) FROM after_sale_answer a WHERE a.order_id = o.id AND a.after_sale_id IS NULL
        AND (a.intent IN ('planned', 'sent', 'unknown') OR (a.intent = 'confirmed' AND NOT EXISTS (
          SELECT FROM after_sale c WHERE c.shop_id = a.shop_id AND c.channel_after_sale_id = a.channel_case_id)))), 0))::bigint AS promised
    FROM orders o WHERE o.id = ${orderId}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('an order that was just found is not there');
  return { ...row, left: leftToRefund(row) };
}

/** Two clerks at once: the second waits here, then counts what the first one promised. */
export async function lockOrder(tx: TenantTx, orderId: string): Promise<void> {
  await sql`SELECT FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`.execute(tx);
}
