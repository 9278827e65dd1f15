/** A slice of changed rows in one transaction: each product as a whole or not at all, and every fault at its cell. */
import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { matchListings } from '../commands/match-listings.ts';
import { raiseVersions, saveCosts, saveProducts, saveVariants } from '../commands/save-goods.ts';
import { EVERY_SHOP } from '../commands/save-product.ts';
import { loadGoods } from '../imports/known.ts';
import type { KnownProduct, KnownVariant } from '../imports/plan.ts';
import { type CellFault, type ChangedGoods, type ChangedRows, changeGoods } from './change-goods.ts';

type Input = { caller: Caller; requestId: string; body: ParsedOf<Routes['product-rows.save']>['body'] };
type Answer = AnswerOf<Routes['product-rows.save']>;
type Outcome = { productId: string; version: number; changed: ChangedGoods; faults: CellFault[] };

export async function saveRows(services: Services, { caller, requestId, body }: Input): Promise<Answer | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const hasCosts = body.products.some(({ variants }) => variants.some(({ cells }) => 'cost' in cells || 'cost_currency' in cells));
  if (hasCosts && !caller.scopes.has('costs:write')) return refuse('forbidden', 'Costs are changed by those who may.');
  const twice = body.products.findIndex(({ productId }, at) => body.products.findIndex((other) => other.productId === productId) < at);
  if (twice >= 0)
    return { refused: 'invalid-input', errors: [{ path: `/products/${twice}`, code: 'repeated', message: 'the product stands twice' }] };
  try {
    return await services.database.withMerchant(caller.merchantId, (tx) => saveIn(tx, services, { caller, requestId, body }));
  } catch (error) {
    // Somebody else took a SKU between our look and our write.
    if (error instanceof Error && 'code' in error && error.code === '23505') return refuse('conflict', 'A SKU was taken meanwhile.');
    throw error;
  }
}

async function saveIn(tx: TenantTx, services: Services, { caller, requestId, body }: Input): Promise<Answer> {
  const [now, merchantId] = [services.clock.now(), caller.merchantId];
  const goods = await loadGoods(tx, { productIds: body.products.map(({ productId }) => productId), isLocked: true });
  const today = new Date(now).toISOString().slice(0, 10);
  const outcomes = body.products.map((rows) => outcomeOf(rows, { ...goods, today }));
  await addForeignFaults(tx, outcomes, goods.variants);
  const good = outcomes.filter(({ faults }) => faults.length === 0);
  await save(tx, { merchantId, now }, good);
  if (good.length > 0) {
    const ids = good.map(({ productId }) => productId);
    const act = { objectKind: 'product', objectId: requestId, action: 'product-rows.saved' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { products: ids.length } });
    await services.hints.publish(tx, merchantId, [{ type: 'product.changed', ids: ids.slice(0, 50), shopId: null }]);
  }
  return {
    saved: good.map(({ productId, version }) => ({ productId, version: version + 1 })),
    faults: outcomes.flatMap(({ productId, faults }) => faults.map((fault) => ({ productId, ...fault }))),
  };
}

type Goods = { products: ReadonlyMap<string, KnownProduct>; variants: ReadonlyMap<string, KnownVariant>; today: string };

function outcomeOf(rows: ChangedRows, { products, variants, today }: Goods): Outcome {
  const { productId, version } = rows;
  const product = products.get(productId);
  const whole = (code: string): Outcome => ({
    ...{ productId, version, changed: { product: null, variants: [] } },
    faults: [{ variantId: null, column: null, code }],
  });
  if (!product) return whole('gone');
  if (product.version !== version) return whole('changed-meanwhile');
  const own = [...variants.values()].filter((variant) => variant.productId === productId);
  return { productId, version, ...changeGoods(rows, { product, variants: own, today }) };
}

/** SKUs that other variants have and keep, in the catalogue or further up in the slice. What a faulty product gives up, it keeps. */
async function addForeignFaults(tx: TenantTx, outcomes: readonly Outcome[], held: Goods['variants']): Promise<void> {
  const renamed = outcomes.flatMap(({ changed, faults }) =>
    changed.variants.filter(({ id, sku }) => held.get(id)?.sku !== sku).map(({ id, sku }) => ({ id, sku, faults })),
  );
  if (renamed.length === 0) return;
  const skus = renamed.map(({ sku }) => sku);
  const rows = await tx.selectFrom('variant').select(['id', 'sku']).where('sku', 'in', skus).execute();
  const holders = new Map(rows.map(({ id, sku }) => [sku, id]));
  const refuse = ({ id, faults }: (typeof renamed)[number]) => {
    faults.push({ variantId: id, column: 'sku', code: 'sku-of-other-variant' });
  };
  const takers = new Map<string, string>();
  for (const one of renamed) {
    if (takers.has(one.sku)) refuse(one);
    else takers.set(one.sku, one.id);
  }
  const faultsOf = new Map(renamed.map(({ id, faults }) => [id, faults]));
  const keeps = (holder: string) => faultsOf.get(holder)?.length !== 0;
  // Each refusal may keep a SKU that another one counted on, so that one look is not enough in a ring.
  let waiting = renamed.filter(({ id, sku }) => takers.get(sku) === id && holders.has(sku) && holders.get(sku) !== id);
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter((one) => {
      const isKept = keeps(holders.get(one.sku) ?? '');
      if (isKept) refuse(one);
      return !isKept;
    });
  }
}

async function save(tx: TenantTx, at: { merchantId: string; now: number }, outcomes: readonly Outcome[]): Promise<void> {
  const products = outcomes.flatMap(({ changed }) => changed.product ?? []);
  const variants = outcomes.flatMap(({ changed }) => changed.variants);
  await saveProducts(
    tx,
    at,
    products.map((product) => ({ ...product, version: product.version + 1 })),
  );
  const raised = outcomes.filter(({ changed }) => changed.product === null).map(({ productId }) => productId);
  await raiseVersions(tx, raised, at.now);
  await saveVariants(tx, at, variants);
  const costs = variants.flatMap(({ id, newCost }) => (newCost ? [{ variantId: id, ...newCost }] : []));
  await saveCosts(tx, at.merchantId, costs);
  if (variants.length > 0) await matchListings(tx, { ...at, among: { variants } });
}
