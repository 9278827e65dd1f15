import { z } from 'zod';

/** What sellers and the platform do to listings, by schema: what the journal keeps and reads back. */
const attributeValue = z.strictObject({ id: z.string().nullable(), name: z.string() });
const wordsSchema = z.strictObject({
  title: z.string(),
  description: z.string(),
  categoryId: z.string(),
  brandId: z.string().nullable(),
  imageUris: z.array(z.string()),
  attributes: z.array(z.strictObject({ id: z.string(), name: z.string(), values: z.array(attributeValue) })),
  weightGrams: z.number(),
  sizeMm: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  /** A journal of before papers were files names none. */
  certificates: z.array(z.strictObject({ id: z.string(), imageUris: z.array(z.string()), fileIds: z.array(z.string()).default([]) })),
  sizeChartUri: z.string().nullable(),
  manufacturerIds: z.array(z.string()),
  responsiblePersonIds: z.array(z.string()),
});
/** Ids null: new, or an option of the seller's own. */
const optionSchema = z.strictObject({ id: z.string().nullable(), name: z.string(), valueId: z.string().nullable(), value: z.string() });
const skuSchema = z.strictObject({
  id: z.string().nullable(),
  sellerSku: z.string(),
  gtin: z.string().nullable(),
  listPrice: z.number(),
  salePrice: z.number(),
  options: z.array(optionSchema),
  /** Quantity null: as it is, or none. */
  stock: z.array(z.strictObject({ warehouseId: z.string(), quantity: z.number().nullable() })),
});

export const createListingSchema = z.strictObject({
  shopId: z.string(),
  words: wordsSchema,
  skus: z.array(skuSchema),
  isDraft: z.boolean(),
  /** The seller's own key of the intent: a second create with it makes nothing. */
  key: z.string().nullable(),
});
export const editListingSchema = z.strictObject({
  productId: z.string(),
  words: wordsSchema,
  skus: z.array(skuSchema),
  isDraft: z.boolean(),
  /** Kept as the wire names them, for the notice of the change. */
  changedFields: z.array(z.string()),
});
export const setPricesSchema = z.strictObject({
  productId: z.string(),
  rows: z.array(z.strictObject({ skuId: z.string(), salePrice: z.number(), listPrice: z.number().nullable() })),
});
export const setQuantitiesSchema = z.strictObject({
  productId: z.string(),
  rows: z.array(z.strictObject({ skuId: z.string(), warehouseId: z.string(), quantity: z.number() })),
});
export const moveListingSchema = z.strictObject({
  productId: z.string(),
  move: z.enum(['activate', 'deactivate', 'delete', 'recover']),
});
export const takeDownSchema = z.strictObject({
  productId: z.string(),
  status: z.enum(['PLATFORM_DEACTIVATED', 'FREEZE']),
  reason: z.string().min(1).max(200),
});
export const sellerCentreEditSchema = z.strictObject({
  productId: z.string(),
  title: z.string().min(1).max(255).optional(),
  description: z.string().max(10_000).optional(),
  skus: z
    .array(z.strictObject({ skuId: z.string(), price: z.int().min(1).optional(), quantity: z.int().min(0).max(99_999).optional() }))
    .max(100)
    .default([]),
});
export const uploadImageSchema = z.strictObject({
  sellerId: z.string(),
  width: z.number(),
  height: z.number(),
  format: z.enum(['JPEG', 'PNG', 'WEBP']),
  useCase: z.string(),
});

export const uploadFileSchema = z.strictObject({
  sellerId: z.string(),
  name: z.string(),
  format: z.literal('PDF'),
  bytes: z.number(),
  sha256: z.string(),
});

export type SkuInput = z.output<typeof skuSchema>;
export type CreateListingInput = z.output<typeof createListingSchema>;
export type EditListingInput = z.output<typeof editListingSchema>;
export type SetPricesInput = z.output<typeof setPricesSchema>;
export type SetQuantitiesInput = z.output<typeof setQuantitiesSchema>;
export type MoveListingInput = z.output<typeof moveListingSchema>;
export type TakeDownInput = z.output<typeof takeDownSchema>;
export type SellerCentreEditInput = z.output<typeof sellerCentreEditSchema>;
export type UploadImageInput = z.output<typeof uploadImageSchema>;
export type UploadFileInput = z.output<typeof uploadFileSchema>;

const globalSkuSchema = z.strictObject({
  id: z.string().nullable(),
  sellerSku: z.string(),
  gtin: z.string().nullable(),
  price: z.number(),
  options: z.array(optionSchema),
  stock: z.array(z.strictObject({ warehouseId: z.string(), quantity: z.number() })),
});
const globalContent = { words: wordsSchema, currency: z.enum(['USD', 'EUR']), skus: z.array(globalSkuSchema) };
export const createGlobalSchema = z.strictObject({ sellerId: z.string(), sourceLocale: z.string(), ...globalContent });
export const editGlobalSchema = z.strictObject({ globalProductId: z.string(), ...globalContent });
export const deleteGlobalSchema = z.strictObject({ globalProductId: z.string() });
export const globalQuantitiesSchema = z.strictObject({
  globalProductId: z.string(),
  rows: z.array(z.strictObject({ globalSkuId: z.string(), warehouseId: z.string(), quantity: z.number() })),
});
export const publishGlobalSchema = z.strictObject({
  globalProductId: z.string(),
  shopId: z.string(),
  manufacturerIds: z.array(z.string()),
  responsiblePersonIds: z.array(z.string()),
  rows: z.array(z.strictObject({ globalSkuId: z.string(), price: z.number(), warehouseId: z.string(), quantity: z.number() })),
});
export type CreateGlobalInput = z.output<typeof createGlobalSchema>;
export type EditGlobalInput = z.output<typeof editGlobalSchema>;
export type GlobalQuantitiesInput = z.output<typeof globalQuantitiesSchema>;
export type PublishGlobalInput = z.output<typeof publishGlobalSchema>;

const DAY_MS = 86_400_000;
export const flashSaleSchema = z.strictObject({
  skus: z
    .array(z.strictObject({ shopId: z.string(), skuId: z.string() }))
    .min(1)
    .max(1000),
  buyers: z.int().min(1).max(100_000),
  unitsPerBuyer: z.int().min(1).max(100),
  overMs: z.int().min(0).max(DAY_MS),
  seed: z.int(),
});
export type FlashSaleInput = z.output<typeof flashSaleSchema>;
