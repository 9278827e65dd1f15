import { expect, test } from 'vitest';
import { filterOf } from './filters.ts';

test('only what is understood of the address filters', () => {
  expect(filterOf({ q: ' cup ', status: 'active', missing: 'size', category: 'bags', market: 'GB' })).toEqual({
    q: 'cup',
    status: 'active',
    missing: 'size',
    category: 'bags',
  });
  expect(filterOf({ q: ' ', status: 'gone', missing: 'price' })).toEqual({});
});
