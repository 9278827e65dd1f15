import { expect, test } from 'vitest';
import { evaluatePolicy, PolicyInputError } from './index.ts';

test.each([
  [[], 'A', '2026-01-01T00:00:00Z', true, 'first-shop'],
  [['A'], 'A', '2026-01-01T00:00:00Z', true, 'same-entity'],
  [['A'], 'B', '2026-01-31T23:59:59Z', false, 'cross-entity-not-yet'],
  [['A'], 'B', '2026-02-01T00:00:00Z', true, 'cross-entity-allowed'],
  [['A'], 'B', '2026-02-01T07:59:59+08:00', false, 'cross-entity-not-yet'],
  [['A', 'B'], 'B', '2025-12-26T00:00:00Z', true, 'same-entity'],
])('entities %j bind a shop of %s at %s: %s, %s', (merchantEntities, shopEntity, asOf, allowed, reason) => {
  expect(evaluatePolicy('shop-binding', { merchantEntities, shopEntity, asOf })).toMatchObject({ allowed, reason, covered: true });
});

test('other channels are allowed and not covered', () => {
  expect(
    evaluatePolicy('shop-binding', { channel: 'shopify', merchantEntities: ['A'], shopEntity: 'B', asOf: '2025-01-01T00:00:00Z' }),
  ).toMatchObject({ allowed: true, covered: false, reason: null });
});

test('bad input names every bad path at once', () => {
  try {
    evaluatePolicy('shop-binding', { merchantEntities: [1], shopEntity: '', asOf: '2026-02-01', 'a/b': 1 });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyInputError);
    expect(error).toMatchObject({ code: 'invalid-input' });
    expect((error as PolicyInputError).errors.map((issue) => issue.path).sort()).toEqual([
      '/asOf',
      '/a~1b',
      '/merchantEntities/0',
      '/shopEntity',
    ]);
  }
  expect(() => evaluatePolicy('toString', {})).toThrow('unknown policy');
});
