import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allEqually, allocate, allocationKinds, driftOf, ruleFor, spread } from './stock-allocation.ts';

const warehouses = [
  { warehouseId: 'near', available: 40 },
  { warehouseId: 'far', available: 25 },
];

test.each([
  ['all of it', {}, 65],
  ['never more than twenty', { kind: 'fixed', value: 20 }, 20],
  ['never more than a hundred', { kind: 'fixed', value: 100 }, 65],
  ['half, rounded down', { kind: 'percent', value: 50 }, 32],
  ['all but ten', { kind: 'buffer', value: 10 }, 55],
  ['all but more than there is', { kind: 'buffer', value: 100 }, 0],
  ['safety stock comes off first', { kind: 'percent', value: 50, safetyStock: 5 }, 30],
  ['as many as the minimum are shown', { minimum: 65 }, 65],
  ['fewer than the minimum are not', { minimum: 66 }, 0],
] as const)('%s', (_, change, quantity) => {
  expect(allocate(warehouses, { ...allEqually, ...change }).quantity).toBe(quantity);
});

test('a number says how it came about', () => {
  expect(allocate(warehouses, { kind: 'percent', value: 50, safetyStock: 5, minimum: 31 }).lines).toEqual([
    { code: 'warehouse', warehouseId: 'near', units: 40 },
    { code: 'warehouse', warehouseId: 'far', units: 25 },
    { code: 'pool', value: 65, units: 65 },
    { code: 'safety-stock', value: 5, units: 60 },
    { code: 'percent', value: 50, units: 30 },
    { code: 'minimum', value: 31, units: 0 },
  ]);
});

test('the narrowest rule speaks', () => {
  const rule = (shopId: string | null, variantId: string | null, value: number) => ({
    ...allEqually,
    kind: 'fixed' as const,
    value,
    shopId,
    variantId,
  });
  const rules = [rule(null, null, 1), rule('s', null, 2), rule(null, 'v', 3), rule('s', 'v', 4)];
  const valueFor = (shopId: string, variantId: string, count = 4) => ruleFor(rules.slice(0, count), { shopId, variantId }).value;
  expect([valueFor('s', 'v'), valueFor('s', 'v', 3), valueFor('s', 'w'), valueFor('t', 'v'), valueFor('t', 'w')]).toEqual([4, 3, 2, 3, 1]);
  expect(ruleFor([], { shopId: 's', variantId: 'v' })).toEqual(allEqually);
});

test('no rule shows more than there is, and by warehouse none shows more than it has', () => {
  const count = fc.nat({ max: 200 });
  const rule = fc.record({ kind: fc.constantFrom(...allocationKinds), value: count, safetyStock: count, minimum: count });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 100 }), { maxLength: 4 }), rule, (available, given) => {
      const there = available.map((units, at) => ({ warehouseId: String(at), available: units }));
      const pool = there.reduce((sum, { available: units }) => sum + Math.max(0, units), 0);
      const { quantity } = allocate(there, given.kind === 'percent' ? { ...given, value: Math.min(100, given.value) } : given);
      expect(quantity).toBeGreaterThanOrEqual(0);
      expect(quantity).toBeLessThanOrEqual(pool);
      const parts = spread(quantity, there);
      expect(parts.reduce((sum, { units }) => sum + units, 0)).toBe(quantity);
      for (const { warehouseId, units } of parts) expect(units).toBeLessThanOrEqual(Math.max(0, available[Number(warehouseId)] ?? 0));
    }),
  );
});

test.each([
  ['as told', { told: 10, shown: 10, underway: 0 }, 0],
  ['two sold that we have not read yet', { told: 10, shown: 8, underway: 2 }, 0],
  ['somebody typed in more', { told: 10, shown: 12, underway: 2 }, 2],
  ['less than orders explain', { told: 10, shown: 5, underway: 2 }, -5],
] as const)('drift: %s', (_, given, expected) => {
  expect(driftOf(given)).toBe(expected);
});
