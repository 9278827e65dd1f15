import { expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';

test.each([
  [499_999.99, true, ['US'], 'shopify'],
  [500_000, true, ['US'], 'either'],
  [499_999.99, false, ['US'], 'either'],
  [2_000_000, false, ['US'], 'either'],
  [2_000_000.01, false, ['US'], 'seller-centre'],
  [2_000_000.01, true, ['US', 'US'], 'seller-centre'],
  [2_000_000.01, true, ['US', 'GB'], 'either'],
  [2_000_000.01, true, [], 'either'],
])('%d USD, asset-light %s, in %j: %s', (annualGmvUsd, assetLight, markets, advice) => {
  const given = { annualGmvUsd, assetLight, markets, needsCustomFrontEnd: false, needsExternalErp: false };
  expect(evaluatePolicy('channel-advisor', given)).toMatchObject({ advice, covered: true });
});

test('what is needed is weighed with the source’s figures', () => {
  const given = { annualGmvUsd: 3_000_000, assetLight: false, markets: ['US'], needsCustomFrontEnd: true, needsExternalErp: true };
  expect(evaluatePolicy('channel-advisor', given).reasons).toEqual([
    { code: 'large-in-one-market', favours: 'seller-centre', value: 2_000_000 },
    { code: 'shop-tab-direct-only', favours: 'seller-centre' },
    { code: 'stock-sync-seconds', favours: 'seller-centre', value: 0.3 },
    { code: 'dispute-days', favours: 'seller-centre', value: 2.1, otherwise: 4.8 },
    { code: 'no-custom-front-end', favours: 'shopify' },
    { code: 'erp-gateway-working-days', favours: 'shopify', value: 5 },
    { code: 'higher-return', favours: 'seller-centre', value: 0.224 },
  ]);
});
