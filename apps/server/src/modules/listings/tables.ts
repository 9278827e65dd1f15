import type { ChannelAttribute, ChannelCategoryRules } from '@tradewind/channels';
import type { ColumnType, Generated } from 'kysely';
import type { PublicationProblem, PublicationState } from './publication-cell.ts';

type Json<T> = ColumnType<T, string, string>;

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
    publication_run: { merchant_id: string; id: string; created_by: string; created_at: Date; updated_at: Date };
    publication: {
      merchant_id: string;
      id: string;
      run_id: string;
      product_id: string;
      shop_id: string;
      state: PublicationState;
      /** Read through the schema of publication-wish.ts. */
      wish: Json<unknown>;
      prepared_at: Date | null;
      intent: 'planned' | 'sent' | 'unknown' | null;
      sent_at: Date | null;
      failures: Json<PublicationProblem[]>;
      channel_product_id: string | null;
      created_by: string;
      created_at: Date;
      updated_at: Date;
    };
    shop_category: {
      merchant_id: string;
      shop_id: string;
      channel_category_id: string;
      name: string;
      is_open: boolean;
      rules: Json<ChannelCategoryRules> | null;
      attributes: Json<ChannelAttribute[]> | null;
      read_at: Date;
    };
  }
}
