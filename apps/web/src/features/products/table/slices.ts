import type { Request } from '../../../shared/api/call.ts';
import { type Column, isShared } from './columns.ts';
import { type Cells, keyOf, ownerOf, type Table, textOf } from './table-state.ts';

type Saved = Request<'product-rows.save'>['body']['products'][number];
export type Slice = { products: Saved[]; sent: Cells };

/** As many products as one call takes. */
const PRODUCTS_A_SLICE = 100;

/** What is to be saved, in calls of a bearable size. Each says the version it was changed on. */
export function slicesOf(table: Table): Slice[] {
  const products = new Map<string, Saved & { variants: NonNullable<Saved['variants']> }>();
  const sent = new Map<string, Map<string, string>>();
  for (const row of table.rows) {
    const said = table.columns.filter((column) => table.changed.has(keyOf(ownerOf(row, column), column)));
    const columns = withWholeCosts(said).filter((column) => row.isFirst || !isShared(column));
    if (columns.length === 0) continue;
    const { productId, variantId } = row;
    const texts = columns.map((column) => [column, textOf(table, keyOf(ownerOf(row, column), column))] as const);
    const product = products.get(productId) ?? { productId, version: table.versions.get(productId) ?? 1, cells: {}, variants: [] };
    const own = Object.fromEntries(texts.filter(([column]) => !isShared(column)));
    products.set(productId, {
      ...product,
      cells: { ...product.cells, ...Object.fromEntries(texts.filter(([column]) => isShared(column))) },
      variants: Object.keys(own).length > 0 ? [...product.variants, { variantId, cells: own }] : product.variants,
    });
    const keys = sent.get(productId) ?? new Map<string, string>();
    for (const [column, text] of texts) keys.set(keyOf(ownerOf(row, column), column), text);
    sent.set(productId, keys);
  }
  const all = [...products.values()];
  return Array.from({ length: Math.ceil(all.length / PRODUCTS_A_SLICE) }, (_, at) => {
    const slice = all.slice(at * PRODUCTS_A_SLICE, (at + 1) * PRODUCTS_A_SLICE);
    return { products: slice, sent: new Map(slice.flatMap(({ productId }) => [...(sent.get(productId) ?? [])])) };
  });
}

/** An amount says nothing without its currency. */
const withWholeCosts = (columns: readonly Column[]): readonly Column[] =>
  columns.includes('cost') || columns.includes('cost_currency') ? [...new Set<Column>([...columns, 'cost', 'cost_currency'])] : columns;
