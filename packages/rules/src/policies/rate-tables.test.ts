import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cancellationTable,
  compareVerdicts,
  evaluatePolicy,
  eventsUntilWorse,
  lateDispatchTable,
  type PolicyInputError,
  rateVerdict,
} from './index.ts';
import { runs } from './testing.ts';

/** market, total, events → points, warning source, share and orders a day (average 70). */
type Case = [string, number, number, number, 'platform' | 'workbench' | null, number | null, number | null];
const limit = (share: number | null, ordersPerDay: number | null) => (share === null ? null : { days: 7, share, ordersPerDay });

const late: Case[] = [
  ['US', 0, 0, 0, null, null, null],
  ['US', 1000, 39, 0, null, null, null],
  ['US', 25, 1, 0, 'platform', null, null],
  ['US', 1000, 99, 0, 'platform', null, null],
  ['US', 1000, 100, 3, null, null, null],
  ['TH', 50, 5, 3, null, null, null],
  ['TH', 40, 4, 0, 'workbench', null, null],
  ['SG', 1000, 249, 3, null, null, null],
  ['SG', 1000, 250, 5, null, null, null],
  ['VN', 16, 4, 0, 'workbench', null, null],
  ['VN', 1000, 499, 5, null, null, null],
  ['MY', 10, 5, 6, null, 0.1, 7],
  ['MY', 8, 4, 0, 'workbench', null, null],
  ['ID', 58, 29, 6, null, 0.1, 7],
  ['ID', 60, 30, 7, null, 0.1, 7],
  ['PH', 30, 30, 7, null, 0.1, 7],
  ['GB', 1000, 39, 0, null, null, null],
  ['GB', 25, 1, 2, 'platform', null, null],
  ['GB', 1000, 99, 2, 'platform', null, null],
  ['GB', 10, 1, 4, null, 0.8, 56],
  ['GB', 1000, 249, 4, null, 0.8, 56],
  ['GB', 4, 1, 6, null, 0.3, 21],
  ['GB', 1000, 499, 6, null, 0.3, 21],
  ['GB', 2, 1, 8, null, 0.3, 21],
  ['GB', 1000, 599, 8, null, 0.3, 21],
  ['GB', 5, 3, 8, null, 0.1, 7],
  ['GB', 1, 1, 8, null, 0.1, 7],
];
const cancelled: Case[] = [
  ['US', 1000, 24, 0, null, null, null],
  ['US', 40, 1, 0, 'workbench', null, null],
  ['US', 160, 4, 0, 'workbench', null, null],
  ['US', 200, 5, 2, null, null, null],
  ['US', 1000, 99, 2, null, null, null],
  ['TH', 1000, 100, 4, null, null, null],
  ['TH', 1000, 249, 4, null, null, null],
  ['TH', 20, 5, 5, null, null, null],
  ['TH', 1000, 499, 5, null, null, null],
  ['VN', 8, 4, 0, 'workbench', null, null],
  ['VN', 10, 5, 6, null, 0.1, 7],
  ['VN', 58, 29, 6, null, 0.1, 7],
  ['VN', 60, 30, 7, null, 0.1, 7],
  ['GB', 1000, 24, 0, null, null, null],
  ['GB', 40, 1, 1, null, null, null],
  ['GB', 1, 1, 1, null, null, null],
];
const asked = { 'late-dispatch': 'lateOrders', 'seller-fault-cancellation': 'cancelledOrders' } as const;
type Asked = keyof typeof asked;
const ask = (id: Asked, [totalOrders, events]: [number, number], more: Record<string, unknown> = {}) =>
  evaluatePolicy(id, { totalOrders, [asked[id]]: events, market: 'US', ...more });

test.each([
  ...late.map((one) => ['late-dispatch', ...one] as const),
  ...cancelled.map((one) => ['seller-fault-cancellation', ...one] as const),
])('%s in %s, of %i orders %i: %i points', (id, market, total, events, points, warningSource, share, ordersPerDay) => {
  const { explanation, citations, ...own } = ask(id, [total, events], { market, averageDailyOrders: 70 });
  const least = id === 'late-dispatch' ? 0.04 : 0.025;
  const rate = total === 0 ? 0 : events / total;
  expect(own).toEqual({
    rate,
    breached: rate >= least,
    warning: warningSource !== null,
    warningSource,
    points,
    orderLimit: limit(share, ordersPerDay),
    possibleMeasures: points > 0 ? ['settlement-extended-or-frozen', 'deduction'] : [],
    covered: true,
  });
  expect(citations).toHaveLength(1);
  expect(explanation.length).toBeGreaterThan(0);
});

test('the orders a day are floored exactly, may be none, and are null without an average', () => {
  const perDay = (averageDailyOrders?: number) =>
    ask('late-dispatch', [10, 10], { market: 'GB', ...(averageDailyOrders === undefined ? {} : { averageDailyOrders }) }).orderLimit
      ?.ordersPerDay;
  expect([perDay(70), perDay(0), perDay(9.99), perDay(69.99), perDay(0.3e2), perDay()]).toEqual([7, 0, 0, 6, 3, null]);
});

test.each([[{ market: 'DE' }], [{ market: 'JP' }], [{ sellerOrigin: 'local' }], [{ asOf: '2024-07-14T23:59:59.999Z' }]])(
  'not covered: %j',
  (more) => {
    expect(ask('late-dispatch', [10, 9], more)).toMatchObject({
      rate: 0.9,
      breached: false,
      warning: false,
      warningSource: null,
      points: 0,
      orderLimit: null,
      possibleMeasures: [],
      covered: false,
      citations: [],
    });
    expect(ask('late-dispatch', [10, 9], { asOf: '2024-07-15T08:00:00+08:00' })).toMatchObject({ covered: true, points: 6 });
  },
);

test('all bad paths at once', () => {
  const pathsOf = (input: unknown) => {
    try {
      evaluatePolicy('late-dispatch', input);
    } catch (error) {
      return (error as PolicyInputError).errors.map(({ path }) => path).sort(); // anything else fails the comparison
    }
    return [];
  };
  expect(pathsOf({ market: 'UK', totalOrders: -1, lateOrders: 1.5, averageDailyOrders: null, asOf: '2026-01-01', x: 1 })).toEqual([
    '/asOf',
    '/averageDailyOrders',
    '/lateOrders',
    '/market',
    '/totalOrders',
    '/x',
  ]);
  expect(pathsOf({ market: 'gb', totalOrders: 3, lateOrders: 4 })).toEqual(['/lateOrders', '/market']);
  expect(pathsOf({ market: 'GB', lateOrders: 4 })).toEqual(['/totalOrders']);
});

const week = fc
  .tuple(fc.constantFrom('US', 'VN', 'GB'), fc.integer({ min: 1, max: 400 }))
  .chain(([market, total]) => fc.tuple(fc.constant(market), fc.constant(total), fc.integer({ min: 0, max: total })));

test('one more late or cancelled order never lowers the points', () => {
  fc.assert(
    fc.property(week, fc.constantFrom(lateDispatchTable, cancellationTable), ([market, total, events], table) => {
      const pointsOf = (count: number) => rateVerdict(table, { market, total, events: count }).points;
      return pointsOf(Math.min(events + 1, total)) >= pointsOf(events);
    }),
    { numRuns: runs * 20 },
  );
});

test('the next row is where counting one by one finds it', () => {
  fc.assert(
    fc.property(week, ([market, total, events]) => {
      const verdictOf = (count: number) => rateVerdict(lateDispatchTable, { market, total, events: count });
      const now = verdictOf(events);
      let next: number | null = null;
      for (let count = events + 1; count <= total && next === null; count += 1)
        if (compareVerdicts(verdictOf(count), now) > 0) next = count;
      expect(eventsUntilWorse(lateDispatchTable, { market, total, events }, now)).toBe(next);
    }),
    { numRuns: runs * 2 },
  );
});

test('an edited table costs what it says', () => {
  const harder = { ...lateDispatchTable, rows: lateDispatchTable.rows.map((row) => ({ ...row, points: row.points * 2 })) };
  expect(rateVerdict(harder, { market: 'US', total: 100, events: 10 }).points).toBe(6);
  expect(rateVerdict({ limitPerMille: 10, rows: [] }, { market: 'US', total: 100, events: 1 })).toMatchObject({
    breached: true,
    warningSource: 'workbench',
  });
});
