import type { RateCard } from '@tradewind/rules/rate-card';
import type { ColumnType } from 'kysely';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    rate_card: {
      merchant_id: string;
      shop_id: string;
      version: number;
      valid_from: string;
      /** Null: taken back. */
      card: ColumnType<RateCard | null, string | null, never>;
      saved_by: string;
      saved_at: Date;
    };
    tax_id: {
      merchant_id: string;
      shop_id: string;
      prompted_on: string | null;
      filed_on: string | null;
      noted_by: string;
      noted_at: Date;
    };
  }
}
