import { expect, it } from 'vitest';
import { type ProfitSubject, profitOf } from './order-profit.ts';
import { emptyCard } from './rate-card.ts';

const line = { category: 'beauty-personal-care', amount: 1_000, quantity: 2, cost: { amount: 200, currency: 'GBP' } };
const sale: ProfitSubject = { market: 'GB', currency: 'GBP', fulfilment: 'seller', lines: [line] };
const noRate = () => null;

it.each([
  ['sold, less commission, payment and cost', sale, { amount: 538, currency: 'GBP', share: 0.538, without: [] }],
  [
    'shipping that nobody prices is named',
    { ...sale, fulfilment: 'platform' as const },
    { amount: 538, currency: 'GBP', share: 0.538, without: ['shipping'] },
  ],
  ['no cost', { ...sale, lines: [line, { ...line, cost: null }] }, { unknown: 'no-cost' }],
  ['no commission', { ...sale, lines: [{ ...line, category: null }] }, { unknown: 'no-commission' }],
  ['a cost in a currency without a rate', { ...sale, lines: [{ ...line, cost: { amount: 1, currency: 'JPY' } }] }, { unknown: 'no-rate' }],
])('%s', (_, subject, expected) => {
  expect(profitOf(subject, emptyCard, noRate)).toEqual(expected);
});

it('takes costs of other currencies at the rate', () => {
  const lines = [{ ...line, cost: { amount: 5_000, currency: 'CNY' } }];
  expect(profitOf({ ...sale, lines }, emptyCard, () => '0.11')).toMatchObject({ amount: 938 - 1_100 });
});
