import type { ColumnType } from 'kysely';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    product: {
      merchant_id: string;
      id: string;
      code: string;
      title: string;
      description: string;
      category: string | null;
      brand: string | null;
      materials: string[];
      option_names: string[];
      attributes: ColumnType<Record<string, string>, string, string>;
      status: 'draft' | 'active' | 'archived';
      version: number;
      created_at: Date;
      updated_at: Date;
    };
    variant: {
      merchant_id: string;
      id: string;
      product_id: string;
      sku: string;
      option_values: string[];
      gtin: string | null;
      hs_code: string | null;
      weight_g: number | null;
      length_mm: number | null;
      width_mm: number | null;
      height_mm: number | null;
      is_bundle: boolean;
      status: 'active' | 'archived';
      created_at: Date;
      updated_at: Date;
    };
    variant_cost: {
      merchant_id: string;
      variant_id: string;
      valid_from: string;
      cost_minor: number;
      currency: string;
    };
    bundle_part: {
      merchant_id: string;
      bundle_id: string;
      part_id: string;
      quantity: number;
    };
    variant_link: {
      merchant_id: string;
      listing_id: string;
      channel_sku_id: string;
      variant_id: string;
      matched_by: 'sku' | 'gtin' | 'person' | 'published';
      matched_at: Date;
    };
  }
}
