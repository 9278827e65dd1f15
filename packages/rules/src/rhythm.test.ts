import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rhythmOf } from './rhythm.ts';

const selling = { rhythm: 'trial', soldLast7: 21, soldBefore7: 6, stock: 30, isInUs: true, leadTimeDays: 20 } as const;

test.each([
  ['a trial SKU that sells three times as fast and lasts ten days', {}, { takesOff: true, coverDays: 10, warning: 'trial-takes-off' }],
  ['cover of exactly the lead time is in time', { leadTimeDays: 10 }, { takesOff: true, coverDays: 10, warning: null }],
  ['a day less is not', { leadTimeDays: 11 }, { takesOff: true, coverDays: 10, warning: 'trial-takes-off' }],
  ['twice as fast', { soldLast7: 20, soldBefore7: 10 }, { takesOff: true, coverDays: 10, warning: 'trial-takes-off' }],
  ['not quite twice as fast', { soldLast7: 20, soldBefore7: 11 }, { takesOff: false, coverDays: 10, warning: null }],
  ['too few pieces to tell', { soldLast7: 9, soldBefore7: 0 }, { takesOff: false, coverDays: 23, warning: null }],
  ['just enough pieces to tell', { soldLast7: 10, soldBefore7: 0 }, { takesOff: true, coverDays: 21, warning: null }],
  ['nobody has counted the stock', { stock: null }, { takesOff: true, coverDays: null, warning: 'stock-not-counted' }],
  ['sold out while it takes off', { stock: 0 }, { takesOff: true, coverDays: 0, warning: 'trial-takes-off' }],
  ['nothing sells', { soldLast7: 0, soldBefore7: 0 }, { takesOff: false, coverDays: null, warning: null }],
  ['a core SKU elsewhere', { rhythm: 'core', isInUs: false }, { takesOff: true, coverDays: 10, warning: 'core-not-in-us' }],
  ['a core SKU sold out', { rhythm: 'core', stock: 0 }, { takesOff: true, coverDays: 0, warning: 'core-out-of-stock' }],
  ['a core SKU in stock', { rhythm: 'core' }, { takesOff: true, coverDays: 10, warning: null }],
  ['neither core nor trial', { rhythm: null }, { takesOff: true, coverDays: 10, warning: null }],
] as const)('%s', (_, change, expected) => {
  expect(rhythmOf({ ...selling, ...change })).toEqual(expected);
});

test('one more piece in stock never brings a warning', () => {
  const count = fc.nat({ max: 500 });
  const given = fc.record({
    rhythm: fc.constantFrom('core' as const, 'trial' as const, null),
    soldLast7: count,
    soldBefore7: count,
    stock: count,
    isInUs: fc.boolean(),
    leadTimeDays: fc.nat({ max: 120 }),
  });
  fc.assert(
    fc.property(given, (before) => rhythmOf(before).warning !== null || rhythmOf({ ...before, stock: before.stock + 1 }).warning === null),
  );
});
