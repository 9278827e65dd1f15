import { expect, it } from 'vitest';
import { formatAgo, formatDay, formatInstant, formatSpan, formatStretch } from './time.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

it.each([
  ['2026-11-22T11:59:55Z', '5 sec. ago'],
  ['2026-11-22T12:00:00Z', '1 sec. ago'],
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

it.each([
  [59, '0 min'],
  [35 * 60, '35 min'],
  [3 * 3600 + 12 * 60 + 40, '3 hr 12 min'],
  [2 * 86_400 + 4 * 3600 + 300, '2 days 4 hr'],
  [2 * 86_400 + 300, '2 days'],
  [-7200, '2 hr'],
])('a stretch of %d seconds reads %s', (seconds, words) => {
  expect(formatStretch(seconds, 'en')).toBe(words);
});
