import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterMovement,
  availableOf,
  bundlesFrom,
  countDifference,
  emptyLevel,
  isSoundLevel,
  type MovementKind,
  movementEffects,
  movementKinds,
  type StockLevel,
  unaccounted,
} from './stock.ts';

const level = (counters: Partial<StockLevel>): StockLevel => ({ ...emptyLevel, ...counters });
const ten = level({ onHand: 10, received: 10 });

test.each([
  ['goods come', emptyLevel, 'receive', 10, { onHand: 10, received: 10 }],
  ['all of it is reserved', ten, 'reserve', 10, { onHand: 10, reserved: 10, received: 10 }],
  ['one more than there is is not', ten, 'reserve', 11, null],
  [
    'what is reserved for an order is not given to a promotion',
    level({ onHand: 10, received: 10, reserved: 4 }),
    'promotion-reserve',
    7,
    null,
  ],
  ['nor written off', level({ onHand: 10, received: 10, reserved: 4 }), 'write-off', 7, null],
  ['nor sent to another warehouse', level({ onHand: 10, received: 10, reserved: 4 }), 'transfer-out', 7, null],
  ['only what was reserved is shipped', level({ onHand: 10, received: 10, reserved: 4 }), 'ship', 5, null],
  ['what was reserved is shipped', level({ onHand: 10, received: 10, reserved: 4 }), 'ship', 4, { onHand: 6, received: 10, shipped: 4 }],
  ['a return can be sold again', level({ received: 4, shipped: 4 }), 'return', 1, { onHand: 1, received: 4, shipped: 4, returned: 1 }],
  ['goods on the road are in neither warehouse', ten, 'transfer-out', 3, { onHand: 7, inTransfer: 3, received: 10 }],
  ['more than is on the road does not arrive', level({ onHand: 7, inTransfer: 3, received: 10 }), 'transfer-away', 4, null],
  ['no unit is not a movement', ten, 'receive', 0, null],
  ['nor is half a unit', ten, 'receive', 0.5, null],
  ['nor fewer than none', ten, 'receive', -1, null],
] as const)('%s', (_, before, kind, units, expected) => {
  expect(afterMovement(before, { kind, units })).toEqual(expected && level(expected));
});

test('a movement that is in no balance cannot be entered into the table', () => {
  for (const kind of movementKinds) {
    const moved = level(movementEffects[kind]);
    expect([kind, unaccounted(moved) + 0]).toEqual([kind, 0]);
  }
});

test.each([
  ['as the books say', 10, null],
  ['three more', 13, { kind: 'receive', units: 3 }],
  ['none left', 0, { kind: 'write-off', units: 10 }],
] as const)('a count finds %s', (_, counted, expected) => {
  expect(countDifference(ten, counted)).toEqual(expected);
});

test.each([
  ['the scarcest part decides', [5, 9], 4],
  ['a part that is sold out', [5, 1], 0],
  ['a part that nobody counts', [5, null], null],
] as const)('bundles of one cup and two plates: %s', (_, available, expected) => {
  const parts = [
    { variantId: '0', quantity: 1 },
    { variantId: '1', quantity: 2 },
  ];
  expect(bundlesFrom(parts, (id) => available[Number(id)] ?? null)).toBe(expected);
});

/** One byte each: what is done, where, and with how many of which key. */
const acts = fc.uint8Array({ minLength: 3, maxLength: 18 });
const OPERATIONS: readonly MovementKind[] = [
  ...(['receive', 'receive', 'reserve', 'reserve', 'release', 'ship', 'return', 'write-off'] as const),
  ...(['promotion-reserve', 'promotion-release', 'transfer-out', 'transfer-back', 'transfer-away', 'transfer-lost'] as const),
];
type Place = 'shelf' | 'reserved' | 'promotion' | 'road' | 'shipped' | 'gone' | 'away';
const FROM: Partial<Record<MovementKind, [Place | null, Place]>> = {
  receive: [null, 'shelf'],
  return: [null, 'shelf'],
  reserve: ['shelf', 'reserved'],
  release: ['reserved', 'shelf'],
  ship: ['reserved', 'shipped'],
  'write-off': ['shelf', 'gone'],
  'promotion-reserve': ['shelf', 'promotion'],
  'promotion-release': ['promotion', 'shelf'],
  'transfer-out': ['shelf', 'road'],
  'transfer-back': ['road', 'shelf'],
  'transfer-away': ['road', 'away'],
  'transfer-lost': ['road', 'gone'],
};

/** The tiny model: every unit is a thing that lies somewhere, and is carried from there to somewhere else. */
function carry(units: Place[], kind: MovementKind, count: number): boolean {
  const way = FROM[kind];
  if (!way) throw new Error(`the model does not know ${kind}`);
  const [from, to] = way;
  if (from === null) {
    for (let n = 0; n < count; n += 1) units.push(to);
    return true;
  }
  const there = units.flatMap((place, at) => (place === from ? [at] : []));
  if (there.length < count) return false;
  for (const at of there.slice(0, count)) units[at] = to;
  return true;
}

test('two hundred thousand stories: a level is what a heap of single units would be', () => {
  fc.assert(
    fc.property(acts, (bytes) => {
      let held = emptyLevel;
      const units: Place[] = [];
      for (const byte of bytes) {
        const kind = OPERATIONS[byte % OPERATIONS.length] ?? 'receive';
        const count = 1 + ((byte >> 4) % 5);
        const after = afterMovement(held, { kind, units: count });
        if ((after !== null) !== carry(units, kind, count)) return false;
        held = after ?? held;
        if (!isSoundLevel(held)) return false;
      }
      const lying = (place: Place) => units.filter((other) => other === place).length;
      return (
        availableOf(held) === lying('shelf') &&
        held.reserved === lying('reserved') &&
        held.promotionReserved === lying('promotion') &&
        held.inTransfer === lying('road') &&
        held.shipped === lying('shipped') &&
        held.writtenOff === lying('gone') &&
        held.movedAway === lying('away') &&
        held.received + held.returned === units.length
      );
    }),
    { numRuns: 200_000 },
  );
}, 30_000);
