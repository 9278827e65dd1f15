/** A person makes a product or saves one as a whole. Who saves says which version he has seen; another one meanwhile is a conflict. */
import type { ParsedOf, Product, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { Refused } from '../../../platform/http/problem.ts';
import type { Services } from '../../../platform/services.ts';
import { planAnew } from '../../stock/index.ts';
import { faultsOf, type Part, type ProductFields, type VariantFields } from '../goods.ts';
import { productDetail } from '../queries/product-detail.ts';
import { matchListings } from './match-listings.ts';
import { bundlesAmong, saveParts, saveProducts, saveVariants, type VariantToSave } from './save-goods.ts';

type VariantInput = ParsedOf<Routes['products.create']>['body']['variants'][number];
type Goods = ProductFields & { variants: VariantInput[] };
type Around = { caller: Caller; requestId: string };

export const EVERY_SHOP = 'A product is every shop’s; ask a colleague of all shops.';

export async function createProduct(services: Services, { body, ...around }: Around & { body: Goods }): Promise<Product | Refusal> {
  if (around.caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  if (body.variants.some(({ id }) => id !== undefined))
    return wrong([{ path: '/variants', code: 'unknown-variant', message: 'a new product has new variants' }]);
  return save(services, { ...around, goods: body, held: null, productId: services.newId() });
}

type Change = Around & { productId: string; body: Goods & { version: number } };

export async function changeProduct(services: Services, { productId, body, ...around }: Change): Promise<Product | Refusal> {
  if (around.caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { version, ...goods } = body;
  return save(services, { ...around, goods, held: { version }, productId });
}

type Saving = Around & { goods: Goods; held: { version: number } | null; productId: string };

async function save(services: Services, saving: Saving): Promise<Product | Refusal> {
  try {
    return await services.database.withMerchant(saving.caller.merchantId, (tx) => saveIn(tx, services, saving));
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    // Somebody else took the code or the SKU between our look and our write.
    if (error instanceof Error && 'code' in error && error.code === '23505')
      return refuse('conflict', 'The code or a SKU was taken meanwhile.');
    throw error;
  }
}

async function saveIn(tx: TenantTx, services: Services, { caller, requestId, goods, held, productId }: Saving): Promise<Product | Refusal> {
  const { variants: given, ...fields } = goods;
  const [now, merchantId] = [services.clock.now(), caller.merchantId];
  const version = await nextVersion(tx, productId, held);
  if (version === null) return refuse('not-found');
  const own = await tx.selectFrom('variant').select(['id', 'sku', 'option_values']).where('product_id', '=', productId).execute();
  const ids = new Set(own.map(({ id }) => id));
  const named = new Set(given.map(({ id }) => id));
  // Those that are not named stay, so they count where SKUs and options must differ.
  const kept = own.filter(({ id }) => !named.has(id)).map((row) => ({ ...bare, sku: row.sku, optionValues: row.option_values }));
  const unknown = given.flatMap(({ id }, at) =>
    id === undefined || ids.has(id) ? [] : [{ path: `/variants/${at}/id`, code: 'unknown-variant', message: 'is none of this product' }],
  );
  const faults = [...unknown, ...faultsOf(fields, [...given, ...kept]), ...(await foreignFaults(tx, { productId, fields, given }))];
  if (faults.length > 0) return wrong(faults);
  const variants = given.map((variant): VariantToSave => ({ ...variant, productId, id: variant.id ?? services.newId() }));
  await saveProducts(tx, { merchantId, now }, [{ ...fields, id: productId, version }]);
  await saveVariants(tx, { merchantId, now }, variants);
  await saveParts(tx, merchantId, variants);
  await matchListings(tx, { merchantId, now, among: { variants: given } });
  const act = { objectKind: 'product', objectId: productId, action: held ? 'product.changed' : 'product.created' };
  await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { version, variants: variants.length } });
  await services.hints.publish(tx, merchantId, [{ type: 'product.changed', ids: [productId], shopId: null }]);
  await planAnew(tx, { merchantId, now, variantIds: bundlesAmong(variants) });
  return (await productDetail(tx, { caller, productId })) ?? refuse('not-found');
}

const bare: Omit<VariantFields, 'sku' | 'optionValues'> = {
  ...{ gtin: null, hsCode: null, weightG: null, lengthMm: null, widthMm: null, heightMm: null, status: 'active', parts: [] },
};

const wrong = (errors: Refusal['errors'] & object): Refusal => ({ refused: 'invalid-input', errors });

/** Holds the product until the end, so that two who save at once are told apart. Null: there is none. */
async function nextVersion(tx: TenantTx, productId: string, held: { version: number } | null): Promise<number | null> {
  if (!held) return 1;
  const row = await tx.selectFrom('product').select('version').where('id', '=', productId).forUpdate().executeTakeFirst();
  if (!row) return null;
  if (row.version !== held.version)
    throw new Refused(
      refuse('conflict', `The product is at version ${row.version}; you have seen version ${held.version}. Read it again.`),
    );
  return row.version + 1;
}

type Foreign = { productId: string; fields: ProductFields; given: readonly VariantInput[] };

/** What others hold already: the code, the SKUs; and parts that are no goods of ours, or bundles themselves. */
async function foreignFaults(tx: TenantTx, { productId, fields, given }: Foreign): Promise<Refusal['errors'] & object> {
  const code = await tx.selectFrom('product').select('id').where('code', '=', fields.code).where('id', '<>', productId).executeTakeFirst();
  const skus = [...new Set(given.flatMap(({ sku, parts }) => [sku, ...parts.map((part) => part.sku)]))];
  const rows =
    skus.length === 0
      ? []
      : await tx.selectFrom('variant').select(['id', 'product_id', 'sku', 'is_bundle']).where('sku', 'in', skus).execute();
  const bySku = new Map(rows.map((row) => [row.sku, row]));
  const bundlesOfOurs = new Set(given.filter(({ parts }) => parts.length > 0).map(({ sku }) => sku));
  const heldAsParts = await partsAmong(tx, [...bundlesOfOurs]);
  return [
    ...(code ? [{ path: '/code', code: 'code-taken', message: 'another product has this code' }] : []),
    ...given.flatMap(({ sku, parts }, at) => [
      ...((bySku.get(sku)?.product_id ?? productId) === productId
        ? []
        : [{ path: `/variants/${at}/sku`, code: 'sku-of-other-product', message: 'the SKU belongs to another product' }]),
      ...(heldAsParts.has(sku) ? [{ path: `/variants/${at}/parts`, code: 'is-a-part', message: 'is itself a part of a bundle' }] : []),
      ...parts.flatMap((part, place) => partFault(part, { path: `/variants/${at}/parts/${place}`, bySku, bundlesOfOurs, given })),
    ]),
  ];
}

type PartPlace = {
  path: string;
  bySku: ReadonlyMap<string, { is_bundle: boolean }>;
  bundlesOfOurs: ReadonlySet<string>;
  given: readonly VariantInput[];
};

function partFault({ sku }: Part, { path, bySku, bundlesOfOurs, given }: PartPlace): Refusal['errors'] & object {
  const isOwn = given.some((variant) => variant.sku === sku);
  if (!isOwn && !bySku.has(sku)) return [{ path, code: 'unknown-part', message: 'no variant has this SKU' }];
  const isBundle = isOwn ? bundlesOfOurs.has(sku) : bySku.get(sku)?.is_bundle;
  return isBundle ? [{ path, code: 'part-is-bundle', message: 'a part of a bundle is no bundle' }] : [];
}

/** Which of these are parts of some bundle already: as bundles they would make parts that are bundles. */
export async function partsAmong(tx: TenantTx, skus: readonly string[]): Promise<ReadonlySet<string>> {
  if (skus.length === 0) return new Set();
  const rows = await tx
    .selectFrom('bundle_part')
    .innerJoin('variant', 'variant.id', 'bundle_part.part_id')
    .select('variant.sku')
    .where('variant.sku', 'in', [...skus])
    .execute();
  return new Set(rows.map(({ sku }) => sku));
}
