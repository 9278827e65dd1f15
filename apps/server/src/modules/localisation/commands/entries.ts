import { createHash } from 'node:crypto';
import type { AnswerOf, Routes, TranslationEntry } from '@tradewind/contract';
import { textLanguages } from '@tradewind/rules/localisation';
import { audit } from '../../../platform/audit.ts';
import { csvFile } from '../../../platform/csv-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type FileAnswer, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readTable } from '../../../platform/sheets/read-sheet.ts';
import type { SheetRow } from '../../../platform/sheets/refused.ts';
import { firstErrors, type RowError, rowForm } from '../../../platform/sheets/table-form.ts';
import { entryView } from '../queries/entries.ts';
import { type Entry, saveEntries } from './remember.ts';
import { EVERY_SHOP } from './save-text.ts';

const titles = ['from', 'to', 'source', 'target'] as const;
const TEXT_MAX = 5_000;
const ROWS_MAX = 20_000;

export async function setEntry(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['translation-entries.set']>[0],
): Promise<TranslationEntry | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  if (body.kind === 'sentence' && body.target === null)
    return { refused: 'invalid-input', errors: [{ path: '/target', code: 'required', message: 'a sentence has a translation' }] };
  if (body.from === body.to)
    return { refused: 'invalid-input', errors: [{ path: '/to', code: 'same', message: 'is the language it comes from' }] };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    await saveEntries(tx, services, { caller, entries: [body] });
    await noted(tx, services, {
      caller,
      requestId,
      action: 'translation-entry.set',
      facts: { kind: body.kind, from: body.from, to: body.to },
    });
    const row = await tx
      .selectFrom('translation_entry')
      .selectAll()
      .where('kind', '=', body.kind)
      .where('from_language', '=', body.from)
      .where('to_language', '=', body.to)
      .where('source', '=', body.source)
      .executeTakeFirstOrThrow();
    return entryView(row);
  });
}

export async function removeEntry(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['translation-entries.remove']>[0],
): Promise<Refusal | undefined> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const gone = await tx.deleteFrom('translation_entry').where('id', '=', params.translationEntryId).returning('kind').executeTakeFirst();
    if (!gone) return refuse('not-found');
    await noted(tx, services, { caller, requestId, action: 'translation-entry.remove', facts: { kind: gone.kind } });
    return undefined;
  });
}

export async function exportEntries(
  services: Services,
  { caller, query }: Parameters<Handlers['translation-entries.export']>[0],
): Promise<FileAnswer> {
  const rows = await services.database.withMerchant(caller.merchantId, (tx) =>
    tx
      .selectFrom('translation_entry')
      .select(['from_language', 'to_language', 'source', 'target'])
      .where('kind', '=', query.kind)
      .orderBy('from_language')
      .orderBy('to_language')
      .orderBy('source')
      .execute(),
  );
  const table = rows.map(({ from_language, to_language, source, target }) => [from_language, to_language, source, target]);
  return csvFile(query.kind === 'term' ? 'glossary.csv' : 'memory.csv', [[...titles], ...table]);
}

type Answer = AnswerOf<Routes['translation-entry-imports.create']>;

/** All of it or nothing, as with every small table: whoever mends a row sends the file again. */
export async function importEntries(
  services: Services,
  { caller, requestId, query, body }: Parameters<Handlers['translation-entry-imports.create']>[0],
): Promise<Answer | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { rows, errors: unread } = await readTable(body.bytes, titles);
  if (unread.length > 0) return faulty(rows.length, unread);
  const { entries, errors } = entriesOf(rows, query.kind);
  if (errors.length > 0) return faulty(rows.length, errors);
  const isApplied = query.isPreview === 'false';
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const counts = await countsOf(tx, entries);
    if (isApplied) {
      await saveEntries(tx, services, { caller, entries });
      await noted(tx, services, {
        caller,
        requestId,
        action: 'translation-entries.import',
        facts: { kind: query.kind, rows: rows.length },
      });
    }
    return { isApplied, rows: rows.length, ...counts, errors: [] };
  });
}

const faulty = (rows: number, errors: RowError[]): Answer => ({
  isApplied: false,
  rows,
  added: 0,
  changed: 0,
  unchanged: 0,
  errors: firstErrors(errors),
});

function entriesOf(rows: readonly SheetRow[], kind: Entry['kind']): { entries: Entry[]; errors: RowError[] } {
  const errors: RowError[] = [];
  const seen = new Set<string>();
  const entries = rows.flatMap((row): Entry[] => {
    const wrong = rowForm(row, titles);
    const [from = '', to = '', source = '', target = ''] = row.cells.map((cell) => cell.trim());
    const fault = (column: (typeof titles)[number], code: string, message: string) =>
      void wrong.push({ line: row.line, column, code, message });
    const isLanguage = (text: string) => textLanguages.some((language) => language === text);
    if (wrong.length === 0) {
      if (!isLanguage(from)) fault('from', 'unknown-language', `one of ${textLanguages.join(', ')}`);
      if (!isLanguage(to) || to === from) fault('to', 'unknown-language', `another one of ${textLanguages.join(', ')}`);
      if (source === '') fault('source', 'required', 'is missing');
      if (source.length > TEXT_MAX || target.length > TEXT_MAX) fault('source', 'too-long', `at most ${TEXT_MAX} characters`);
      if (kind === 'sentence' && target === '') fault('target', 'required', 'is missing');
      const key = JSON.stringify([from, to, source]);
      if (seen.has(key)) fault('source', 'repeated', 'stands in this file already, for the same languages');
      seen.add(key);
    }
    errors.push(...wrong);
    // A term without a translation is kept as it is.
    return wrong.length > 0 ? [] : [{ kind, from, to, source, target: target === '' ? null : target }];
  });
  if (rows.length === 0) errors.push({ line: null, column: null, code: 'empty', message: 'the file has no row below its head' });
  if (rows.length > ROWS_MAX) errors.push({ line: null, column: null, code: 'too-many-rows', message: `at most ${ROWS_MAX} rows` });
  return { entries, errors };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

async function countsOf(tx: TenantTx, entries: readonly Entry[]): Promise<Pick<Answer, 'added' | 'changed' | 'unchanged'>> {
  const kind = entries[0]?.kind ?? 'term';
  const rows = await tx
    .selectFrom('translation_entry')
    .select(['from_language', 'to_language', 'source', 'target'])
    .where('kind', '=', kind)
    .execute();
  const keyOf = (from: string, to: string, source: string) => `${from} ${to} ${md5(source)}`;
  const held = new Map(rows.map((row) => [keyOf(row.from_language, row.to_language, row.source), row.target]));
  const counts = { added: 0, changed: 0, unchanged: 0 };
  for (const { from, to, source, target } of entries) {
    const before = held.get(keyOf(from, to, source));
    counts[before === undefined ? 'added' : before === target ? 'unchanged' : 'changed'] += 1;
  }
  return counts;
}

type Noted = { caller: Caller; requestId: string; action: string; facts: Record<string, string | number> };

async function noted(tx: TenantTx, services: Services, { caller, requestId, action, facts }: Noted): Promise<void> {
  const act = { objectKind: 'translation-entry', objectId: requestId, action };
  await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, facts });
  await services.hints.publish(tx, caller.merchantId, [{ type: 'product-text.changed', ids: [], shopId: null }]);
}
