import type { ColumnType, Generated } from 'kysely';
import type { Difference, ImportState, RowFault, RowVerdict } from './imports/shapes.ts';

type Json<T> = ColumnType<T, string, string>;

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
      attributes: Json<Record<string, string>>;
      status: 'draft' | 'active' | 'archived';
      version: number;
      group_id: Generated<string | null>;
      created_at: Date;
      updated_at: Date;
    };
    product_group: {
      merchant_id: string;
      id: string;
      parent_id: string | null;
      name: string;
      attributes: Json<Record<string, string>>;
      version: number;
      created_at: Date;
      updated_at: Date;
    };
    product_group_leaf: {
      merchant_id: string;
      group_id: string;
      channel: string;
      market: string;
      channel_category_id: string;
      name: string;
      attribute_ids: Json<Record<string, string>>;
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
      sku_folded: ColumnType<string, never, never>;
      gtin_number: ColumnType<string | null, never, never>;
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
    product_term: { merchant_id: string; product_id: string; term: string };
    product_media: {
      merchant_id: string;
      id: string;
      product_id: string;
      media_type: string;
      width: number;
      height: number;
      bytes: number;
      position: Generated<number>;
      created_at: Date;
    };
    import_mapping: { merchant_id: string; head_hash: string; mapping: Json<(string | null)[]>; used_at: Date };
    product_import: {
      merchant_id: string;
      id: string;
      file_name: string;
      state: ImportState;
      fault: string | null;
      first_rows: Json<string[][]>;
      head_row: number;
      mapping: Json<(string | null)[]>;
      is_remembered: boolean;
      rows: Generated<number>;
      at_line: Generated<number>;
      done: Generated<number>;
      created: Generated<number>;
      changed: Generated<number>;
      unchanged: Generated<number>;
      failed: Generated<number>;
      undone: Generated<number>;
      created_by: string;
      created_at: Date;
      updated_at: Date;
      purged_at: Generated<Date | null>;
    };
    product_import_row: {
      merchant_id: string;
      import_id: string;
      line: number;
      cells: Json<string[]>;
      sku: string | null;
      verdict: RowVerdict;
      faults: Json<RowFault[]>;
      difference: Json<Difference> | null;
    };
  }
}
