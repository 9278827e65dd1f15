/** A product and its variants as the commands hand them around, and what must hold of them whoever wrote them: a person or a file. */
import { goodsCategories } from '@tradewind/rules/categories';
import { isGtin } from '@tradewind/rules/gtin';

export type ProductFields = {
  code: string;
  title: string;
  description: string;
  category: string | null;
  brand: string | null;
  materials: string[];
  optionNames: string[];
  attributes: Record<string, string>;
  status: 'draft' | 'active' | 'archived';
};
export type Part = { sku: string; quantity: number };
export type VariantFields = {
  sku: string;
  optionValues: string[];
  gtin: string | null;
  hsCode: string | null;
  weightG: number | null;
  lengthMm: number | null;
  widthMm: number | null;
  heightMm: number | null;
  status: 'active' | 'archived';
  parts: Part[];
};

export const MAX_OPTIONS = 3;
const categories = new Set([...goodsCategories, 'not-regulated']);
export const isCategory = (text: string): boolean => categories.has(text);

export const sameTexts = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, at) => text === other[at]);

type Fault = { path: string; code: string; message: string };

/** What no single field can tell: options that do not fit, SKUs or combinations twice, a part that is the bundle itself. */
export function faultsOf(product: ProductFields, variants: readonly VariantFields[]): Fault[] {
  const faults: Fault[] = [];
  const wrong = (path: string, code: string, message: string) => void faults.push({ path, code, message });
  if (product.category !== null && !isCategory(product.category)) wrong('/category', 'unknown-category', 'is none of the categories');
  if (new Set(product.optionNames).size < product.optionNames.length) wrong('/optionNames', 'repeated', 'an option stands twice');
  const skus = new Set<string>();
  const combinations = new Set<string>();
  for (const [at, variant] of variants.entries()) {
    const path = `/variants/${at}`;
    const combination = JSON.stringify(variant.optionValues);
    if (skus.has(variant.sku)) wrong(`${path}/sku`, 'repeated', 'the SKU stands twice');
    if (variant.optionValues.length !== product.optionNames.length)
      wrong(`${path}/optionValues`, 'other-options', 'one value for each option of the product');
    else if (combinations.has(combination)) wrong(`${path}/optionValues`, 'same-options', 'another variant has these options');
    if (variant.gtin !== null && !isGtin(variant.gtin)) wrong(`${path}/gtin`, 'bad-gtin', 'the check digit is wrong');
    if (variant.parts.some(({ sku }) => sku === variant.sku)) wrong(`${path}/parts`, 'part-of-itself', 'a bundle is no part of itself');
    if (new Set(variant.parts.map(({ sku }) => sku)).size < variant.parts.length) wrong(`${path}/parts`, 'repeated', 'a part stands twice');
    skus.add(variant.sku);
    combinations.add(combination);
  }
  return faults;
}
