import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

/** `id` null: an answer given to several before, which is nobody's own. */
export type Source = { kind: 'entry' | 'saved-reply' | 'answer' | 'order' | 'product'; id: string | null; title: string; text: string };

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    assist_setting: {
      merchant_id: string;
      mode: 'off' | 'asked' | 'opened';
      provider_id: string | null;
      changed_by: string;
      changed_at: Date;
    };
    knowledge_entry: {
      merchant_id: string;
      id: string;
      title: string;
      questions: string;
      body: string;
      shop_ids: ColumnType<string[], readonly string[], readonly string[]>;
      is_on: boolean;
      changed_by: string;
      changed_at: Date;
    };
    reply_suggestion: {
      merchant_id: string;
      id: string;
      conversation_id: string;
      shop_id: string;
      message_id: string;
      body: string | null;
      made_by: 'nobody' | 'source' | 'model';
      sources: Json<Source[]>;
      fault: string | null;
      took_ms: number;
      outcome: 'nothing' | 'offered' | 'used' | 'changed' | 'dismissed';
      made_at: Date;
    };
  }
}
