import type { PolicyTexts } from '@tradewind/rules/policy-texts';
import { expect, test } from 'vitest';
import { setReaderZone } from '../../shared/time.ts';
import { codeName, exactPercent, explain, fill, type Words } from './words.ts';

const texts: PolicyTexts = {
  groups: {
    performance: {
      'late-dispatch': { name: 'Late', answers: '', fields: {}, outputs: {}, explanation: { row: '{{n, number}} of {{rate, percent}}' } },
    },
    programmes: {},
    money: {},
    products: {},
  },
  shared: {
    documents: { EPR: 'EPR registration' },
    categories: { food: 'Food' },
    markets: { SEA: 'South-East Asia' },
    notCovered: 'No rule.',
  },
  records: { violationReasons: {}, measures: { deduction: 'Deduction' } },
};
const words: Words = { language: 'en', texts };

test.each([
  ['{{rate, percent}}', { rate: 0.04 }, '4%'],
  ['{{rate,percent}}', { rate: 0.025 }, '2.5%'],
  ['{{rate, percent}}', { rate: 0.0399999 }, '3.9999%'],
  ['{{amount, money}}', { amount: '150000 USD' }, '$1,500.00'],
  ['{{amount, money}}', { amount: '1500 VND' }, '₫1,500'],
  ['{{amount, money}}', { amount: '700 XAF' }, '700 XAF'],
  ['{{n, number}}', { n: 1234 }, '1,234'],
  ['{{category}} in {{market}}', { category: 'food', market: 'GB' }, 'Food in United Kingdom'],
  ['{{until, instant}}', { until: '2026-02-01T00:00:00Z' }, 'Feb 1, 2026, 00:00 UTC'],
  ['{{missing}}', {}, '{{missing}}'],
])('%s with %j', (sentence, values, expected) => {
  setReaderZone('UTC');
  expect(fill(words, sentence, values)).toBe(expected);
});

test('a key leads to its rule’s sentence; one without a sentence says that nothing is stated', () => {
  expect(explain(words, { key: 'policies.late-dispatch.row', values: { n: 3, rate: 0.1 } })).toBe('3 of 10%');
  expect(explain(words, { key: 'policies.not-covered', values: {} })).toBe('No rule.');
});

test('codes are called by their names', () => {
  expect(['EPR', 'SEA', 'DE', 'deduction', 'r-17'].map((code) => codeName(words, code))).toEqual([
    'EPR registration',
    'South-East Asia',
    'Germany',
    'Deduction',
    'r-17',
  ]);
});

test('a rate never reads as if it stood on the other side of its limit', () => {
  expect(exactPercent(0.03999, 'en')).toBe('3.999%');
});
