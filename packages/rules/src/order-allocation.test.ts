import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocateOrder, byNearness, type PlacedWarehouse } from './order-allocation.ts';
import { Shelves } from './stock-reservation.ts';

const at = (id: string, country: string, ...[region = '', postcode = '']: string[]): PlacedWarehouse => ({ id, country, region, postcode });
const berlin = { country: 'DE', region: 'Berlin', postcode: '10115' };
const one = (variantId: string) => [{ variantId, quantity: 1 }];
const stocked = (rows: readonly (readonly [warehouseId: string, variantId: string, units: number])[]): Shelves => {
  const shelves = new Shelves();
  for (const [warehouseId, variantId, units] of rows) shelves.put({ warehouseId, variantId, units });
  return shelves;
};
const places = [at('shenzhen', 'CN'), at('krakow', 'PL'), at('munich', 'DE', 'Bayern', '80331'), at('hamburg', 'DE', '', '10999')];

test.each([
  ['the region before the postcode', [at('a', 'DE', '', '10115'), at('b', 'DE', 'berlin', '99999')], berlin, ['b', 'a']],
  ['the postcode within a country', places, berlin, ['hamburg', 'munich', 'krakow', 'shenzhen']],
  [
    'a country before the customs area, which is before all else',
    places,
    { ...berlin, region: '', postcode: '' },
    ['munich', 'hamburg', 'krakow', 'shenzhen'],
  ],
  [
    'as the merchant has it, if nothing is known of the buyer',
    places,
    { country: '', region: '', postcode: '' },
    ['shenzhen', 'krakow', 'munich', 'hamburg'],
  ],
  [
    'the same postcode abroad is not near',
    [at('a', 'FR', '', '20000'), at('b', 'US', '', '10115')],
    { ...berlin, country: 'CN' },
    ['a', 'b'],
  ],
  [
    'a postcode that the platform hides is no postcode',
    places,
    { ...berlin, region: '***', postcode: '***' },
    ['munich', 'hamburg', 'krakow', 'shenzhen'],
  ],
])('nearest: %s', (_, warehouses, to, expected) => {
  expect(byNearness(warehouses, to).map(({ warehouseId }) => warehouseId)).toEqual(expected);
});

const line = (variantId: string, sets: number) => ({ parts: one(variantId), sets });
const set = { parts: [{ variantId: 'cup', quantity: 2 }, ...one('pot')], sets: 1 };
test.each([
  ['the nearest that has all', [line('cup', 2)], true, 'whole', ['hamburg'], [2]],
  ['a further one that has all before two nearer ones', [line('cup', 5)], true, 'whole', ['krakow'], [5]],
  ['the fewest together, the nearest of these', [line('cup', 6), line('pot', 1)], true, 'split', ['munich', 'krakow'], [6, 1]],
  ['a set whole from one', [set], true, 'whole', ['munich'], [1]],
  [
    'what nobody has is short, the rest is sent',
    [line('cup', 50), line('lid', 1)],
    true,
    'short',
    ['hamburg', 'munich', 'krakow'],
    [12, 0],
  ],
  ['unsplit: from who lacks least', [line('cup', 9), line('pot', 1)], false, 'short', ['krakow'], [7, 0]],
  ['nobody has any of it', [line('lid', 2)], true, 'short', [], [0]],
  ['nobody has any of it, unsplit', [line('lid', 2)], false, 'short', [], [0]],
] as const)('%s', (_, lines, maySplit, outcome, warehouseIds, sets) => {
  const shelves = stocked([
    ['hamburg', 'cup', 2],
    ['munich', 'cup', 3],
    ['munich', 'pot', 1],
    ['krakow', 'cup', 7],
  ]);
  const found = allocateOrder({ lines, to: berlin, warehouses: places, maySplit }, shelves);
  expect([found.outcome, found.warehouseIds, found.served.map((each) => each.sets)]).toEqual([outcome, warehouseIds, sets]);
});

test('many warehouses of which none has more than a little: found at once, and nothing is left out', () => {
  const many = Array.from({ length: 50 }, (_, n) => at(`w${n}`, 'DE'));
  const found = allocateOrder(
    { lines: [line('cup', 50)], to: berlin, warehouses: many, maySplit: true },
    stocked(many.map(({ id }) => [id, 'cup', 1] as const)),
  );
  expect([found.outcome, found.warehouseIds.length]).toEqual(['split', 50]);
});

const ids = ['a', 'b', 'c', 'd'];
const variants = ['cup', 'pot', 'lid'];
const wish = fc.record({
  lines: fc.array(
    fc.record({ parts: fc.constantFrom(one('cup'), one('pot'), set.parts, one('lid')), sets: fc.integer({ min: 1, max: 6 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  to: fc.constantFrom(berlin, { country: 'FR', region: '', postcode: '' }),
  warehouses: fc.shuffledSubarray([at('a', 'DE', 'Berlin'), at('b', 'DE', '', '101'), at('c', 'FR'), at('d', 'CN')]),
  maySplit: fc.boolean(),
});
const stock = fc.array(fc.nat({ max: 9 }), { minLength: 12, maxLength: 12 });
const shelvesOf = (units: readonly number[]) =>
  stocked(ids.flatMap((id, i) => variants.map((variant, j) => [id, variant, units[i * 3 + j] ?? 0] as const)));

test('nothing is taken that is not there; each line is covered or short, never more; the same question has the same answer', () => {
  fc.assert(
    fc.property(wish, stock, (asked, units) => {
      const [before, after] = [shelvesOf(units), shelvesOf(units)];
      const found = allocateOrder(asked, after);
      expect(allocateOrder(asked, shelvesOf(units))).toEqual(found);
      const takes = found.served.flatMap((each) => each.takes);
      for (const id of ids)
        for (const variantId of variants) {
          const taken = takes
            .filter((take) => take.warehouseId === id && take.variantId === variantId)
            .reduce((sum, take) => sum + take.units, 0);
          expect(taken).toBeLessThanOrEqual(before.available(id, variantId));
          expect(after.available(id, variantId)).toBe(before.available(id, variantId) - taken);
        }
      asked.lines.forEach(({ parts, sets }, index) => {
        const served = found.served[index];
        expect(served?.sets).toBeLessThanOrEqual(sets);
        for (const { variantId, quantity } of parts) {
          const taken = served?.takes.filter((take) => take.variantId === variantId).reduce((sum, take) => sum + take.units, 0);
          expect(taken).toBe(quantity * (served?.sets ?? 0));
        }
      });
      if (!asked.maySplit) expect(found.warehouseIds.length).toBeLessThanOrEqual(1);
      expect(found.outcome === 'short').toBe(asked.lines.some(({ sets }, index) => (found.served[index]?.sets ?? 0) < sets));
    }),
  );
});

test('no smaller group of warehouses has it all', () => {
  fc.assert(
    fc.property(wish, stock, (asked, units) => {
      const found = allocateOrder({ ...asked, maySplit: true }, shelvesOf(units));
      fc.pre(found.outcome === 'split');
      for (let mask = 1; mask < 2 ** asked.warehouses.length; mask += 1) {
        const some = asked.warehouses.filter((_, index) => (mask >> index) & 1);
        if (some.length >= found.warehouseIds.length) continue;
        expect(allocateOrder({ ...asked, warehouses: some, maySplit: true }, shelvesOf(units)).outcome).toBe('short');
      }
    }),
  );
});
