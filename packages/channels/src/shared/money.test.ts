import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf, formatAmount, parseAmount } from './money.ts';

const currency = fc.constantFrom('USD', 'EUR', 'GBP', 'MXN', 'THB', 'MYR', 'IDR', 'JPY', 'VND', 'CLP');

describe('money', () => {
  it.each([
    ['19.99', 'USD', 1999],
    ['0.1', 'USD', 10],
    ['1.005', 'USD', null],
    ['12.3400', 'EUR', 1234],
    ['1500', 'JPY', 1500],
    ['1500.00', 'JPY', 1500],
    ['1500.50', 'JPY', null],
    ['250000', 'VND', 250000],
    ['15000', 'IDR', 1500000],
    ['-3.20', 'GBP', -320],
    ['-0.00', 'GBP', 0],
    ['1,234.00', 'USD', null],
    ['1e3', 'USD', null],
    ['', 'USD', null],
    ['10', 'XXX', null],
    ['10', 'constructor', null],
    ['90071992547409.92', 'USD', null],
    ['90071992547409.91', 'USD', 9007199254740991],
  ])('%s %s is %s minor units', (text, code, minor) => {
    expect(parseAmount(text, code)).toBe(minor);
  });

  it('reads back every amount it writes', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
        const text = formatAmount(minor, code);
        expect(parseAmount(text, code)).toBe(minor === 0 ? 0 : minor);
        expect(text.split('.')[1]?.length ?? 0).toBe(exponentOf(code));
      }),
    );
  });

  it('adds up exactly, however many cents', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 50 }), currency, (minors, code) => {
        const sum = minors.reduce((total, minor) => total + (parseAmount(formatAmount(minor, code), code) ?? Number.NaN), 0);
        expect(sum).toBe(minors.reduce((total, minor) => total + minor, 0));
      }),
    );
  });

  it('refuses to write what is no whole number of minor units or of no known currency', () => {
    expect(() => formatAmount(1.5, 'USD')).toThrow(RangeError);
    expect(() => formatAmount(1, 'XXX')).toThrow(RangeError);
  });
});
