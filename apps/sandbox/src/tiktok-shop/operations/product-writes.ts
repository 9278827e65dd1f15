/**
 * Writing products: create, edit, price, stock, on and off. Each is checked here against what the platform refuses at once and is then
 * an act of the world, which the journal keeps.
 */
import { z } from 'zod';
import { certificatesMissing } from '../../world/goods/audit.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Instant, Product, ProductStatus, ProductWords, Shop, World } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { ids, platformId } from '../fields.ts';
import { anyShopOperation, type CallContext, type Operation, shopOperation } from '../operation.ts';
import {
  createBody,
  editBody,
  NO_WORDS,
  partialBody,
  priceOf,
  QUANTITY_MAX,
  refuseForeignUnits,
  skusOf,
  type WireSku,
  type WireWords,
  wordsOf,
} from './product-body.ts';
import { writtenSkus } from './product-shape.ts';

const SCOPE = 'seller.product.write';
const DAY_MS = 86_400_000;
const NEW_SELLER_MS = 60 * DAY_MS;
const ROWS_MAX = 20;
const MANY_SKUS = new Set(['BR', 'DE', 'FR', 'IT', 'ES', 'IE', 'JP', 'MX', 'GB', 'US']);

/** How many products a shop may still list today: a day of UTC; who counts as new is our choice. */
export function slotsLeft(sim: Simulation, shop: Shop, now: Instant): number {
  const limit = now - shop.openedAt < NEW_SELLER_MS ? 100 : 1000;
  const today = now - (now % DAY_MS);
  return limit - sim.lists(shop.id).products.filter(({ createdAt }) => createdAt >= today).length;
}

const create = shopOperation({
  method: 'POST',
  template: '/product/{version}/products',
  versions: ['202309'],
  scope: SCOPE,
  body: createBody,
  answer({ sim, shop, now, body }) {
    refuseForeignUnits(body, shop);
    refuseManySkus(body.skus, shop);
    const words = wordsOf(sim.world, body, NO_WORDS);
    const skus = skusOf(sim.world, shop, { skus: body.skus, product: null });
    refuseWithoutPapers(sim.world, { words, shop, isDraft: body.save_mode === 'AS_DRAFT' });
    if (slotsLeft(sim, shop, now) <= 0) throw new PlatformError(CODE.listingLimit, 'The listing limit of today is reached');
    const product = sim.acts.createListing({
      shopId: shop.id,
      words,
      skus,
      isDraft: body.save_mode === 'AS_DRAFT',
      key: body.idempotency_key ?? null,
    });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST products', data: { productId: product.id } });
    return { product_id: product.id, skus: writtenSkus(product.skus), warnings: [] };
  },
});

const edit = shopOperation({
  method: 'PUT',
  template: '/product/{version}/products/{product_id}',
  versions: ['202309', '202509'],
  scope: SCOPE,
  body: editBody,
  answer: (call) => editAnswer(call, { words: NO_WORDS, isWhole: true }),
});

const partialEdit = shopOperation({
  method: 'POST',
  template: '/product/{version}/products/{product_id}/partial_edit',
  versions: ['202309', '202509'],
  scope: SCOPE,
  body: partialBody,
  answer: (call) => {
    const product = productOf(call.sim, call.shop, call.path.product_id);
    return editAnswer(call, { words: product.underReview?.words ?? product, isWhole: false });
  },
});

type EditCall = CallContext & {
  shop: Shop;
  body: WireWords & { skus?: WireSku[] | undefined; save_mode: 'AS_DRAFT' | 'LISTING' };
};
type Base = { words: Parameters<typeof wordsOf>[2]; isWhole: boolean };

function editAnswer({ sim, shop, path, body }: EditCall, { words: base, isWhole }: Base) {
  const product = productOf(sim, shop, path.product_id);
  refuseFrozen(product);
  const isDraft = body.save_mode === 'AS_DRAFT';
  if (isDraft && product.status !== 'DRAFT') throw wrongStatus(product);
  refuseForeignUnits(body, shop);
  refuseManySkus(body.skus ?? [], shop);
  const { skus: wire, save_mode: _mode, ...given } = body;
  const skus = wire ? skusOf(sim.world, shop, { skus: wire, product }) : product.skus.map(unchanged);
  const words = wordsOf(sim.world, body, pickWords(base));
  refuseWithoutPapers(sim.world, { words, shop, isDraft });
  const written = sim.acts.editListing({
    productId: product.id,
    words,
    skus,
    isDraft,
    changedFields: [...Object.keys(given), ...(wire ? ['skus'] : [])],
  });
  const operation = isWhole ? 'PUT products' : 'POST products/partial_edit';
  sim.acts.recordWrite({ shopId: shop.id, operation, data: { productId: product.id } });
  return { product_id: product.id, skus: writtenSkus(written), warnings: [], audit: { status: product.audit.status } };
}

/** A product is more than its words, and the journal keeps no more of it. */
function pickWords(words: Base['words']): Base['words'] {
  const { title, description, categoryId, brandId, imageUris, attributes, weightGrams, sizeMm } = words;
  const { certificates, sizeChartUri, manufacturerIds, responsiblePersonIds } = words;
  return {
    ...{ title, description, categoryId, brandId, imageUris, attributes, weightGrams, sizeMm },
    ...{ certificates, sizeChartUri, manufacturerIds, responsiblePersonIds },
  };
}

const unchanged = ({ id, sellerSku, gtin, listPrice, salePrice, attributes }: Product['skus'][number]) => ({
  ...{ id, sellerSku, gtin, listPrice, salePrice },
  options: attributes.map((attribute) => ({ ...attribute })),
  stock: [],
});

const prices = shopOperation({
  method: 'POST',
  template: '/product/{version}/products/{product_id}/prices/update',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({
    skus: z
      .array(
        z.strictObject({
          id: platformId,
          price: z.strictObject({ amount: z.string().optional(), currency: z.string(), sale_price: z.string().optional() }),
          list_price: z.strictObject({ amount: z.string(), currency: z.string() }).optional(),
        }),
      )
      .min(1)
      .max(300),
  }),
  answer({ sim, shop, path, body }) {
    const product = productOf(sim, shop, path.product_id);
    refuseFrozen(product);
    const known = new Set(product.skus.map(({ id }) => id));
    if (body.skus.some(({ id }) => !known.has(id))) throw new PlatformError(CODE.skuForeign, 'A SKU is not of this product');
    if (new Set(body.skus.map(({ id }) => id)).size < body.skus.length) throw new PlatformError(CODE.skuTwice, 'A SKU id is given twice');
    const rows = body.skus.map(({ id, price, list_price: listed }, index) => {
      const at = { shop, path: `skus.${index}` };
      const salePrice = priceOf(price.sale_price ?? price.amount, { ...at, currency: price.currency });
      if (salePrice === 0) throw new PlatformError(CODE.invalid, `Invalid parameter: skus.${index}.price.amount: must be above 0`);
      return { skuId: id, salePrice, listPrice: listed ? priceOf(listed.amount, { ...at, currency: listed.currency }) : null };
    });
    sim.acts.setPrices({ productId: product.id, rows });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST prices/update', data: { productId: product.id, rows } });
    return {};
  },
});

type InventoryError = { code: number; message: string };

const inventory = anyShopOperation({
  method: 'POST',
  template: '/product/{version}/products/{product_id}/inventory/update',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({
    skus: z
      .array(
        z.strictObject({
          id: platformId,
          inventory: z
            .array(
              z.strictObject({
                warehouse_id: platformId.optional(),
                quantity: z.int(),
                backorder_quantity: z.int().optional(),
                handling_time: z.int().optional(),
              }),
            )
            .min(1)
            .max(50),
        }),
      )
      .min(1)
      .max(300),
  }),
  answer({ sim, shops, path, body }) {
    const shop = shops.find(({ id }) => id === sim.world.products.get(path.product_id ?? '')?.shopId);
    if (!shop) throw new PlatformError(CODE.productMissing, 'The product does not exist in this shop');
    const product = productOf(sim, shop, path.product_id);
    refuseFrozen(product);
    if (product.status === 'DRAFT' || product.status === 'FAILED') throw wrongStatus(product);
    const sales = shop.warehouseIds.filter((id) => sim.world.warehouses.get(id)?.type === 'SALES_WAREHOUSE');
    const known = new Set(product.skus.map(({ id }) => id));
    const rows: { skuId: string; warehouseId: string; quantity: number }[] = [];
    const errors = body.skus.flatMap(({ id, inventory: levels }) => {
      const extra = levels.flatMap((level) => {
        const warehouseId = level.warehouse_id ?? (sales.length === 1 ? sales[0] : undefined);
        const error = known.has(id) ? levelError({ sales, warehouseId, quantity: level.quantity }) : FOREIGN_SKU;
        if (!error && warehouseId !== undefined) rows.push({ skuId: id, warehouseId, quantity: level.quantity });
        return error ? [{ warehouse_id: level.warehouse_id ?? '', ...error }] : [];
      });
      const [first] = extra;
      return first ? [{ code: first.code, message: first.message, detail: { sku_id: id, extra_errors: extra } }] : [];
    });
    if (rows.length > 0) {
      sim.acts.setQuantities({ productId: product.id, rows });
      sim.acts.recordWrite({ shopId: shop.id, operation: 'POST inventory/update', data: { productId: product.id, rows } });
    }
    return { errors };
  },
});

const FOREIGN_SKU: InventoryError = { code: CODE.skuForeign, message: 'The SKU is not of this product' };

/** 0 is a quantity here: nothing may be bought any more. */
function levelError(level: { sales: readonly string[]; warehouseId: string | undefined; quantity: number }): InventoryError | null {
  const { sales, warehouseId, quantity } = level;
  if (warehouseId === undefined)
    return { code: CODE.warehousesIncomplete, message: 'Several warehouses exist, name the one that is meant' };
  if (!sales.includes(warehouseId)) return { code: CODE.warehouseForeign, message: 'The warehouse is not one that this shop sells from' };
  const isInRange = quantity >= 0 && quantity <= QUANTITY_MAX;
  return isInRange ? null : { code: CODE.quantityOutOfRange, message: `The quantity is not between 0 and ${QUANTITY_MAX}` };
}

type Move = 'activate' | 'deactivate' | 'delete' | 'recover';
const MOVES: Readonly<Record<Move, { from: readonly ProductStatus[]; template: string; method: Operation['method']; scope: string }>> = {
  activate: {
    from: ['DRAFT', 'SELLER_DEACTIVATED'],
    template: '/product/{version}/products/activate',
    method: 'POST',
    scope: 'seller.product.basic',
  },
  deactivate: {
    from: ['ACTIVATE', 'PENDING'],
    template: '/product/{version}/products/deactivate',
    method: 'POST',
    scope: 'seller.product.basic',
  },
  delete: {
    from: ['DRAFT', 'PENDING', 'FAILED', 'ACTIVATE', 'SELLER_DEACTIVATED', 'PLATFORM_DEACTIVATED'],
    template: '/product/{version}/products',
    method: 'DELETE',
    scope: 'seller.product.delete',
  },
  recover: { from: ['DELETED'], template: '/product/{version}/products/recover', method: 'POST', scope: 'seller.product.delete' },
};

/** Many at once; each fails or is moved by itself. */
const moves = (['activate', 'deactivate', 'delete', 'recover'] as const).map((move) =>
  shopOperation({
    method: MOVES[move].method,
    template: MOVES[move].template,
    versions: ['202309'],
    scope: MOVES[move].scope,
    body: z.strictObject({
      product_ids: ids(ROWS_MAX).min(1),
      listing_platforms: z.array(z.enum(['TOKOPEDIA', 'TIKTOK_SHOP'])).optional(),
    }),
    answer({ sim, shop, body }) {
      const errors = body.product_ids.flatMap((id) => {
        const product = sim.world.products.get(id);
        const error = moveError(product, { shop, move });
        if (error) return [{ ...error, detail: { product_id: id } }];
        sim.acts.moveListing({ productId: id, move });
        sim.acts.recordWrite({ shopId: shop.id, operation: `products/${move}`, data: { productId: id } });
        return [];
      });
      return { errors };
    },
  }),
);

function moveError(product: Product | undefined, { shop, move }: { shop: Shop; move: Move }): { code: number; message: string } | null {
  const isGone = product?.status === 'DELETED' && move !== 'recover';
  if (product?.shopId !== shop.id || isGone) return { code: CODE.productMissing, message: 'The product does not exist in this shop' };
  if (product.status === 'FREEZE') return { code: CODE.productUnderAppeal, message: 'The product is frozen, appeal first' };
  if (MOVES[move].from.includes(product.status)) return null;
  return { code: CODE.productStatus, message: `A product that is ${product.status} cannot do this` };
}

function productOf(sim: Simulation, shop: Shop, id = ''): Product {
  const product = sim.world.products.get(id);
  if (product?.shopId !== shop.id || product.status === 'DELETED')
    throw new PlatformError(CODE.productMissing, 'The product does not exist in this shop');
  return product;
}

function refuseFrozen({ status }: Product): void {
  if (status === 'FREEZE') throw new PlatformError(CODE.productUnderAppeal, 'The product is frozen, appeal first');
}

const wrongStatus = ({ status }: Product): PlatformError =>
  new PlatformError(CODE.productStatus, `A product that is ${status} cannot do this`);

/** Nothing is handed to the audit without the papers that its category requires. A draft may wait for them. */
function refuseWithoutPapers(world: World, { words, shop, isDraft }: { words: ProductWords; shop: Shop; isDraft: boolean }): void {
  const [missing] = isDraft ? [] : certificatesMissing(world, { words, market: shop.market });
  if (missing !== undefined) throw new PlatformError(CODE.checkFailed, `The certification “${missing}” is missing`);
}

function refuseManySkus(skus: readonly WireSku[], { market }: Shop): void {
  const max = MANY_SKUS.has(market) ? 300 : 100;
  if (skus.length > max) throw new PlatformError(CODE.invalid, `Invalid parameter: skus: more than ${max}`);
}

export const PRODUCT_WRITE_OPERATIONS = [create, edit, partialEdit, prices, inventory, ...moves];
