import type { ColumnType } from 'kysely';
import type { TextFields, TextSource, TitleTemplate } from './shapes.ts';

type Json<T> = ColumnType<T, string, string>;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    product_text: {
      merchant_id: string;
      product_id: string;
      market: string;
      language: string;
      title: string;
      description: string;
      attributes: Json<Record<string, string>>;
      size_chart: ColumnType<string[][] | null, string | null, string | null>;
      size_chart_media_id: string | null;
      state: 'draft' | 'to-review' | 'approved';
      sources: Json<TextSource[]>;
      reason: string | null;
      original: Json<TextFields>;
      version: number;
      updated_by: string;
      updated_at: Date;
      approved_by: string | null;
      approved_at: Date | null;
    };
    translation_entry: {
      merchant_id: string;
      id: string;
      kind: 'term' | 'sentence';
      from_language: string;
      to_language: string;
      source: string;
      target: string | null;
      updated_by: string;
      updated_at: Date;
    };
    localisation_setting: {
      merchant_id: string;
      original_language: string;
      publish_unseen: boolean;
      title_templates: Json<TitleTemplate[]>;
      tone: string;
      model_address: string | null;
      model_name: string | null;
      model_key: Buffer | null;
      version: number;
      updated_at: Date;
    };
    text_run: { merchant_id: string; id: string; is_cancelled: boolean; created_by: string; created_at: Date };
    text_run_row: {
      merchant_id: string;
      run_id: string;
      product_id: string;
      market: string;
      state: 'waiting' | 'drafted' | 'skipped' | 'failed';
      reason: string | null;
    };
  }
}
