import type { ChannelAppeal, ChannelMeasure } from '@tradewind/channels';
import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string, string>;
/** planned → sent → confirmed | rejected | unknown; unknown → confirmed, or planned again. */
export type AppealIntent = 'planned' | 'sent' | 'unknown' | 'confirmed' | 'rejected';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    penalty_reading: {
      merchant_id: string;
      shop_id: string;
      state: 'read' | 'no-consent';
      read_at: Date | null;
      violations_to: Date;
      appeals_to: Date;
      holds_to: Date;
      points: number;
      is_revoked: boolean;
    };
    violation: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_violation_id: string;
      source: 'platform' | 'file';
      reason: string;
      area: string;
      points: number;
      numerator: number | null;
      denominator: number | null;
      window_from: Date | null;
      window_until: Date | null;
      channel_order_ids: Json<string[]>;
      measures: Json<ChannelMeasure[]>;
      violated_at: Date;
      updated_at: Date;
      overturned_at: Date | null;
      note: Generated<string>;
      noted_at: Generated<Date | null>;
    };
    restriction: {
      merchant_id: string;
      shop_id: string;
      channel_restriction_id: string;
      code: string;
      node: number;
      begins_at: Date;
      ends_at: Date | null;
    };
    appeal: {
      merchant_id: string;
      id: string;
      shop_id: string;
      violation_id: string;
      channel_appeal_id: string | null;
      intent: AppealIntent | null;
      outcome: ChannelAppeal['status'] | null;
      attempt: number;
      text: string;
      evidence_ids: Generated<string[]>;
      planned_by: string | null;
      planned_at: Date | null;
      sent_at: Date | null;
      failure_code: string | null;
      submitted_at: Date | null;
      decided_at: Date | null;
      created_at: Date;
    };
    appeal_evidence: {
      merchant_id: string;
      id: string;
      violation_id: string;
      name: Buffer;
      media_type: string;
      bytes: number;
      sha256: string;
      uploaded_at: Date;
    };
    balance_hold: {
      merchant_id: string;
      shop_id: string;
      channel_balance_hold_id: string;
      violation_id: string;
      amount_minor: number;
      currency: string;
      hold_days: number;
      is_permanent: boolean;
      is_held: boolean;
      created_at: Date;
      investigation_ended_at: Date | null;
      release_at: Date | null;
    };
    linked_account: {
      merchant_id: string;
      shop_id: string;
      channel_account_id: string;
      kind: string;
      name: string;
      shares: Json<string[]>;
    };
  }
}
