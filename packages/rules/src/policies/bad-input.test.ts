import { describe, expect, test } from 'vitest';
import { evaluatePolicy, PolicyInputError } from './index.ts';

/** The bad paths that a policy names, sorted; none when it evaluates. */
function badPaths(id: string, input: unknown): string[] {
  try {
    evaluatePolicy(id, input);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyInputError)) throw error;
    return error.errors.map((issue) => issue.path).sort();
  }
}

const usd = (amount: number) => ({ amount, currency: 'USD' });
const mxn = (amount: number) => ({ amount, currency: 'MXN' });

describe('every bad path comes at once', () => {
  test('us-to-mexico', () => {
    expect(
      badPaths('us-to-mexico', {
        seller: { origin: 'cn', shopPerformanceScore: undefined, extra: 1 },
        invitedCategories: ['Toys'],
        qualifications: null,
        dispatchDays: 1.5,
        items: [
          { sku: 'A', category: 'bags', unitPrice: { amount: -1, currency: 'USD' }, quantity: 1 },
          { sku: 'B', category: 'bags', unitPrice: mxn(1), quantity: -1, shipFromCountry: null },
          null,
        ],
        asOf: '2026-04-01',
      }),
    ).toEqual([
      '/asOf',
      '/dispatchDays',
      '/invitedCategories/0',
      '/items/0/unitPrice/amount',
      '/items/0/unitPrice/currency',
      '/items/1/quantity',
      '/items/1/shipFromCountry',
      '/items/2',
      '/qualifications',
      '/seller/extra',
      '/seller/origin',
      '/seller/shopPerformanceScore',
    ]);
  });

  test('eu-local-hosted and local-payments', () => {
    expect(
      badPaths('eu-local-hosted', {
        entityJurisdiction: 'EU',
        invited: 'yes',
        application: null,
        stockCountries: ['UK'],
        shipToCountry: 'de',
        vatCountries: ['DE', 'SEA'],
        documents: [{ type: 'VAT_REGISTRATION', number: '1' }],
        asOf: null,
      }),
    ).toEqual([
      '/application',
      '/asOf',
      '/documents/0/number',
      '/entityJurisdiction',
      '/invited',
      '/shipToCountry',
      '/stockCountries/0',
      '/vatCountries/1',
    ]);
    expect(badPaths('local-payments', { market: 'LATAM', methods: ['card', 'cash'] })).toEqual(['/market', '/methods/1']);
  });

  test('hosting-mode-advisor: another currency anywhere', () => {
    const offer = { mode: 'fully-hosted', commissionShare: 0, sellerPaysLogistics: false };
    expect(
      badPaths('hosting-mode-advisor', {
        price: usd(2000),
        unitCost: { amount: 600, currency: 'EUR' },
        logistics: { amount: 1.5, currency: 'EUR' },
        contentShare: 1.01,
        adShare: -0.01,
        minimumMarginShare: 0,
        isBrand: true,
        contentCapability: true,
        stockCountries: [],
        market: 'US',
        modes: [
          { ...offer, supplyPrice: { amount: 1, currency: 'GBP' } },
          { ...offer, subsidyShare: null },
        ],
      }),
    ).toEqual([
      '/adShare',
      '/contentShare',
      '/logistics/amount',
      '/logistics/currency',
      '/modes/0/supplyPrice/currency',
      '/modes/1/subsidyShare',
      '/unitCost/currency',
    ]);
  });

  test('store-opening', () => {
    expect(
      badPaths('store-opening', {
        sourceShop: { market: 'US', entity: '', healthy: 1, revoked: null },
        targetMarket: 'EU',
        targetEntity: 'A',
        entityJurisdiction: null,
        shopsInTargetMarket: -1,
        documents: [{ type: 'BUSINESS_LICENCE' }, { type: 'LEGAL_REP_ID', validUntil: '2026-01-01', scopeNamesOnlineSales: null }],
        category: 'home daily',
        brandOwner: true,
      }),
    ).toEqual([
      '/asOf',
      '/category',
      '/documents/0/validUntil',
      '/documents/1/scopeNamesOnlineSales',
      '/documents/1/validUntil',
      '/entityJurisdiction',
      '/shopsInTargetMarket',
      '/sourceShop/entity',
      '/sourceShop/healthy',
      '/sourceShop/revoked',
      '/targetMarket',
    ]);
  });

  test('sales-review-sync: one review given twice', () => {
    const review = { id: 'r', rating: 5, language: 'en', hasText: true, withdrawn: false };
    expect(
      badPaths('sales-review-sync', {
        source: { shop: 'A', product: '1', gtin: '12-34', sold: -1, reviews: [review, review] },
        target: { shop: 'B', product: '2', gtin: undefined, reviews: [review, { ...review, id: 's', rating: 6 }, { ...review, note: '' }] },
        sameMerchant: true,
        confirmedSameProduct: true,
        asOf: '2026-01-01T00:00:00Z',
      }),
    ).toEqual([
      '/source/gtin',
      '/source/reviews/1/id',
      '/source/sold',
      '/target/gtin',
      '/target/reviews/1/rating',
      '/target/reviews/2/id',
      '/target/reviews/2/note',
    ]);
  });

  test('fees: what platform fulfilment needs, and a price of nothing', () => {
    const given = { market: 'TH', category: 'food', price: usd(0), paymentChannel: 'cash', fulfilment: 'platform' };
    expect(badPaths('fees', given)).toEqual(['/parcel', '/paymentChannel', '/price/amount', '/route']);
    expect(badPaths('fees', { ...given, price: usd(1), paymentChannel: 'paypal', fulfilment: 'seller' })).toEqual([]);
    expect(
      badPaths('fees', {
        ...given,
        price: usd(1),
        paymentChannel: 'stripe',
        parcel: { weightG: 0.5, lengthMm: 1, widthMm: -1 },
        route: null,
        goodsCost: { amount: 1, currency: 'usd' },
        rateCard: { commissionShare: 2, other: 1 },
      }),
    ).toEqual([
      '/goodsCost/currency',
      '/parcel/heightMm',
      '/parcel/weightG',
      '/parcel/widthMm',
      '/rateCard/commissionShare',
      '/rateCard/other',
      '/route',
    ]);
  });

  test('tax-id-hold and compliance-gate', () => {
    expect(
      badPaths('tax-id-hold', {
        market: 'TH',
        monthSales: { amount: 100, currency: 'THB' },
        taxIdOnFile: false,
        filedAt: '2026-01-01T00:00:00',
        graceDays: 1.5,
        asOf: '2026-01-01T00:00:00Z',
      }),
    ).toEqual(['/filedAt', '/graceDays', '/monthSales/currency', '/promptedAt']);
    expect(
      badPaths('compliance-gate', {
        market: 'UK',
        category: 'food',
        documents: [{ type: 'THAI_FDA', status: 'expired' }],
        asOf: '2026-01-01T00:00:00Z',
        on: 1,
      }),
    ).toEqual(['/documents/0/status', '/documents/0/validUntil', '/market', '/on']);
  });

  test('us-to-mexico-fit and channel-advisor', () => {
    expect(badPaths('us-to-mexico-fit', { product: {}, sellerOrigin: 'local' })).toContain('/product/freightShare');
    expect(
      badPaths('channel-advisor', {
        annualGmvUsd: -1,
        markets: ['US', 'UK'],
        assetLight: true,
        needsCustomFrontEnd: true,
        needsExternalErp: 0,
      }),
    ).toEqual(['/annualGmvUsd', '/markets/1', '/needsExternalErp']);
  });

  test.each<{ length: unknown }>([{ length: {} }, { length: [] }, { length: { valueOf: 1, toString: 1 } }])(
    'a text or a list that is an object with a length of its own: $length',
    ({ length }) => {
      expect(badPaths('message-guard', { text: { length }, purpose: 'reply', market: 'GB' })).toContain('/text');
      expect(badPaths('local-payments', { market: 'MX', methods: { length } })).toContain('/methods');
      expect(badPaths('sales-review-sync', { source: { shop: { length } } })).toContain('/source/shop');
    },
  );
});
