/**
 * Takes a file back, from its last row up: what was made goes, what was changed becomes what it was. A row stays as it is where somebody
 * has changed since what the file had set, or where what it made is in use.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { planAnew } from '../../stock/index.ts';
import { bundlesAmong, type CostToSave, raiseVersions, saveCosts, saveParts, saveProducts, saveVariants } from '../commands/save-goods.ts';
import { type ImportRecord, isStill, moveImport, tellProgress } from './import-record.ts';
import { rowsToUndo, settleRows } from './import-rows.ts';
import { loadGoods } from './known.ts';
import { isSame, type KnownProduct, type KnownVariant } from './plan.ts';
import { removeGoods } from './remove-goods.ts';
import type { Changes, Difference, RowFault } from './shapes.ts';

export async function undoImport(services: Services, context: JobContext, record: ImportRecord): Promise<void> {
  let atLine = record.at_line;
  while (!context.signal.aborted) {
    const next = await context.commit((tx) => undoBatch(tx, { services, context, record, atLine }), { finish: false });
    if (next === null) return;
    atLine = next;
  }
}

type Batch = { services: Services; context: JobContext; record: ImportRecord; atLine: number };

async function undoBatch(tx: TenantTx, { services, context, record, atLine }: Batch): Promise<number | null> {
  const { merchantId } = context;
  const now = context.now();
  if (!(await isStill(tx, record.id, 'undoing'))) return null;
  const rows = await rowsToUndo(tx, record.id, atLine);
  const last = rows.at(-1);
  if (!last) {
    await moveImport(tx, record.id, { state: 'undone' });
    await tellProgress(tx, services, { merchantId, record, now, state: 'done' });
    return null;
  }
  const given = rows.flatMap(({ line, difference }) => (difference ? [{ line, difference }] : []));
  const refused = await takeBack(tx, { merchantId, now }, given);
  await settleRows(
    tx,
    record.id,
    given.map(({ line, difference }) => {
      const code = refused.get(line);
      const faults: RowFault[] = code === undefined ? [] : [{ column: null, value: '', code, line: null }];
      return { line, verdict: code === undefined ? 'undone' : 'not-undone', faults, difference };
    }),
  );
  await moveImport(tx, record.id, { at_line: last.line, plus: { done: rows.length, undone: given.length - refused.size } });
  await tellProgress(tx, services, { merchantId, record, now, state: 'running' });
  await services.hints.publish(tx, merchantId, [{ type: 'product.changed', ids: [], shopId: null }]);
  return last.line;
}

type Given = { line: number; difference: Difference };
type At = { merchantId: string; now: number };

/** By line why it stays. */
async function takeBack(tx: TenantTx, at: At, given: readonly Given[]): Promise<Map<number, string>> {
  const goods = await loadGoods(tx, { productIds: given.map(({ difference }) => difference.productId), isLocked: true });
  const refused = new Map<number, string>();
  const products = new Map<string, KnownProduct>();
  const variants = new Map<string, KnownVariant>();
  const costs: (Omit<CostToSave, 'cost'> & { cost: CostToSave['cost'] | null })[] = [];
  const made: Given[] = [];
  for (const row of given) {
    const { difference } = row;
    const product = goods.products.get(difference.productId);
    const variant = goods.variants.get(difference.variantId);
    if (!product || !variant || !isAsSet(row.difference, { product, variant })) {
      refused.set(row.line, 'changed-since');
      continue;
    }
    if (difference.isNewVariant) {
      made.push(row);
      if (difference.isNewProduct) continue;
    } else Object.assign(variant, before(difference.variant));
    if (!difference.isNewProduct) Object.assign(product, before(difference.product));
    if (Object.keys(difference.product).length > 0) products.set(product.id, product);
    if (difference.isNewVariant) continue;
    if (Object.keys(difference.variant).length > 0) variants.set(variant.id, variant);
    if (difference.cost) costs.push({ variantId: variant.id, validFrom: difference.cost.validFrom, cost: difference.cost.change[0] });
  }
  await saveProducts(
    tx,
    at,
    [...products.values()].map((product) => ({ ...product, version: product.version + 1 })),
  );
  const touched = [...variants.values()].map(({ productId }) => productId).concat(made.map(({ difference }) => difference.productId));
  await raiseVersions(
    tx,
    touched.filter((id) => !products.has(id)),
    at.now,
  );
  await saveVariants(tx, at, [...variants.values()]);
  await saveParts(tx, at.merchantId, [...variants.values()]);
  await saveCosts(
    tx,
    at.merchantId,
    costs.flatMap(({ cost, ...rest }) => (cost ? [{ ...rest, cost }] : [])),
  );
  await removeCosts(
    tx,
    costs.filter(({ cost }) => cost === null),
  );
  const inUse = await removeGoods(
    tx,
    made.map(({ difference }) => difference),
  );
  for (const { line, difference } of made) if (inUse.has(difference.variantId)) refused.set(line, 'in-use');
  await planAnew(tx, { ...at, variantIds: bundlesAmong([...variants.values()]) });
  return refused;
}

const before = (changes: Changes): Record<string, unknown> =>
  Object.fromEntries(Object.entries(changes).map(([field, [value]]) => [field, value]));

/** Whether all that the row set is still as it set it. */
function isAsSet(
  { product: said, variant: saidOfVariant, cost }: Difference,
  { product, variant }: { product: KnownProduct; variant: KnownVariant },
): boolean {
  const holds = (changes: Changes, now: object) =>
    Object.entries(changes).every(([field, [, after]]) => isSame(new Map(Object.entries(now)).get(field), after));
  return holds(said, product) && holds(saidOfVariant, variant) && (!cost || isSame(variant.costs.get(cost.validFrom), cost.change[1]));
}

async function removeCosts(tx: TenantTx, costs: readonly { variantId: string; validFrom: string }[]): Promise<void> {
  for (const { variantId, validFrom } of costs)
    await sql`DELETE FROM variant_cost WHERE variant_id = ${variantId} AND valid_from = ${validFrom}`.execute(tx);
}
