import type { ColumnType } from 'kysely';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    translation_setting: { merchant_id: string; uses_memory: boolean; updated_at: Date };
    translation_provider: {
      merchant_id: string;
      id: string;
      place: number;
      kind: 'openai-compatible' | 'libretranslate' | 'apertium';
      name: string;
      address: string | null;
      model: string | null;
      key: Buffer | null;
      version: number;
      price_minor: number | null;
      price_currency: string | null;
      is_on: boolean;
      failed_in_row: number;
      rests_until: Date | null;
    };
    translation_count: {
      merchant_id: string;
      provider_id: string;
      counted_on: ColumnType<string, string, string>;
      currency: string;
      calls: number;
      failures: number;
      characters: number;
      cost_millionths: number;
      took_ms: number;
      slowest_ms: number;
    };
    message_translation: {
      merchant_id: string;
      message_id: string;
      language: string;
      from_language: string;
      body: string;
      by_kind: 'provider' | 'memory';
      by_name: string;
      made_at: Date;
    };
    review_translation: {
      merchant_id: string;
      review_id: string;
      language: string;
      from_language: string;
      body: string;
      of_md5: string;
      by_kind: 'provider' | 'memory';
      by_name: string;
      made_at: Date;
    };
    translation_memory: {
      merchant_id: string;
      from_language: string;
      to_language: string;
      source_hash: string;
      source: string;
      target: string;
      is_seen: boolean;
      by_name: string;
      origin_id: string;
      made_at: Date;
    };
    conversation_translation: { merchant_id: string; conversation_id: string; is_on: boolean; buyer_language: string | null };
    translation_reader: { merchant_id: string; user_id: string; language: string | null; untranslated: string };
  }
}
