import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeededRandom, createVirtualClock } from '../testing/virtual-clock.ts';
import { derivedUuidv7, uuidv7 } from './ids.ts';

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids are UUIDv7 of the clock that was passed in: later ids sort later, and none repeats', async () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const random = createSeededRandom(7);
  const ids: string[] = [];
  for (let i = 0; i < 500; i += 1) {
    ids.push(uuidv7({ clock, random }));
    await clock.advance(1);
  }
  expect(ids.every((id) => shape.test(id))).toBe(true);
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(500);
  expect(Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 0, 1));
});

test('derived ids are the same for the same story and sort in the order of their call', () => {
  const text = fc.string();
  fc.assert(
    fc.property(fc.nat(2 ** 43), fc.nat(4_094), text, text, (at, sequence, a, b) => {
      expect(derivedUuidv7(at, sequence, a)).toMatch(shape);
      expect(derivedUuidv7(at, sequence, a)).toBe(derivedUuidv7(at, sequence, a));
      expect(derivedUuidv7(at, sequence, a) < derivedUuidv7(at, sequence + 1, b)).toBe(true);
    }),
  );
});
