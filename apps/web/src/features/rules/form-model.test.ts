import { policyCatalogue, policyIds } from '@tradewind/rules/policies';
import { describe, expect, test } from 'vitest';
import { type Field, fieldsOf, type Schema } from './form-model.ts';

const one = (property: Schema, required: readonly string[] = ['field']): Field => {
  const [field] = fieldsOf({ type: 'object', properties: { field: property }, required });
  if (!field) throw new Error('no field');
  return field;
};
const MAX = Number.MAX_SAFE_INTEGER;

test.each<[string, Schema, object]>([
  ['a fixed list', { type: 'string', enum: ['a', 'b'] }, { kind: 'choice', options: ['a', 'b'] }],
  ['a fixed list as alternatives', { anyOf: [{ const: 'a' }, { const: 'b' }] }, { kind: 'choice', options: ['a', 'b'] }],
  ['yes or no', { type: 'boolean' }, { kind: 'yes-no' }],
  ['an instant', { type: 'string', format: 'date-time' }, { kind: 'instant', isNullable: false }],
  ['an instant or null', { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, { kind: 'instant', isNullable: true }],
  ['a country', { type: 'string', format: 'country' }, { kind: 'country' }],
  ['a category', { type: 'string', format: 'category' }, { kind: 'category' }],
  ['a share', { type: 'number', minimum: 0, maximum: 1, format: 'share' }, { kind: 'share' }],
  ['a count', { type: 'integer', minimum: 0, maximum: MAX }, { kind: 'number', isWhole: true, minimum: 0, maximum: null }],
  ['days', { type: 'integer', minimum: 90, maximum: 180 }, { kind: 'number', isWhole: true, minimum: 90, maximum: 180 }],
  ['a mean', { type: 'number', minimum: 0 }, { kind: 'number', isWhole: false }],
  ['a number or yes', { anyOf: [{ type: 'integer', minimum: 0 }, { type: 'boolean' }] }, { kind: 'number', isNullable: false }],
  ['a name', { type: 'string' }, { kind: 'text', isLong: false }],
  ['names', { type: 'array', items: { type: 'string' } }, { kind: 'tags', of: 'text' }],
  ['countries', { type: 'array', items: { type: 'string', format: 'country' } }, { kind: 'tags', of: 'country' }],
  ['some of a list', { type: 'array', items: { type: 'string', enum: ['card'] } }, { kind: 'tags', of: 'choice', options: ['card'] }],
  [
    'money',
    { type: 'object', properties: { amount: { type: 'integer' }, currency: { type: 'string', format: 'currency' } } },
    { kind: 'money', currency: null },
  ],
  [
    'money of one currency',
    { type: 'object', properties: { amount: { type: 'integer' }, currency: { const: 'MXN' } } },
    { kind: 'money', currency: 'MXN' },
  ],
])('%s', (_name, schema, expected) => {
  expect(one(schema)).toMatchObject(expected);
});

test('objects nest, lists of objects are rows, and paths carry no index', () => {
  const item: Schema = { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] };
  const group = one({ type: 'object', properties: { items: { type: 'array', items: item } } });
  expect(group).toMatchObject({
    kind: 'group',
    fields: [{ kind: 'rows', key: 'items', path: 'field.items', fields: [{ key: 'sku', path: 'field.items.sku', isOptional: false }] }],
  });
});

test('what may be left out comes last and knows what its absence means', () => {
  const fields = fieldsOf({
    type: 'object',
    properties: { mode: { type: 'string', enum: ['a', 'b'], default: 'a' }, needed: { type: 'string' }, note: { type: 'string' } },
    required: ['needed'],
  });
  expect(fields.map(({ key, isOptional, fallback }) => [key, isOptional, fallback])).toEqual([
    ['needed', false, undefined],
    ['mode', true, 'a'],
    ['note', true, undefined],
  ]);
});

describe.each(policyIds)('%s', (id) => {
  const entry = policyCatalogue(id);
  const fields = fieldsOf(entry?.inputSchema ?? {});

  test('every value of the example has a field that can show it', () => {
    expect(lost(entry?.example, fields)).toEqual([]);
  });
});

/** Keys of a value for which the form has no field of the right kind. */
function lost(value: unknown, fields: readonly Field[], at = ''): string[] {
  return Object.entries(value ?? {}).flatMap(([key, inner]) => {
    const field = fields.find((each) => each.key === key);
    if (!field) return [`${at}/${key}`];
    if (inner === null) return field.isNullable ? [] : [`${at}/${key} is null`];
    if (field.kind === 'group') return lost(inner, field.fields, `${at}/${key}`);
    if (field.kind === 'rows')
      return Object.entries(inner as object).flatMap(([index, row]) => lost(row, field.fields, `${at}/${key}/${index}`));
    return shows(field, inner) ? [] : [`${at}/${key} as ${field.kind}`];
  });
}

function shows(field: Field, value: unknown): boolean {
  if (field.kind === 'yes-no') return typeof value === 'boolean';
  if (field.kind === 'number' || field.kind === 'share') return typeof value === 'number';
  if (field.kind === 'tags') return Array.isArray(value) && value.every((each) => field.of !== 'choice' || field.options.includes(each));
  if (field.kind === 'money') return typeof value === 'object' && value !== null && 'amount' in value;
  return typeof value === 'string' && (field.kind !== 'choice' || field.options.includes(value));
}
