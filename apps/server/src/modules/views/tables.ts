import type { scopeOfViewPage } from '@tradewind/contract';
import type { ColumnType } from 'kysely';

type ViewPage = keyof typeof scopeOfViewPage;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    saved_view: {
      merchant_id: string;
      id: string;
      page: ViewPage;
      name: string;
      owner_id: string;
      is_shared: boolean;
      search: ColumnType<Record<string, string>, string, string>;
      created_at: Date;
      updated_at: Date;
    };
    default_view: { merchant_id: string; page: ViewPage; person_id: string; view_id: string };
  }
}
