import { expect, test } from 'vitest';
import { clockOf, daysOf, periodsOf, typedOf } from './week.ts';

const typed = (...times: [string, string][]) => times.map(([from, until], key) => ({ key, from, until }));

test.each([
  [typed(['9:00', '18:00']), [{ from: 540, until: 1080 }]],
  [
    typed(['13:00', '18:30'], ['09:00', '12:00']),
    [
      { from: 540, until: 720 },
      { from: 780, until: 1110 },
    ],
  ],
  [typed(['22：00', '24:00']), [{ from: 1320, until: 1440 }]],
  [[], []],
  [typed(['18:00', '9:00']), null],
  [typed(['9:00', '9:00']), null],
  [typed(['9:00', '13:00'], ['12:00', '18:00']), null],
  [typed(['9:60', '13:00']), null],
  [typed(['9:00', '24:01']), null],
  [typed(['nine', '18:00']), null],
])('%j is %j', (given, periods) => {
  expect(periodsOf(given)).toEqual(periods);
});

test('what is shown is what was kept', () => {
  const periods = [
    { from: 0, until: 95 },
    { from: 1320, until: 1440 },
  ];
  expect(periodsOf(typedOf(periods))).toEqual(periods);
  expect(clockOf(1440)).toBe('24:00');
});

test.each([
  ['2026-12-25, 2026-01-01\n2026-12-25', { days: ['2026-01-01', '2026-12-25'] }],
  ['', { days: [] }],
  ['2026-02-30', { bad: '2026-02-30' }],
  ['25 Dec', { bad: '25' }],
])('“%s” as days', (text, days) => {
  expect(daysOf(text)).toEqual(days);
});
