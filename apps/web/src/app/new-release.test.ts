import { expect, test } from 'vitest';
import { isReloadWorthwhile } from './new-release.ts';

const now = Date.UTC(2026, 10, 22, 12);

test('a missing part reloads the page once, not for ever, and again for the release after', () => {
  expect(isReloadWorthwhile(null, now)).toBe(true);
  expect(isReloadWorthwhile(String(now - 1000), now)).toBe(false);
  expect(isReloadWorthwhile(String(now), now)).toBe(false);
  expect(isReloadWorthwhile(String(now - 3_600_000), now)).toBe(true);
});

test('what is stored may be nonsense, or from a clock that was set back', () => {
  expect(isReloadWorthwhile('soon', now)).toBe(true);
  expect(isReloadWorthwhile(String(now + 3_600_000), now)).toBe(true);
});
