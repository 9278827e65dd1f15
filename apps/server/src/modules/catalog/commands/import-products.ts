/** The steps of a file of products that a person takes: hand in, have it checked, have it taken in, stop, have it taken back. */
import { createHash } from 'node:crypto';
import type { ParsedOf, ProductImport, Routes, UploadedFile } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { keepBytes, withRefusals } from '../../../platform/blobs/vault-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { SheetRefused, streamSheet } from '../../../platform/sheets/stream-sheet.ts';
import { importBounds } from '../imports/check-import.ts';
import { guessHeadRow, guessMapping, hasCosts, type Mapping } from '../imports/columns.ts';
import { type ImportRecord, moveImport, readImport, tellProgress } from '../imports/import-record.ts';
import type { ImportState } from '../imports/shapes.ts';
import { runImportJob } from '../jobs.ts';
import { importView } from '../queries/import-view.ts';
import { EVERY_SHOP } from './save-product.ts';

const FIRST_ROWS = 20;
type Around = { caller: Caller; requestId: string };
type Upload = Around & { query: { fileName: string }; body: UploadedFile };

/** Only the beginning is read now; what is wrong further down, the check tells. */
export async function handInProducts(services: Services, { caller, requestId, query, body }: Upload): Promise<ProductImport | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const firstRows = await beginningOf(body.bytes);
  if ('fault' in firstRows) return { refused: 'invalid-input', errors: [{ path: '', code: firstRows.fault, message: firstRows.message }] };
  const [id, now] = [services.newId(), services.clock.now()];
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  const headRow = guessHeadRow(firstRows);
  return withRefusals(() =>
    services.database.withMerchant(caller.merchantId, async (tx) => {
      const remembered = await rememberedMapping(tx, firstRows[headRow - 1] ?? []);
      await keepBytes(tx, blobs, { objectId: id, version: 1, bytes: body.bytes });
      await tx
        .insertInto('product_import')
        .values({
          ...{ merchant_id: caller.merchantId, id, file_name: query.fileName, state: 'uploaded', fault: null, head_row: headRow },
          first_rows: JSON.stringify(firstRows.map((cells) => cells.map((cell) => cell.slice(0, 200)))),
          mapping: JSON.stringify(allowed(caller, remembered ?? guessMapping(firstRows[headRow - 1] ?? []))),
          is_remembered: remembered !== null,
          ...{ created_by: caller.name, created_at: new Date(now), updated_at: new Date(now) },
        })
        .execute();
      const act = { objectKind: 'product-import', objectId: id, action: 'product-import.created' };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { bytes: body.bytes.length } });
      return (await importView(tx, id)) ?? refuse('not-found');
    }),
  );
}

async function beginningOf(bytes: Uint8Array): Promise<string[][] | { fault: string; message: string }> {
  try {
    const first: string[][] = [];
    for await (const rows of streamSheet(bytes, importBounds)) {
      first.push(...rows.map(({ cells }) => cells.slice(0, 100)));
      if (first.length >= FIRST_ROWS) break;
    }
    return first.slice(0, FIRST_ROWS);
  } catch (error) {
    if (error instanceof SheetRefused) return { fault: error.fault, message: error.message };
    throw error;
  }
}

const hashOfHead = (head: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(head.map((title) => title.trim().toLowerCase())))
    .digest('hex');

async function rememberedMapping(tx: TenantTx, head: readonly string[]): Promise<(string | null)[] | null> {
  const row = await tx.selectFrom('import_mapping').select('mapping').where('head_hash', '=', hashOfHead(head)).executeTakeFirst();
  return row?.mapping ?? null;
}

/** Columns of costs are left out for who may not see costs. */
const allowed = (caller: Caller, mapping: Mapping): Mapping =>
  caller.scopes.has('costs:write') ? mapping : mapping.map((column) => (hasCosts([column]) ? null : column));

type Step = Around & { params: { importId: string } };
type Check = Step & { body: ParsedOf<Routes['product-imports.check']>['body'] };

export async function checkProducts(services: Services, { caller, requestId, params, body }: Check): Promise<ProductImport | Refusal> {
  const named = body.mapping.filter((column) => column !== null);
  if (hasCosts(body.mapping) && !caller.scopes.has('costs:write'))
    return refuse('forbidden', 'Columns of costs need the scope costs:write.');
  if (new Set(named).size < named.length) return wrongMapping('repeated', 'a column stands twice');
  if (!named.includes('sku')) return wrongMapping('required', 'no column is the SKU');
  return step(
    services,
    { caller, requestId, params },
    {
      from: ['uploaded', 'checked', 'refused'],
      action: 'product-import.checked',
      move: async (tx, record) => {
        const head = record.first_rows[body.headRow - 1];
        if (!head) return wrongMapping('no-such-row', 'the file has no such row');
        const mapping = JSON.stringify(body.mapping);
        await tx
          .insertInto('import_mapping')
          .values({ merchant_id: caller.merchantId, head_hash: hashOfHead(head), mapping, used_at: new Date(services.clock.now()) })
          .onConflict((conflict) =>
            conflict.columns(['merchant_id', 'head_hash']).doUpdateSet({ mapping, used_at: new Date(services.clock.now()) }),
          )
          .execute();
        await tx.updateTable('product_import').set({ mapping, head_row: body.headRow }).where('id', '=', record.id).execute();
        await moveImport(tx, record.id, { state: 'checking', fault: null, rows: 0, created: 0, changed: 0, unchanged: 0, failed: 0 });
        return null;
      },
    },
  );
}

const wrongMapping = (code: string, message: string): Refusal => ({
  refused: 'invalid-input',
  errors: [{ path: '/mapping', code, message }],
});

export const applyProducts = (services: Services, input: Step): Promise<ProductImport | Refusal> =>
  step(services, input, {
    from: ['checked', 'cancelled'],
    action: 'product-import.applied',
    move: async (tx, record) => {
      await moveImport(tx, record.id, { state: 'applying' });
      return null;
    },
  });

export const undoProducts = (services: Services, input: Step): Promise<ProductImport | Refusal> =>
  step(services, input, {
    from: ['applied', 'cancelled'],
    action: 'product-import.undone',
    move: async (tx, record) => {
      // Of a file that was stopped, only what is above the line where it stands was taken in.
      await moveImport(tx, record.id, { state: 'undoing', done: 0, undone: 0, at_line: record.at_line + 1 });
      return null;
    },
  });

/** What is under way ends behind its batch. A file that was being checked may be checked anew. */
export const cancelProducts = (services: Services, input: Step): Promise<ProductImport | Refusal> =>
  step(services, input, {
    from: ['checking', 'applying'],
    action: 'product-import.cancelled',
    move: async (tx, record) => {
      await moveImport(tx, record.id, { state: record.state === 'checking' ? 'uploaded' : 'cancelled' });
      return null;
    },
  });

type Moving = {
  from: readonly ImportState[];
  action: string;
  move: (tx: TenantTx, record: ImportRecord) => Promise<Refusal | null>;
};

async function step(
  services: Services,
  { caller, requestId, params }: Step,
  { from, action, move }: Moving,
): Promise<ProductImport | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    await tx.selectFrom('product_import').select('id').where('id', '=', params.importId).forUpdate().execute();
    const record = await readImport(tx, params.importId);
    if (!record) return refuse('not-found');
    if (hasCosts(record.mapping) && !caller.scopes.has('costs:write')) return refuse('forbidden', 'The file holds costs.');
    if (!from.includes(record.state)) return refuse('conflict', `The file is ${record.state}.`);
    const refused = await move(tx, record);
    if (refused) return refused;
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action,
      objectKind: 'product-import',
      objectId: record.id,
      facts: { state: record.state },
    });
    const answer = (await importView(tx, record.id)) ?? refuse('not-found');
    const isUnderWay = ['checking', 'applying', 'undoing'].includes('state' in answer ? answer.state : '');
    await tellProgress(tx, services, { merchantId, record, now, state: isUnderWay ? 'running' : 'cancelled' });
    if (isUnderWay) await enqueue(tx, { merchantId, jobs: [runImportJob(record.id, now)], now });
    return answer;
  });
}
