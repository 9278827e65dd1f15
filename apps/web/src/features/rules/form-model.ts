/**
 * A form made from the JSON Schema of a rule's input. The input itself is the form's only state: a field knows its place in it and what a
 * cleared field leaves there (null where the schema has null, else nothing). What is wrong with it is the rule's to say.
 */
export type Schema = {
  type?: string;
  format?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  default?: unknown;
  minimum?: number;
  maximum?: number;
};

export type Leaf =
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'yes-no' }
  | { kind: 'instant' }
  | { kind: 'country' }
  | { kind: 'category' }
  | { kind: 'document' }
  | { kind: 'share' }
  | { kind: 'money'; currency: string | null }
  | { kind: 'number'; isWhole: boolean; minimum: number | null; maximum: number | null }
  | { kind: 'text'; isLong: boolean }
  | { kind: 'tags'; of: 'text' | 'country' | 'category' | 'document' | 'choice'; options: readonly string[] };

type Place = {
  /** Within the object that holds it. */
  key: string;
  /** With dots and without the index of list items: how the texts name it. */
  path: string;
  isOptional: boolean;
  isNullable: boolean;
  /** What an absent field counts as. */
  fallback: unknown;
};
export type Field = Place & (Leaf | { kind: 'group'; fields: readonly Field[] } | { kind: 'rows'; fields: readonly Field[] });

/** Papers are named by codes of one list, wherever a rule asks for them; the schema knows them as mere text. */
const namesPapers = (path: string): boolean => /(^|\.)documents(\.type)?$|(^|\.)qualifications$/.test(path);

/** The fields of an object's schema in its order, but what must be given stands before what may be. */
export function fieldsOf(schema: Schema, above = ''): Field[] {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(([key, property]): Field => {
    const { inner, isNullable } = withoutNull(property);
    const path = above === '' ? key : `${above}.${key}`;
    const place = { key, path, isNullable, isOptional: !required.has(key), fallback: property.default ?? inner.default };
    return { ...place, ...shapeOf(inner, path) };
  });
  return [...fields.filter((field) => !field.isOptional), ...fields.filter((field) => field.isOptional)];
}

/** A message is written in lines, a name in one. */
const isLong = (path: string): boolean => path === 'text';

function withoutNull(schema: Schema): { inner: Schema; isNullable: boolean } {
  const choices = schema.anyOf ?? schema.oneOf;
  if (!choices) return { inner: schema, isNullable: false };
  const rest = choices.filter((choice) => choice.type !== 'null');
  const [only] = rest;
  // Of several kinds a form offers the first: a number where a number or yes is taken.
  return { inner: optionsOf({ anyOf: rest }) ? { anyOf: rest } : (only ?? {}), isNullable: rest.length < choices.length };
}

function shapeOf(schema: Schema, path: string): Leaf | { kind: 'group' | 'rows'; fields: Field[] } {
  const options = optionsOf(schema);
  if (options) return { kind: 'choice', options };
  if (schema.type === 'boolean') return { kind: 'yes-no' };
  if (schema.type === 'array') return listOf(schema.items ?? {}, path);
  if (schema.type === 'object') return moneyOf(schema) ?? { kind: 'group', fields: fieldsOf(schema, path) };
  if (schema.format === 'share') return { kind: 'share' };
  if (schema.type === 'integer' || schema.type === 'number') {
    // zod states the whole range of exact integers where a rule states none.
    const bound = (limit: number | undefined) => (limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? null : limit);
    return { kind: 'number', isWhole: schema.type === 'integer', minimum: bound(schema.minimum), maximum: bound(schema.maximum) };
  }
  if (schema.format === 'date-time') return { kind: 'instant' };
  if (schema.format === 'country' || schema.format === 'category') return { kind: schema.format };
  if (namesPapers(path)) return { kind: 'document' };
  return { kind: 'text', isLong: isLong(path) };
}

/** A fixed list of texts, also where it is written as alternatives of one text each. */
function optionsOf(schema: Schema): readonly string[] | null {
  const values =
    schema.enum ?? (schema.const === undefined ? schema.anyOf?.flatMap((choice) => choice.enum ?? [choice.const]) : [schema.const]);
  return values && values.length > 0 && values.every((value) => typeof value === 'string') ? values : null;
}

function moneyOf({ properties = {} }: Schema): Leaf | null {
  const { amount, currency, ...rest } = properties;
  if (!amount || !currency || Object.keys(rest).length > 0) return null;
  return { kind: 'money', currency: optionsOf(currency)?.[0] ?? null };
}

function listOf(items: Schema, path: string): Leaf | { kind: 'rows'; fields: Field[] } {
  if (items.type === 'object') return { kind: 'rows', fields: fieldsOf(items, path) };
  const options = optionsOf(items);
  if (options) return { kind: 'tags', of: 'choice', options };
  const of = items.format === 'country' || items.format === 'category' ? items.format : namesPapers(path) ? 'document' : 'text';
  return { kind: 'tags', of, options: [] };
}
