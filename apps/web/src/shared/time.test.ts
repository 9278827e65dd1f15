import { expect, it } from 'vitest';
import { formatAgo, formatDay, formatInstant, formatSpan } from './time.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

it.each([
  ['2026-11-22T11:59:55Z', 'now'],
  ['2026-11-22T11:57:10Z', '2 min. ago'],
  ['2026-11-22T15:00:00Z', 'in 3 hr.'],
  ['2026-11-20T11:00:00Z', '2 days ago'],
])('%s reads "%s"', (at, text) => {
  expect(formatAgo(at, 'en', now)).toBe(text);
});

it('names the zone of a deadline', () => {
  expect(formatInstant('2026-11-22T12:00:00Z', 'en', { timeZone: 'Asia/Bangkok', isNamed: true })).toBe('Nov 22, 19:00 GMT+7');
});

it('never moves a calendar day', () => {
  expect(formatDay('2026-11-01', 'en')).toBe('Nov 1');
});

it('says how long something lasts in its largest unit', () => {
  expect(formatSpan(7300, 'en')).toBe('2 hr');
  expect(formatSpan(42, 'en')).toBe('42 sec');
});
