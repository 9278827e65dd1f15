import type { CaseAnswer, ReturnCase } from '@tradewind/contract';
import { bucketOf } from '@tradewind/rules/after-sales';
import { proposedFault } from '@tradewind/rules/case-faults';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { type CaseRow, stateOf } from './case-row.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A person's word counts more than the table's. */
function faultOf(row: CaseRow): ReturnCase['fault'] {
  if (row.fault !== null) return { fault: row.fault, by: row.fault_by, note: row.fault_note ?? '' };
  const proposed = proposedFault({ reasonCode: row.reason_code, kind: row.kind, openedBy: row.opened_by });
  return proposed && { fault: proposed.fault, by: null, note: '' };
}

export function caseView(row: CaseRow, shop: ShopInScope): ReturnCase {
  const { currency } = row;
  return {
    ...{ id: row.id, channelCaseId: row.channel_after_sale_id, channelOrderId: row.channel_order_id, orderId: row.order_id },
    ...{ shop: shopChip(shop), kind: row.kind, status: row.status, bucket: bucketOf(stateOf(row)), openedBy: row.opened_by },
    ...{ reason: row.reason, reasonCode: row.reason_code, refund: { amount: row.refund_minor, currency } },
    respondBy: iso(row.respond_by),
    dispute: row.arbitration && {
      ...{ state: row.arbitration, decideBy: iso(row.decide_by), decidedAt: iso(row.decided_at), responsible: row.responsible },
    },
    offer: row.offer_minor === null ? null : { amount: { amount: row.offer_minor, currency }, isRefused: row.is_offer_refused },
    sentBack: row.sent_back_number === null ? null : { trackingNumber: row.sent_back_number, carrier: row.sent_back_carrier },
    fault: faultOf(row),
    isReceived: row.is_received,
    answer: row.answer_act && row.answer_intent && { act: row.answer_act, state: row.answer_intent },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export const answerView = (row: Selectable<TenantTables['after_sale_answer']>): CaseAnswer => ({
  ...{ id: row.id, act: row.act, reasonCode: row.reason_code, comment: row.comment, evidenceIds: row.evidence_ids },
  amount: row.amount_minor === null ? null : { amount: row.amount_minor, currency: row.currency },
  ...{ state: row.intent, failureCode: row.failure_code },
  askedBy: { kind: row.asked_by_kind, name: row.asked_by, ruleId: row.rule_id },
  plannedAt: row.planned_at.toISOString(),
  endedAt: iso(row.ended_at),
});
