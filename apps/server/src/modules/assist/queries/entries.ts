import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';

export type Entry = AnswerOf<Routes['knowledge-entries.create']>;
/** They are shown, and looked through for every question, all at once. */
export const ENTRIES_MAX = 300;
export const REPORT_DAYS_MS = 30 * 86_400_000;

type Row = Selectable<TenantTables['knowledge_entry']>;
type Counts = { offered: number; sent: number };

export const entryView = (row: Row, { offered, sent }: Counts = { offered: 0, sent: 0 }): Entry => ({
  id: row.id,
  title: row.title,
  questions: row.questions === '' ? [] : row.questions.split('\n'),
  text: row.body,
  shopIds: [...row.shop_ids],
  isOn: row.is_on,
  changedBy: row.changed_by,
  changedAt: row.changed_at.toISOString(),
  offered,
  sent,
});

export const readEntries = (tx: TenantTx): Promise<Row[]> =>
  tx.selectFrom('knowledge_entry').selectAll().orderBy('title').orderBy('id').limit(ENTRIES_MAX).execute();

export async function listEntries(tx: TenantTx, now: number): Promise<{ items: Entry[] }> {
  const { rows } = await sql<{ id: string } & Counts>`
    SELECT source ->> 'id' AS id, count(*)::int AS offered, (count(*) FILTER (WHERE s.outcome IN ('used', 'changed')))::int AS sent
    FROM reply_suggestion s CROSS JOIN LATERAL jsonb_array_elements(s.sources) AS source
    WHERE s.made_at > ${new Date(now - REPORT_DAYS_MS)} AND source ->> 'kind' = 'entry' GROUP BY 1`.execute(tx);
  const counts = new Map(rows.map((row) => [row.id, row]));
  return { items: (await readEntries(tx)).map((row) => entryView(row, counts.get(row.id))) };
}
