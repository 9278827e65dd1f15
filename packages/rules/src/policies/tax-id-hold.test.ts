import { expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';

const given = {
  market: 'TH',
  monthSales: { amount: 0, currency: 'USD' },
  taxIdOnFile: false,
  promptedAt: null as string | null,
  filedAt: null as string | null,
  asOf: '2026-03-10T00:00:00Z',
};
const judge = (differs: object) => evaluatePolicy('tax-id-hold', { ...given, ...differs });
const free = { frozen: false, frozenUntil: null, scope: null, withdrawalBlocked: false };
const prompted = { promptedAt: '2026-03-01T00:00:00Z' };
const frozen = { frozen: true, frozenUntil: '2026-04-07T00:00:00.000Z', scope: 'later-orders', withdrawalBlocked: true };
const sales = (amount: number) => ({ monthSales: { amount, currency: 'USD' } });

test.each([
  ['1,000.00', sales(100_000), { required: false, prompt: false, ...free }],
  ['1,000.01', sales(100_001), { required: true, prompt: true, ...free }],
  ['1,000.01 with a number', { ...sales(100_001), taxIdOnFile: true }, { required: true, prompt: false, ...free }],
  ['filed at this instant', { ...sales(100_001), filedAt: given.asOf }, { required: true, prompt: false }],
  ['filed a second later', { ...sales(100_001), filedAt: '2026-03-10T00:00:01Z' }, { required: true, prompt: true }],
  ['prompted later', { promptedAt: '2026-03-10T00:00:00.001Z' }, { required: false, prompt: false, ...free }],
  ['prompted now', { promptedAt: given.asOf }, { required: true, prompt: true, ...free }],
  ['in the last instant of grace', { ...prompted, asOf: '2026-03-07T23:59:59.999Z' }, { required: true, prompt: true, ...free }],
  ['when grace ends', { ...prompted, asOf: '2026-03-08T00:00:00Z' }, { required: true, prompt: true, ...frozen }],
  ['in the last instant of the hold', { ...prompted, asOf: '2026-04-06T23:59:59.999Z' }, frozen],
  ['when the hold ends', { ...prompted, asOf: '2026-04-07T00:00:00Z' }, { required: true, prompt: true, ...free }],
  ['filed during the hold', { ...prompted, filedAt: '2026-03-09T00:00:00Z' }, { required: false, prompt: false, ...free }],
  ['no grace', { ...prompted, graceDays: 0, asOf: '2026-03-01T00:00:00Z' }, { ...frozen, frozenUntil: '2026-03-31T00:00:00.000Z' }],
  ['in Vietnam', { ...prompted, market: 'VN' }, frozen],
])('%s', (_, differs, expected) => {
  expect(judge(differs)).toMatchObject({ ...expected, covered: true });
});

test('elsewhere no source states it: nothing is required or held', () => {
  expect(judge({ ...sales(900_000), ...prompted, market: 'MY' })).toEqual({
    required: false,
    prompt: false,
    ...free,
    covered: false,
    citations: [],
    explanation: [{ key: 'policies.tax-id-hold.not-covered', values: { market: 'MY' } }],
  });
});
