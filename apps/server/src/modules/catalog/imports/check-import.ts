/** The dry run: the whole file is read once, every row judged and kept with what it would do. Begun again after a kill, it begins anew. */
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { SheetRefused, type SheetRow, streamSheet } from '../../../platform/sheets/stream-sheet.ts';
import { type ImportRecord, isStill, moveImport, tellProgress } from './import-record.ts';
import { type ImportRow, insertRows } from './import-rows.ts';
import { loadKnown } from './known.ts';
import { judge } from './plan.ts';
import { readRow } from './read-row.ts';
import { SeenRows } from './seen-rows.ts';
import type { RowFault } from './shapes.ts';

/** Far above what a merchant keeps, and an end for a file that never does. */
export const importBounds = { rowsMax: 200_000, unpackedMaxBytes: 512 * 1024 * 1024 };
const BATCH = 1_000;

type Checking = { services: Services; context: JobContext; record: ImportRecord; seen: SeenRows };

export async function checkImport(services: Services, context: JobContext, record: ImportRecord): Promise<void> {
  const { merchantId } = context;
  const blobs = await services.blobs.forMerchant(merchantId);
  const checking: Checking = { services, context, record, seen: new SeenRows() };
  const bytes = await context.commit(
    async (tx) => {
      await tx.deleteFrom('product_import_row').where('import_id', '=', record.id).execute();
      await moveImport(tx, record.id, { rows: 0, done: 0, created: 0, changed: 0, unchanged: 0, failed: 0, at_line: 0 });
      return blobs.get(tx, { objectId: record.id, version: 1 });
    },
    { finish: false },
  );
  try {
    let batch: SheetRow[] = [];
    let rowsSeen = 0;
    for await (const rows of streamSheet(bytes ?? new Uint8Array(), importBounds)) {
      for (const row of rows) {
        rowsSeen += 1;
        if (rowsSeen > record.head_row) batch.push(row);
      }
      if (batch.length < BATCH) continue;
      if (!(await checkBatch(checking, batch))) return;
      batch = [];
    }
    if (batch.length > 0 && !(await checkBatch(checking, batch))) return;
  } catch (error) {
    if (!(error instanceof SheetRefused)) throw error;
    await context.commit(async (tx) => {
      await tx.deleteFrom('product_import_row').where('import_id', '=', record.id).execute();
      await moveImport(tx, record.id, { state: 'refused', fault: error.fault, rows: 0, created: 0, changed: 0, unchanged: 0, failed: 0 });
      await tellProgress(tx, services, { merchantId, record, now: context.now(), state: 'failed' });
    });
    return;
  }
  await context.commit(async (tx) => {
    await moveImport(tx, record.id, { state: 'checked' });
    await tellProgress(tx, services, { merchantId, record, now: context.now(), state: 'done' });
  });
}

/** False: somebody cancelled meanwhile. */
async function checkBatch({ services, context, record, seen }: Checking, batch: readonly SheetRow[]): Promise<boolean> {
  const { merchantId } = context;
  const today = new Date(context.now()).toISOString().slice(0, 10);
  const width = record.first_rows[record.head_row - 1]?.length ?? 0;
  const read = batch.map(({ line, cells }) => {
    const { row, faults } = readRow({ line, cells, mapping: record.mapping, today });
    return { cells, row, faults: [...faults, ...beyondHead(cells, width)] };
  });
  return context.commit(
    async (tx) => {
      if (!(await isStill(tx, record.id, 'checking'))) return false;
      const good = read.filter(({ faults }) => faults.length === 0).map(({ row }) => row);
      const known = await loadKnown(tx, good, { isLocked: false });
      const rows = read.map(({ cells, row, faults }): ImportRow => {
        const base = { line: row.line, cells, sku: row.sku === '' ? null : row.sku };
        const failed = (found: RowFault[]): ImportRow => ({ ...base, verdict: 'failed', faults: found, difference: null });
        if (faults.length > 0) return failed(faults);
        const repeated = seen.faultsOf(row);
        if (repeated.length > 0) return failed(repeated);
        seen.addTo(known, [row]);
        const judged = judge(row, { known, newId: services.newId });
        seen.note(row, judged, known);
        return judged.verdict === 'failed'
          ? failed(judged.faults)
          : { ...base, verdict: judged.verdict, faults: [], difference: judged.difference };
      });
      await insertRows(tx, { merchantId, importId: record.id }, rows);
      await moveImport(tx, record.id, { plus: { rows: rows.length, ...countsOf(rows) } });
      await tellProgress(tx, services, { merchantId, record, now: context.now(), state: 'running' });
      return true;
    },
    { finish: false },
  );
}

/** Words where no column is: most often a comma without quotes around it, and then every cell behind it stands one too far right. */
const beyondHead = (cells: readonly string[], width: number): RowFault[] =>
  cells
    .slice(width)
    .filter((cell) => cell.trim() !== '')
    .slice(0, 1)
    .map((cell) => ({ column: null, value: cell.slice(0, 100), code: 'beyond-the-head', line: null }));

export const countsOf = (rows: readonly Pick<ImportRow, 'verdict'>[]) => {
  const of = (verdict: ImportRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  return { created: of('created'), changed: of('changed'), unchanged: of('unchanged'), failed: of('failed') };
};
