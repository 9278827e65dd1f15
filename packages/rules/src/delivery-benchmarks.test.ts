import { expect, test } from 'vitest';
import { deliveryBenchmark } from './delivery-benchmarks.ts';

test.each([
  ['GB', 'platform', 6.8],
  ['GB', 'seller', 8.9],
  ['TH', 'platform', 4.2],
  ['SG', 'seller', 6.3],
  ['DE', 'platform', undefined],
] as const)('%s by %s takes %s days', (market, path, days) => {
  expect(deliveryBenchmark(market, path)?.days).toBe(days);
});
