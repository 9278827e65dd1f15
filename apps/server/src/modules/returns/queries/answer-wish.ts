import type { TenantTx } from '../../../platform/database/database.ts';
import type { SellerAct } from '../tables.ts';

export type AnswerWishRow = {
  id: string;
  caseId: string | null;
  orderId: string;
  channelOrderId: string;
  channelCaseId: string | null;
  kind: 'return' | 'refund' | 'cancellation' | null;
  act: SellerAct;
  reasonCode: string;
  comment: string;
  evidenceIds: string[];
  channelLineIds: string[] | null;
  amount: number | null;
  currency: string;
  sentAt: Date | null;
};

/** Undefined: it has ended already. */
export const readWish = (tx: TenantTx, answerId: string): Promise<AnswerWishRow | undefined> =>
  tx
    .selectFrom('after_sale_answer as a')
    .innerJoin('orders as o', 'o.id', 'a.order_id')
    .leftJoin('after_sale as c', 'c.id', 'a.after_sale_id')
    .select(['a.id', 'a.act', 'a.comment', 'a.currency', 'a.after_sale_id as caseId', 'a.order_id as orderId', 'a.sent_at as sentAt'])
    .select([
      'a.reason_code as reasonCode',
      'a.evidence_ids as evidenceIds',
      'a.channel_line_ids as channelLineIds',
      'a.amount_minor as amount',
    ])
    .select(['o.channel_order_id as channelOrderId', 'c.channel_after_sale_id as channelCaseId', 'c.kind'])
    .where('a.id', '=', answerId)
    .where('a.intent', 'in', ['planned', 'sent', 'unknown'])
    .executeTakeFirst();
