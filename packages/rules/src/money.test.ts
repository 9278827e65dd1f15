import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averageOf, convert, crossRate } from './money.ts';

describe('conversion', () => {
  test.each([
    [1999, 'USD', 'JPY', '155.5', 3108],
    [1, 'USD', 'EUR', '0.5', 1],
    [-1, 'USD', 'EUR', '0.5', -1],
    [100, 'VND', 'USD', '0.00004', 0],
    [150_000, 'VND', 'USD', '0.000039', 585],
    [12_345, 'JPY', 'VND', '165.25', 2_040_011],
  ])('%i minor units of %s in %s at %s is %i', (amount, from, to, rate, expected) => {
    expect(convert({ amount, currency: from }, to, rate)).toEqual({ amount: expected, currency: to });
  });

  test('an unknown currency is an error, never two decimals by guess', () => {
    expect(() => convert({ amount: 1, currency: 'XXX' }, 'USD', '1')).toThrow('unknown currency XXX');
  });

  test('the rate shown, as a number, is the rate used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 1, max: 99_999_999 }), (from, to) => {
        const rate = crossRate((from / 10_000).toFixed(4), (to / 10_000).toFixed(4));
        fc.pre(Number(rate) >= 1e-6);
        expect(String(Number(rate))).toBe(rate);
        expect(Math.abs(Number(rate) / (to / from) - 1)).toBeLessThan(1e-11);
      }),
    );
  });
});

test.each([
  ['1', '1', '1'],
  ['1.08', '0.855', '0.791666666667'],
  ['28000.5', '1.1', '0.0000392850127676'],
  ['1.1', '28000.5', '25455'],
  ['3', '1', '0.333333333333'],
])('one unit at %s per euro in a currency at %s per euro is %s', (from, to, expected) => {
  expect(crossRate(from, to)).toBe(expected);
});

test('an average over nothing is no number', () => {
  expect(averageOf({ amount: 10, currency: 'USD' }, 0)).toBeNull();
  expect(averageOf({ amount: 5, currency: 'USD' }, 2)).toEqual({ amount: 3, currency: 'USD' });
});
