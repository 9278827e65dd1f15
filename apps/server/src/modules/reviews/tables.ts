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
      written_at: Date;
      updated_at: Date;
    };
    rollup_review: { merchant_id: string; shop_id: string; slot_seconds: number; slot_at: Date; negative: number };
  }
}

export {};
