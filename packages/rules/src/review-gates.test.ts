import { expect, test } from 'vitest';
import { gateConditions } from './review-gates.ts';

test.each([
  ['US', 'us-16cfr465'],
  ['GB', 'uk-dmcc'],
  ['DE', 'eu-ucpd'],
  ['IE', 'eu-ucpd'],
  ['JP', 'law-not-reviewed'],
  ['TH', 'law-not-reviewed'],
])('%s: the platform’s own policy and %s', (market, law) => {
  expect(gateConditions(market)).toEqual(['platform-review-policy', law]);
});
