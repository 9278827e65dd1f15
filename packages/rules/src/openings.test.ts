import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markets } from './markets.ts';
import { type Candidate, reviewTimeOf, weigh } from './openings.ts';

const paths = ['instant', 'fast-review', 'full-review', 'blocked'] as const;
const vietnam: Candidate = { market: 'VN', path: 'instant', lacking: 0, shopsThere: 0, hasDeposit: true };
const candidate = fc.record({
  market: fc.constantFrom(...Object.keys(markets)),
  path: fc.constantFrom(...paths),
  lacking: fc.integer({ min: 0, max: 6 }),
  shopsThere: fc.integer({ min: 0, max: 3 }),
  hasDeposit: fc.boolean(),
});

it.each<[string, Partial<Candidate>, number]>([
  ['at once, papers in order, a new market', {}, 80],
  ['three papers are lacking', { lacking: 3 }, 56],
  ['a shop is there already', { shopsThere: 1 }, 65],
  ['no deposit is asked for', { hasDeposit: false }, 90],
  ['Britain is called tens of times larger than one European market', { market: 'GB', path: 'fast-review' }, 75],
  ['Mexico two to five times', { market: 'MX', path: 'fast-review' }, 71],
  ['no slot is left', { path: 'blocked', hasDeposit: false }, 0],
])('%s', (_, wish, score) => {
  expect(weigh({ ...vietnam, ...wish }).score).toBe(score);
});

it('the score is the sum of its grounds, between 0 and 100', () => {
  fc.assert(
    fc.property(candidate, (given) => {
      const { score, grounds } = weigh(given);
      expect(grounds.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
    }),
  );
});

it('one paper more that is lacking, one shop more there, a deposit, a longer way: none ever raises the score', () => {
  fc.assert(
    fc.property(candidate, (given) => {
      const { score } = weigh(given);
      expect(weigh({ ...given, lacking: given.lacking + 1 }).score).toBeLessThanOrEqual(score);
      expect(weigh({ ...given, shopsThere: given.shopsThere + 1 }).score).toBeLessThanOrEqual(score);
      expect(weigh({ ...given, hasDeposit: true }).score).toBeLessThanOrEqual(score);
      for (const longer of paths.slice(paths.indexOf(given.path)))
        expect(weigh({ ...given, path: longer }).score).toBeLessThanOrEqual(score);
    }),
  );
});

it('a longer way is expected to take longer, and where nothing opens no time is promised', () => {
  const hours = paths.map((path) => reviewTimeOf(path)?.toHours ?? null);
  expect(hours).toEqual([1, 48, 120, null]);
});
