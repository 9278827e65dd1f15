import type { AnswerOf, Routes, TranslationEntry } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Handlers } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { Language } from '../shapes.ts';

type Row = Selectable<TenantTables['translation_entry']>;
const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export const entryView = (row: Row): TranslationEntry => ({
  ...{ id: row.id, kind: row.kind, source: row.source, target: row.target, updatedBy: row.updated_by },
  // The casts: written from the contract's enum.
  ...{ from: row.from_language as Language, to: row.to_language as Language, updatedAt: row.updated_at.toISOString() },
});

export async function listEntries(
  services: Services,
  { caller, query }: Parameters<Handlers['translation-entries.list']>[0],
): Promise<AnswerOf<Routes['translation-entries.list']>> {
  const after = decodeCursor(query.cursor, position);
  const rows = await services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await sql<Row>`
      SELECT * FROM translation_entry WHERE kind = ${query.kind} ${query.language ? sql`AND to_language = ${query.language}` : sql``}
        ${query.q ? sql`AND (position(lower(${query.q}) in lower(source)) > 0 OR position(lower(${query.q}) in lower(target)) > 0)` : sql``}
        ${after ? sql`AND (updated_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
      ORDER BY updated_at DESC, id DESC LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    return found.rows;
  });
  const page = pageOf(rows, query.limit, (row) => ({ at: row.updated_at.toISOString(), id: row.id }));
  return { items: page.items.map(entryView), nextCursor: page.nextCursor };
}
