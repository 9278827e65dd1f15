/**
 * What changed cells make of a product and its variants, and everything that speaks against it. A cell is read as a file's is, with one
 * difference: in a file an empty cell says nothing, here it takes away what was there.
 */
import type { ParsedOf, Routes } from '@tradewind/contract';
import { faultsOf } from '../goods.ts';
import type { ProductColumn } from '../imports/columns.ts';
import type { KnownProduct, KnownVariant } from '../imports/plan.ts';
import { type GivenProduct, type GivenRow, type GivenVariant, readRow } from '../imports/read-row.ts';

export type ChangedRows = ParsedOf<Routes['product-rows.save']>['body']['products'][number];
export type CellFault = { variantId: string | null; column: string | null; code: string };
export type ChangedGoods = {
  /** Null: none of the cells that its variants share was changed. */
  product: KnownProduct | null;
  variants: (KnownVariant & { newCost: GivenRow['cost'] })[];
};

type Held = { product: KnownProduct; variants: readonly KnownVariant[]; today: string };

export function changeGoods(rows: ChangedRows, { product, variants, today }: Held): { changed: ChangedGoods; faults: CellFault[] } {
  const shared = readCells(rows.cells, product.code, today);
  const faults = shared.faults.map((fault): CellFault => ({ variantId: null, ...fault }));
  const nextProduct = { ...product, ...shared.row.product, ...shared.emptied };
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const changed = rows.variants.flatMap(({ variantId, cells }) => {
    const held = byId.get(variantId);
    const { row, emptied, faults: own } = readCells(cells, held?.sku ?? '', today);
    faults.push(...own.map((fault) => ({ variantId, ...fault })));
    if (!held) faults.push({ variantId, column: null, code: 'unknown-variant' });
    return held ? [{ ...held, ...row.variant, ...emptied, sku: row.sku, newCost: row.cost }] : [];
  });
  const next = new Map([...byId, ...changed.map((variant) => [variant.id, variant] as const)]);
  // What cannot be read is told first: half of a row proves nothing about the whole.
  if (faults.length === 0) faults.push(...wholeFaults(nextProduct, [...next.values()]));
  return { changed: { product: Object.keys(rows.cells).length > 0 ? nextProduct : null, variants: changed }, faults };
}

const absent: Partial<Record<ProductColumn, GivenProduct | GivenVariant>> = {
  ...{ description: { description: '' }, category: { category: null }, brand: { brand: null }, materials: { materials: [] } },
  ...{ gtin: { gtin: null }, hs_code: { hsCode: null }, weight_g: { weightG: null } },
  ...{ length_mm: { lengthMm: null }, width_mm: { widthMm: null }, height_mm: { heightMm: null } },
};

type Read = { row: GivenRow; emptied: GivenProduct & GivenVariant; faults: { column: string | null; code: string }[] };

function readCells(cells: ChangedRows['cells'] & Partial<Record<ProductColumn, string>>, sku: string, today: string): Read {
  // The cast: the contract takes no other columns.
  const said = Object.entries({ sku, ...cells }) as [ProductColumn, string][];
  const { row, faults } = readRow({ line: 0, cells: said.map(([, text]) => text), mapping: said.map(([column]) => column), today });
  const empty = said.flatMap(([column, text]) => (text.trim() === '' ? [column] : []));
  const known = new Set(faults.map(({ column }) => column));
  const isBareCurrency = cells.cost_currency !== undefined && cells.cost === undefined;
  const needed = [...empty.filter((column) => !absent[column] && !known.has(column)), ...(isBareCurrency ? ['cost'] : [])];
  const required = needed.map((column) => ({ column, code: 'required' }));
  return {
    row,
    emptied: Object.assign({}, ...empty.map((column) => absent[column])),
    faults: [...faults.map(({ column, code }) => ({ column, code })), ...required],
  };
}

const columnOf: Readonly<Record<string, ProductColumn>> = {
  ...{ category: 'category', sku: 'sku', optionValues: 'option1_value', gtin: 'gtin', parts: 'bundle_parts' },
};

function wholeFaults(product: KnownProduct, variants: readonly KnownVariant[]): CellFault[] {
  return faultsOf(product, variants).map(({ path, code }) => {
    const [first = '', at, field] = path.split('/').slice(1);
    return { variantId: variants[Number(at)]?.id ?? null, column: columnOf[field ?? first] ?? null, code };
  });
}
