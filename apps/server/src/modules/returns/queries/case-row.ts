import type { CaseState } from '@tradewind/rules/after-sales';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';

type AfterSale = Selectable<TenantTables['after_sale']>;
/** A case with its order and its dispute, as far as they are known here. */
export type CaseRow = Pick<
  AfterSale,
  | 'id'
  | 'shop_id'
  | 'channel_after_sale_id'
  | 'channel_order_id'
  | 'kind'
  | 'status'
  | 'reason'
  | 'reason_code'
  | 'refund_minor'
  | 'currency'
> &
  Pick<AfterSale, 'created_at' | 'updated_at' | 'refunded_at' | 'opened_by' | 'respond_by' | 'channel_line_ids' | 'arbitration'> &
  Pick<AfterSale, 'offer_minor' | 'is_offer_refused' | 'sent_back_number' | 'sent_back_carrier'> & {
    order_id: string | null;
    delivered_at: Date | null;
    dispatched_at: Date | null;
    decide_by: Date | null;
    decided_at: Date | null;
    responsible: string | null;
    fault: TenantTables['after_sale_fault']['fault'] | null;
    fault_note: string | null;
    fault_by: string | null;
    is_received: boolean;
    /** The newest answer of ours. */
    answer_act: TenantTables['after_sale_answer']['act'] | null;
    answer_intent: TenantTables['after_sale_answer']['intent'] | null;
  };

export async function readCases(tx: TenantTx, rest: RawBuilder<unknown>): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    SELECT c.id, c.shop_id, c.channel_after_sale_id, c.channel_order_id, c.kind, c.status, c.reason, c.reason_code, c.refund_minor, c.currency,
      c.created_at, c.updated_at, c.refunded_at, c.opened_by, c.respond_by, c.channel_line_ids, c.arbitration, c.offer_minor, c.is_offer_refused,
      c.sent_back_number, c.sent_back_carrier, o.id AS order_id, o.delivered_at, o.dispatched_at, d.decide_by, d.decided_at, d.responsible,
      f.fault, f.note AS fault_note, f.said_by AS fault_by,
      EXISTS (SELECT FROM after_sale_receipt r WHERE r.after_sale_id = c.id) AS is_received,
      a.act AS answer_act, a.intent AS answer_intent
    FROM after_sale c
    LEFT JOIN orders o ON o.merchant_id = c.merchant_id AND o.shop_id = c.shop_id AND o.channel_order_id = c.channel_order_id
    LEFT JOIN dispute d ON d.merchant_id = c.merchant_id AND d.shop_id = c.shop_id AND d.channel_after_sale_id = c.channel_after_sale_id
      AND c.kind <> 'cancellation'
    LEFT JOIN after_sale_fault f ON f.merchant_id = c.merchant_id AND f.after_sale_id = c.id
    LEFT JOIN LATERAL (SELECT act, intent FROM after_sale_answer a WHERE a.merchant_id = c.merchant_id AND a.after_sale_id = c.id
      ORDER BY planned_at DESC, id DESC LIMIT 1) a ON true
    ${rest}`.execute(tx);
  return rows;
}

export const stateOf = (row: CaseRow): CaseState => ({
  kind: row.kind,
  status: row.status,
  respondBy: row.respond_by?.getTime() ?? null,
  dispute: row.arbitration,
  hasOffer: row.offer_minor !== null,
});

/** Found among the shops that the caller may see; undefined answers alike for a foreign one. */
export async function findCase(tx: TenantTx, id: string, shopIds: readonly string[] | null): Promise<CaseRow | undefined> {
  const [row] = await readCases(tx, sql`WHERE c.id = ${id}::uuid ${shopIds ? sql`AND c.shop_id = ANY(${[...shopIds]}::uuid[])` : sql``}`);
  return row;
}
