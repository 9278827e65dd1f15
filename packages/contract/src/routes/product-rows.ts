import { z } from 'zod';
import { route } from '../route.ts';
import { idList, pageOf, paging, uuid } from '../shapes.ts';
import { productFilter } from './catalog.ts';

/** Columns of a file of products that may be changed in place: those that every variant of a product shares, and those of each. */
const sharedColumns = ['title', 'description', 'category', 'brand', 'materials', 'status'] as const;
const variantColumns = [
  ...['sku', 'gtin', 'hs_code', 'weight_g', 'length_mm', 'width_mm', 'height_mm', 'sku_status', 'cost', 'cost_currency'],
] as const;

/** A cell's text as a file would have it; what is not said stays. An empty one takes away what may be absent. */
const cell = z.string().max(20_000);
const sharedCells = z.partialRecord(z.enum(sharedColumns), cell);
const variantCells = z.partialRecord(z.enum(variantColumns), cell);

const productRows = z.strictObject({
  productId: uuid,
  code: z.string(),
  /** Who saves says which he has seen. */
  version: z.int(),
  cells: sharedCells,
  variants: z.array(z.strictObject({ variantId: uuid, options: z.string(), cells: variantCells })),
});

const fault = z.strictObject({
  productId: uuid,
  /** Null: the product itself. */
  variantId: uuid.nullable(),
  /** Null: the row as a whole. */
  column: z.string().nullable(),
  code: z.string(),
});

export const productRowRoutes = {
  'product-rows.list': route({
    id: 'product-rows.list',
    method: 'get',
    path: '/product-rows',
    scope: 'products:read',
    summary: 'Products as a table to change in place, newest first, a row for each variant; costs only for those who may see them',
    query: z.strictObject({ ...paging, ...productFilter, productIds: idList.optional() }),
    answer: pageOf(productRows),
  }),
  'product-rows.save': route({
    id: 'product-rows.save',
    method: 'post',
    path: '/product-rows',
    scope: 'products:write',
    summary:
      'Save changed cells. A product with a fault, or that another person changed meanwhile, stays as it is and is told; the rest is saved',
    idempotent: true,
    body: z.strictObject({
      products: z
        .array(
          z.strictObject({
            productId: uuid,
            version: z.int().min(1),
            cells: sharedCells.default({}),
            variants: z
              .array(z.strictObject({ variantId: uuid, cells: variantCells }))
              .max(500)
              .default([]),
          }),
        )
        .min(1)
        .max(200),
    }),
    answer: z.strictObject({ saved: z.array(z.strictObject({ productId: uuid, version: z.int() })), faults: z.array(fault) }),
  }),
} as const;
