/** What the columns of a file are called: their own names, and what people who write such files call them elsewhere. */
import { productColumns } from '@tradewind/contract';

export type ProductColumn = (typeof productColumns)[number];
/** What each column of a file is, from the left; null: it is left out. */
export type Mapping = readonly (string | null)[];

export const ATTRIBUTE = 'attribute:';
const COST_COLUMNS: readonly string[] = ['cost', 'cost_currency', 'cost_from'] satisfies ProductColumn[];
export const hasCosts = (mapping: Mapping): boolean => mapping.some((column) => column !== null && COST_COLUMNS.includes(column));

/** Every column, for a template and an export; costs only for those who may see them. */
export const columnsFor = (maySeeCosts: boolean): readonly ProductColumn[] =>
  productColumns.filter((column) => maySeeCosts || !COST_COLUMNS.includes(column));

/** Folded: no case, no marks between words. */
const alsoCalled: Readonly<Record<string, ProductColumn>> = {
  ...{ spu: 'product_code', parentsku: 'product_code', productid: 'product_code', 商品编码: 'product_code', 货号: 'product_code' },
  ...{ name: 'title', productname: 'title', producttitle: 'title', 商品名称: 'title', 标题: 'title', 商品标题: 'title' },
  ...{ productdescription: 'description', 描述: 'description', 商品描述: 'description', 类目: 'category', 分类: 'category', 品牌: 'brand' },
  ...{ material: 'materials', 材质: 'materials', 状态: 'status', 规格1: 'option1_name', 规格值1: 'option1_value' },
  ...{ 规格2: 'option2_name', 规格值2: 'option2_value', 规格3: 'option3_name', 规格值3: 'option3_value' },
  ...{ sellersku: 'sku', skucode: 'sku', 商家sku: 'sku', sku编码: 'sku', 商家编码: 'sku' },
  ...{ ean: 'gtin', upc: 'gtin', barcode: 'gtin', 条码: 'gtin', 条形码: 'gtin', hs: 'hs_code', tariffcode: 'hs_code', 海关编码: 'hs_code' },
  ...{ weight: 'weight_g', 重量: 'weight_g', length: 'length_mm', width: 'width_mm', height: 'height_mm' },
  ...{ 组合: 'bundle_parts', bundle: 'bundle_parts', unitcost: 'cost', 成本: 'cost', 采购价: 'cost', 成本币种: 'cost_currency' },
};
const fold = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\-./()（）]/g, '');
const byName = new Map<string, string>([...Object.entries(alsoCalled), ...productColumns.map((column) => [fold(column), column] as const)]);

/** What the head's columns seem to be; the second of two that seem the same is left out. */
export function guessMapping(head: readonly string[]): (string | null)[] {
  const taken = new Set<string>();
  return head.map((title) => {
    const attribute = /^attribute:(.{1,60})$/u.exec(title.trim())?.[1]?.trim();
    const column = attribute ? `${ATTRIBUTE}${attribute}` : (byName.get(fold(title)) ?? null);
    if (column === null || taken.has(column)) return null;
    taken.add(column);
    return column;
  });
}

/** In which of the first rows the head stands: the one with the most columns that are known. Counted from 1. */
export function guessHeadRow(firstRows: readonly (readonly string[])[]): number {
  const known = firstRows.map((row) => guessMapping(row).filter((column) => column !== null).length);
  return Math.max(1, known.indexOf(Math.max(...known)) + 1);
}
