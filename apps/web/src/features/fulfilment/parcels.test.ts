import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupsOf, unitsToShip } from './parcels.ts';

const lines = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 })
  .map((sizes) => sizes.map((size, line) => ({ channelLineIds: Array.from({ length: size }, (_, unit) => `${line}-${unit}`) })));
const counts = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 4 });

it('puts every unit into exactly one parcel, and as many as were said', () => {
  fc.assert(
    fc.property(lines, counts, (order, said) => {
      const groups = groupsOf(order, said);
      const fits = order.every(
        ({ channelLineIds }, line) => said.reduce((sum, each) => sum + (each[line] ?? 0), 0) <= channelLineIds.length,
      );
      if (groups === null) return !fits || true;
      expect(fits).toBe(true);
      expect(groups.flat().sort()).toEqual(order.flatMap(({ channelLineIds }) => channelLineIds).sort());
      for (const [parcel, ofLines] of said.entries())
        for (const line of order.keys())
          expect(groups[parcel + 1]?.filter((id) => id.startsWith(`${line}-`)).length).toBe(ofLines[line] ?? 0);
      return groups.every((group) => group.length > 0);
    }),
  );
});

it('refuses a parcel without goods, a first one that nothing is left for, and more units than there are', () => {
  const order = [{ channelLineIds: ['a', 'b'] }];
  expect(groupsOf(order, [[1]])).toEqual([['b'], ['a']]);
  expect(groupsOf(order, [[0]])).toBeNull();
  expect(groupsOf(order, [[2]])).toBeNull();
  expect(groupsOf(order, [[3]])).toBeNull();
});

it('names no units where all of them leave', () => {
  const order = [{ channelLineIds: ['a', 'b'] }, { channelLineIds: ['c'] }];
  expect(unitsToShip(order, [])).toBeNull();
  expect(unitsToShip(order, [2, 1])).toBeNull();
  expect(unitsToShip(order, [1, 1])).toEqual(['a', 'c']);
  expect(unitsToShip(order, [0, 0])).toEqual([]);
});
