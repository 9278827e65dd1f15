import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePolicy, type PolicyInputError } from './index.ts';
import { runs } from './testing.ts';

const day = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const on = (days: number) => new Date(start + days * day).toISOString();

type Event = { day: number; points: number; overturned?: number };
const ask = (events: Event[], asOf: number) =>
  evaluatePolicy('violation-points', {
    events: events.map(({ day, points, overturned }, index) => ({
      id: `V-${index}`,
      at: on(day),
      points,
      ...(overturned === undefined ? {} : { overturnedAt: on(overturned) }),
    })),
    asOf: on(asOf),
  });
const inForce = (events: Event[], asOf: number) =>
  ask(events, asOf).restrictions.map(
    ({ code, node, from, until }) => `${node} ${code} ${from.slice(5, 10)} ${until?.slice(5, 10) ?? 'for good'}`,
  );

test.each<[string, Event[], number, number, number | null, boolean]>([
  ['nothing', [], 0, 0, 12, false],
  ['six', [{ day: 0, points: 6 }], 0, 6, 12, false],
  ['seven', [{ day: 0, points: 7 }], 0, 7, 12, true],
  ['eleven', [{ day: 0, points: 11 }], 0, 11, 12, true],
  ['twelve', [{ day: 0, points: 12 }], 0, 12, 24, false],
  ['eighteen', [{ day: 0, points: 18 }], 0, 18, 24, false],
  ['nineteen', [{ day: 0, points: 19 }], 0, 19, 24, true],
  ['thirty-one', [{ day: 0, points: 31 }], 0, 31, 36, true],
  ['forty-two', [{ day: 0, points: 42 }], 0, 42, 48, false],
  ['forty-seven', [{ day: 0, points: 47 }], 0, 47, 48, true],
  ['before it happens', [{ day: 1, points: 7 }], 0, 0, 12, false],
  ['the last moment', [{ day: 0, points: 7 }], 179.999, 7, 12, true],
  ['180 days later', [{ day: 0, points: 7 }], 180, 0, 12, false],
  ['overturned', [{ day: 0, points: 7, overturned: 3 }], 3, 0, 12, false],
  ['not yet overturned', [{ day: 0, points: 7, overturned: 3 }], 2.999, 7, 12, true],
])('balance: %s', (_, events, asOf, balance, nextNode, formalWarning) => {
  const answer = ask(events, asOf);
  expect(answer).toMatchObject({
    balance,
    nextNode,
    pointsToNextNode: (nextNode ?? 0) - balance,
    formalWarning,
    warningNode: formalWarning ? nextNode : null,
    revoked: false,
    revokedAt: null,
  });
});

test('a jump starts every node crossed, in the table’s order', () => {
  expect(inForce([{ day: 0, points: 36 }], 0)).toEqual([
    '12 no-new-campaigns 01-01 01-08',
    '24 no-affiliate 01-01 01-15',
    '24 no-new-campaigns 01-01 01-15',
    '24 no-publishing 01-01 01-15',
    '24 traffic-reduced 01-01 01-15',
    '36 no-affiliate 01-01 03-02',
    '36 no-new-campaigns 01-01 01-31',
    '36 no-shop-access 01-01 01-31',
    '36 traffic-reduced 01-01 03-02',
  ]);
  expect(inForce([{ day: 0, points: 36 }], 6.999)).toHaveLength(9);
  expect(inForce([{ day: 0, points: 36 }], 7)).toHaveLength(8);
});

test('a node crossed again replaces its own entry; others stand beside it', () => {
  const events = [
    { day: 0, points: 5 },
    { day: 178, points: 8 }, // 13: crossed
    { day: 181, points: 5 }, // 8 after the first five expired, 13 again
  ];
  expect(inForce(events, 178)).toEqual(['12 no-new-campaigns 06-28 07-05']);
  expect(inForce(events, 181)).toEqual(['12 no-new-campaigns 07-01 07-08']);
});

test('at one instant expiries come first and arrivals are one jump', () => {
  const exchanged = [
    { day: 0, points: 12 },
    { day: 180, points: 12 },
  ];
  expect(inForce(exchanged, 180)).toEqual(['12 no-new-campaigns 06-30 07-07']);
  const stays = [
    { day: 0, points: 1 },
    { day: 1, points: 12 },
    { day: 180, points: 1 },
  ];
  expect(inForce(stays, 180)).toEqual([]); // 13 − 1 = 12, then 13: never below the node
  const joint = [
    { day: 0, points: 6 },
    { day: 0, points: 18 },
  ];
  expect(inForce(joint, 0)).toHaveLength(5);
});

test('revoked for good: nothing expires, restrictions still end, an overturned event lifts it', () => {
  const events: Event[] = [
    { day: 0, points: 24 },
    { day: 10, points: 24 },
  ];
  expect(ask(events, 10)).toMatchObject({
    balance: 48,
    revoked: true,
    revokedAt: on(10),
    nextNode: null,
    pointsToNextNode: null,
    formalWarning: false,
  });
  expect(ask(events, 400)).toMatchObject({ balance: 48, revoked: true, revokedAt: on(10) });
  expect(inForce(events, 400)).toEqual(['48 shop-closed 01-11 for good', '48 expelled 01-11 for good']);
  expect(inForce(events, 99.999)).toContain('48 no-withdrawal 01-11 04-11');
  const lifted = [events[0] ?? { day: 0, points: 1 }, { day: 10, points: 24, overturned: 50 }];
  expect(ask(lifted, 49)).toMatchObject({ revoked: true });
  expect(ask(lifted, 50)).toMatchObject({ balance: 24, revoked: false, revokedAt: null, nextNode: 36, restrictions: [] });
});

test('not covered: a local seller, or before the rules', () => {
  const events = [{ id: 'a', at: '2024-07-01T00:00:00Z', points: 50 }];
  for (const more of [{ sellerOrigin: 'local', asOf: '2026-01-01T00:00:00Z' }, { asOf: '2024-07-14T00:00:00Z' }])
    expect(evaluatePolicy('violation-points', { events, ...more })).toMatchObject({
      balance: 0,
      nextNode: null,
      pointsToNextNode: null,
      formalWarning: false,
      warningNode: null,
      revoked: false,
      revokedAt: null,
      restrictions: [],
      covered: false,
    });
  expect(evaluatePolicy('violation-points', { events, asOf: '2024-07-15T00:00:00Z' })).toMatchObject({ covered: true, revoked: true });
});

test('all bad paths at once', () => {
  const events = [
    { id: 'a', at: '2026-01-02T00:00:00Z', points: 0 },
    { id: 'a', at: '2026-01-02T00:00:00Z', points: 1, overturnedAt: '2026-01-01T00:00:00Z' },
    { id: 'b', at: '2026-01-02', points: 1, overturnedAt: null, x: 1 },
    null,
    { id: 'a' },
  ];
  try {
    evaluatePolicy('violation-points', { events });
    expect.unreachable();
  } catch (error) {
    expect((error as PolicyInputError).errors.map(({ path }) => path).sort()).toEqual([
      '/asOf',
      '/events/0/points',
      '/events/1/id',
      '/events/1/overturnedAt',
      '/events/2/at',
      '/events/2/overturnedAt',
      '/events/2/x',
      '/events/3',
      '/events/4/at',
      '/events/4/id',
      '/events/4/points',
    ]);
  }
});

const table: [number, string, number | null][] = [
  [12, 'no-new-campaigns', 7],
  [24, 'no-affiliate', 14],
  [24, 'no-new-campaigns', 14],
  [24, 'no-publishing', 14],
  [24, 'traffic-reduced', 14],
  [36, 'no-affiliate', 60],
  [36, 'no-new-campaigns', 30],
  [36, 'no-shop-access', 30],
  [36, 'traffic-reduced', 60],
  [48, 'shop-closed', null],
  [48, 'no-withdrawal', 90],
  [48, 'expelled', null],
];

/** The slow way, day by day: what counts is summed anew, and every crossing starts its own entries. */
function naive(events: Event[], asOf: number) {
  const known = events.filter((event) => event.overturned === undefined || event.overturned > asOf);
  let revoked: number | null = null;
  let entries: { code: string; node: number; from: number; until: number | null }[] = [];
  const sum = (counts: (event: Event) => boolean) => known.filter(counts).reduce((all, event) => all + event.points, 0);
  for (let now = 0; now <= asOf; now += 1) {
    const frozen = revoked;
    const alive = (event: Event) => event.day + 180 > now || (frozen !== null && event.day + 180 > frozen);
    const before = sum((event) => event.day < now && alive(event));
    const after = sum((event) => event.day <= now && alive(event));
    for (const node of [12, 24, 36, 48])
      if (before < node && after >= node) {
        entries = entries.filter((entry) => entry.node !== node);
        for (const [at, code, days] of table)
          if (at === node) entries.push({ code, node, from: now, until: days === null ? null : now + days });
        if (node === 48) revoked = now;
      }
  }
  const frozen = revoked;
  const balance = sum((event) => event.day <= asOf && (event.day + 180 > asOf || (frozen !== null && event.day + 180 > frozen)));
  const restrictions = entries
    .filter(({ until }) => until === null || asOf < until)
    .sort((a, b) => a.from - b.from || a.node - b.node)
    .map((entry) => ({ ...entry, from: on(entry.from), until: entry.until === null ? null : on(entry.until) }));
  return { balance, revokedAt: revoked === null ? null : on(revoked), restrictions };
}

const anyEvents = fc.array(
  fc
    .record({
      day: fc.integer({ min: 0, max: 220 }),
      points: fc.integer({ min: 1, max: 26 }),
      late: fc.option(fc.integer({ min: 0, max: 60 })),
    })
    .map(({ day, points, late }): Event => (late === null ? { day, points } : { day, points, overturned: day + late })),
  { maxLength: 7 },
);

test('the same as stepping through every day', () => {
  fc.assert(
    fc.property(anyEvents, fc.integer({ min: 0, max: 420 }), (events, asOf) => {
      const { balance, revokedAt, restrictions } = ask(events, asOf);
      expect({ balance, revokedAt, restrictions }).toEqual(naive(events, asOf));
    }),
    { numRuns: runs * 2 },
  );
});

test('order never matters, and an overturned event never happened', () => {
  fc.assert(
    fc.property(anyEvents, fc.integer({ min: 0, max: 420 }), (events, asOf) => {
      const answer = ask(events, asOf);
      expect(ask(events.toReversed(), asOf)).toEqual(answer);
      expect(
        ask(
          events.filter(({ overturned }) => overturned === undefined || overturned > asOf),
          asOf,
        ),
      ).toEqual(answer);
      if (!answer.revoked) expect(ask(events, asOf + 400)).toMatchObject(events.some(({ day }) => day > asOf) ? {} : { balance: 0 });
    }),
    { numRuns: runs * 5 },
  );
});
