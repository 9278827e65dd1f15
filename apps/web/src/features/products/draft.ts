import type { Product } from '@tradewind/contract/types';
import { isGtin } from '@tradewind/rules/gtin';
import type { Request } from '../../shared/api/call.ts';

type Saved = Request<'products.create'>['body'];
export type DraftVariant = {
  /** Names the row while it has no id yet. */
  key: string;
  id?: string;
  sku: string;
  optionValues: string[];
  gtin: string;
  hsCode: string;
  weightG: string;
  lengthMm: string;
  widthMm: string;
  heightMm: string;
  status: 'active' | 'archived';
  /** A part and its quantity a line. */
  parts: string;
};
/** A product as it stands in the form: all texts, so that what was typed stays as typed. */
export type Draft = {
  code: string;
  title: string;
  description: string;
  category: string | null;
  brand: string;
  materials: string[];
  optionNames: string[];
  attributes: { name: string; value: string }[];
  status: Product['status'];
  variants: DraftVariant[];
};

const text = (value: number | string | null): string => (value === null ? '' : String(value));

export const blankVariant = (key: string, options: number): DraftVariant => ({
  ...{ key, sku: '', optionValues: Array.from({ length: options }, () => ''), gtin: '', hsCode: '' },
  ...{ weightG: '', lengthMm: '', widthMm: '', heightMm: '', status: 'active', parts: '' },
});

export const blankDraft: Draft = {
  ...{ code: '', title: '', description: '', category: null, brand: '', materials: [], optionNames: [], attributes: [] },
  ...{ status: 'active', variants: [blankVariant('first', 0)] },
};

export const draftOf = (product: Product): Draft => ({
  code: product.code,
  title: product.title,
  description: product.description,
  category: product.category,
  brand: product.brand ?? '',
  materials: product.materials,
  optionNames: product.optionNames,
  attributes: Object.entries(product.attributes).map(([name, value]) => ({ name, value })),
  status: product.status,
  variants: product.variants.map((variant) => ({
    key: variant.id,
    id: variant.id,
    sku: variant.sku,
    optionValues: variant.optionValues,
    gtin: variant.gtin ?? '',
    hsCode: variant.hsCode ?? '',
    weightG: text(variant.weightG),
    lengthMm: text(variant.lengthMm),
    widthMm: text(variant.widthMm),
    heightMm: text(variant.heightMm),
    status: variant.status,
    parts: variant.parts.map(({ sku, quantity }) => `${sku}*${quantity}`).join('\n'),
  })),
});

export type DraftFault = { path: string; code: string };

/** What the draft says to the server, or what stands in the way of saying it. */
export function readDraft(draft: Draft): { saved: Saved } | { faults: DraftFault[] } {
  const faults: DraftFault[] = [];
  const required = (value: string, path: string) => void (value.trim() === '' && faults.push({ path, code: 'required' }));
  required(draft.code, '/code');
  required(draft.title, '/title');
  const number = (value: string, path: string): number | null => {
    if (value.trim() === '') return null;
    const read = Number(value);
    if (!Number.isInteger(read)) faults.push({ path, code: 'not-a-whole-number' });
    else if (read <= 0) faults.push({ path, code: 'not-positive' });
    return read;
  };
  const variants = draft.variants.map((variant, at) => {
    const path = `/variants/${at}`;
    required(variant.sku, `${path}/sku`);
    for (const value of variant.optionValues) required(value, `${path}/optionValues`);
    if (variant.gtin.trim() !== '' && !isGtin(variant.gtin.trim())) faults.push({ path: `${path}/gtin`, code: 'bad-gtin' });
    if (variant.hsCode.trim() !== '' && !/^\d{6,12}$/.test(variant.hsCode.trim()))
      faults.push({ path: `${path}/hsCode`, code: 'bad-hs-code' });
    return {
      ...(variant.id === undefined ? {} : { id: variant.id }),
      sku: variant.sku.trim(),
      optionValues: variant.optionValues.map((value) => value.trim()),
      gtin: variant.gtin.trim() || null,
      hsCode: variant.hsCode.trim() || null,
      weightG: number(variant.weightG, `${path}/weightG`),
      lengthMm: number(variant.lengthMm, `${path}/lengthMm`),
      widthMm: number(variant.widthMm, `${path}/widthMm`),
      heightMm: number(variant.heightMm, `${path}/heightMm`),
      status: variant.status,
      parts: partsOf(variant.parts, (code) => faults.push({ path: `${path}/parts`, code })),
    };
  });
  if (faults.length > 0) return { faults };
  const { code, title, description, category, brand, materials, optionNames, status } = draft;
  const attributes = Object.fromEntries(
    draft.attributes.filter(({ name, value }) => name.trim() && value.trim()).map(({ name, value }) => [name.trim(), value.trim()]),
  );
  return {
    saved: { code, title, description, category, brand: brand.trim() || null, materials, optionNames, attributes, status, variants },
  };
}

function partsOf(lines: string, wrong: (code: string) => void): { sku: string; quantity: number }[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, sku = line.trim(), count = '1'] = /^(.+?)\s*[*×]\s*(\d{1,5})$/u.exec(line.trim()) ?? [];
      if (Number(count) < 1 || Number(count) > 10_000) wrong('bad-parts');
      return { sku, quantity: Number(count) };
    });
}

/** Another count of options: each variant's values follow. */
export const withOptions = (draft: Draft, optionNames: string[]): Draft => ({
  ...draft,
  optionNames,
  variants: draft.variants.map((variant) => ({ ...variant, optionValues: optionNames.map((_, at) => variant.optionValues[at] ?? '') })),
});
