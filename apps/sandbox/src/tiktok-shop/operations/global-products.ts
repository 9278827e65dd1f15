/**
 * Global products: one product above the shops of a seller. Published market by market, each with a result of its own: a market without a
 * shop, or that has it already, fails; one whose rules miss something gets a draft. Calls take no cipher and need the seller's permission.
 */
import { z } from 'zod';
import { missing } from '../../world/goods/global-products.ts';
import type { EditGlobalInput, PublishGlobalInput } from '../../world/goods/listing-inputs.ts';
import type { GlobalProduct, Product, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { ids, intText, pageToken, platformId, unixSeconds } from '../fields.ts';
import { decimal, minorOf, seconds, sum } from '../money.ts';
import { type CallContext, coveredShops, grantOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { imageShape } from '../pictures.ts';
import { mayManageGlobal } from './authorization.ts';
import { globalWarehousesOf } from './logistics.ts';
import {
  identifierCode,
  NO_WORDS,
  optionOf,
  priceOf,
  QUANTITY_MAX,
  refuseWarehouse,
  salesAttribute,
  wordFields,
  wordsOf,
} from './product-body.ts';
import { dimensions, writtenSkus } from './product-shape.ts';
import { slotsLeft } from './product-writes.ts';
import { byTime, within } from './time-window.ts';

const WRITE = 'seller.global_product.write';
const INFO = 'seller.global_product.info';
const MARKETS = ['DE', 'ES', 'FR', 'GB', 'ID', 'IE', 'IT', 'JP', 'MY', 'PH', 'SG', 'TH', 'US', 'VN', 'MX'] as const;

const sku = z.strictObject({
  id: platformId.optional(),
  seller_sku: z.string().max(50).default(''),
  price: z.strictObject({ amount: z.string(), currency: z.enum(['USD', 'EUR']) }),
  sales_attributes: z.array(salesAttribute).max(3).default([]),
  identifier_code: identifierCode.optional(),
  global_quantity: z.int().optional(),
  inventory: z.array(z.strictObject({ global_warehouse_id: platformId, quantity: z.int().min(1).max(QUANTITY_MAX) })).default([]),
  external_global_sku_id: z.string().max(999).optional(),
});
const content = { ...wordFields, skus: z.array(sku).min(1).max(300), external_global_product_id: z.string().max(999).optional() };
const createBody = z.strictObject({ ...content, source_locale: z.string().max(20).default('en-US') });
const editBody = z.strictObject(content);

const create = grantOperation({
  method: 'POST',
  template: '/product/{version}/global_products',
  versions: ['202309'],
  scope: WRITE,
  body: createBody,
  answer(call) {
    refuseUnpermitted(call);
    const { sim, grant, body } = call;
    const product = sim.acts.createGlobal({ sellerId: grant.sellerId, sourceLocale: body.source_locale, ...contentOf(call, body) });
    noteWrite(call, { operation: 'POST global_products', data: { globalProductId: product.id } });
    return { global_product_id: product.id, global_skus: globalSkus(product) };
  },
});

const edit = grantOperation({
  method: 'PUT',
  template: '/product/{version}/global_products/{global_product_id}',
  versions: ['202309'],
  scope: WRITE,
  body: editBody,
  answer(call) {
    const known = productOf(call);
    const { sim, body } = call;
    const given = body.skus.flatMap(({ id }) => id ?? []);
    if (given.some((id) => !known.skus.some((own) => own.id === id)))
      throw new PlatformError(CODE.skuForeign, 'A SKU is not of this product');
    const product = sim.acts.editGlobal({ globalProductId: known.id, ...contentOf(call, body) });
    noteWrite(call, { operation: 'PUT global_products', data: { globalProductId: product.id } });
    const results = product.listings.map(({ market }) => ({ region: market, status: 'SUCCESS', fail_reasons: [] }));
    return { global_skus: globalSkus(product), publish_results: results };
  },
});

const remove = grantOperation({
  method: 'DELETE',
  template: '/product/{version}/global_products',
  versions: ['202309'],
  scope: 'seller.global_product.delete',
  body: z.strictObject({ global_product_ids: ids(20).min(1) }),
  answer(call) {
    refuseUnpermitted(call);
    const { sim, grant, body } = call;
    const errors = body.global_product_ids.flatMap((id) => {
      const product = sim.world.globalProducts.get(id);
      if (product?.sellerId !== grant.sellerId || product.status === 'DELETED')
        return [{ code: CODE.productMissing, message: 'The global product does not exist', detail: { global_product_id: id } }];
      sim.acts.deleteGlobal({ globalProductId: id });
      return [];
    });
    return { errors };
  },
});

const detail = grantOperation({
  method: 'GET',
  template: '/product/{version}/global_products/{global_product_id}',
  versions: ['202309'],
  scope: INFO,
  answer: (call) => detailShape(productOf(call), call),
});

const search = grantOperation({
  method: 'POST',
  template: '/product/{version}/global_products/search',
  versions: ['202312'],
  scope: INFO,
  query: z.strictObject({ page_size: intText(1, 100), page_token: pageToken }),
  body: z.strictObject({
    status: z.enum(['PUBLISHED', 'UNPUBLISHED', 'DRAFT', 'DELETED']).optional(),
    seller_skus: z.array(z.string()).max(100).optional(),
    create_time_ge: unixSeconds.optional(),
    create_time_le: unixSeconds.optional(),
    update_time_ge: unixSeconds.optional(),
    update_time_le: unixSeconds.optional(),
  }),
  answer(call) {
    refuseUnpermitted(call);
    const { sim, grant, query, body } = call;
    const rows = [...sim.world.globalProducts.values()].filter(
      (product) =>
        product.sellerId === grant.sellerId &&
        within(product, body) &&
        (body.status === undefined ? product.status !== 'DELETED' : product.status === body.status) &&
        (body.seller_skus === undefined || product.skus.some((own) => body.seller_skus?.includes(own.sellerSku))),
    );
    const request = { size: query.page_size, token: query.page_token, order: 'DESC' as const };
    const found = page(rows, request, { key: byTime('create_time'), filters: [grant.sellerId, body] });
    return {
      total_count: found.total,
      next_page_token: found.nextToken,
      global_products: found.items.map((product) => ({
        id: product.id,
        title: product.words.title,
        status: product.status,
        skus: product.skus.map(({ id, sellerSku }) => ({ id, seller_sku: sellerSku })),
        create_time: seconds(product.createdAt),
        update_time: seconds(product.updatedAt),
      })),
    };
  },
});

const inventory = grantOperation({
  method: 'POST',
  template: '/product/{version}/global_products/{global_product_id}/inventory/update',
  versions: ['202309'],
  scope: WRITE,
  body: z.strictObject({
    global_skus: z
      .array(
        z.strictObject({
          id: platformId,
          inventory: z.array(z.strictObject({ global_warehouse_id: platformId, quantity: z.int() })).min(1),
        }),
      )
      .min(1)
      .max(300),
  }),
  answer(call) {
    const product = productOf(call);
    const rows = call.body.global_skus.flatMap(({ id, inventory: levels }) =>
      levels.map((level) => ({ globalSkuId: id, warehouseId: level.global_warehouse_id, quantity: level.quantity })),
    );
    if (rows.some(({ globalSkuId }) => !product.skus.some(({ id }) => id === globalSkuId)))
      throw new PlatformError(CODE.skuForeign, 'A SKU is not of this product');
    refuseGlobalWarehouses(call, rows);
    if (rows.some(({ quantity }) => quantity < 0 || quantity > QUANTITY_MAX))
      throw new PlatformError(CODE.quantityOutOfRange, `A quantity is not between 0 and ${QUANTITY_MAX}`);
    call.sim.acts.setGlobalQuantities({ globalProductId: product.id, rows });
    noteWrite(call, { operation: 'POST global_products/inventory/update', data: { globalProductId: product.id, rows } });
    return {};
  },
});

const targetSku = z.strictObject({
  related_global_sku_id: platformId,
  price: z.strictObject({ amount: z.string().optional(), sale_price: z.string().optional(), currency: z.string() }).optional(),
  inventory: z.strictObject({ warehouse_id: platformId, quantity: z.int().min(1).max(QUANTITY_MAX).optional() }).optional(),
});
const target = z.strictObject({
  region: z.enum(MARKETS),
  responsible_person_ids: ids(10).default([]),
  manufacturer_ids: ids(10).default([]),
  skus: z.array(targetSku).min(1).max(300),
});
type Target = z.output<typeof target>;

const publish = grantOperation({
  method: 'POST',
  template: '/product/{version}/global_products/{global_product_id}/publish',
  versions: ['202309'],
  scope: WRITE,
  body: z.strictObject({ publish_target: z.array(target).min(1).max(MARKETS.length) }),
  answer(call) {
    const product = productOf(call);
    const results = call.body.publish_target.map((wish) => publishInto(call, product, wish));
    return { products: results.flatMap(({ made }) => made ?? []), publish_result: results.map(({ result }) => result) };
  },
});

function publishInto(call: CallContext, product: GlobalProduct, wish: Target) {
  const failed = (message: string) => ({
    made: null,
    result: { region: wish.region, status: 'FAILED', fail_reasons: [{ message }] },
  });
  const shop = coveredShops(call).find(({ market }) => market === wish.region);
  if (!shop) return failed('The seller has no shop in this market');
  if (product.listings.some(({ market }) => market === wish.region)) return failed('The product is published in this market already');
  if (slotsLeft(call.sim, shop, call.now) <= 0) return failed('The listing limit of today is reached');
  let input: PublishGlobalInput;
  try {
    input = publicationOf(call, { product, shop, wish });
  } catch (error) {
    if (error instanceof PlatformError) return failed(error.message);
    throw error;
  }
  const { world } = call.sim;
  const reasons = missing(product, input, { world, market: shop.market, products: call.sim.lists(shop.id).products });
  const made = call.sim.acts.publishGlobal(input);
  noteWrite(call, {
    operation: 'POST global_products/publish',
    data: { globalProductId: product.id, productId: made.id },
    shopId: shop.id,
  });
  return {
    made: publishedShape(product, { made, shop }),
    result: {
      region: wish.region,
      status: made.status === 'DRAFT' ? 'DRAFT' : 'SUCCESS',
      fail_reasons: reasons.map((message) => ({ message })),
    },
  };
}

function publicationOf(
  call: CallContext,
  { product, shop, wish }: { product: GlobalProduct; shop: Shop; wish: Target },
): PublishGlobalInput {
  const rows = wish.skus.map((row, index) => {
    const { price, inventory: level } = row;
    if (!product.skus.some(({ id }) => id === row.related_global_sku_id))
      throw new PlatformError(CODE.skuForeign, 'A SKU is not of this product');
    if (!price) throw new PlatformError(CODE.invalid, `The price of SKU ${index + 1} is missing`);
    const warehouseId = level?.warehouse_id ?? shop.warehouseIds[0] ?? '';
    refuseWarehouse(call.sim.world, shop, warehouseId);
    return {
      globalSkuId: row.related_global_sku_id,
      price: priceOf(price.sale_price ?? price.amount, { currency: price.currency, shop, path: `skus.${index}` }),
      warehouseId,
      quantity: level?.quantity ?? 0,
    };
  });
  return {
    globalProductId: product.id,
    shopId: shop.id,
    manufacturerIds: wish.manufacturer_ids,
    responsiblePersonIds: wish.responsible_person_ids,
    rows,
  };
}

function publishedShape(product: GlobalProduct, { made, shop }: { made: Product; shop: Shop }) {
  const mapped = product.listings.find(({ productId }) => productId === made.id)?.skus ?? [];
  const skus = writtenSkus(made.skus).map(({ sales_attributes: attributes, ...written }) => ({
    ...written,
    related_global_sku_id: mapped.find(({ skuId }) => skuId === written.id)?.globalSkuId ?? '',
    sale_attributes: attributes,
  }));
  return [{ region: shop.market, shop_id: shop.id, id: made.id, skus }];
}

type Content = z.output<typeof editBody>;

function contentOf(call: CallContext, body: Content): Pick<EditGlobalInput, 'words' | 'currency' | 'skus'> {
  const currency = body.skus[0]?.price.currency ?? 'USD';
  const skus = body.skus.map((wire, index) => {
    const price = wire.price.currency === currency ? minorOf(wire.price.amount, currency) : null;
    if (price === null) throw new PlatformError(CODE.invalid, `Invalid parameter: skus.${index}.price: no amount of ${currency}`);
    const stock = wire.inventory.map((level) => ({ warehouseId: level.global_warehouse_id, quantity: level.quantity }));
    refuseGlobalWarehouses(call, stock);
    return {
      id: wire.id ?? null,
      sellerSku: wire.seller_sku,
      gtin: wire.identifier_code?.code ?? null,
      price,
      options: wire.sales_attributes.map(optionOf),
      stock,
    };
  });
  return { words: wordsOf(call.sim.world, body, NO_WORDS), currency, skus };
}

const globalSkus = (product: GlobalProduct) =>
  product.skus.map(({ id, sellerSku, attributes }) => ({
    id,
    seller_sku: sellerSku,
    sales_attributes: attributes.map((attribute) => ({ id: attribute.id, value_id: attribute.valueId })),
  }));

function detailShape(product: GlobalProduct, { sim, origin }: CallContext) {
  const { words, currency } = product;
  return {
    id: product.id,
    title: words.title,
    description: words.description,
    main_images: words.imageUris.map((uri) => imageShape(origin, sim.world, uri)),
    ...(words.sizeMm ? { package_dimensions: dimensions(words.sizeMm) } : {}),
    package_weight: { value: (words.weightGrams / 1000).toFixed(3), unit: 'KILOGRAM' },
    category: { id: words.categoryId },
    ...(words.brandId === null ? {} : { brand: { id: words.brandId } }),
    skus: product.skus.map((own) => ({
      id: own.id,
      seller_sku: own.sellerSku,
      price: { amount: decimal(own.price, currency), currency },
      global_quantity: sum(own.stock, ({ quantity }) => quantity),
      ...(own.gtin === null ? {} : { identifier_code: { code: own.gtin, type: 'GTIN' } }),
      sales_attributes: own.attributes.map(({ id, name, valueId, value }) => ({ id, name, value_id: valueId, value_name: value })),
      inventory: own.stock.map(({ warehouseId, quantity }) => ({ global_warehouse_id: warehouseId, quantity })),
    })),
    product_attributes: words.attributes,
    manufacturer_ids: words.manufacturerIds,
    responsible_person_ids: words.responsiblePersonIds,
    source_locale: product.sourceLocale,
    products: product.listings.map(({ market, productId, skus }) => ({
      region: market,
      id: productId,
      sku_mappings: skus.map(({ globalSkuId, skuId }) => ({ global_sku_id: globalSkuId, local_sku_id: skuId })),
    })),
    create_time: seconds(product.createdAt),
    update_time: seconds(product.updatedAt),
  };
}

function refuseUnpermitted(call: CallContext): void {
  if (!mayManageGlobal(call)) throw new PlatformError(CODE.sellerNotPermitted, 'The seller may not manage global products');
}

function productOf(call: CallContext): GlobalProduct {
  refuseUnpermitted(call);
  const product = call.sim.world.globalProducts.get(call.path.global_product_id ?? '');
  if (product?.sellerId !== call.grant.sellerId || product.status === 'DELETED')
    throw new PlatformError(CODE.productMissing, 'The global product does not exist');
  return product;
}

function refuseGlobalWarehouses({ grant }: CallContext, rows: readonly { warehouseId: string }[]): void {
  const own = globalWarehousesOf(grant.sellerId);
  if (rows.some(({ warehouseId }) => !own.some(({ id }) => id === warehouseId)))
    throw new PlatformError(CODE.warehouseForeign, 'The global warehouse is not of this seller');
}

type Noted = { operation: string; data: Record<string, unknown>; shopId?: string };

/** What concerns the seller stands under the first shop of the consent. */
function noteWrite({ sim, grant }: CallContext, { operation, data, shopId }: Noted): void {
  sim.acts.recordWrite({ shopId: shopId ?? grant.shopIds[0] ?? '', operation, data });
}

export const GLOBAL_PRODUCT_OPERATIONS = [create, edit, remove, detail, search, inventory, publish];
