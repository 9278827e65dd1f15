/**
 * What rows of a file would do to the goods that are there. The same judgement serves the dry run and the taking in, each time on what is in
 * the catalogue at that moment, so a row that was good yesterday is told if it is not any more.
 */
import { gtinNumber } from '@tradewind/rules/gtin';
import { type ProductFields, sameTexts, type VariantFields } from '../goods.ts';
import type { GivenRow } from './read-row.ts';
import type { Changes, Cost, Difference, RowFault } from './shapes.ts';

export type KnownProduct = ProductFields & { id: string; version: number };
export type KnownVariant = VariantFields & { id: string; productId: string; costs: Map<string, Cost> };
/** Changed as rows are judged, so that each row sees what those above it do. */
export type Known = {
  products: Map<string, KnownProduct>;
  /** By product id. */
  codes: Map<string, string>;
  variants: Map<string, KnownVariant>;
  /** By product: which combination of options is whose. */
  combinations: Map<string, Map<string, string>>;
  /** SKUs that may be parts; true: it is a bundle itself. */
  parts: Map<string, boolean>;
  /** SKUs that are parts of some bundle. */
  heldAsParts: ReadonlySet<string>;
};

export type Judged =
  | { verdict: 'created' | 'changed' | 'unchanged'; difference: Difference | null }
  | { verdict: 'failed'; faults: RowFault[] };

type Tools = { known: Known; newId: () => string };

export function judge(row: GivenRow, { known, newId }: Tools): Judged {
  const held = known.variants.get(row.sku);
  const code = row.code ?? (held && known.codes.get(held.productId)) ?? row.sku;
  const product = known.products.get(code);
  const faults = faultsAgainst(row, { known, held, product });
  if (faults.length > 0) return { verdict: 'failed', faults };
  const nextProduct = withGiven(product ?? newProduct(row, code, newId()), row.product);
  const nextVariant = withGivenVariant(held ?? newVariant(row.sku, nextProduct.id, newId()), row.variant);
  const optionFaults = optionFaultsOf(row, { known, product: nextProduct, variant: nextVariant });
  if (optionFaults.length > 0) return { verdict: 'failed', faults: optionFaults };
  const costBefore = row.cost ? (nextVariant.costs.get(row.cost.validFrom) ?? null) : null;
  const isCostNew = row.cost !== null && !sameCost(costBefore, row.cost.cost);
  const difference: Difference = {
    productId: nextProduct.id,
    variantId: nextVariant.id,
    isNewProduct: product === undefined,
    isNewVariant: held === undefined,
    product: changesOf(product, nextProduct, productFields),
    variant: changesOf(held, nextVariant, variantFields),
    cost: row.cost && isCostNew ? { validFrom: row.cost.validFrom, change: [costBefore, row.cost.cost] } : null,
  };
  keep(known, { code, product: nextProduct, variant: nextVariant, cost: isCostNew ? row.cost : null });
  if (difference.isNewVariant) return { verdict: 'created', difference };
  const isChanged = isCostNew || Object.keys(difference.product).length > 0 || Object.keys(difference.variant).length > 0;
  return isChanged ? { verdict: 'changed', difference } : { verdict: 'unchanged', difference: null };
}

const newProduct = (row: GivenRow, code: string, id: string): KnownProduct => ({
  ...{ id, code, version: 0, title: '', description: '', category: null, brand: null, materials: [], attributes: {}, status: 'active' },
  optionNames: row.product.optionNames ?? [],
});
const newVariant = (sku: string, productId: string, id: string): KnownVariant => ({
  ...{ id, sku, productId, optionValues: [], gtin: null, hsCode: null, weightG: null, lengthMm: null, widthMm: null, heightMm: null },
  ...{ status: 'active', parts: [], costs: new Map() },
});

/** Attributes that the row does not name stay beside those that it does. */
const withGiven = (held: KnownProduct, given: GivenRow['product']): KnownProduct => ({
  ...held,
  ...given,
  attributes: { ...held.attributes, ...given.attributes },
});

/** A GTIN that differs in the zeros before it alone is the one that is there. */
function withGivenVariant(held: KnownVariant, given: GivenRow['variant']): KnownVariant {
  const isSameGtin = held.gtin !== null && given.gtin !== undefined && gtinNumber(given.gtin ?? '') === gtinNumber(held.gtin);
  return { ...held, ...given, ...(isSameGtin ? { gtin: held.gtin } : {}) };
}

type Against = { known: Known; held: KnownVariant | undefined; product: KnownProduct | undefined };

function faultsAgainst(row: GivenRow, { known, held, product }: Against): RowFault[] {
  const faults: RowFault[] = [];
  const wrong = (column: string, value: string, code: string) => void faults.push({ column, value, code, line: null });
  if (held && row.code !== null && held.productId !== product?.id) wrong('sku', row.sku, 'sku-of-other-product');
  if (!product && !held && row.product.title === undefined) wrong('title', '', 'required');
  const names = row.product.optionNames;
  if (product && names && !sameTexts(names, product.optionNames)) wrong('option1_name', names.join(' / '), 'other-options');
  for (const part of row.variant.parts ?? []) {
    const isBundle = known.parts.get(part.sku);
    if (isBundle === undefined) wrong('bundle_parts', part.sku, 'unknown-part');
    else if (isBundle) wrong('bundle_parts', part.sku, 'part-is-bundle');
  }
  if (row.variant.parts && known.heldAsParts.has(row.sku)) wrong('bundle_parts', row.sku, 'is-a-part');
  return faults;
}

type Options = { known: Known; product: KnownProduct; variant: KnownVariant };

function optionFaultsOf(row: GivenRow, { known, product, variant }: Options): RowFault[] {
  const fault = (value: string, code: string): RowFault[] => [{ column: 'option1_value', value, code, line: null }];
  const values = variant.optionValues;
  if (values.length !== product.optionNames.length) return fault(values.join(' / '), 'other-options');
  const holder = known.combinations.get(product.id)?.get(JSON.stringify(values));
  return holder !== undefined && holder !== row.sku ? fault(values.join(' / ') || holder, 'same-options') : [];
}

const sameCost = (one: Cost | null, other: Cost): boolean => one?.amount === other.amount && one.currency === other.currency;

const productFields = ['title', 'description', 'category', 'brand', 'materials', 'optionNames', 'attributes', 'status'] as const;
const variantFields = ['optionValues', 'gtin', 'hsCode', 'weightG', 'lengthMm', 'widthMm', 'heightMm', 'status', 'parts'] as const;

/** By field, where they differ. Of something new every field, so that taking it back can tell whether it is still as it was made. */
function changesOf<F extends string>(before: Record<F, unknown> | undefined, after: Record<F, unknown>, fields: readonly F[]): Changes {
  const changed = fields.filter((field) => !before || !isSame(before[field], after[field]));
  return Object.fromEntries(changed.map((field) => [field, [before?.[field] ?? null, after[field]]]));
}

export const isSame = (one: unknown, other: unknown): boolean => one === other || canonical(one) === canonical(other);

/** The order of names says nothing, and neither does the order of a bundle's parts. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    return `[${(value.some((item) => typeof item === 'object') ? items.sort() : items).join()}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`)
    .sort()
    .join()}}`;
}

type Keeping = { code: string; product: KnownProduct; variant: KnownVariant; cost: GivenRow['cost'] };

function keep(known: Known, { code, product, variant, cost }: Keeping): void {
  const before = known.variants.get(variant.sku);
  const combinations = known.combinations.get(product.id) ?? new Map<string, string>();
  if (before) combinations.delete(JSON.stringify(before.optionValues));
  known.combinations.set(product.id, combinations.set(JSON.stringify(variant.optionValues), variant.sku));
  if (cost) variant.costs.set(cost.validFrom, cost.cost);
  known.products.set(code, product);
  known.codes.set(product.id, code);
  known.variants.set(variant.sku, variant);
  known.parts.set(variant.sku, variant.parts.length > 0);
}
