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

export {};
