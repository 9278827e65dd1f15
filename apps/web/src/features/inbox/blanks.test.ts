import { expect, test } from 'vitest';
import { fill, openBlank } from './blanks.ts';

test.each([
  ['Dear {buyer}, {order} left.', { buyer: 'Ana', order: '57' }, 'Dear Ana, 57 left.'],
  ['{order} {order}', { order: '57' }, '57 57'],
  ['{tracking} and {other}', {}, '{tracking} and {other}'],
  ['{buyer}', { buyer: '' }, '{buyer}'],
  ['{buyer}', { buyer: '{order}' }, '{order}'],
  ['{agent}', { agent: '$& $1' }, '$& $1'],
])('%j filled from %j', (text, known, filled) => {
  expect(fill(text, known)).toBe(filled);
});

test.each([
  ['all is said', null],
  ['{other} {tracking}', '{tracking}'],
])('what is open in %j', (text, open) => {
  expect(openBlank(text)).toBe(open);
});
