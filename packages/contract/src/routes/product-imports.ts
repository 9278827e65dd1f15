import { z } from 'zod';
import { route } from '../route.ts';
import { instant, pageOf, paging, uuid } from '../shapes.ts';
import { productFilter } from './catalog.ts';

const sheetTypes = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] as const;
/** CSV in UTF-8 or a workbook; which of them it is, its content says. */
const productSheet = { mediaTypes: sheetTypes, maxBytes: 32 * 1024 * 1024 } as const;

/** Columns that the workbench knows; `attribute:` and a name is an attribute of the product. */
export const productColumns = [
  ...['product_code', 'title', 'description', 'category', 'brand', 'materials', 'status'],
  ...['option1_name', 'option1_value', 'option2_name', 'option2_value', 'option3_name', 'option3_value'],
  ...['sku', 'gtin', 'hs_code', 'weight_g', 'length_mm', 'width_mm', 'height_mm', 'bundle_parts', 'sku_status'],
  ...['cost', 'cost_currency', 'cost_from'],
] as const;
const column = z.string().regex(new RegExp(`^(${productColumns.join('|')}|attribute:.{1,60})$`, 'u'), 'a column of the template');
/** What each column of the file is, from the left; null: it is left out. */
const mapping = z.array(column.nullable()).max(100);

const importState = z.enum(['uploaded', 'checking', 'checked', 'applying', 'cancelled', 'applied', 'undoing', 'undone', 'refused']);

const rowVerdict = z.enum(['created', 'changed', 'unchanged', 'failed', 'undone', 'not-undone']);
const rowFault = z.strictObject({
  column: z.string().nullable(),
  value: z.string(),
  code: z.string(),
  /** The line that it contradicts or repeats. */
  line: z.int().nullable(),
});

export const productImport = z.strictObject({
  id: uuid,
  fileName: z.string(),
  state: importState,
  /** Why the file as a whole was refused. */
  fault: z.string().nullable(),
  /** How the file begins, to choose the head from. */
  firstRows: z.array(z.array(z.string())),
  headRow: z.int(),
  mapping,
  /** The mapping was remembered from a file with the same head. */
  isRemembered: z.boolean(),
  /** Rows seen so far; all of them once it is checked. */
  rows: z.int(),
  /** Rows applied, or undone, so far. */
  done: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  undone: z.int(),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const productImportRow = z.strictObject({
  line: z.int(),
  sku: z.string().nullable(),
  verdict: rowVerdict,
  faults: z.array(rowFault),
  /** Columns that change, or have changed. */
  columns: z.array(z.string()),
});

const importId = z.strictObject({ importId: uuid });
const format = z.enum(['csv', 'xlsx']);

export const productImportRoutes = {
  'product-imports.create': route({
    id: 'product-imports.create',
    method: 'post',
    path: '/product-imports',
    scope: 'products:write',
    summary: 'Hand in a file of products; nothing is changed yet. The answer says how it begins and what its columns seem to be',
    idempotent: true,
    status: 201,
    upload: productSheet,
    query: z.strictObject({ fileName: z.string().trim().min(1).max(200) }),
    answer: productImport,
  }),
  'product-imports.list': route({
    id: 'product-imports.list',
    method: 'get',
    path: '/product-imports',
    scope: 'products:read',
    summary: 'Files of products that were handed in, newest first',
    query: z.strictObject(paging),
    answer: pageOf(productImport),
  }),
  'product-imports.get': route({
    id: 'product-imports.get',
    method: 'get',
    path: '/product-imports/{importId}',
    scope: 'products:read',
    summary: 'One file with its counts and how far it is',
    params: importId,
    answer: productImport,
  }),
  'product-imports.check': route({
    id: 'product-imports.check',
    method: 'post',
    path: '/product-imports/{importId}/check',
    scope: 'products:write',
    summary: 'Read the whole file and say, row by row, what it would do; a job does it',
    status: 202,
    params: importId,
    body: z.strictObject({ headRow: z.int().min(1).max(20), mapping }),
    answer: productImport,
  }),
  'product-imports.apply': route({
    id: 'product-imports.apply',
    method: 'post',
    path: '/product-imports/{importId}/apply',
    scope: 'products:write',
    summary: 'Take in the rows that are good, or go on after a cancellation; a job does it, batch by batch',
    status: 202,
    params: importId,
    answer: productImport,
  }),
  'product-imports.cancel': route({
    id: 'product-imports.cancel',
    method: 'post',
    path: '/product-imports/{importId}/cancel',
    scope: 'products:write',
    summary: 'Stop after the batch under way. What was taken in stays, and apply goes on from there',
    params: importId,
    answer: productImport,
  }),
  'product-imports.undo': route({
    id: 'product-imports.undo',
    method: 'post',
    path: '/product-imports/{importId}/undo',
    scope: 'products:write',
    summary: 'Take back what the file did, but for rows that somebody has changed since, or that are in use',
    status: 202,
    params: importId,
    answer: productImport,
  }),
  'product-imports.rows': route({
    id: 'product-imports.rows',
    method: 'get',
    path: '/product-imports/{importId}/rows',
    scope: 'products:read',
    summary: 'What becomes of each row, and why',
    params: importId,
    query: z.strictObject({ ...paging, verdict: rowVerdict.optional() }),
    answer: pageOf(productImportRow),
  }),
  'product-imports.failed-rows': route({
    id: 'product-imports.failed-rows',
    method: 'get',
    path: '/product-imports/{importId}/failed-rows',
    scope: 'products:read',
    summary: 'The rows that failed, as a file with a reason in each; mended, it can be handed in again',
    params: importId,
    query: z.strictObject({ format }),
    file: sheetTypes,
  }),
  'product-imports.template': route({
    id: 'product-imports.template',
    method: 'get',
    path: '/product-import-template',
    scope: 'products:read',
    summary: 'An empty file with the right head, with the attributes that products of the category have, or that the group asks for',
    query: z.strictObject({ format, category: z.string().max(60).optional(), groupId: uuid.optional() }),
    file: sheetTypes,
  }),
  'products.export': route({
    id: 'products.export',
    method: 'get',
    path: '/product-export',
    scope: 'products:read',
    summary: 'Products as a file that can be handed in again; handed in unchanged, it changes nothing',
    query: z.strictObject({ format, ...productFilter }),
    file: sheetTypes,
  }),
} as const;
