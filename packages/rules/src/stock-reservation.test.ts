import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Demand, Shelves, serve } from './stock-reservation.ts';

const shelves = (rows: readonly (readonly [warehouseId: string, variantId: string, units: number])[]): Shelves => {
  const made = new Shelves();
  for (const [warehouseId, variantId, units] of rows) made.put({ warehouseId, variantId, units });
  return made;
};
const cup = [{ variantId: 'cup', quantity: 1 }];
const teaSet = [
  { variantId: 'cup', quantity: 2 },
  { variantId: 'pot', quantity: 1 },
];
const both = ['near', 'far'];
const take = (variantId: string, warehouseId: string, units: number) => ({ variantId, warehouseId, units });

test.each([
  ['from the first warehouse that has all', cup, 3, false, { sets: 3, takes: [take('cup', 'near', 3)] }],
  ['from the second, if only that has all', cup, 8, false, { sets: 8, takes: [take('cup', 'far', 8)] }],
  ['from both, if neither has all', cup, 14, false, { sets: 14, takes: [take('cup', 'near', 5), take('cup', 'far', 9)] }],
  ['more than there is: refused', cup, 15, false, { sets: 0, takes: [] }],
  [
    'more than there is, of an order that stands: what there is',
    cup,
    15,
    true,
    { sets: 14, takes: [take('cup', 'near', 5), take('cup', 'far', 9)] },
  ],
  ['a bundle takes each of its parts', teaSet, 2, false, { sets: 2, takes: [take('cup', 'near', 4), take('pot', 'near', 2)] }],
  ['a bundle whose pot is short', teaSet, 4, false, { sets: 0, takes: [] }],
  [
    'a bundle in part is whole bundles',
    teaSet,
    4,
    true,
    { sets: 3, takes: [take('cup', 'near', 5), take('cup', 'far', 1), take('pot', 'near', 2), take('pot', 'far', 1)] },
  ],
] as const)('%s', (_, parts, sets, isPartial, expected) => {
  const stock = shelves([
    ['near', 'cup', 5],
    ['near', 'pot', 2],
    ['far', 'cup', 9],
    ['far', 'pot', 1],
  ]);
  const served = serve([{ parts, sets, warehouseIds: both, isPartial }], stock)[0];
  expect(served).toEqual(expected);
});

const demand = fc.record({
  parts: fc.constantFrom(cup, teaSet),
  sets: fc.integer({ min: 1, max: 6 }),
  warehouseIds: fc.constantFrom(both, ['near'], ['far', 'near']),
  isPartial: fc.boolean(),
});

test('nobody is promised what another was promised; whole demands are served whole; what could be served is', () => {
  const units = fc.nat({ max: 20 });
  fc.assert(
    fc.property(fc.array(demand, { maxLength: 8 }), fc.tuple(units, units, units, units), (demands: Demand[], [a, b, c, d]) => {
      const rows = [['near', 'cup', a] as const, ['near', 'pot', b] as const, ['far', 'cup', c] as const, ['far', 'pot', d] as const];
      const served = serve(demands, shelves(rows));
      for (const [warehouseId, variantId, there] of rows) {
        const taken = served
          .flatMap(({ takes }) => takes)
          .filter((take) => take.warehouseId === warehouseId && take.variantId === variantId);
        expect(taken.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(there);
      }
      demands.forEach(({ parts, sets, isPartial }, index) => {
        const given = served[index];
        expect(given?.sets === sets || given?.sets === 0 || isPartial).toBe(true);
        for (const { variantId, quantity } of parts) {
          const taken = given?.takes.filter((take) => take.variantId === variantId).reduce((sum, { units }) => sum + units, 0);
          expect(taken).toBe((given?.sets ?? 0) * quantity);
        }
      });
    }),
    { numRuns: 300 },
  );
});
