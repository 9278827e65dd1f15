import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adviseOnStock, mayOversell } from './stock-advice.ts';

const pace = { available: 20, coming: 0, soldLast30: 60, soldLast90: 120, countedDays: 200, leadTimeDays: 20 };

test.each([
  ['two a day, twenty left', {}, { perDay: 2, coverDays: 10, isLow: true, isDead: false, toBuy: 80 }],
  ['what is coming need not be bought', { coming: 70 }, { perDay: 2, coverDays: 10, isLow: true, isDead: false, toBuy: 10 }],
  ['cover of just the lead time is enough', { available: 40 }, { perDay: 2, coverDays: 20, isLow: false, isDead: false, toBuy: 60 }],
  [
    'a slowing SKU is judged by its better time',
    { soldLast30: 0, soldLast90: 90 },
    { perDay: 1, coverDays: 20, isLow: false, isDead: false, toBuy: 30 },
  ],
  ['sold out', { available: 0 }, { perDay: 2, coverDays: 0, isLow: true, isDead: false, toBuy: 100 }],
  ['no sale in ninety days', { soldLast30: 0, soldLast90: 0 }, { perDay: 0, coverDays: null, isLow: false, isDead: true, toBuy: 0 }],
  [
    'no sale, but counted for a week',
    { soldLast30: 0, soldLast90: 0, countedDays: 7 },
    { perDay: 0, coverDays: null, isLow: false, isDead: false, toBuy: 0 },
  ],
] as const)('%s', (_, change, expected) => {
  expect(adviseOnStock({ ...pace, ...change })).toEqual(expected);
});

test('one more unit never means to buy more', () => {
  const count = fc.nat({ max: 1_000 });
  fc.assert(
    fc.property(
      fc.record({ available: count, coming: count, soldLast30: count, soldLast90: count, countedDays: count, leadTimeDays: count }),
      (given) => {
        const less = adviseOnStock(given);
        const more = adviseOnStock({ ...given, available: given.available + 1 });
        expect(more.toBuy).toBeLessThanOrEqual(less.toBuy);
        expect(Number(more.isLow)).toBeLessThanOrEqual(Number(less.isLow));
      },
    ),
  );
});

test.each([
  ['as many as there are, in each of three shops', { available: 3, shown: [3, 3, 3] }, false],
  ['fewer than the shops that show them', { available: 3, shown: [3, 3, 3, 1] }, true],
  ['a shop that shows none can sell none', { available: 1, shown: [1, 0, 0] }, false],
  ['a shop shows more than there is', { available: 9, shown: [10] }, true],
  ['sold out, and every shop says so', { available: 0, shown: [0, 0] }, false],
  ['beyond the stock, and a shop has not heard', { available: -2, shown: [0, 1] }, true],
] as const)('two buyers of one unit: %s', (_, given, expected) => {
  expect(mayOversell(given)).toBe(expected);
});
