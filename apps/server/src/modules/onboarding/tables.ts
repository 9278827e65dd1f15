import type { Opening } from '@tradewind/contract';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

export type DocumentStatus = 'approved' | 'pending' | 'rejected';

/** A paper as it was handed in: which version of which document. */
export type SubmittedPaper = { type: string; documentId: string; version: number; sha256: string; validUntil: number | null };
export type OpeningDeposit = { amount: number; frozen: number; currency: string; frozenInSteps: boolean };

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    document: {
      merchant_id: string;
      id: string;
      type: string;
      status: DocumentStatus;
      country: string;
      legal_entity_id: string | null;
      brand: string | null;
      markets: string[];
      category: string | null;
      listing_ids: string[];
      valid_from: string | null;
      valid_until: string | null;
      valid_at: Date | null;
      expires_at: Date | null;
      version: number;
      created_at: Date;
      updated_at: Date;
    };
    document_file: {
      merchant_id: string;
      document_id: string;
      version: number;
      name: Buffer;
      media_type: string;
      bytes: number;
      sha256: string;
      uploaded_at: Date;
    };
    opening: {
      merchant_id: string;
      id: string;
      source_shop_id: string;
      target_market: string;
      legal_entity_id: string;
      category: string;
      brand_owner: boolean;
      licence_names_online_sales: boolean | null;
      document_ids: string[];
      status: Opening['status'];
      attempt: number;
      submitted: Json<SubmittedPaper[]>;
      submitted_at: Date | null;
      sent_at: Date | null;
      reasons: Json<Opening['reasons']>;
      problem: Opening['problem'];
      channel_opening_id: string | null;
      channel_path: 'instant' | 'fast-review' | 'full-review' | null;
      channel_path_reasons: string[];
      deposit: ColumnType<OpeningDeposit | null, string | null, string | null>;
      opened_channel_shop_id: string | null;
      opened_at: Date | null;
      created_by: string;
      created_at: Date;
      updated_at: Date;
    };
    opening_step: {
      merchant_id: string;
      opening_id: string;
      attempt: number;
      status: Opening['status'];
      at: Date;
      reasons: Json<Opening['reasons']>;
    };
    compliance_rule: {
      merchant_id: string;
      id: string;
      market: string;
      category: string | null;
      document_type: string;
      from_day: string;
      from_at: Date;
      created_at: Date;
    };
  }
}
