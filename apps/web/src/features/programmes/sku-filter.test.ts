import { expect, test } from 'vitest';
import { filterOf } from './sku-filter.ts';

test('what an address says wrongly is left out, and an empty search is none', () => {
  expect(filterOf({})).toEqual({});
  expect(filterOf({ state: 'blocked', reason: 'unit-price-cap', category: 'pet-toys', rhythm: 'none', q: 'mug' })).toEqual({
    state: 'blocked',
    reason: 'unit-price-cap',
    category: 'pet-toys',
    rhythm: 'none',
    q: 'mug',
  });
  expect(filterOf({ state: 'SELLABLE', reason: 'a b', category: 'Pets', rhythm: 'all', q: '' })).toEqual({});
  expect(filterOf({ reason: 'score-below-3.5' })).toEqual({ reason: 'score-below-3.5' });
});
