import type { Generated } from 'kysely';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    listing: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_product_id: string;
      title: string;
      status: string;
      created_at: Date;
      updated_at: Date;
      category: string | null;
      channel_category: string | null;
      brand: string | null;
      /** The update time for which the three above were read; null before the first time. */
      detailed_for: Date | null;
      /** Null only within the transaction that makes the row. */
      product_key: string | null;
      is_own_category: Generated<boolean>;
    };
    category_mapping: {
      merchant_id: string;
      channel: string;
      channel_category: string;
      category: string;
      set_by: string;
      set_at: Date;
    };
    listing_variant: {
      merchant_id: string;
      listing_id: string;
      channel_sku_id: string;
      seller_sku: string;
      price_minor: number;
      currency: string;
      quantity: number;
    };
  }
}
