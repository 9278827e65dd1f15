import { expect, test } from 'vitest';
import { watchParcel } from './parcel-watch.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const told = Date.UTC(2026, 9, 1, 8);

test.each<{ name: string; heard: number[]; after: number; trouble: string | null; askAfter: number }>([
  { name: 'nothing yet', heard: [], after: 3 * HOUR, trouble: null, askAfter: 9 * HOUR },
  { name: 'asked again just when silence counts', heard: [], after: 20 * HOUR, trouble: null, askAfter: DAY + 1 },
  { name: 'exactly a day', heard: [], after: DAY, trouble: null, askAfter: DAY + 1 },
  { name: 'a day and an instant', heard: [], after: DAY + 1, trouble: 'parcel-silent', askAfter: DAY + 1 + 6 * HOUR },
  {
    name: 'the announcement at the instant of telling is no word of the carrier',
    heard: [0],
    after: 2 * DAY,
    trouble: 'parcel-silent',
    askAfter: 54 * HOUR,
  },
  {
    name: 'an event of before the number was told counts for nothing',
    heard: [-HOUR],
    after: 2 * DAY,
    trouble: 'parcel-silent',
    askAfter: 54 * HOUR,
  },
  { name: 'an event of the future neither', heard: [3 * DAY], after: 2 * DAY, trouble: 'parcel-silent', askAfter: 54 * HOUR },
  { name: 'picked up', heard: [0, 5 * HOUR], after: 2 * DAY, trouble: null, askAfter: 54 * HOUR },
  { name: 'heard late is heard', heard: [40 * HOUR], after: 2 * DAY, trouble: null, askAfter: 54 * HOUR },
  { name: 'a week without news', heard: [5 * HOUR], after: 5 * HOUR + 7 * DAY, trouble: null, askAfter: 11 * HOUR + 7 * DAY },
  {
    name: 'more than a week',
    heard: [5 * HOUR, HOUR],
    after: 5 * HOUR + 7 * DAY + 1,
    trouble: 'parcel-stuck',
    askAfter: 11 * HOUR + 7 * DAY + 1,
  },
])('$name', ({ heard, after, trouble, askAfter }) => {
  const given = { submittedAt: told, events: heard.map((at) => told + at), isDone: false, asOf: told + after };
  expect(watchParcel(given)).toEqual({ trouble, askAt: told + askAfter });
});

test('arrived or cancelled: nothing is wrong, and nobody asks again', () => {
  expect(watchParcel({ submittedAt: told, events: [], isDone: true, asOf: told + 9 * DAY })).toEqual({ trouble: null, askAt: null });
});

test('after sixty days it stays with people', () => {
  expect(watchParcel({ submittedAt: told, events: [], isDone: false, asOf: told + 60 * DAY + 1 })).toEqual({
    trouble: 'parcel-silent',
    askAt: null,
  });
});
