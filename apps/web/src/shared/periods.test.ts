import { expect, it } from 'vitest';
import { daysOf } from './periods.ts';

it.each([
  ['today', { from: '2026-03-01', to: '2026-03-01' }],
  ['yesterday', { from: '2026-02-28', to: '2026-02-28' }],
  ['7-days', { from: '2026-02-23', to: '2026-03-01' }],
  ['90-days', { from: '2025-12-02', to: '2026-03-01' }],
  ['month', { from: '2026-03-01', to: '2026-03-01' }],
] as const)('%s, on the first of March, is these days', (period, days) => {
  expect(daysOf(period, '2026-03-01')).toEqual(days);
});
