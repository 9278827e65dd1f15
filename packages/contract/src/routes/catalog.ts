import { z } from 'zod';
import { route } from '../route.ts';
import { channel, day, idList, instant, market, money, pageOf, paging, uuid } from '../shapes.ts';

const code = z.string().trim().min(1).max(60);
const line = z.string().trim().min(1).max(60);
const status = z.enum(['draft', 'active', 'archived']);
/** A code of the rules' list; which there are, the server knows. */
const category = z.string().max(60);
const grams = z.int().min(1).max(1_000_000);
const millimetres = z.int().min(1).max(10_000);
const hsCode = z.string().regex(/^\d{6,12}$/, '6 to 12 digits');
const gtin = z.string().regex(/^(\d{8}|\d{12,14})$/, '8, 12, 13 or 14 digits');

const costs = z.strictObject({ validFrom: day, cost: money });
const bundlePart = z.strictObject({ variantId: uuid, sku: z.string(), quantity: z.int() });

const variant = z.strictObject({
  id: uuid,
  sku: z.string(),
  /** In the order of the product's option names. */
  optionValues: z.array(z.string()),
  gtin: z.string().nullable(),
  hsCode: z.string().nullable(),
  weightG: z.int().nullable(),
  lengthMm: z.int().nullable(),
  widthMm: z.int().nullable(),
  heightMm: z.int().nullable(),
  status: z.enum(['active', 'archived']),
  /** Of a bundle: what it holds. Empty: it is none. */
  parts: z.array(bundlePart),
  /** Newest first. Null for those who may not see costs. */
  costs: z.array(costs).nullable(),
});

/** A picture, already re-encoded: nothing of the file's own words is kept. */
const productMedia = z.strictObject({
  id: uuid,
  mediaType: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
});

export const productSummary = z.strictObject({
  id: uuid,
  code: z.string(),
  title: z.string(),
  category: z.string().nullable(),
  brand: z.string().nullable(),
  groupId: uuid.nullable(),
  status,
  variantCount: z.int(),
  /** SKU of the only variant; null where there are several. */
  sku: z.string().nullable(),
  /** In how many of the caller's shops it is offered. */
  shopCount: z.int(),
  mediaId: uuid.nullable(),
  createdAt: instant,
  updatedAt: instant,
});

export const product = z.strictObject({
  id: uuid,
  code: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  brand: z.string().nullable(),
  materials: z.array(z.string()),
  optionNames: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
  groupId: uuid.nullable(),
  status,
  /** Who saves says which he has seen. */
  version: z.int(),
  variants: z.array(variant),
  media: z.array(productMedia),
  /** Where it is offered, in the caller's shops. */
  listings: z.array(
    z.strictObject({
      listingId: uuid,
      channelSkuId: z.string(),
      variantId: uuid,
      shop: z.strictObject({ id: uuid, name: z.string(), channel, market, timeZone: z.string() }),
      title: z.string(),
      status: z.string(),
      price: money,
      matchedBy: z.enum(['sku', 'gtin', 'person', 'published']),
    }),
  ),
  createdAt: instant,
  updatedAt: instant,
});

const words = {
  title: z.string().trim().min(1).max(300),
  description: z.string().trim().max(10_000),
  category: category.nullable(),
  brand: z.string().trim().min(1).max(120).nullable(),
  materials: z.array(line).max(20),
  optionNames: z.array(line).max(3),
  attributes: z.record(line, z.string().trim().min(1).max(500)),
  status,
};
const variantInput = z.strictObject({
  /** Absent: a new one. */
  id: uuid.optional(),
  sku: code,
  optionValues: z.array(line).max(3).default([]),
  gtin: gtin.nullable().default(null),
  hsCode: hsCode.nullable().default(null),
  weightG: grams.nullable().default(null),
  lengthMm: millimetres.nullable().default(null),
  widthMm: millimetres.nullable().default(null),
  heightMm: millimetres.nullable().default(null),
  status: z.enum(['active', 'archived']).default('active'),
  parts: z
    .array(z.strictObject({ sku: code, quantity: z.int().min(1).max(10_000) }))
    .max(50)
    .default([]),
});

/** What a picture may be. Told before the upload, and held against the content, not the name. */
const mediaFile = { mediaTypes: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 10 * 1024 * 1024 } as const;

export const productFilter = {
  q: z.string().trim().min(1).max(100).optional(),
  status: status.optional(),
  category: category.optional(),
  /** Those that stand in this group or below it. */
  groupId: uuid.optional(),
  /** Only what lacks this. */
  missing: z.enum(['listing', 'category', 'size', 'media']).optional(),
};
const productId = z.strictObject({ productId: uuid });

const shopChip = z.strictObject({ id: uuid, name: z.string(), channel, market, timeZone: z.string() });
const suggestion = z.strictObject({
  variantId: uuid,
  sku: z.string(),
  title: z.string(),
  reason: z.enum(['similar-sku', 'same-gtin', 'same-title']),
});

/** A shop's SKU of which nobody has said what it is. */
export const unmatchedSku = z.strictObject({
  listingId: uuid,
  channelSkuId: z.string(),
  sellerSku: z.string(),
  title: z.string(),
  price: money,
  shop: shopChip,
  suggestions: z.array(suggestion),
});

export const catalogRoutes = {
  'products.list': route({
    id: 'products.list',
    method: 'get',
    path: '/products',
    scope: 'products:read',
    summary: 'The merchant’s own products, newest first; found by words of the title, the code, a SKU or a GTIN',
    query: z.strictObject({ ...paging, ...productFilter }),
    answer: pageOf(productSummary),
  }),
  'products.get': route({
    id: 'products.get',
    method: 'get',
    path: '/products/{productId}',
    scope: 'products:read',
    summary: 'One product with its variants, pictures and listings; costs only for those who may see them',
    params: productId,
    answer: product,
  }),
  'products.create': route({
    id: 'products.create',
    method: 'post',
    path: '/products',
    scope: 'products:write',
    summary: 'Make a product with its variants',
    idempotent: true,
    status: 201,
    body: z.strictObject({
      code,
      ...words,
      description: words.description.default(''),
      category: words.category.default(null),
      brand: words.brand.default(null),
      materials: words.materials.default([]),
      optionNames: words.optionNames.default([]),
      attributes: words.attributes.default({}),
      status: status.default('active'),
      variants: z.array(variantInput).min(1).max(500),
    }),
    answer: product,
  }),
  'products.change': route({
    id: 'products.change',
    method: 'put',
    path: '/products/{productId}',
    scope: 'products:write',
    summary: 'Save a product as a whole, on the version that was seen; variants that are not named stay as they are',
    params: productId,
    body: z.strictObject({ version: z.int().min(1), code, ...words, variants: z.array(variantInput).max(500) }),
    answer: product,
  }),
  'products.change-many': route({
    id: 'products.change-many',
    method: 'post',
    path: '/product-changes',
    scope: 'products:write',
    summary: 'Give several products a status, a category, a brand or a group',
    body: z.strictObject({
      productIds: z.array(uuid).min(1).max(500),
      status: status.optional(),
      category: category.nullable().optional(),
      brand: words.brand.optional(),
      groupId: uuid.nullable().optional(),
    }),
    answer: z.strictObject({ changed: z.int() }),
  }),
  'variant-costs.set': route({
    id: 'variant-costs.set',
    method: 'put',
    path: '/variants/{variantId}/costs/{validFrom}',
    scope: 'costs:write',
    summary: 'What a unit costs to buy from a day on; null takes the entry of that day away',
    params: z.strictObject({ variantId: uuid, validFrom: day }),
    body: z.strictObject({ cost: z.strictObject({ amount: z.int().min(1).max(1e12), currency: money.shape.currency }).nullable() }),
    answer: product,
  }),
  'product-media.create': route({
    id: 'product-media.create',
    method: 'post',
    path: '/products/{productId}/media',
    scope: 'products:write',
    summary: 'Add a picture, its bytes as the body; it is decoded and written anew, so nothing else in the file is kept',
    idempotent: true,
    status: 201,
    params: productId,
    upload: mediaFile,
    answer: productMedia,
  }),
  'product-media.file': route({
    id: 'product-media.file',
    method: 'get',
    path: '/products/{productId}/media/{mediaId}/file',
    scope: 'products:read',
    summary: 'A picture of a product, whole or small',
    params: z.strictObject({ productId: uuid, mediaId: uuid }),
    query: z.strictObject({ size: z.enum(['whole', 'small']).default('whole') }),
    file: mediaFile.mediaTypes,
    isStoredFile: true,
  }),
  'product-media.order': route({
    id: 'product-media.order',
    method: 'put',
    path: '/products/{productId}/media-order',
    scope: 'products:write',
    summary: 'In which order the pictures stand; the first is the main one',
    params: productId,
    body: z.strictObject({ mediaIds: z.array(uuid).min(1).max(20) }),
    status: 204,
  }),
  'product-media.remove': route({
    id: 'product-media.remove',
    method: 'delete',
    path: '/products/{productId}/media/{mediaId}',
    scope: 'products:write',
    summary: 'Take a picture away',
    params: z.strictObject({ productId: uuid, mediaId: uuid }),
    status: 204,
  }),
  'listing-matches.list': route({
    id: 'listing-matches.list',
    method: 'get',
    path: '/listing-matches',
    scope: 'products:read',
    summary: 'SKUs of the shops that are no variant yet, with what they might be',
    query: z.strictObject({ ...paging, shopIds: idList.optional(), market: market.optional() }),
    answer: pageOf(unmatchedSku),
  }),
  'listing-matches.set': route({
    id: 'listing-matches.set',
    method: 'post',
    path: '/listing-matches',
    scope: 'products:write',
    summary: 'Say which variant a shop’s SKU is; null takes that back',
    body: z.strictObject({
      matches: z
        .array(z.strictObject({ listingId: uuid, channelSkuId: z.string().max(60), variantId: uuid.nullable() }))
        .min(1)
        .max(500),
    }),
    answer: z.strictObject({ changed: z.int() }),
  }),
  'products.take-in': route({
    id: 'products.take-in',
    method: 'post',
    path: '/products-from-listings',
    scope: 'products:write',
    summary: 'Make products of listings that are none yet, those that share a seller SKU as one, and match them',
    answer: z.strictObject({
      products: z.int(),
      variants: z.int(),
      matched: z.int(),
      /** More listings wait: ask again. */
      isMore: z.boolean(),
    }),
  }),
} as const;
