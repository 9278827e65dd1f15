import { expect, test } from 'vitest';
import { toneOf } from './verdict.ts';

test.each([
  [{ covered: false, allowed: true }, 'quiet'],
  [{ covered: true, breached: true, warning: false }, 'losing'],
  [{ covered: true, breached: false, warning: true }, 'soon'],
  [{ covered: true, breached: false, warning: false }, 'done'],
  [{ covered: true, allowed: false }, 'losing'],
  [{ covered: true, adequate: null }, 'done'],
  [{ covered: true, breaches: ['disputes'] }, 'losing'],
  [{ covered: true, restrictions: [], formalWarning: true, revoked: false }, 'soon'],
  [{ covered: true, score: 60 }, 'plain'],
])('%j feels %s', (output, tone) => {
  expect(toneOf(output)).toBe(tone);
});
