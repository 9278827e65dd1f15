import { expect, test } from 'vitest';
import { dispatchDeadline, dispatchSlas } from './dispatch-sla.ts';

const weekend = { restDays: [0, 6], holidays: [] };
const deadline = (row: Parameters<typeof dispatchDeadline>[0], at: string, zone: string) =>
  new Date(dispatchDeadline(row, Date.parse(at), zone)).toISOString();

test.each([
  ['hours run over a weekend', { allowed: { hours: 48 }, ...weekend }, '2026-03-06T10:00:00Z', 'Europe/London', '2026-03-08T10:00:00.000Z'],
  [
    'two days from Friday',
    { allowed: { workingDays: 2 }, ...weekend },
    '2026-03-06T10:00:00Z',
    'Europe/London',
    '2026-03-11T00:00:00.000Z',
  ],
  [
    'an order on Saturday',
    { allowed: { workingDays: 1 }, ...weekend },
    '2026-03-07T10:00:00Z',
    'Europe/London',
    '2026-03-10T00:00:00.000Z',
  ],
  [
    'a holiday does not count',
    { allowed: { workingDays: 1 }, restDays: [0, 6], holidays: ['2026-03-09'] },
    '2026-03-06T10:00:00Z',
    'Europe/London',
    '2026-03-11T00:00:00.000Z',
  ],
  [
    'the day is the shop’s',
    { allowed: { workingDays: 1 }, ...weekend },
    '2026-03-05T18:00:00Z',
    'Asia/Bangkok',
    '2026-03-09T17:00:00.000Z',
  ],
  ['the clocks change', { allowed: { workingDays: 1 }, ...weekend }, '2026-03-27T10:00:00Z', 'Europe/London', '2026-03-30T23:00:00.000Z'],
])('%s', (_, row, at, zone, expected) => {
  expect(deadline(row, at, zone)).toBe(expected);
});

test('a calendar without working days is refused', () => {
  expect(() => dispatchDeadline({ allowed: { workingDays: 1 }, restDays: [0, 1, 2, 3, 4, 5, 6], holidays: [] }, 0, 'UTC')).toThrow(
    RangeError,
  );
});

test('every market has a row for either way of fulfilment', () => {
  expect(new Set(dispatchSlas.map(({ id }) => id)).size).toBe(32);
});
