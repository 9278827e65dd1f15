import type { CaseRecord, ChannelReason } from '@tradewind/channels';
import type { AnswerAct } from '@tradewind/rules/after-sales';
import type { CaseFault } from '@tradewind/rules/case-faults';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;
/** planned → sent → confirmed | rejected | unknown | overtaken; unknown → looked for, then one of the others. */
export type AnswerIntent = 'planned' | 'sent' | 'unknown' | 'confirmed' | 'rejected' | 'overtaken';
/** Answers to a case, and what a seller does unasked. */
export type SellerAct = AnswerAct | 'refund-order' | 'cancel-order';
export type RuleAct = 'approve-cancellation' | 'approve-refund' | 'approve-return';
export type RunWish = { reasonCode: string; comment: string };

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    after_sale_answer: {
      merchant_id: string;
      id: string;
      shop_id: string;
      order_id: string;
      after_sale_id: string | null;
      act: SellerAct;
      reason_code: string;
      comment: string;
      evidence_ids: string[];
      channel_line_ids: string[] | null;
      amount_minor: number | null;
      currency: string;
      intent: AnswerIntent;
      failure_code: string | null;
      channel_case_id: string | null;
      asked_by_kind: 'user' | 'api-key' | 'rule';
      asked_by: string;
      rule_id: string | null;
      planned_at: Date;
      sent_at: Date | null;
      ended_at: Date | null;
    };
    after_sale_evidence: {
      merchant_id: string;
      id: string;
      after_sale_id: string;
      name: Buffer;
      media_type: string;
      bytes: number;
      sha256: string;
      uploaded_at: Date;
    };
    after_sale_fault: {
      merchant_id: string;
      after_sale_id: string;
      fault: CaseFault;
      note: string;
      said_by: string;
      said_at: Date;
    };
    after_sale_receipt: {
      merchant_id: string;
      after_sale_id: string;
      line_no: number;
      good: number;
      damaged: number;
      missing: number;
      variant_id: string | null;
      warehouse_id: string | null;
      received_by: string;
      received_at: Date;
    };
    after_sale_rule: {
      merchant_id: string;
      id: string;
      name: string;
      shop_id: string | null;
      act: RuleAct;
      max_minor: number;
      currency: string;
      window_days: number | null;
      daily_count: number;
      daily_minor: number;
      is_live: boolean;
      tried_at: Date | null;
      changed_by: string;
      changed_at: Date;
      version: number;
    };
    after_sale_run: {
      merchant_id: string;
      id: string;
      act: AnswerAct;
      wish: Json<RunWish>;
      asked_by: string;
      cancelled_at: Date | null;
      created_at: Date;
    };
    after_sale_run_row: {
      merchant_id: string;
      run_id: string;
      row_no: number;
      after_sale_id: string;
      answer_id: string | null;
      code: string | null;
    };
    after_sale_look: {
      merchant_id: string;
      after_sale_id: string;
      reject_reasons: Json<ChannelReason[]>;
      records: Json<CaseRecord[]>;
      calculated_minor: number | null;
      read_at: Date;
    };
  }
}
