import type { ChannelProgrammeApplication, ProgrammeForm } from '@tradewind/channels';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;
export type Stage = NonNullable<ChannelProgrammeApplication['stage']>;
/** `planned` → `sent`, committed before the call → the platform's own status; `unknown`: the answer was lost; `refused`: not taken. */
export type ApplicationIntent = 'planned' | 'sent' | 'unknown' | 'refused';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    mexico_seller: {
      merchant_id: string;
      shop_id: string;
      origin: 'us-local' | 'cn-cross-border' | 'other';
      performance_score: number | null;
      dispatch_days: number;
      lead_time_days: number;
      ship_from: string;
      invited_categories: string[];
      qualifications: string[];
      updated_at: Date;
    };
    mexico_sku: {
      merchant_id: string;
      shop_id: string;
      channel_sku_id: string;
      rhythm: 'core' | 'trial' | null;
      ship_from: string | null;
      stock: number | null;
      updated_at: Date;
    };
    mexico_product: {
      merchant_id: string;
      listing_id: string;
      weight_g: number;
      fragile: boolean;
      made_to_order: boolean;
      freight_share: number;
      drop_shipped: boolean;
      stock_counted: boolean;
      buys_after_order: boolean;
      content_score: number;
      updated_at: Date;
    };
    programme_step: { merchant_id: string; shop_id: string; programme: string; step: string; done_at: Date; done_by: string };
    hosting_form: {
      merchant_id: string;
      shop_id: string;
      entity_jurisdiction: string;
      invited: boolean;
      stock_countries: string[];
      ship_to_country: string | null;
      vat_countries: string[];
      document_ids: string[];
      stage: Stage | null;
      stage_at: Date | null;
      updated_at: Date;
    };
    programme_application: {
      merchant_id: string;
      id: string;
      shop_id: string;
      programme: ProgrammeForm['programme'];
      form: Json<ProgrammeForm> | null;
      intent: ApplicationIntent | null;
      sent_at: Date | null;
      failure_code: string | null;
      channel_application_id: string | null;
      status: ChannelProgrammeApplication['status'] | null;
      history: Json<ChannelProgrammeApplication['history']>;
      reasons: Json<ChannelProgrammeApplication['reasons']>;
      invited_categories: string[];
      stage: Stage | null;
      created_at: Date;
      updated_at: Date;
    };
    payment_method: { merchant_id: string; market: string; methods: string[]; updated_at: Date };
  }
}
