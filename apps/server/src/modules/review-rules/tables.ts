import type { ReviewDecision, ReviewRule } from '@tradewind/contract';
import type { BlacklistKind, ConditionVerdict } from '@tradewind/rules/review-rules';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    review_rule: {
      merchant_id: string;
      id: string;
      rank: number;
      version: number;
      live_version: number | null;
      live_since: Date | null;
      changed_by: string;
      changed_at: Date;
      removed_at: Date | null;
    };
    review_rule_version: {
      merchant_id: string;
      rule_id: string;
      version: number;
      name: string;
      conditions: Json<ReviewRule['conditions']>;
      actions: Json<ReviewRule['actions']>;
      is_last: boolean;
      saved_by: string;
      saved_at: Date;
      tried_at: Date | null;
    };
    review_dry_run: {
      merchant_id: string;
      id: string;
      rule_id: string;
      version: number;
      state: 'running' | 'done' | 'cancelled';
      since: Date;
      until: Date;
      total: number;
      done: number;
      hits: number;
      unknown: number;
      at_instant: Date | null;
      at_order: string | null;
      asked_by: string;
      created_at: Date;
      finished_at: Date | null;
    };
    review_dry_run_row: {
      merchant_id: string;
      dry_run_id: string;
      order_id: string;
      ordered_at: Date;
      outcome: 'hit' | 'unknown';
      conditions: Json<ConditionVerdict[]>;
      profit_minor: number | null;
      currency: string | null;
    };
    review_order: { merchant_id: string; order_id: string; judged: Json<Record<string, number>>; waiting: string[] };
    review_decision: {
      merchant_id: string;
      order_id: string;
      id: string;
      rule_id: string;
      version: number;
      rule_name: string;
      outcome: ReviewDecision['outcome'];
      conditions: Json<ConditionVerdict[]>;
      acts: Json<ReviewDecision['acts']>;
      at: Date;
    };
    review_wish: {
      merchant_id: string;
      order_id: string;
      kind: 'service' | 'split';
      wish: Json<{ service: string } | { by: 'line' | 'units'; most?: number | undefined }>;
      rule_id: string;
      rule_name: string;
      at: Date;
    };
    blacklist_entry: {
      merchant_id: string;
      id: string;
      kind: BlacklistKind;
      hash: string;
      reason: string;
      order_id: string | null;
      added_by: string;
      added_at: Date;
    };
  }
}
