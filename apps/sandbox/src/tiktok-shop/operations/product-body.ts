/**
 * The body in which a product is written, and what it says in the world's words. Here is refused at once what cannot be kept at all; what
 * can be kept but not be sold is the audit's business.
 */
import { z } from 'zod';
import { withNames } from '../../world/goods/category-demands.ts';
import type { SkuInput } from '../../world/goods/listing-inputs.ts';
import type { Product, ProductWords, Shop, World } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { ids, platformId } from '../fields.ts';
import { minorOf } from '../money.ts';

const uri = z.strictObject({ uri: z.string().min(1).max(300) });
const uris = (max: number) => z.array(uri).max(max);
const decimalText = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be a decimal');
const identifierType = z.enum(['GTIN', 'EAN', 'UPC', 'ISBN', 'JAN']);
export const QUANTITY_MAX = 99_999;

export const salesAttribute = z.strictObject({
  id: platformId.optional(),
  name: z.string().max(20).optional(),
  value_id: platformId.optional(),
  value_name: z.string().max(50).optional(),
  sku_img: uri.optional(),
  supplementary_sku_images: uris(9).optional(),
});
export const identifierCode = z.strictObject({ code: z.string().max(50), type: identifierType });
const stated = {
  currency: z.string(),
  amount: decimalText.optional(),
  sale_price: decimalText.optional(),
};
const sku = z.strictObject({
  id: platformId.optional(),
  sales_attributes: z.array(salesAttribute).max(3).default([]),
  inventory: z
    .array(
      z.strictObject({
        warehouse_id: platformId,
        quantity: z.int().optional(),
        backorder_quantity: z.int().optional(),
        handling_time: z.int().optional(),
      }),
    )
    .max(50)
    .default([]),
  seller_sku: z.string().max(50).default(''),
  price: z.strictObject(stated),
  list_price: z.strictObject({ amount: decimalText, currency: z.string() }).optional(),
  external_sku_id: z.string().max(999).optional(),
  identifier_code: identifierCode.optional(),
  sku_unit_count: z.string().optional(),
});
/** What product and global product have in common. */
export const wordFields = {
  title: z.string().min(1).max(10_000),
  description: z.string().max(100_000),
  category_id: platformId,
  brand_id: platformId.optional(),
  main_images: uris(20),
  package_weight: z.strictObject({ value: decimalText, unit: z.enum(['KILOGRAM', 'POUND']) }),
  package_dimensions: z
    .strictObject({ length: decimalText, width: decimalText, height: decimalText, unit: z.enum(['CENTIMETER', 'INCH']) })
    .optional(),
  product_attributes: z
    .array(
      z.strictObject({
        id: platformId,
        values: z.array(z.strictObject({ id: platformId.optional(), name: z.string().max(2000).optional() })).max(50),
      }),
    )
    .max(100)
    .optional(),
  certifications: z
    .array(
      z.strictObject({
        id: platformId,
        images: uris(10).optional(),
        files: z
          .array(z.strictObject({ id: platformId, name: z.string().min(1).max(255), format: z.literal('PDF') }))
          .max(10)
          .optional(),
        expiration_date: z.int().optional(),
      }),
    )
    .max(50)
    .optional(),
  size_chart: z.strictObject({ image: uri.optional(), template: z.strictObject({ id: z.string() }).optional() }).optional(),
  manufacturer_ids: ids(10).optional(),
  responsible_person_ids: ids(10).optional(),
  category_version: z.enum(['v1', 'v2']).optional(),
};
const common = {
  ...wordFields,
  save_mode: z.enum(['AS_DRAFT', 'LISTING']).default('LISTING'),
  skus: z.array(sku).min(1).max(300),
  is_cod_allowed: z.boolean().optional(),
  external_product_id: z.string().max(999).optional(),
  delivery_option_ids: ids(50).optional(),
  listing_platforms: z.array(z.enum(['TOKOPEDIA', 'TIKTOK_SHOP'])).optional(),
  shipping_insurance_requirement: z.enum(['REQUIRED', 'OPTIONAL', 'NOT_SUPPORTED']).optional(),
  minimum_order_quantity: z.int().min(1).max(20).optional(),
  is_pre_owned: z.boolean().optional(),
};
export const createBody = z.strictObject({
  ...common,
  idempotency_key: z.string().min(1).max(128).optional(),
  is_not_for_sale: z.boolean().optional(),
});
export const checkBody = createBody.omit({ save_mode: true, idempotency_key: true, category_version: true, is_not_for_sale: true });
export const editBody = z.strictObject(common);
export const partialBody = editBody
  .omit({ category_id: true, category_version: true })
  .partial()
  .extend({
    save_mode: z.enum(['AS_DRAFT', 'LISTING']).default('LISTING'),
  });

type Words = z.output<z.ZodObject<typeof wordFields>>;
export type WireWords = { [Field in keyof Words]?: Words[Field] | undefined };
export type WireSku = z.output<typeof sku>;

/** What is given takes the place of what was; on a whole edit everything is given. */
export function wordsOf(world: World, wire: WireWords, before: ProductWords): ProductWords {
  const size = wire.package_dimensions;
  const mm =
    size && ([size.length, size.width, size.height] as const).map((text) => Math.round(Number(text) * (size.unit === 'INCH' ? 25.4 : 10)));
  const categoryId = wire.category_id ?? before.categoryId;
  const category = world.categories.get(categoryId);
  if (!category) throw new PlatformError(CODE.categoryMissing, 'The category does not exist');
  if (!category.isLeaf) throw new PlatformError(CODE.categoryNotLeaf, 'The category is not a leaf');
  if (wire.brand_id !== undefined && !world.brands.has(wire.brand_id))
    throw new PlatformError(CODE.brandMissing, 'The brand does not exist');
  return {
    title: wire.title ?? before.title,
    description: wire.description ?? before.description,
    categoryId,
    brandId: wire.brand_id ?? before.brandId,
    imageUris: wire.main_images?.map((image) => image.uri) ?? before.imageUris,
    attributes:
      wire.product_attributes?.map(({ id, values }) =>
        withNames({ id, values: values.map((value) => ({ id: value.id ?? null, name: value.name ?? '' })) }),
      ) ?? before.attributes,
    weightGrams: wire.package_weight
      ? Math.round(Number(wire.package_weight.value) * (wire.package_weight.unit === 'POUND' ? 453.592 : 1000))
      : before.weightGrams,
    sizeMm: mm ? [mm[0] ?? 0, mm[1] ?? 0, mm[2] ?? 0] : before.sizeMm,
    certificates:
      wire.certifications?.map(({ id, images = [], files = [] }) => ({
        ...{ id, imageUris: images.map((image) => image.uri), fileIds: files.map((file) => file.id) },
      })) ?? before.certificates,
    sizeChartUri: wire.size_chart ? (wire.size_chart.image?.uri ?? wire.size_chart.template?.id ?? null) : before.sizeChartUri,
    manufacturerIds: wire.manufacturer_ids ?? before.manufacturerIds,
    responsiblePersonIds: wire.responsible_person_ids ?? before.responsiblePersonIds,
  };
}

/** Before anything was said. */
export const NO_WORDS: ProductWords = {
  title: '',
  description: '',
  categoryId: '',
  brandId: null,
  imageUris: [],
  attributes: [],
  weightGrams: 0,
  sizeMm: null,
  certificates: [],
  sizeChartUri: null,
  manufacturerIds: [],
  responsiblePersonIds: [],
};

/** Inches and pounds are for shops of the US alone. */
export function refuseForeignUnits(wire: WireWords, { market }: Shop): void {
  if (market === 'US') return;
  if (wire.package_dimensions?.unit === 'INCH') throw new PlatformError(CODE.inchesElsewhere, 'Inches are for local products of the US');
  if (wire.package_weight?.unit === 'POUND') throw new PlatformError(CODE.poundsElsewhere, 'Pounds are for local products of the US');
}

export function skusOf(world: World, shop: Shop, { skus, product }: { skus: readonly WireSku[]; product: Product | null }): SkuInput[] {
  const given = skus.flatMap(({ id }) => id ?? []);
  if (new Set(given).size < given.length) throw new PlatformError(CODE.skuTwice, 'A SKU id is given twice');
  const known = new Set(product?.skus.map(({ id }) => id));
  if (given.some((id) => !known.has(id))) throw new PlatformError(CODE.skuForeign, 'A SKU is not of this product');
  return skus.map((wire, index) => {
    const path = `skus.${index}`;
    const salePrice = priceOf(wire.price.sale_price ?? wire.price.amount, { currency: wire.price.currency, shop, path });
    const { list_price: listed } = wire;
    const listPrice = listed ? priceOf(listed.amount, { currency: listed.currency, shop, path }) : salePrice;
    if (!wire.id && wire.inventory.length === 0) throw new PlatformError(CODE.warehouseMissing, 'A SKU has no warehouse');
    for (const { warehouse_id: id, quantity } of wire.inventory) {
      refuseWarehouse(world, shop, id);
      // None is said by leaving the number out: the documented range begins at 1.
      if (quantity !== undefined && (quantity < 1 || quantity > QUANTITY_MAX))
        throw new PlatformError(CODE.quantityOutOfRange, `A quantity is not between 1 and ${QUANTITY_MAX}`);
    }
    return {
      id: wire.id ?? null,
      sellerSku: wire.seller_sku,
      gtin: wire.identifier_code?.code ?? null,
      listPrice,
      salePrice,
      options: wire.sales_attributes.map(optionOf),
      stock: wire.inventory.map((row) => ({ warehouseId: row.warehouse_id, quantity: row.quantity ?? null })),
    };
  });
}

export function optionOf(wire: z.output<typeof salesAttribute>): SkuInput['options'][number] {
  return { id: wire.id ?? null, name: wire.name ?? '', valueId: wire.value_id ?? null, value: wire.value_name ?? '' };
}

export function priceOf(text: string | undefined, { currency, shop, path }: { currency: string; shop: Shop; path: string }): number {
  if (currency !== shop.currency)
    throw new PlatformError(CODE.invalid, `Invalid parameter: ${path}.price.currency: must be ${shop.currency}`);
  const minor = text === undefined ? null : minorOf(text, currency);
  if (minor === null) throw new PlatformError(CODE.invalid, `Invalid parameter: ${path}.price.amount: no amount of ${currency}`);
  return minor;
}

export function refuseWarehouse(world: World, shop: Shop, id: string): void {
  const warehouse = world.warehouses.get(id);
  if (warehouse?.shopId !== shop.id) throw new PlatformError(CODE.warehouseForeign, 'The warehouse is not of this shop');
  if (warehouse.type !== 'SALES_WAREHOUSE') throw new PlatformError(CODE.warehouseMissing, 'Nothing is sold from this warehouse');
}
