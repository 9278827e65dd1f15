import type { Request } from '../../../shared/api/call.ts';

type Saved = Request<'product-rows.save'>['body']['products'][number];
export type SharedColumn = keyof NonNullable<Saved['cells']>;
export type VariantColumn = keyof NonNullable<Saved['variants']>[number]['cells'];
export type Column = SharedColumn | VariantColumn;

const shared = ['title', 'description', 'category', 'brand', 'materials', 'status'] as const satisfies readonly SharedColumn[];
const own = ['sku', 'gtin', 'hs_code', 'weight_g', 'length_mm', 'width_mm', 'height_mm', 'sku_status'] as const;
const costs = ['cost', 'cost_currency'] as const;

/** What all variants of a product say alike: a change in one row shows in every row of the product. */
export const isShared = (column: Column): column is SharedColumn => shared.some((each) => each === column);

/** From the left. */
export const columnsFor = (maySetCosts: boolean): readonly Column[] => [
  ...shared.slice(0, 1),
  ...own,
  ...(maySetCosts ? costs : []),
  ...shared.slice(1),
];

/** In pixels. */
const widths: Partial<Record<Column, number>> = { title: 260, description: 260, materials: 180, sku: 160, gtin: 140, category: 180 };
export const widthOf = (column: Column): number => widths[column] ?? 120;
