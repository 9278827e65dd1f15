import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';
import { runs } from './testing.ts';

const start = '2026-04-01T00:00:00Z';
const item = { sku: 'A', category: 'watches', unitPrice: { amount: 100_000, currency: 'MXN' }, quantity: 1 };
const given = {
  seller: { origin: 'us-local', shopPerformanceScore: null as number | null },
  invitedCategories: [] as string[],
  qualifications: [] as string[],
  dispatchDays: 2,
  items: [item],
  asOf: start,
};
const codesOf = (input: unknown) => evaluatePolicy('us-to-mexico', input).reasons.map((reason) => reason.code);
const priced = (amount: number, quantity = 1) => ({ ...given, items: [{ ...item, unitPrice: { amount, currency: 'MXN' }, quantity }] });

describe('each limit from both sides', () => {
  test.each([
    ['the last millisecond before the start', { ...given, asOf: '2026-03-31T23:59:59.999Z' }, ['not-started']],
    ['the start, said in Beijing', { ...given, asOf: '2026-04-01T08:00:00+08:00' }, []],
    ['three days to dispatch', { ...given, dispatchDays: 3 }, ['dispatch-over-2-days']],
    ['a score of 3.5', { ...given, seller: { origin: 'cn-cross-border', shopPerformanceScore: 3.5 } }, []],
    ['a score of 3.49', { ...given, seller: { origin: 'cn-cross-border', shopPerformanceScore: 3.49 } }, ['score-below-3.5']],
    ['no score', { ...given, seller: { origin: 'cn-cross-border', shopPerformanceScore: null } }, ['score-missing']],
    ['another origin, whatever its score', { ...given, seller: { origin: 'other', shopPerformanceScore: 5 } }, ['seller-origin']],
    ['3,500.00', priced(350_000), []],
    ['3,500.01', priced(350_001), ['unit-price-cap']],
    ['2 × 2,600.00', priced(260_000, 2), []],
    ['2 × 2,600.01', priced(260_001, 2), ['order-cap']],
    ['stock in Mexico', { ...given, items: [{ ...item, shipFromCountry: 'MX' }] }, ['not-in-us-warehouse']],
  ])('%s', (_, input, codes) => {
    const result = evaluatePolicy('us-to-mexico', input);
    expect(result.reasons.map((reason) => reason.code)).toEqual(codes);
    expect(result.eligible).toBe(codes.length === 0);
  });

  test.each([
    ['2026-02-28T23:59:59.999Z', false],
    ['2026-03-01T00:00:00Z', true],
  ])('at %s an invitation can be asked for: %s, though the programme has not started', (asOf, expected) => {
    expect(evaluatePolicy('us-to-mexico', { ...given, asOf })).toMatchObject({ canRequestInvitation: expected, eligible: false });
  });
});

test.each([
  ['pet-gear', 'open', []],
  ['pet-food', 'not-in-pilot', ['category-not-in-pilot']],
  ['apparel', 'not-in-pilot', ['category-not-in-pilot']],
  ['garden-hoses', 'not-in-pilot', ['category-not-in-pilot']],
  ['mother-baby-under-3', 'prohibited', ['category-prohibited']],
  ['kids-clothing', 'invite-only', ['invitation-missing']],
  ['beauty-personal-care', 'invite-only', ['invitation-missing', 'qualification-missing', 'qualification-missing']],
])('%s is %s: %j', (category, access, codes) => {
  const result = evaluatePolicy('us-to-mexico', { ...given, items: [{ ...item, category }] });
  expect(result.items).toEqual([{ sku: 'A', access, sellable: codes.length === 0 }]);
  expect(result.reasons.map((reason) => reason.code)).toEqual(codes);
});

test('beauty needs the invitation and both papers', () => {
  const beauty = { ...given, items: [{ ...item, category: 'beauty-personal-care' }], invitedCategories: ['beauty-personal-care'] };
  expect(evaluatePolicy('us-to-mexico', { ...beauty, qualifications: ['COFEPRIS_OPERATION_NOTICE'] }).reasons).toEqual([
    { code: 'qualification-missing', sku: 'A', qualification: 'MX_US_ENTITY_RELATION' },
  ]);
  expect(codesOf({ ...beauty, qualifications: ['MX_US_ENTITY_RELATION', 'COFEPRIS_OPERATION_NOTICE'] })).toEqual([]);
});

test('reasons come as the page orders them: programme, dispatch, seller, items in turn, order', () => {
  const result = evaluatePolicy('us-to-mexico', {
    ...given,
    asOf: '2026-01-01T00:00:00Z',
    dispatchDays: 5,
    seller: { origin: 'other', shopPerformanceScore: null },
    items: [
      { ...item, sku: 'B', category: 'toys-3-plus', unitPrice: { amount: 400_000, currency: 'MXN' }, shipFromCountry: 'CN' },
      { ...item, sku: 'A', category: 'e-cigarettes', quantity: 2 },
    ],
  });
  expect(result.reasons).toEqual([
    { code: 'not-started' },
    { code: 'dispatch-over-2-days' },
    { code: 'seller-origin' },
    { code: 'invitation-missing', sku: 'B' },
    { code: 'not-in-us-warehouse', sku: 'B' },
    { code: 'unit-price-cap', sku: 'B' },
    { code: 'category-prohibited', sku: 'A' },
    { code: 'order-cap' },
  ]);
  expect(result.orderTotal).toEqual({ amount: 600_000, currency: 'MXN' });
});

test('a catalogue is eligible with one sellable item, has no total, and falls with what holds for all of it', () => {
  const catalogue = {
    ...given,
    mode: 'catalogue',
    items: [
      { ...item, quantity: 9 },
      { ...item, sku: 'B', category: 'food' },
    ],
  };
  expect(evaluatePolicy('us-to-mexico', catalogue)).toMatchObject({
    eligible: true,
    orderTotal: null,
    reasons: [{ code: 'category-not-in-pilot', sku: 'B' }],
  });
  expect(evaluatePolicy('us-to-mexico', { ...catalogue, items: catalogue.items.slice(1) }).eligible).toBe(false);
  expect(evaluatePolicy('us-to-mexico', { ...catalogue, items: [] }).eligible).toBe(false);
  expect(evaluatePolicy('us-to-mexico', { ...catalogue, dispatchDays: 3 }).eligible).toBe(false);
  expect(evaluatePolicy('us-to-mexico', { ...catalogue, asOf: '2026-03-31T00:00:00Z' }).eligible).toBe(false);
});

test('an item’s own verdict does not depend on the others; the total is Σ price × quantity', () => {
  const items = fc.array(
    fc.record({
      sku: fc.constantFrom('A', 'B', 'C'),
      category: fc.constantFrom('watches', 'food', 'kids-clothing', 'beauty-personal-care', 'weapons'),
      unitPrice: fc.record({ amount: fc.integer({ min: 0, max: 400_000 }), currency: fc.constant('MXN') }),
      quantity: fc.integer({ min: 0, max: 5 }),
      shipFromCountry: fc.constantFrom('US', 'CN'),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(items, (all) => {
      const together = evaluatePolicy('us-to-mexico', { ...given, items: all });
      expect(together.items).toEqual(all.flatMap((one) => evaluatePolicy('us-to-mexico', { ...given, items: [one] }).items));
      expect(together.orderTotal?.amount).toBe(all.reduce((sum, one) => sum + one.unitPrice.amount * one.quantity, 0));
    }),
    { numRuns: runs },
  );
});
