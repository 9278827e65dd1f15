import { evaluatePolicy } from '@tradewind/rules/policies';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modesExample, modesInputOf } from './modes-input.ts';

test('what was written comes back from an address as it was', () => {
  const edited = { ...modesExample, isBrand: true, market: 'FR', stockCountries: [], modes: modesExample.modes.slice(0, 4) };
  expect(modesInputOf(JSON.parse(JSON.stringify(edited)))).toEqual(edited);
});

test('a supply price that was taken away stays away, and all prices follow the currency of the first', () => {
  const [self, fully] = modesExample.modes;
  const given = { price: { amount: 500, currency: 'JPY' }, modes: [self, { ...fully, supplyPrice: undefined }] };
  const read = modesInputOf(JSON.parse(JSON.stringify(given)));
  expect(read.modes[1]).not.toHaveProperty('supplyPrice');
  expect(new Set([read.unitCost.currency, read.logistics.currency])).toEqual(new Set(['JPY']));
});

test('whatever an address holds, the rule accepts what is made of it', () => {
  const anything = fc.dictionary(
    fc.constantFrom('price', 'unitCost', 'logistics', 'contentShare', 'isBrand', 'stockCountries', 'market', 'modes'),
    fc.oneof(fc.jsonValue(), fc.array(fc.record({ mode: fc.constant('fully-hosted'), commissionShare: fc.jsonValue() }))),
  );
  fc.assert(
    fc.property(anything, (given) => {
      const { price, market, stockCountries, ...input } = modesInputOf(given as Record<string, unknown>);
      // Currencies and countries that do not exist are the rule's to refuse.
      const known = { price: { ...price, currency: 'EUR' }, market: 'DE', stockCountries: stockCountries.slice(0, 0) };
      const inEuro = JSON.parse(JSON.stringify({ ...input, ...known }).replaceAll(/"currency":"[^"]*"/g, '"currency":"EUR"'));
      expect(evaluatePolicy('hosting-mode-advisor', inEuro).modes).toHaveLength(4);
    }),
    { numRuns: 200 },
  );
});
