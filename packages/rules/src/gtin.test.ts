import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGtin } from './gtin.ts';

test.each(['4006381333931', '96385074', '036000291452', '10614141000415'])('%s is a GTIN', (text) => {
  expect(isGtin(text)).toBe(true);
});

test.each(['4006381333930', '', '0', '400638133393', '4.00638E12', '４００６３８１３３３９３１', ' 96385074'])('%j is none', (text) => {
  expect(isGtin(text)).toBe(false);
});

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
