import type { ReviewTheme } from '@tradewind/rules/review-theme-names';

/** planned → sent → confirmed | rejected | unknown; unknown → confirmed, or sent again; rejected → discarded, or planned again. */
export type ReplyIntent = 'planned' | 'sent' | 'unknown' | 'confirmed' | 'rejected' | 'discarded';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    review: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_review_id: string;
      channel_order_id: string;
      channel_product_id: string | null;
      rating: number;
      body: string;
      language: string | null;
      author: string;
      is_incentivised: boolean;
      is_erased: boolean;
      is_withdrawn: boolean;
      themes: ReviewTheme[] | null;
      reply_body: string | null;
      replied_at: Date | null;
      source: ReviewSource;
      written_at: Date;
      updated_at: Date;
    };
    review_reply: {
      merchant_id: string;
      review_id: string;
      shop_id: string;
      body: string;
      intent: ReplyIntent;
      failure_code: string | null;
      asked_by_kind: 'user' | 'api-key';
      asked_by_id: string;
      asked_by: string;
      planned_at: Date;
      sent_at: Date | null;
      ended_at: Date | null;
    };
    rollup_review: { merchant_id: string; shop_id: string; slot_seconds: number; slot_at: Date; negative: number };
  }
}

/** Who says so: the platform's list, or a file that a person brought. */
export type ReviewSource = 'platform' | 'file';
