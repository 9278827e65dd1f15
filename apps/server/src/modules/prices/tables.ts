import type { PriceLine, PriceRule } from '@tradewind/rules/price-intent';
import type { ColumnType } from 'kysely';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    price_rule: {
      merchant_id: string;
      id: string;
      category: string | null;
      product_id: string | null;
      market: string | null;
      shop_id: string | null;
      valid_from: string;
      rule: ColumnType<PriceRule, string, string>;
      saved_by: string;
      saved_at: Date;
    };
    price_application: {
      merchant_id: string;
      id: string;
      prices: number;
      variants: number;
      shop_ids: string[];
      applied_by: string;
      applied_at: Date;
      undone_by: string | null;
      undone_at: Date | null;
    };
    price_change: {
      merchant_id: string;
      variant_id: string;
      shop_id: string;
      application_id: string;
      price_minor: number;
      currency: string;
      lines: ColumnType<PriceLine[], string, never>;
    };
  }
}
