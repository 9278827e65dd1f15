import type { Elsewhere } from '@tradewind/rules/review-display';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;
export type Cause = 'published' | 'withdrawn' | 'reviews-changed' | 'links-changed' | 'gate-closed' | 'gate-opened' | 'translated';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    review_link: {
      merchant_id: string;
      id: string;
      source_shop_id: string;
      source_product_id: string;
      target_shop_id: string;
      target_product_id: string;
      gtin: string | null;
      linked_by: string;
      linked_at: Date;
      unlinked_by: string | null;
      unlinked_at: Date | null;
    };
    review_gate: { merchant_id: string; market: string; is_open: boolean; changed_by: string; changed_at: Date };
    review_display: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_product_id: string;
      public_id: string;
      is_on: boolean;
      version: number;
      content: Json<Elsewhere>;
      intent: 'planned' | 'sent' | 'unknown' | 'rejected' | 'confirmed';
      failure_code: string | null;
      sent_at: Date | null;
      confirmed_version: number | null;
      changed_by: string;
      changed_at: Date;
    };
    review_ledger: {
      merchant_id: string;
      id: string;
      display_id: string;
      shop_id: string;
      channel_product_id: string;
      version: number;
      kind: 'wished' | 'shown' | 'rejected';
      cause: string;
      by: string;
      at: Date;
      sold_elsewhere: number;
      reviews: Json<{ shopId: string; id: string }[]>;
    };
    review_signing_key: { merchant_id: string; id: string; public_key: Json<Record<string, string>>; sealed_key: Buffer; made_at: Date };
  }
}
