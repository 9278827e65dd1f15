/**
 * One row of a file, read by its mapping: what it says, and what is wrong with it before anybody looks at the catalogue. An empty cell says
 * nothing: what is there stays.
 */
import { isGtin } from '@tradewind/rules/gtin';
import { currencyExponent, knownCurrencies } from '@tradewind/rules/money';
import { isCategory, type MAX_OPTIONS, type Part, type ProductFields, type VariantFields } from '../goods.ts';
import { isFormula, splitList, unprotect } from './cell-texts.ts';
import { ATTRIBUTE, type Mapping, type ProductColumn } from './columns.ts';
import type { Cost, RowFault } from './shapes.ts';

/** Product fields without the code, as far as the row states them. */
export type GivenProduct = Partial<Omit<ProductFields, 'code'>>;
export type GivenVariant = Partial<Omit<VariantFields, 'sku'>>;
export type GivenRow = {
  line: number;
  sku: string;
  /** Null: the row does not say; then the SKU's own product, or one named after the SKU. */
  code: string | null;
  product: GivenProduct;
  variant: GivenVariant;
  cost: { cost: Cost; validFrom: string } | null;
};

type Told = { wrong: (column: string | null, value: string, code: string) => void; cell: (column: ProductColumn) => string };

export function readRow(input: { line: number; cells: readonly string[]; mapping: Mapping; today: string }): {
  row: GivenRow;
  faults: RowFault[];
} {
  const { line, cells, mapping, today } = input;
  const faults: RowFault[] = [];
  const wrong: Told['wrong'] = (column, value, code) => void faults.push({ column, value: value.slice(0, 100), code, line: null });
  const texts = new Map<string, string>();
  for (const [at, column] of mapping.entries()) {
    const text = (cells[at] ?? '').trim();
    if (column === null || text === '') continue;
    if (isFormula(text)) wrong(column, text, 'formula');
    else if (/[\p{Surrogate}\0]/u.test(text)) wrong(column, text, 'bad-text');
    else texts.set(column, unprotect(text));
  }
  const told: Told = { wrong, cell: (column) => texts.get(column) ?? '' };
  const sku = codeCell(told, 'sku', 60);
  if (sku === '' && !faults.some(({ column }) => column === 'sku')) wrong('sku', '', 'required');
  const code = codeCell(told, 'product_code', 60);
  const row: GivenRow = {
    line,
    sku,
    code: code === '' ? null : code,
    product: { ...productOf(told), ...optionNamesOf(told), ...attributesOf(texts, wrong) },
    variant: { ...variantOf(told), ...optionValuesOf(told) },
    cost: costOf(told, today),
  };
  if (row.variant.parts?.some((part) => part.sku === sku)) wrong('bundle_parts', told.cell('bundle_parts'), 'part-of-itself');
  return { row, faults };
}

/** A spreadsheet writes long numbers so, and their last digits are gone. */
const ROUNDED = /^\d([.,]\d+)?E\+?\d+$/i;

function codeCell({ cell, wrong }: Told, column: 'sku' | 'product_code', max: number): string {
  const text = cell(column);
  if (ROUNDED.test(text)) wrong(column, text, 'rounded-number');
  else if (text.length > max) wrong(column, text, 'too-long');
  else if (/\p{Cc}/u.test(text)) wrong(column, text, 'bad-text');
  else return text;
  return '';
}

function productOf(told: Told): GivenProduct {
  const { cell, wrong } = told;
  const given: GivenProduct = {};
  const limits = { title: 300, description: 10_000, brand: 120 } as const;
  for (const column of ['title', 'description', 'brand'] as const) {
    const text = cell(column);
    if (text.length > limits[column]) wrong(column, text, 'too-long');
    else if (text !== '') given[column] = text;
  }
  const category = cell('category');
  if (category !== '' && !isCategory(category)) wrong('category', category, 'unknown-category');
  else if (category !== '') given.category = category;
  const materials = splitList(cell('materials'));
  if (materials.length > 20 || materials.some((item) => item.length > 60)) wrong('materials', cell('materials'), 'too-long');
  else if (materials.length > 0) given.materials = materials;
  const status = oneOf(told, 'status', ['draft', 'active', 'archived'] as const);
  if (status) given.status = status;
  return given;
}

function oneOf<T extends string>({ cell, wrong }: Told, column: ProductColumn, known: readonly T[]): T | null {
  const text = cell(column).toLowerCase();
  const found = known.find((each) => each === text) ?? null;
  if (text !== '' && found === null) wrong(column, cell(column), 'unknown-value');
  return found;
}

const places = [1, 2, 3] as const satisfies { length: typeof MAX_OPTIONS };

function optionNamesOf({ cell, wrong }: Told): Pick<GivenProduct, 'optionNames'> {
  const names = places.map((place) => cell(`option${place}_name`));
  const last = names.findLastIndex((name) => name !== '');
  const used = names.slice(0, last + 1);
  for (const [at, name] of used.entries()) {
    const column: ProductColumn = `option${places[at] ?? 1}_name`;
    if (name === '') wrong(column, '', 'required');
    else if (name.length > 60) wrong(column, name, 'too-long');
    else if (used.indexOf(name) < at) wrong(column, name, 'repeated');
  }
  return used.length > 0 ? { optionNames: used } : {};
}

function optionValuesOf({ cell, wrong }: Told): Pick<GivenVariant, 'optionValues'> {
  const values = places.map((place) => cell(`option${place}_value`));
  const used = values.slice(0, values.findLastIndex((value) => value !== '') + 1);
  for (const [at, value] of used.entries()) {
    const column: ProductColumn = `option${places[at] ?? 1}_value`;
    if (value === '') wrong(column, '', 'required');
    else if (value.length > 60) wrong(column, value, 'too-long');
  }
  return used.length > 0 ? { optionValues: used } : {};
}

function attributesOf(texts: ReadonlyMap<string, string>, wrong: Told['wrong']): Pick<GivenProduct, 'attributes'> {
  const attributes: Record<string, string> = {};
  for (const [column, text] of texts) {
    if (!column.startsWith(ATTRIBUTE)) continue;
    if (text.length > 500) wrong(column, text, 'too-long');
    else attributes[column.slice(ATTRIBUTE.length)] = text;
  }
  return Object.keys(attributes).length > 0 ? { attributes } : {};
}

function variantOf(told: Told): GivenVariant {
  const { cell, wrong } = told;
  const given: GivenVariant = {};
  const gtin = cell('gtin');
  if (ROUNDED.test(gtin)) wrong('gtin', gtin, 'rounded-number');
  else if (gtin !== '' && !isGtin(gtin)) wrong('gtin', gtin, 'bad-gtin');
  else if (gtin !== '') given.gtin = gtin;
  const hsCode = cell('hs_code').replaceAll(/[.\s]/g, '');
  if (hsCode !== '' && !/^\d{6,12}$/.test(hsCode)) wrong('hs_code', cell('hs_code'), 'bad-hs-code');
  else if (hsCode !== '') given.hsCode = hsCode;
  const sizes = {
    weight_g: ['weightG', 1_000_000],
    length_mm: ['lengthMm', 10_000],
    width_mm: ['widthMm', 10_000],
    height_mm: ['heightMm', 10_000],
  } as const;
  for (const column of ['weight_g', 'length_mm', 'width_mm', 'height_mm'] as const) {
    const [field, most] = sizes[column];
    const value = wholeNumber(told, column, most);
    if (value !== null) given[field] = value;
  }
  const status = oneOf(told, 'sku_status', ['active', 'archived'] as const);
  if (status) given.status = status;
  const parts = splitList(cell('bundle_parts')).map(partOf);
  if (parts.some((part) => part === null) || parts.length > 50) wrong('bundle_parts', cell('bundle_parts'), 'bad-parts');
  else if (new Set(parts.map((part) => part?.sku)).size < parts.length) wrong('bundle_parts', cell('bundle_parts'), 'repeated');
  else if (parts.length > 0) given.parts = parts.flatMap((part) => part ?? []);
  return given;
}

function wholeNumber({ cell, wrong }: Told, column: ProductColumn, most: number): number | null {
  const text = cell(column);
  if (text === '') return null;
  const value = /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) wrong(column, text, 'not-a-whole-number');
  else if (value <= 0) wrong(column, text, 'not-positive');
  else if (value > most) wrong(column, text, 'too-large');
  else return value;
  return null;
}

/** `SKU*2`; without a number, one. */
function partOf(text: string): Part | null {
  const [, sku = text, count] = /^(.+?)\s*[*×]\s*(\d{1,5})$/u.exec(text) ?? [];
  const quantity = count === undefined ? 1 : Number(count);
  return quantity >= 1 && quantity <= 10_000 && sku.length <= 60 ? { sku, quantity } : null;
}

function costOf({ cell, wrong }: Told, today: string): GivenRow['cost'] {
  const [text, currency, from] = [cell('cost'), cell('cost_currency').toUpperCase(), cell('cost_from')];
  if (text === '') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(from) && !Number.isNaN(Date.parse(from)) && new Date(from).toISOString().startsWith(from);
  if (from !== '' && !isDay) wrong('cost_from', from, 'not-a-day');
  if (currency === '') wrong('cost_currency', '', 'required');
  else if (!knownCurrencies.includes(currency)) wrong('cost_currency', currency, 'unknown-currency');
  else {
    const amount = minorUnits(text, currencyExponent(currency));
    if (typeof amount === 'string') wrong('cost', text, amount);
    else if (from === '' || isDay) return { cost: { amount, currency }, validFrom: from === '' ? today : from };
  }
  return null;
}

/** A price of 0 is no price; who does not know it leaves the cell empty. */
function minorUnits(text: string, exponent: number): number | string {
  const [, sign, whole = '', part = ''] = /^([+-]?)(\d{1,12})(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '') return 'not-a-number';
  const digits = part.replace(/0+$/, '');
  if (digits.length > exponent) return 'too-many-decimals';
  const amount = Number(`${whole}${digits.padEnd(exponent, '0')}`);
  if (sign === '-' || amount === 0) return 'not-positive';
  return amount <= 1e12 ? amount : 'too-large';
}
