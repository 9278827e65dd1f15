/**
 * What the rows of a file above this one have said, as far as rows can contradict each other. Of a hundred thousand rows only short marks
 * are kept, no texts.
 */
import { hash } from 'node:crypto';
import { ATTRIBUTE } from './columns.ts';
import type { Judged, Known } from './plan.ts';
import type { GivenRow } from './read-row.ts';
import type { RowFault } from './shapes.ts';

/** `fields`: each field's name and mark, as one text: a map of its own for every product would weigh more than the file. */
type SeenProduct = { line: number; fields: string; optionNames: string[] };

export class SeenRows {
  readonly #skus = new Map<string, number>();
  readonly #products = new Map<string, SeenProduct>();
  readonly #combinations = new Map<string, number>();
  readonly #newSkus = new Map<string, boolean>();

  /** The SKU again, or the product said to be something else. */
  faultsOf(row: GivenRow): RowFault[] {
    const line = this.#skus.get(markOf(row.sku));
    if (line !== undefined) return [{ column: 'sku', value: row.sku, code: 'repeated', line }];
    const product = this.#products.get(markOf(row.code ?? row.sku));
    if (product) {
      const told = new Map(pairsOf(product.fields));
      const contradicted = fieldsOf(row).find(([field, mark]) => (told.get(field) ?? mark) !== mark);
      if (contradicted)
        return [{ column: columnOf(contradicted[0]), value: wordsOf(row, contradicted[0]), code: 'contradicts', line: product.line }];
    }
    const combination = this.#combinations.get(combinationOf(row));
    return row.code !== null && combination !== undefined
      ? [{ column: 'option1_value', value: row.variant.optionValues?.join(' / ') ?? '', code: 'same-options', line: combination }]
      : [];
  }

  /** Products and parts that rows above make stand in no catalogue yet. */
  addTo(known: Known, rows: readonly GivenRow[]): void {
    for (const { code, sku, variant } of rows) {
      const key = code ?? sku;
      const seen = this.#products.get(markOf(key));
      if (seen && !known.products.has(key)) known.products.set(key, unread(key, seen.optionNames));
      for (const part of variant.parts ?? []) {
        const isBundle = this.#newSkus.get(markOf(part.sku));
        if (isBundle !== undefined && !known.parts.has(part.sku)) known.parts.set(part.sku, isBundle);
      }
    }
  }

  note(row: GivenRow, judged: Judged, known: Known): void {
    this.#skus.set(markOf(row.sku), row.line);
    if (judged.verdict === 'failed') return;
    const key = row.code ?? row.sku;
    const mark = markOf(key);
    const before = this.#products.get(mark);
    const fields = textOf([...new Map([...pairsOf(before?.fields ?? ''), ...fieldsOf(row)])]);
    const optionNames = before?.optionNames ?? known.products.get(key)?.optionNames ?? [];
    this.#products.set(mark, { line: before?.line ?? row.line, fields, optionNames });
    if (judged.verdict !== 'created') return;
    if (row.code !== null) this.#combinations.set(combinationOf(row), row.line);
    this.#newSkus.set(markOf(row.sku), (row.variant.parts?.length ?? 0) > 0);
  }
}

/** Stands for a product that a row above makes: what the rows say of it was held against each other already. */
const unread = (code: string, optionNames: string[]) => ({
  ...{ id: code, code, version: 0, title: '', description: '', category: null, brand: null, materials: [], attributes: {} },
  ...{ status: 'active' as const, optionNames },
});

/** A digest instead of the text: a piece of a text would keep the whole piece of the file alive from which it was cut. */
const markOf = (text: string): string => hash('md5', text, 'base64url');
const combinationOf = ({ code, sku, variant }: GivenRow): string => markOf(JSON.stringify([code ?? sku, variant.optionValues ?? []]));

function fieldsOf({ product }: GivenRow): [field: string, mark: string][] {
  const { attributes = {}, ...fields } = product;
  return [
    ...Object.entries(fields).map(([field, value]): [string, string] => [field, markOf(JSON.stringify(value))]),
    ...Object.entries(attributes).map(([name, value]): [string, string] => [`${ATTRIBUTE}${name}`, markOf(value)]),
  ];
}

function wordsOf({ product: { attributes = {}, ...fields } }: GivenRow, field: string): string {
  const value = new Map<string, unknown>([
    ...Object.entries(fields),
    ...Object.entries(attributes).map(([name, text]) => [`${ATTRIBUTE}${name}`, text] as const),
  ]).get(field);
  return (Array.isArray(value) ? value.join(' / ') : String(value ?? '')).slice(0, 100);
}

const textOf = (pairs: readonly [string, string][]): string => pairs.map((pair) => pair.join('\0')).join('\n');
const pairsOf = (text: string): [string, string][] =>
  text === ''
    ? []
    : text.split('\n').map((pair): [string, string] => [pair.slice(0, pair.indexOf('\0')), pair.slice(pair.indexOf('\0') + 1)]);
const columnOf = (field: string): string => (field === 'optionNames' ? 'option1_name' : field);
