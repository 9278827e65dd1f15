/** Products as a file: a row for each variant, in the columns that an import takes. */
import { currencyExponent } from '@tradewind/rules/money';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller, FileAnswer } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type SheetFormat, sheetType, writeSheet } from '../../../platform/sheets/write-sheet.ts';
import { groupsOf } from '../groups/for-shops.ts';
import { chainOf } from '../groups/inherit.ts';
import { decimal, joinList, protect } from '../imports/cell-texts.ts';
import { ATTRIBUTE, columnsFor, type ProductColumn } from '../imports/columns.ts';
import { type ProductFilter, productConditions } from './product-filter.ts';

const ROWS_AT_ONCE = 2_000;
const ATTRIBUTES_MAX = 70;

type Row = {
  id: string;
  is_bundle: boolean;
  product: {
    code: string;
    title: string;
    description: string;
    category: string | null;
    brand: string | null;
    status: string;
    materials: string[];
  };
  option_names: string[];
  option_values: string[];
  attributes: Record<string, string>;
  sku: string;
  gtin: string | null;
  hs_code: string | null;
  weight_g: number | null;
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  status: string;
  parts: { sku: string; quantity: number }[] | null;
  cost_minor: number | null;
  currency: string | null;
  valid_from: string | null;
};

type Reading = { filter: ProductFilter; last: Row | undefined; isBundle: boolean; today: string };
type Export = { caller: Caller; query: ProductFilter & { format: SheetFormat } };

export async function exportProducts(services: Services, { caller, query }: Export): Promise<FileAnswer> {
  const { format, ...filter } = query;
  const today = new Date(services.clock.now()).toISOString().slice(0, 10);
  const columns = columnsFor(caller.scopes.has('costs:read'));
  const names = await services.database.withMerchant(caller.merchantId, (tx) => attributeNames(tx, filter));
  const cellsOf = (row: Row) => [
    ...columns.map((column) => protect(cellOf[column](row))),
    // Own ones only: a seller may name an attribute as every object has one (`constructor`).
    ...names.map((name) => protect(Object.hasOwn(row.attributes, name) ? (row.attributes[name] ?? '') : '')),
  ];
  async function* rows(): AsyncGenerator<string[][]> {
    yield [[...columns, ...names.map((name) => `${ATTRIBUTE}${name}`)]];
    for (const isBundle of [false, true]) {
      let last: Row | undefined;
      do {
        const reading: Reading = { filter, last, isBundle, today };
        const found = await services.database.withMerchant(caller.merchantId, (tx) => readRows(tx, reading));
        yield found.map(cellsOf);
        last = found.length < ROWS_AT_ONCE ? undefined : found.at(-1);
      } while (last);
    }
  }
  return { file: { name: `products-${today}.${format}`, mediaType: sheetType[format], bytes: await writeSheet(format, rows()) } };
}

type Template = { caller: Caller; query: { format: SheetFormat; category?: string | undefined; groupId?: string | undefined } };

/** The head alone, with the attributes that products of the category have, or that the group asks for. */
export async function productTemplate(services: Services, { caller, query }: Template): Promise<FileAnswer> {
  const { format, category, groupId } = query;
  const names = await services.database.withMerchant(caller.merchantId, async (tx) => [
    ...new Set([
      ...chainOf(await groupsOf(tx), groupId ?? null).flatMap(({ attributes }) => Object.keys(attributes)),
      ...(category ? await attributeNames(tx, { category }) : []),
    ]),
  ]);
  const head = [...columnsFor(caller.scopes.has('costs:write')), ...names.map((name) => `${ATTRIBUTE}${name}`)];
  async function* rows(): AsyncGenerator<string[][]> {
    yield [head];
  }
  const name = `products${category ? `-${category}` : ''}.${format}`;
  return { file: { name, mediaType: sheetType[format], bytes: await writeSheet(format, rows()) } };
}

async function attributeNames(tx: TenantTx, filter: ProductFilter): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT name FROM product AS p CROSS JOIN LATERAL jsonb_object_keys(p.attributes) AS name
    WHERE ${productConditions(filter)} ORDER BY name LIMIT ${sql.lit(ATTRIBUTES_MAX)}`.execute(tx);
  return rows.map(({ name }) => name);
}

/** Bundles last: a file that is read from its top knows their parts by then. By code, which an index has in order. */
async function readRows(tx: TenantTx, { filter, last, isBundle, today }: Reading): Promise<Row[]> {
  const beyond = last ? sql`AND p.code >= ${last.product.code} AND (p.code, v.id) > (${last.product.code}, ${last.id}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    SELECT v.id, v.is_bundle, p.option_names, v.option_values, p.attributes, v.sku, v.gtin, v.hs_code, v.weight_g, v.length_mm, v.width_mm, v.height_mm, v.status,
           jsonb_build_object('code', p.code, 'title', p.title, 'description', p.description, 'category', p.category, 'brand', p.brand,
                              'status', p.status, 'materials', p.materials) AS product,
           CASE WHEN v.is_bundle THEN (
             SELECT jsonb_agg(jsonb_build_object('sku', part.sku, 'quantity', held.quantity) ORDER BY part.sku)
             FROM bundle_part AS held JOIN variant AS part ON part.id = held.part_id WHERE held.bundle_id = v.id) END AS parts,
           cost.cost_minor, cost.currency, cost.valid_from
    FROM product AS p JOIN variant AS v ON v.merchant_id = p.merchant_id AND v.product_id = p.id
    LEFT JOIN LATERAL (SELECT cost_minor, currency, valid_from FROM variant_cost WHERE variant_id = v.id
                       ORDER BY valid_from <= ${today}::date DESC, abs(valid_from - ${today}::date) LIMIT 1) AS cost ON true
    WHERE ${productConditions(filter)} AND v.is_bundle = ${isBundle} ${beyond} ORDER BY p.code, v.id LIMIT ${sql.lit(ROWS_AT_ONCE)}`.execute(
    tx,
  );
  return rows;
}

const text = (value: string | number | null | undefined): string => (value === null || value === undefined ? '' : String(value));

const cellOf: Record<ProductColumn, (row: Row) => string> = {
  product_code: ({ product }) => product.code,
  title: ({ product }) => product.title,
  description: ({ product }) => product.description,
  category: ({ product }) => text(product.category),
  brand: ({ product }) => text(product.brand),
  materials: ({ product }) => joinList(product.materials),
  status: ({ product }) => product.status,
  option1_name: ({ option_names }) => text(option_names[0]),
  option1_value: ({ option_values }) => text(option_values[0]),
  option2_name: ({ option_names }) => text(option_names[1]),
  option2_value: ({ option_values }) => text(option_values[1]),
  option3_name: ({ option_names }) => text(option_names[2]),
  option3_value: ({ option_values }) => text(option_values[2]),
  sku: ({ sku }) => sku,
  gtin: ({ gtin }) => text(gtin),
  hs_code: ({ hs_code }) => text(hs_code),
  weight_g: ({ weight_g }) => text(weight_g),
  length_mm: ({ length_mm }) => text(length_mm),
  width_mm: ({ width_mm }) => text(width_mm),
  height_mm: ({ height_mm }) => text(height_mm),
  bundle_parts: ({ parts }) => joinList((parts ?? []).map(({ sku, quantity }) => `${sku}*${quantity}`)),
  sku_status: ({ status }) => status,
  cost: ({ cost_minor, currency }) => (cost_minor === null || currency === null ? '' : decimal(cost_minor, currencyExponent(currency))),
  cost_currency: ({ currency }) => text(currency),
  cost_from: ({ valid_from }) => text(valid_from),
};
