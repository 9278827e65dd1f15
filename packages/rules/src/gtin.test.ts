import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gtinNumber, isGtin, writingsOfGtin } from './gtin.ts';

test.each(['4006381333931', '96385074', '036000291452', '10614141000415'])('%s is a GTIN', (text) => {
  expect(isGtin(text)).toBe(true);
});

test.each(['4006381333930', '', '0', '400638133393', '4.00638E12', '４００６３８１３３３９３１', ' 96385074', '00000000', '0000000000000'])(
  '%j is none',
  (text) => {
    expect(isGtin(text)).toBe(false);
  },
);

test('one wrong digit is always noticed', () => {
  const slip = fc.record({ at: fc.integer({ min: 0, max: 12 }), by: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(slip, ({ at, by }) => {
      const digits = [...'4006381333931'];
      digits[at] = String((Number(digits[at]) + by) % 10);
      expect(isGtin(digits.join(''))).toBe(false);
    }),
  );
});

test('zeros before it change nothing: however a number is written, it is the same one, and no other', () => {
  const digits = fc.integer({ min: 1, max: 9_999_999_999_999 }).map((bare) => {
    const found = Array.from({ length: 10 }, (_, check) => `${bare}${check}`.padStart(14, '0')).find(isGtin);
    return found ?? '';
  });
  fc.assert(
    fc.property(digits, digits, (one, other) => {
      const writings = writingsOfGtin(one);
      expect(writings).toContain(one);
      expect(new Set(writings).size).toBe(writings.length);
      for (const written of writings) {
        expect(isGtin(written)).toBe(true);
        expect(gtinNumber(written)).toBe(one);
        expect(writingsOfGtin(written)).toEqual(writings);
      }
      expect(writings.includes(other)).toBe(one === other);
    }),
  );
});

test.each([
  ['036000291452', ['036000291452', '0036000291452', '00036000291452']],
  ['00000096385074', ['96385074', '000096385074', '0000096385074', '00000096385074']],
  ['10614141000415', ['10614141000415']],
  ['036000291453', []],
])('%s is also written %j', (text, writings) => {
  expect(writingsOfGtin(text)).toEqual(writings);
});
