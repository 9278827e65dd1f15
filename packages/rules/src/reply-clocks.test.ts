/**
 * The clocks against a count of another kind: a month is written down minute by minute, what a clock on the wall shows in each of them, and
 * whether somebody is at work then; all that the product reckons is read off that list. It knows neither offsets nor days with holes.
 */
import { expect, test } from 'vitest';
import { measureAnswer, replyClocks, type Said, type Team, turnsOf, warningsOf } from './reply-clocks.ts';
import { createWorkCalendar, type Period, type WorkingHours } from './working-hours.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A small generator of its own: the same cases each time. */
function dice(seed: number) {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, of: <T>(all: readonly T[]): T => all[next(all.length)] as T };
}

/** Months in which clocks change: Europe and America in spring and autumn, the south the other way round, and where midnight itself is left out. */
const months: Readonly<Record<'spring' | 'autumn', { from: number; days: number }>> = {
  spring: { from: Date.UTC(2026, 2, 3), days: 45 },
  autumn: { from: Date.UTC(2026, 8, 28), days: 45 },
};
const zones = [
  ...['Asia/Shanghai', 'Asia/Tokyo', 'Asia/Bangkok', 'Asia/Kuala_Lumpur', 'Asia/Kathmandu', 'Europe/London', 'Europe/Madrid'],
  ...['America/New_York', 'America/Los_Angeles', 'America/Mexico_City', 'America/St_Johns', 'America/Havana', 'Australia/Lord_Howe'],
  ...['Africa/Cairo', 'Asia/Beirut', 'Pacific/Kiritimati'],
];

type Minute = { weekday: string; day: string; minute: number };
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function writeDown(zone: string, { from, days }: { from: number; days: number }): Minute[] {
  const wall = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    hourCycle: 'h23',
  });
  return Array.from({ length: days * 1440 }, (_, index) => {
    // 'Fri, 02/10/2026, 13:05'
    const [weekday = '', date = '', time = ''] = wall.format(from + index * MINUTE).split(', ');
    const [day, month, year] = date.split('/');
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return { weekday, day: `${year}-${month}-${day}`, minute: hour * 60 + minute };
  });
}

const nineToSix: Period[] = [{ from: 540, until: 1080 }];
const weeks: readonly (readonly Period[])[][] = [
  [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, [], []],
  // Two shifts with a break, and a short Saturday.
  Array.from({ length: 7 }, (_, at) =>
    at === 5
      ? [{ from: 600, until: 780 }]
      : at === 6
        ? []
        : [
            { from: 480, until: 725 },
            { from: 800, until: 1205 },
          ],
  ),
  // Through the night, over the hours in which clocks change.
  Array.from({ length: 7 }, () => [
    { from: 0, until: 90 },
    { from: 105, until: 185 },
    { from: 1320, until: 1440 },
  ]),
  // Round the clock.
  Array.from({ length: 7 }, () => [{ from: 0, until: 1440 }]),
  // Sundays only, when most clocks change.
  [
    [],
    [],
    [],
    [],
    [],
    [],
    [
      { from: 45, until: 200 },
      { from: 1380, until: 1440 },
    ],
  ],
];

/** Whether somebody works in each minute, and how many worked minutes lie before it. */
function workedBefore(minutes: readonly Minute[], { week, holidays }: WorkingHours) {
  const open = minutes.map(
    ({ weekday, day, minute }) =>
      !holidays.includes(day) && (week[weekdays.indexOf(weekday)] ?? []).some(({ from, until }) => from <= minute && minute < until),
  );
  const before = [0];
  for (const is of open) before.push((before.at(-1) ?? 0) + (is ? 1 : 0));
  return { open, before };
}

type List = ReturnType<typeof workedBefore> & { from: number };

function workedUntil({ open, before, from }: List, at: number): number {
  const index = Math.floor((at - from) / MINUTE);
  return (before[index] ?? Number.NaN) * MINUTE + (open[index] ? (at - from) % MINUTE : 0);
}

/** Walks on minute by minute until so much is worked; undefined: not within the list. */
function walkUntil({ open, from }: List, start: number, ms: number): number | undefined {
  let left = ms;
  for (let index = Math.floor((start - from) / MINUTE); index < open.length; index += 1) {
    if (!open[index]) continue;
    const begin = Math.max(start, from + index * MINUTE);
    const end = from + (index + 1) * MINUTE;
    if (end - begin >= left) return begin + left;
    left -= end - begin;
  }
  return undefined;
}

// A million and a half minutes are written down by the platform's calendar first.
test('clocks equal a recount minute by minute, over months in which clocks change, in sixteen zones', { timeout: 120_000 }, () => {
  const { next, of } = dice(20261123);
  let cases = 0;
  for (const month of Object.values(months)) {
    for (const zone of zones) {
      const minutes = writeDown(zone, month);
      const daysOfList = [...new Set(minutes.map(({ day }) => day))];
      for (const week of weeks) {
        const hours = { timeZone: zone, week, holidays: Array.from({ length: next(5) }, () => of(daysOfList)) };
        const calendar = createWorkCalendar(hours);
        const list = { ...workedBefore(minutes, hours), from: month.from };
        // Not beyond the middle of the list, so that what follows lies in it; now and then at the very edge of a minute.
        for (let count = 0; count < 70; count += 1, cases += 1) {
          const askedAt = month.from + next(37 * 1440) * MINUTE + of([0, 0, 1, 59_999, next(MINUTE)]);
          const repliedAt = askedAt + of([0, 1, next(HOUR), 24 * HOUR, 48 * HOUR, next(72 * HOUR), next(8 * 24 * HOUR)]);
          const team: Team = { calendar, firstAnswerMs: of([5, 30, 60, 240, 1440]) * MINUTE };
          const where = `${zone} ${new Date(askedAt).toISOString()} + ${repliedAt - askedAt} ms, hours ${JSON.stringify(hours)}`;
          const answer = measureAnswer({ askedAt, repliedAt }, team);
          const due = walkUntil(list, askedAt, team.firstAnswerMs);
          expect(answer.workedMs, where).toBe(workedUntil(list, repliedAt) - workedUntil(list, askedAt));
          if (due !== undefined) expect(replyClocks(askedAt, team).workingFirstBy, where).toBe(due);
          expect(calendar.isOpen(askedAt), where).toBe(list.open[Math.floor((askedAt - month.from) / MINUTE)]);
        }
      }
    }
  }
  expect(cases).toBeGreaterThanOrEqual(10_000);
});

/** The platform's counting once more: for each person's word it is asked who spoke before. */
function recount(messages: readonly Said[]) {
  const people = messages.filter(({ from }) => from !== 'automatic');
  return people.flatMap((message, at) => {
    if (message.from !== 'buyer' || people[at - 1]?.from === 'buyer') return [];
    const reply = people.slice(at).find(({ from }) => from === 'seller');
    return [{ askedAt: message.sentAt, by: reply?.channelMessageId ?? null, waited: reply ? reply.sentAt - message.sentAt : null }];
  });
}

test('turns and what was in time equal a recount over a month of conversations', () => {
  const { next, of } = dice(7);
  for (let conversation = 0; conversation < 2000; conversation += 1) {
    let sentAt = months.autumn.from + next(30 * 24 * 60) * MINUTE;
    const messages = Array.from({ length: 1 + next(12) }, (_, at): Said => {
      sentAt += of([0, 1000, next(HOUR), 30 * MINUTE, 24 * HOUR, 48 * HOUR, next(60 * HOUR)]);
      return { channelMessageId: `m${at}`, from: of(['buyer', 'buyer', 'seller', 'automatic'] as const), sentAt };
    });
    const turns = turnsOf(messages);
    const own = recount(messages);
    expect(turns.map((turn) => [turn.askedAt, turn.repliedMessageId])).toEqual(own.map(({ askedAt, by }) => [askedAt, by]));
    for (const [at, { askedAt, repliedAt }] of turns.entries()) {
      const waited = own[at]?.waited ?? null;
      if (repliedAt === null) continue;
      const { isFirstInTime, isWithin24h, isWithin48h } = measureAnswer({ askedAt, repliedAt }, null);
      const minutes = (waited ?? Number.NaN) / MINUTE;
      expect([isFirstInTime, isWithin24h, isWithin48h]).toEqual([minutes <= 30, minutes <= 1440, minutes <= 2880]);
    }
  }
});

const monday = Date.UTC(2026, 10, 23);
const office = (week: readonly Period[], holidays: string[] = []): Team => ({
  calendar: createWorkCalendar({ timeZone: 'UTC', week: Array.from({ length: 7 }, () => week), holidays }),
  firstAnswerMs: 30 * MINUTE,
});
const at = (text: string) => Date.parse(`2026-11-${text}:00Z`);

test.each([
  ['in the middle of work', '23T10:00', '23T10:30'],
  ['before it', '23T03:00', '23T09:30'],
  ['over its end', '23T17:45', '24T09:15'],
  ['at its very end', '23T17:30', '23T18:00'],
  ['over a holiday', '24T18:00', '26T09:30'],
])('a first answer asked for %s is due in working time', (_name, asked, due) => {
  expect(replyClocks(at(asked), office(nineToSix, ['2026-11-25'])).workingFirstBy).toBe(at(due));
});

test('who never works owes no first answer, and is warned by the platform’s hours only', () => {
  expect(replyClocks(monday, office([])).workingFirstBy).toBe(null);
  expect(warningsOf(monday, office([])).map(({ clock, to }) => `${clock} ${to}`)).toEqual([
    'reply-24h assignee',
    'reply-24h leads',
    'reply-48h assignee',
    'reply-48h leads',
  ]);
});

test('whoever answers is warned first, whoever leads while there is still time, and nobody before it was asked', () => {
  const minutesOf = (team: Team | null) =>
    warningsOf(monday, team).map(({ at: when, until }) => [when - monday, until - monday].map((ms) => ms / MINUTE));
  expect(minutesOf(null)).toEqual([
    [20, 30],
    [25, 30],
    [1200, 1440],
    [1320, 1440],
    [2640, 2880],
    [2760, 2880],
  ]);
  const quick = { ...office([{ from: 0, until: 1440 }]), firstAnswerMs: 3 * MINUTE };
  expect(minutesOf(quick).slice(0, 2)).toEqual([
    [0, 3],
    [0, 3],
  ]);
});
