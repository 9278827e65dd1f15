import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePolicy, type PolicyInputError } from './index.ts';
import { runs } from './testing.ts';

const day = 86_400_000;
const start = Date.parse('2026-03-01T09:00:00Z');
const on = (days: number) => new Date(start + days * day).toISOString();

type Given = [submitted: number, decided?: number, outcome?: 'granted' | 'rejected'];
const appealsOf = (appeals: Given[]) =>
  appeals.map(([submitted, decided, outcome]) => ({
    submittedAt: on(submitted),
    ...(decided === undefined ? {} : { decidedAt: on(decided) }),
    ...(outcome === undefined ? {} : { outcome }),
  }));
const ask = (appeals: Given[], asOf: number) =>
  evaluatePolicy('appeal', { penalisedAt: on(0), appeals: appealsOf(appeals), asOf: on(asOf) });
const tick = 1 / day;

test.each<[string, Given[], number, string, 1 | 2 | null, number | null]>([
  ['nothing yet', [], 0, 'open', 1, 30],
  ['the last instant', [], 30, 'open', 1, 30],
  ['an instant later', [], 30 + tick, 'deadline-passed', null, 30],
  ['pending', [[30]], 90, 'under-review', 1, null],
  ['late, so void', [[30 + tick]], 31, 'deadline-passed', null, 30],
  ['granted', [[1, 2, 'granted']], 3, 'granted', null, null],
  ['rejected', [[1, 2, 'rejected']], 3, 'open', 2, 17],
  ['rejected, second deadline’s instant', [[1, 40, 'rejected']], 55, 'open', 2, 55],
  ['rejected, too long ago', [[1, 2, 'rejected']], 17 + tick, 'deadline-passed', null, 17],
  ['second pending', [[1, 2, 'rejected'], [17]], 30, 'under-review', 2, null],
  [
    'second late, so void',
    [
      [1, 2, 'rejected'],
      [17 + tick, 20, 'granted'],
    ],
    30,
    'deadline-passed',
    null,
    17,
  ],
  [
    'second rejected',
    [
      [1, 2, 'rejected'],
      [3, 4, 'rejected'],
    ],
    5,
    'attempts-exhausted',
    null,
    null,
  ],
  [
    'second granted, given the wrong way round',
    [
      [3, 4, 'granted'],
      [1, 2, 'rejected'],
    ],
    5,
    'granted',
    null,
    null,
  ],
  ['one after a grant is void', [[1, 2, 'granted'], [3]], 5, 'granted', null, null],
  ['one after the second rejection is void', [[1, 2, 'rejected'], [3, 4, 'rejected'], [5]], 6, 'attempts-exhausted', null, null],
  ['late ones need no decision', [[31], [32], [33, 34, 'granted']], 40, 'deadline-passed', null, 30],
])('appeal: %s', (_, appeals, asOf, reason, attempt, deadline) => {
  expect(ask(appeals, asOf)).toMatchObject({
    reason,
    canAppeal: reason === 'open',
    attempt,
    deadline: deadline === null ? null : on(deadline),
    covered: true,
  });
});

test('not covered: no appeal is promised', () => {
  const answer = evaluatePolicy('appeal', { penalisedAt: on(0), appeals: [], asOf: on(1), sellerOrigin: 'local' });
  expect(answer).toMatchObject({ canAppeal: false, attempt: null, deadline: null, reason: null, covered: false });
});

const hold = { bannedAt: on(0), holdDays: 90, penalisedAt: on(0) };

test.each<
  [
    string,
    { appeals?: Given[]; investigation: number | null; permanent?: boolean; days?: number },
    number,
    boolean,
    number | null,
    string | null,
  ]
>([
  ['before the ban', { investigation: null }, -1, false, null, null],
  ['investigation open', { investigation: null }, 200, true, null, null],
  ['permanent', { investigation: 1, permanent: true }, 400, true, null, null],
  ['period running', { investigation: 10 }, 90 - tick, true, 90, null],
  ['period over', { investigation: 10 }, 90, false, 90, 'less-compensation'],
  ['longest period', { investigation: 10, days: 180 }, 179, true, 180, null],
  ['investigation longer', { investigation: 120 }, 119, true, 120, null],
  ['investigation announced and over', { investigation: 120 }, 120, false, 120, 'less-compensation'],
  ['granted, within the day', { investigation: null, appeals: [[1, 2, 'granted']] }, 3 - tick, true, 3, null],
  ['granted, a day later', { investigation: null, appeals: [[1, 2, 'granted']] }, 3, false, 3, 'full'],
  ['granted, also when permanent', { investigation: 1, permanent: true, appeals: [[1, 2, 'granted']] }, 50, false, 3, 'full'],
  ['granted too late to matter', { investigation: 10, appeals: [[1, 89, 'granted']] }, 95, false, 90, 'less-compensation'],
  ['granted just early enough', { investigation: 10, appeals: [[1, 89 - tick, 'granted']] }, 95, false, 90 - tick, 'full'],
  ['a void appeal releases nothing', { investigation: null, appeals: [[31, 32, 'granted']] }, 50, true, null, null],
])('balance: %s', (_, { appeals = [], investigation, permanent, days = 90 }, asOf, held, until, afterRelease) => {
  const given = {
    ...hold,
    holdDays: days,
    penalisedAt: on(Math.min(0, asOf)),
    appeals: appealsOf(appeals),
    investigationEndedAt: investigation === null ? null : on(investigation),
    ...(permanent === undefined ? {} : { permanent }),
    asOf: on(asOf),
  };
  const releaseReason = afterRelease === null ? null : afterRelease === 'full' ? 'appeal-granted' : 'period-and-investigation-ended';
  expect(evaluatePolicy('balance-hold', given)).toMatchObject({
    held,
    until: until === null ? null : on(until),
    releaseReason,
    afterRelease,
    covered: true,
  });
  expect(evaluatePolicy('balance-hold', { ...given, sellerOrigin: 'local' })).toMatchObject({
    held: false,
    until: null,
    releaseReason: null,
    afterRelease: null,
    covered: false,
  });
});

const pathsOf = (id: string, input: unknown) => {
  try {
    evaluatePolicy(id, input);
  } catch (error) {
    return (error as PolicyInputError).errors.map(({ path }) => path).sort(); // anything else fails the comparison
  }
  return [];
};

test.each([
  ['appeal', {}],
  ['balance-hold', { bannedAt: on(0), holdDays: 90, investigationEndedAt: on(300) }],
])('errors of %s', (id, more) => {
  const paths = (appeals: unknown, penalised = 0) => pathsOf(id, { ...more, penalisedAt: on(penalised), appeals, asOf: on(100) });
  expect(paths([], 101)).toEqual(['/penalisedAt']);
  expect(paths(appealsOf([[-1, 101, 'granted']]))).toEqual(['/appeals/0/decidedAt', '/appeals/0/submittedAt']);
  expect(paths(appealsOf([[101]]))).toEqual(['/appeals/0/submittedAt']);
  expect(paths(appealsOf([[5, 4, 'granted']]))).toEqual(['/appeals/0/decidedAt']);
  expect(
    paths([
      { submittedAt: on(1), decidedAt: on(2) },
      { submittedAt: on(3), outcome: 'granted' },
    ]),
  ).toEqual(['/appeals/0/outcome', '/appeals/1/decidedAt']);
  expect(paths(appealsOf([[3, 5, 'rejected'], [4]]))).toEqual(['/appeals/1/submittedAt']);
  expect(paths(appealsOf([[4], [3]]))).toEqual(['/appeals/0/submittedAt']);
  expect(paths([{ submittedAt: '2026-01-01', x: 1, outcome: 'maybe' }, null])).toEqual([
    '/appeals/0/decidedAt',
    '/appeals/0/outcome',
    '/appeals/0/submittedAt',
    '/appeals/0/x',
    '/appeals/1',
  ]);
});

test('a hold lasts 90 to 180 days, and what may be null must be there', () => {
  expect(pathsOf('balance-hold', { ...hold, holdDays: 89, appeals: [], asOf: on(1) })).toEqual(['/holdDays', '/investigationEndedAt']);
  expect(
    pathsOf('balance-hold', { ...hold, holdDays: 181, investigationEndedAt: null, permanent: null, appeals: [], asOf: on(1) }),
  ).toEqual(['/holdDays', '/permanent']);
});

test('the order of appeals never matters', () => {
  const given = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20 }), fc.constantFrom('granted', 'rejected'));
  fc.assert(
    fc.property(fc.array(given, { maxLength: 4 }), (items) => {
      const appeals = items.map(([submitted, more, outcome]): Given => [submitted, submitted + more, outcome as 'granted']); // one of the two above
      const answer = (list: Given[]) => {
        try {
          const { explanation, ...own } = ask(list, 100);
          return own;
        } catch (error) {
          return (error as PolicyInputError).errors.length;
        }
      };
      expect(answer(appeals.toReversed())).toEqual(answer(appeals));
    }),
    { numRuns: runs * 10 },
  );
});
