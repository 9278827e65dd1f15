import { describe, expect, it } from 'vitest';
import { addressKey, hasPostcode, phoneKey } from './address.ts';
import { actsOf, judgeRule, judgeRules } from './judge.ts';
import type { OrderFacts, RateOf } from './order-facts.ts';
import type { ReviewCondition, ReviewRule } from './shapes.ts';
import { proposeSplit } from './split.ts';

const facts: OrderFacts = {
  shopId: 'shop-1',
  market: 'GB',
  currency: 'GBP',
  total: 4_000,
  units: 3,
  lines: [
    { sku: 'MUG-BLUE-1', category: 'home-daily' },
    { sku: 'Rope-2', category: null },
  ],
  country: 'GB',
  address: '12 High St, Flat 3, Leeds, West Yorkshire, LS1 4AP, GB',
  history: { orders: 4, cancellations: 1, returns: 0 },
  paymentMethod: 'Cash on delivery',
  blacklisted: [],
  isOnPlatformHold: false,
  profit: { amount: -320, currency: 'GBP', share: -0.08, without: ['shipping'] },
  mexico: { isConcerned: false },
};
/** A pound buys 1.25 dollars, and nothing else is known. */
const rateOf: RateOf = (from, to) => (from === 'GBP' && to === 'USD' ? '1.25' : null);
const isNot = false;

const cases: [name: string, condition: ReviewCondition, given: Partial<OrderFacts>, outcome: string, unknown?: string][] = [
  ['one of the shops', { kind: 'shop', shopIds: ['shop-1'], isNot }, {}, 'hit'],
  ['not one of the shops', { kind: 'shop', shopIds: ['shop-1'], isNot: true }, {}, 'miss'],
  ['a market', { kind: 'market', markets: ['US', 'GB'], isNot }, {}, 'hit'],
  ['an amount at its limit', { kind: 'amount', compare: 'at-least', amount: 4_000, currency: 'GBP' }, {}, 'hit'],
  ['an amount a penny above the order', { kind: 'amount', compare: 'at-least', amount: 4_001, currency: 'GBP' }, {}, 'miss'],
  ['below: the limit is not below itself', { kind: 'amount', compare: 'below', amount: 4_000, currency: 'GBP' }, {}, 'miss'],
  ['another currency, at the rate', { kind: 'amount', compare: 'at-least', amount: 5_000, currency: 'USD' }, {}, 'hit'],
  ['another currency, a cent above', { kind: 'amount', compare: 'at-least', amount: 5_001, currency: 'USD' }, {}, 'miss'],
  ['a currency without a rate', { kind: 'amount', compare: 'at-least', amount: 1, currency: 'JPY' }, {}, 'unknown', 'no-rate'],
  ['nothing is nothing in every currency', { kind: 'profit', compare: 'below', amount: 0, currency: 'JPY' }, {}, 'hit'],
  ['units', { kind: 'units', compare: 'below', count: 4 }, {}, 'hit'],
  ['a loss', { kind: 'profit', compare: 'below', amount: -319, currency: 'GBP' }, {}, 'hit'],
  ['a smaller loss than asked for', { kind: 'profit', compare: 'below', amount: -320, currency: 'GBP' }, {}, 'miss'],
  ['a share', { kind: 'profit-share', compare: 'below', share: -0.05 }, {}, 'hit'],
  [
    'a cost nobody stated',
    { kind: 'profit', compare: 'below', amount: 0, currency: 'GBP' },
    { profit: { unknown: 'no-cost' } },
    'unknown',
    'no-cost',
  ],
  ['a SKU in another case', { kind: 'sku', skus: ['rope-2'], isNot }, {}, 'hit'],
  ['the beginning of a SKU', { kind: 'sku', skus: ['mug-*'], isNot }, {}, 'hit'],
  ['no such SKU', { kind: 'sku', skus: ['mug'], isNot }, {}, 'miss'],
  ['a category', { kind: 'category', categories: ['home-daily'], isNot }, {}, 'hit'],
  ['a category while one is not known', { kind: 'category', categories: ['bags'], isNot }, {}, 'unknown', 'no-category'],
  ['a country', { kind: 'country', countries: ['MX'], isNot }, {}, 'miss'],
  ['a region', { kind: 'region', regions: ['west yorkshire'], isNot }, {}, 'hit'],
  ['half a region', { kind: 'region', regions: ['yorkshire'], isNot }, {}, 'miss'],
  ['a postcode', { kind: 'postcode', prefixes: ['LS1'], isNot }, {}, 'hit'],
  ['words', { kind: 'address-words', words: ['flat 3'], isNot }, {}, 'hit'],
  ['words that must not be there', { kind: 'address-words', words: ['PO box'], isNot: true }, {}, 'hit'],
  ['an address that is covered up', { kind: 'postcode', prefixes: ['LS1'], isNot }, { address: null }, 'unknown', 'address-hidden'],
  [
    'an address hidden for the hold hour',
    { kind: 'postcode', prefixes: ['LS1'], isNot },
    { address: null, isOnPlatformHold: true },
    'waiting',
    'address-hidden',
  ],
  ['a new buyer', { kind: 'buyer-orders', compare: 'below', count: 1 }, {}, 'miss'],
  ['a buyer who cancelled', { kind: 'buyer-cancellations', compare: 'at-least', count: 1 }, {}, 'hit'],
  ['a buyer nobody knows', { kind: 'buyer-returns', compare: 'below', count: 1 }, { history: null }, 'unknown', 'buyer-unknown'],
  ['a way to pay', { kind: 'payment', methods: ['cash on delivery'], isNot }, {}, 'hit'],
  ['on the blacklist', { kind: 'blacklist' }, { blacklisted: ['phone'], address: null }, 'hit'],
  ['not on the blacklist', { kind: 'blacklist' }, {}, 'miss'],
  ['perhaps on the blacklist', { kind: 'blacklist' }, { address: null, isOnPlatformHold: true }, 'waiting', 'address-hidden'],
  ['inside the hold hour', { kind: 'platform-hold', isNot }, { isOnPlatformHold: true }, 'hit'],
  ['no way to Mexico', { kind: 'us-to-mexico' }, {}, 'miss'],
  ['beyond the cap', { kind: 'us-to-mexico' }, { mexico: { isConcerned: true, reasons: [{ code: 'order-cap', sku: null }] } }, 'hit'],
  ['within the cap', { kind: 'us-to-mexico' }, { mexico: { isConcerned: true, reasons: [] } }, 'miss'],
];

describe('a condition', () => {
  it.each(cases)('%s', (_, condition, given, outcome, unknown = undefined) => {
    const verdict = judgeRule([condition], { ...facts, ...given }, rateOf);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.conditions[0]?.unknown ?? undefined).toBe(unknown);
  });

  it('that does not hold makes a miss, whatever else is unknown', () => {
    const conditions: ReviewCondition[] = [
      { kind: 'profit', compare: 'below', amount: 0, currency: 'GBP' },
      { kind: 'units', compare: 'below', count: 1 },
    ];
    expect(judgeRule(conditions, { ...facts, profit: { unknown: 'no-cost' } }, rateOf).outcome).toBe('miss');
  });

  it('tells what was found, and of a loss its figures', () => {
    const [verdict] = judgeRule([{ kind: 'profit', compare: 'below', amount: 0, currency: 'GBP' }], facts, rateOf).conditions;
    expect(verdict?.found).toEqual({ amount: -320, currency: 'GBP', share: -0.08, without: 'shipping' });
  });
});

const rule = (id: string, over: Partial<ReviewRule> = {}): ReviewRule => ({
  id,
  conditions: [{ kind: 'market', markets: ['GB'], isNot: false }],
  actions: [{ kind: 'hold' }],
  isLast: false,
  ...over,
});

describe('rules in their order', () => {
  it('end with the last one that the order meets', () => {
    const rules = [
      rule('a', { isLast: true, conditions: [{ kind: 'market', markets: ['US'], isNot: false }] }),
      rule('b', { isLast: true }),
      rule('c'),
    ];
    expect(judgeRules(rules, facts, rateOf).map(({ rule: { id }, verdict }) => `${id} ${verdict.outcome}`)).toEqual(['a miss', 'b hit']);
  });

  it('hold an order once and send it from one warehouse, each tag once, every review its own', () => {
    const acts = actsOf([
      rule('a', { actions: [{ kind: 'hold' }, { kind: 'tag', tag: 'x' }, { kind: 'warehouse', warehouseId: 'w1' }, { kind: 'review' }] }),
      rule('b', {
        actions: [
          { kind: 'hold' },
          { kind: 'tag', tag: 'x' },
          { kind: 'tag', tag: 'y' },
          { kind: 'warehouse', warehouseId: 'w2' },
          { kind: 'review' },
        ],
      }),
    ]);
    expect(acts.map(({ rule: { id }, action }) => `${id} ${action.kind}`)).toEqual([
      'a hold',
      'a tag',
      'a warehouse',
      'a review',
      'b tag',
      'b review',
    ]);
  });
});

it.each([
  ['12 High St, London, SW1A 1AA, GB', 'sw1', true],
  ['90210 Main Rd, Austin, TX 73301, US', '9021', false],
  ['90210 Main Rd, Austin, TX 73301, US', '733', true],
  ['Calle 5, Ciudad de México, 06700, MX', '067', true],
  ['1-2-3 Ginza, Tokyo, 104-0061, JP', '1040', true],
])('the postcode of %s begins with %s: %s', (address, prefix, expected) => {
  expect(hasPostcode(address, prefix)).toBe(expected);
});

it('knows two writings of one address or number as one', () => {
  expect(addressKey('12 High St,  Leeds LS1-4AP')).toBe(addressKey('12 HIGH ST Leeds, LS1 4AP'));
  expect(phoneKey('(+44) 7700-900 123')).toBe(phoneKey('07700 900123'));
});

it.each([
  [
    [2, 1],
    { by: 'line' } as const,
    [
      [2, 0],
      [0, 1],
    ],
  ],
  [
    [2, 1],
    { by: 'units', most: 2 } as const,
    [
      [2, 0],
      [0, 1],
    ],
  ],
  [[3], { by: 'units', most: 2 } as const, [[2], [1]]],
  [[1], { by: 'line' } as const, [[1]]],
  [[12], { by: 'units', most: 1 } as const, [...Array.from({ length: 9 }, () => [1]), [3]]],
])('%j split %j lies in %j', (units, wish, parcels) => {
  expect(proposeSplit(units, wish)).toEqual(parcels);
});
