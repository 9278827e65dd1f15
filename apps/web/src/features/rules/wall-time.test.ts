import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, wallTime } from './wall-time.ts';

test.each([
  ['2026-02-01T00:00:00Z', 'Europe/Berlin', '2026-02-01T01:00:00'],
  ['2026-07-01T00:00:00Z', 'Europe/Berlin', '2026-07-01T02:00:00'],
  ['2026-02-01T07:59:59+08:00', 'UTC', '2026-01-31T23:59:59'],
  ['2026-02-01T00:00:00Z', 'America/Los_Angeles', '2026-01-31T16:00:00'],
  ['2026-02-01T00:00:00Z', 'Asia/Kolkata', '2026-02-01T05:30:00'],
])('%s is %s %s', (instant, zone, wall) => {
  expect(wallTime(instant, zone)).toBe(wall);
  expect(Date.parse(instantOf(wall, zone) ?? '')).toBe(Date.parse(instant));
});

test.each([null, undefined, '', '2026', 7])('%j is shown as an empty field', (value) => {
  expect(value === '2026' || wallTime(value, 'UTC') === '').toBe(true);
  expect(instantOf('', 'UTC')).toBeNull();
});

test('every second comes back, but for the hour that happens twice', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Shanghai', 'Australia/Lord_Howe'];
  const seconds = fc.integer({ min: Date.UTC(2024, 0) / 1000, max: Date.UTC(2030, 0) / 1000 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), seconds, (zone, second) => {
      const wall = wallTime(new Date(second * 1000).toISOString(), zone);
      const back = instantOf(wall, zone) ?? '';
      expect(wallTime(back, zone)).toBe(wall);
      expect(Math.abs(Date.parse(back) - second * 1000)).toBeLessThanOrEqual(3_600_000);
    }),
  );
});
