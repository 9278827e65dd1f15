import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curlOf, nextRow, parseInput, sharedAddress, valueAt, withValue } from './input.ts';

test.each([
  [{ a: 1 }, '/a', 2, { a: 2 }],
  [{ a: 1 }, '/b', 2, { a: 1, b: 2 }],
  [{ a: 1, b: 2 }, '/a', undefined, { b: 2 }],
  [{ a: 1 }, '/b/c', 2, { a: 1, b: { c: 2 } }],
  [{ rows: [{ a: 1 }, { a: 2 }] }, '/rows/1/a', 3, { rows: [{ a: 1 }, { a: 3 }] }],
  [{ 'a/b': { '~': 1 } }, '/a~1b/~0', 2, { 'a/b': { '~': 2 } }],
  [{ a: null }, '/a', null, { a: null }],
])('%j with %s = %j', (input, pointer, value, expected) => {
  const next = withValue(input, pointer, value);
  expect(next).toEqual(expected);
  expect(valueAt(next, pointer)).toEqual(value);
});

test('a changed key keeps its place', () => {
  expect(Object.keys(withValue({ a: 1, b: 2, c: 3 }, '/b', 9))).toEqual(['a', 'b', 'c']);
});

test('what is shared comes back the same, whatever it holds', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (input) => {
      const address = new URL(sharedAddress('https://shop.example', 'fees', input));
      expect(parseInput(address.searchParams.get('input') ?? '')).toEqual(JSON.parse(JSON.stringify(input)));
    }),
  );
});

test.each(['', '{', '[]', 'null', '"text"', '12', '{"a":1'])('%j in an address is no input', (text) => {
  expect(parseInput(text)).toBeNull();
});

test('a quote in a text does not end the argument of curl', () => {
  expect(curlOf('https://a.example', 'message-guard', { text: "it's $HOME" })).toContain(`-d '{"text":"it'\\''s $HOME"}'`);
});

test.each([
  [[{ id: 'V-1', points: 8 }], {}, { id: 'V-2', points: 8 }],
  [[{ id: 'V-1' }, { id: 'V-3' }], {}, { id: 'V-4' }],
  [[], { sku: 'ROPE' }, { sku: 'ROPE1' }],
  [[{ at: 'x' }], {}, { at: 'x' }],
  [[], undefined, {}],
])('after %j comes %j’s like %j', (rows, example, expected) => {
  expect(nextRow(rows, example)).toEqual(expected);
});
