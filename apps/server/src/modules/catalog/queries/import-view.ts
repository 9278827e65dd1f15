import type { AnswerOf, ParsedOf, ProductImport, Routes } from '@tradewind/contract';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type FileAnswer, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { guessMapping, hasCosts } from '../imports/columns.ts';
import { type ImportRecord, readImport } from '../imports/import-record.ts';
import { failedRowsFile } from './failed-rows.ts';

export async function importView(tx: TenantTx, id: string): Promise<ProductImport | null> {
  const record = await readImport(tx, id);
  return record ? viewOf(record) : null;
}

const viewOf = (record: ImportRecord): ProductImport => ({
  id: record.id,
  fileName: record.file_name,
  state: record.state,
  fault: record.fault,
  firstRows: record.first_rows,
  headRow: record.head_row,
  mapping: record.mapping,
  isRemembered: record.is_remembered,
  rows: record.rows,
  done: record.done,
  created: record.created,
  changed: record.changed,
  unchanged: record.unchanged,
  failed: record.failed,
  undone: record.undone,
  createdBy: record.created_by,
  createdAt: record.created_at.toISOString(),
  updatedAt: record.updated_at.toISOString(),
});

const listPosition = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Paged = { limit: number; cursor?: string | undefined };

export async function listImports(
  services: Services,
  { caller, query }: { caller: Caller; query: Paged },
): Promise<AnswerOf<Routes['product-imports.list']>> {
  const after = decodeCursor(query.cursor, listPosition);
  const rows = await services.database.withMerchant(caller.merchantId, (tx) => {
    let found = tx
      .selectFrom('product_import')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (after) found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(after.at), after.id)));
    return found.execute();
  });
  const page = pageOf(
    rows.map((row) => ({ ...viewOf(row), ...(mayRead(caller, row) ? {} : { firstRows: [] }) })),
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
  );
  return page;
}

/** A file with costs is for those who may see costs. */
const mayRead = (caller: Caller, { mapping, first_rows, head_row }: ImportRecord): boolean =>
  caller.scopes.has('costs:read') || !(hasCosts(mapping) || hasCosts(guessMapping(first_rows[head_row - 1] ?? [])));

type One = { caller: Caller; params: { importId: string } };

async function readable(tx: TenantTx, { caller, params }: One): Promise<ImportRecord | Refusal> {
  const record = await readImport(tx, params.importId);
  if (!record) return refuse('not-found');
  return mayRead(caller, record) ? record : refuse('forbidden', 'The file holds costs.');
}

export async function readImportView(services: Services, input: One): Promise<ProductImport | Refusal> {
  const record = await services.database.withMerchant(input.caller.merchantId, (tx) => readable(tx, input));
  return 'refused' in record ? record : viewOf(record);
}

const rowPosition = z.strictObject({ line: z.int() });
type Rows = One & { query: ParsedOf<Routes['product-imports.rows']>['query'] };

export async function listImportRows(
  services: Services,
  { query, ...one }: Rows,
): Promise<AnswerOf<Routes['product-imports.rows']> | Refusal> {
  const after = decodeCursor(query.cursor, rowPosition);
  return services.database.withMerchant(one.caller.merchantId, async (tx) => {
    const record = await readable(tx, one);
    if ('refused' in record) return record;
    let found = tx
      .selectFrom('product_import_row')
      .select(['line', 'sku', 'verdict', 'faults', 'difference'])
      .where('import_id', '=', record.id)
      .orderBy('line')
      .limit(query.limit + 1);
    if (query.verdict) found = found.where('verdict', '=', query.verdict);
    if (after) found = found.where('line', '>', after.line);
    const page = pageOf(await found.execute(), query.limit, ({ line }) => ({ line }));
    return {
      items: page.items.map(({ difference, ...row }) => ({
        ...row,
        columns: difference
          ? [...Object.keys(difference.product), ...Object.keys(difference.variant), ...(difference.cost ? ['cost'] : [])]
          : [],
      })),
      nextCursor: page.nextCursor,
    };
  });
}

export async function readFailedRows(
  services: Services,
  { query, ...one }: One & { query: { format: 'csv' | 'xlsx' } },
): Promise<FileAnswer | Refusal> {
  const record = await services.database.withMerchant(one.caller.merchantId, (tx) => readable(tx, one));
  return 'refused' in record ? record : failedRowsFile(services, { caller: one.caller, record, format: query.format });
}
