/**
 * Takes in what the dry run found good, a batch a transaction. Each batch is judged again on what is there now, and where the file stands
 * moves with it, so that a killed worker, or a person who cancelled, goes on exactly behind the last batch.
 */
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { planAnew } from '../../stock/index.ts';
import { matchListings } from '../commands/match-listings.ts';
import { bundlesAmong, raiseVersions, saveCosts, saveParts, saveProducts, saveVariants } from '../commands/save-goods.ts';
import { countsOf } from './check-import.ts';
import { type ImportRecord, isStill, moveImport, tellProgress } from './import-record.ts';
import { type ImportRow, rowsToApply, settleRows } from './import-rows.ts';
import { loadKnown } from './known.ts';
import { judge, type Known } from './plan.ts';
import { readRow } from './read-row.ts';
import type { Difference } from './shapes.ts';

export async function applyImport(services: Services, context: JobContext, record: ImportRecord): Promise<void> {
  let atLine = record.at_line;
  while (!context.signal.aborted) {
    const next = await context.commit((tx) => applyBatch(tx, { services, context, record, atLine }), { finish: false });
    if (next === null) return;
    atLine = next;
  }
}

type Batch = { services: Services; context: JobContext; record: ImportRecord; atLine: number };
type Settled = Pick<ImportRow, 'line' | 'verdict' | 'faults' | 'difference'>;

/** The line up to which the file is taken in; null: it is done, or somebody cancelled. */
async function applyBatch(tx: TenantTx, { services, context, record, atLine }: Batch): Promise<number | null> {
  const { merchantId } = context;
  const now = context.now();
  if (!(await isStill(tx, record.id, 'applying'))) return null;
  const stored = await rowsToApply(tx, record.id, atLine);
  const last = stored.at(-1);
  if (!last) {
    await moveImport(tx, record.id, { state: 'applied' });
    await tellProgress(tx, services, { merchantId, record, now, state: 'done' });
    return null;
  }
  const today = new Date(now).toISOString().slice(0, 10);
  const rows = stored.map(({ line, cells }) => readRow({ line, cells, mapping: record.mapping, today }).row);
  const known = await loadKnown(tx, rows, { isLocked: true });
  const settled = rows.map((row): Settled => {
    const judged = judge(row, { known, newId: services.newId });
    return judged.verdict === 'failed'
      ? { line: row.line, verdict: 'failed', faults: judged.faults, difference: null }
      : { line: row.line, verdict: judged.verdict, faults: [], difference: judged.difference };
  });
  const differences = settled.flatMap(({ difference }) => difference ?? []);
  await save(tx, { merchantId, now, known, differences });
  await settleRows(tx, record.id, settled);
  await moveImport(tx, record.id, { at_line: last.line, plus: { done: stored.length, ...shiftOf(countsOf(stored), countsOf(settled)) } });
  await tellProgress(tx, services, { merchantId, record, now, state: 'running' });
  if (differences.length > 0) await services.hints.publish(tx, merchantId, [{ type: 'product.changed', ids: [], shopId: null }]);
  return last.line;
}

type Counts = ReturnType<typeof countsOf>;
const shiftOf = (before: Counts, after: Counts): Counts => ({
  created: after.created - before.created,
  changed: after.changed - before.changed,
  unchanged: after.unchanged - before.unchanged,
  failed: after.failed - before.failed,
});

type Saving = { merchantId: string; now: number; known: Known; differences: readonly Difference[] };

async function save(tx: TenantTx, { merchantId, now, known, differences }: Saving): Promise<void> {
  const products = new Map([...known.products.values()].map((product) => [product.id, product]));
  const variants = new Map([...known.variants.values()].map((variant) => [variant.id, variant]));
  const pick = <T>(from: ReadonlyMap<string, T>, ids: Iterable<string>): T[] => [...new Set(ids)].flatMap((id) => from.get(id) ?? []);
  const isSaid = (changes: Difference['product']): boolean => Object.keys(changes).length > 0;
  const saidProducts = new Set(differences.filter(({ product }) => isSaid(product)).map(({ productId }) => productId));
  const saidVariants = differences.filter(({ variant, isNewVariant }) => isNewVariant || isSaid(variant));
  const at = { merchantId, now };
  await saveProducts(
    tx,
    at,
    pick(products, saidProducts).map((product) => ({ ...product, version: product.version + 1 })),
  );
  await raiseVersions(
    tx,
    saidVariants.map(({ productId }) => productId).filter((id) => !saidProducts.has(id)),
    now,
  );
  const changed = pick(
    variants,
    saidVariants.map(({ variantId }) => variantId),
  );
  await saveVariants(tx, at, changed);
  await saveParts(
    tx,
    merchantId,
    pick(
      variants,
      differences.filter(({ variant }) => 'parts' in variant).map(({ variantId }) => variantId),
    ).filter(({ parts }) => parts.length > 0),
  );
  await saveCosts(
    tx,
    merchantId,
    differences.flatMap(({ variantId, cost }) => (cost ? [{ variantId, validFrom: cost.validFrom, cost: cost.change[1] }] : [])),
  );
  await matchListings(tx, { ...at, among: { variants: changed } });
  await planAnew(tx, { ...at, variantIds: bundlesAmong(changed) });
}
