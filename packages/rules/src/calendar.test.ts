import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayIn, daysBetween, startOfDay } from './calendar.ts';

test.each([
  ['2026-03-08', 'America/Los_Angeles', '2026-03-08T08:00:00.000Z'],
  ['2026-03-09', 'America/Los_Angeles', '2026-03-09T07:00:00.000Z'],
  ['2026-11-01', 'America/Los_Angeles', '2026-11-01T07:00:00.000Z'],
  ['2026-11-02', 'America/Los_Angeles', '2026-11-02T08:00:00.000Z'],
  ['2026-01-01', 'Asia/Kolkata', '2025-12-31T18:30:00.000Z'],
  ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'], // summer time began at midnight: 00:00 does not exist
])('%s in %s starts at %s', (day, zone, expected) => {
  expect(new Date(startOfDay(day, zone)).toISOString()).toBe(expected);
});

test('an instant lies in its own day, and the instant before a day does not', () => {
  const zones = [
    'America/Los_Angeles',
    'Europe/London',
    'Asia/Tokyo',
    'Asia/Kolkata',
    'America/Sao_Paulo',
    'Pacific/Auckland',
    'Asia/Bangkok',
  ];
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2032, 0) }), fc.constantFrom(...zones), (at, zone) => {
      const day = dayIn(at, zone);
      expect(startOfDay(day, zone)).toBeLessThanOrEqual(at);
      expect(startOfDay(addDays(day, 1), zone)).toBeGreaterThan(at);
      expect(dayIn(startOfDay(day, zone) - 1, zone)).toBe(addDays(day, -1));
    }),
  );
});

test('both ends count', () => {
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(3);
});
