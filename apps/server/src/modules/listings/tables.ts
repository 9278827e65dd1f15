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
      /** As the detail says it; null: it has not been read, or says none. */
      gtin: Generated<string | null>;
    };
    publication_run: {
      merchant_id: string;
      id: string;
      created_by: string;
      created_at: Date;
      updated_at: Date;
      is_global: Generated<boolean>;
    };
    global_publication: {
      merchant_id: string;
      id: string;
      product_id: string;
      authorization_id: string;
      run_id: string;
      content: string;
      intent: 'planned' | 'sent' | 'unknown' | null;
      sent_at: Date | null;
      channel_global_product_id: string | null;
      created_at: Date;
      updated_at: Date;
    };
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
      submitted_at: ColumnType<Date | null, Date | null | undefined>;
      intent: 'planned' | 'sent' | 'unknown' | null;
      sent_at: Date | null;
      failures: Json<PublicationProblem[]>;
      channel_product_id: string | null;
      /** Read through the schemas of listing-facts.ts and drift.ts. */
      last_sent: Json<unknown> | null;
      drift: Json<unknown> | null;
      came_from: PublicationState | null;
      global_publication_id: ColumnType<string | null, string | null | undefined>;
      created_by: string;
      created_at: Date;
      updated_at: Date;
    };
    listing_switch: {
      merchant_id: string;
      listing_id: string;
      shop_id: string;
      is_on: boolean;
      state: 'planned' | 'sent' | 'done' | 'refused';
      code: string | null;
      message: string | null;
      asked_by: string;
      asked_at: Date;
    };
    certificate_choice: {
      merchant_id: string;
      channel: string;
      channel_category_id: string;
      channel_certificate_id: string;
      document_type: string;
      chosen_by: string;
      chosen_at: Date;
    };
    shown_paper: {
      merchant_id: string;
      shop_id: string;
      document_id: string;
      version: number;
      channel_file_id: string;
      name: string;
      /** Null: it was shown as a picture. */
      format: string | null;
      shown_at: Date;
    };
    shop_prerequisite: {
      merchant_id: string;
      shop_id: string;
      code: string;
      reasons: string[];
      is_met: boolean;
      read_at: Date;
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
