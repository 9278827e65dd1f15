import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';
import { runs } from './testing.ts';

const asOf = '2026-03-01T00:00:00Z';
const paper = (type: string, more: object = {}) => ({ type, validUntil: null as string | null, ...more });
const three = ['BUSINESS_LICENCE', 'LEGAL_REP_ID', 'CORPORATE_BANK_ACCOUNT'];
const chinese = [...three, 'EXPORT_DECLARATION_COMMITMENT'];
const papers = chinese.map((type) => paper(type));
const given = {
  sourceShop: { market: 'TH', entity: 'A', healthy: true },
  targetMarket: 'VN',
  targetEntity: 'A',
  documents: papers,
  category: 'home-daily',
  brandOwner: true,
  asOf,
};
const open = (differs: object) => evaluatePolicy('store-opening', { ...given, ...differs });
const from = (market: string, differs: object = {}) => ({ sourceShop: { market, entity: 'A', healthy: true, ...differs } });

describe('the path', () => {
  test.each([
    [{}, 'instant', []],
    [{ ...from('DE'), targetMarket: 'IE' }, 'instant', []],
    [{ ...from('ID'), targetMarket: 'TH' }, 'fast-review', []],
    [{ ...from('TH'), targetMarket: 'ID' }, 'fast-review', []],
    [{ ...from('US'), targetMarket: 'DE' }, 'fast-review', []],
    [{ ...from('DE'), targetMarket: 'NL' }, 'fast-review', []],
    [from('TH', { healthy: false }), 'full-review', ['source-shop-restricted']],
    [{ targetEntity: 'B' }, 'full-review', ['other-entity']],
    [from('TH', { revoked: true }), 'blocked', ['entity-revoked']],
    [{ shopsInTargetMarket: 2 }, 'blocked', ['no-slot-left']],
    [{ shopsInTargetMarket: 9, targetMarket: 'ID' }, 'fast-review', []],
    [
      { ...from('TH', { revoked: true, healthy: false }), targetEntity: 'B', shopsInTargetMarket: 3, documents: [] },
      'blocked',
      ['entity-revoked', 'no-slot-left', 'source-shop-restricted', 'other-entity', 'cannot-enter-review'],
    ],
  ])('%j: %s, %j', (differs, path, codes) => {
    const result = open(differs);
    expect(result.path).toBe(path);
    expect(result.reasons.map((reason) => reason.code)).toEqual(codes);
  });

  test.each([
    ['VN', 0, 2],
    ['SG', 1, 1],
    ['PH', 2, 0],
    ['MY', 5, 0],
    ['ID', 0, null],
    ['US', 0, null],
  ])('%s with %i shops has %s slots left', (targetMarket, shopsInTargetMarket, slotsLeft) => {
    expect(open({ targetMarket, shopsInTargetMarket }).slotsLeft).toBe(slotsLeft);
  });
});

describe('the papers', () => {
  test('are re-used on the instant and the fast way, and on no other', () => {
    expect(open({})).toMatchObject({ reusedDocuments: chinese, missingDocuments: [], expiredDocuments: [], canSubmit: true });
    expect(open(from('US')).reusedDocuments).toEqual(chinese);
    expect(open({ targetEntity: 'B' }).reusedDocuments).toEqual([]);
    expect(open({ shopsInTargetMarket: 2 })).toMatchObject({ reusedDocuments: [], missingDocuments: [], canSubmit: false });
  });

  test('of a Chinese entity: brand unless owned, the dated photo only on a full review', () => {
    expect(open({ documents: [], brandOwner: false }).missingDocuments).toEqual([...chinese, 'BRAND_AUTHORISATION']);
    expect(open({ documents: [], targetEntity: 'B', brandOwner: false }).missingDocuments).toEqual([
      ...chinese,
      'BRAND_AUTHORISATION',
      'LEGAL_REP_PHOTO_WITH_DATE',
    ]);
    expect(open({ documents: [], targetEntity: 'B', shopsInTargetMarket: 2 }).missingDocuments).toEqual(chinese);
  });

  test('of another jurisdiction: three, and no word about the licence’s scope', () => {
    const result = open({ entityJurisdiction: 'SG', brandOwner: false, targetEntity: 'B', documents: [] });
    expect(result).toMatchObject({ missingDocuments: three, reasons: [{ code: 'other-entity' }], canSubmit: false });
    const scoped = [paper('BUSINESS_LICENCE', { scopeNamesOnlineSales: false })];
    expect(open({ entityJurisdiction: 'SG', documents: scoped }).reasons).toEqual([]);
  });

  test.each([
    ['2026-03-01T00:00:00Z', ['LEGAL_REP_ID']],
    ['2026-03-01T00:00:00.001Z', []],
  ])('one valid until %s is expired: %j', (validUntil, expired) => {
    const documents = papers.map((each) => (each.type === 'LEGAL_REP_ID' ? { ...each, validUntil } : each));
    const result = open({ documents });
    expect(result).toMatchObject({ expiredDocuments: expired, missingDocuments: [], canSubmit: expired.length === 0, path: 'instant' });
    expect(open({ documents: [...documents, paper('LEGAL_REP_ID')] }).expiredDocuments).toEqual([]);
  });

  test('a licence without online sales is named, yet does not stop the submission; another good one mends it', () => {
    const bad = paper('BUSINESS_LICENCE', { scopeNamesOnlineSales: false });
    const rest = papers.slice(1);
    expect(open({ documents: [bad, ...rest] })).toMatchObject({ reasons: [{ code: 'licence-scope' }], canSubmit: true });
    expect(open({ documents: [bad, ...papers] }).reasons).toEqual([]);
    const expired = { ...bad, validUntil: asOf };
    expect(open({ documents: [expired, ...rest] })).toMatchObject({
      reasons: [{ code: 'licence-scope' }],
      expiredDocuments: ['BUSINESS_LICENCE'],
    });
    const expiredGood = paper('BUSINESS_LICENCE', { validUntil: asOf, scopeNamesOnlineSales: true });
    expect(open({ documents: [bad, expiredGood, ...rest] }).reasons).toEqual([{ code: 'licence-scope' }]);
  });

  test('without the export commitment, or with an expired one, no review begins', () => {
    const rest = papers.slice(0, 3);
    expect(open({ documents: rest }).reasons).toEqual([{ code: 'cannot-enter-review' }]);
    const expired = paper('EXPORT_DECLARATION_COMMITMENT', { validUntil: '2026-02-28T00:00:00Z' });
    expect(open({ documents: [...rest, expired] })).toMatchObject({ reasons: [{ code: 'cannot-enter-review' }], canSubmit: false });
  });
});

describe('the deposit', () => {
  const usd = { amount: 150_000, currency: 'USD', frozenInSteps: false };
  const cny = (amount: number) => ({ amount, currency: 'CNY', frozenInSteps: true });
  test.each([
    [{ targetMarket: 'US', asOf: '2025-12-31T23:59:59.999Z' }, null],
    [{ targetMarket: 'US', asOf: '2026-01-01T00:00:00Z' }, usd],
    [{ targetMarket: 'US', category: 'beauty', entityJurisdiction: 'SG' }, usd],
    [{}, cny(500_000)],
    [{ category: 'beauty-personal-care' }, cny(2_000_000)],
    [{ category: 'beauty' }, cny(2_000_000)],
    [{ category: 'apparel' }, cny(500_000)],
    [{ entityJurisdiction: 'SG' }, null],
    [{ shopsInTargetMarket: 2 }, cny(500_000)],
  ])('%j: %j', (differs, deposit) => {
    expect(open(differs).deposit).toEqual(deposit);
  });
});

test('papers never change the path, their order changes nothing, and a further valid one never makes it worse', () => {
  const types = fc.constantFrom(...chinese, 'BRAND_AUTHORISATION', 'LEGAL_REP_PHOTO_WITH_DATE', 'OTHER');
  const anyPaper = fc.record(
    {
      type: types,
      validUntil: fc.constantFrom(null, asOf, '2026-02-01T00:00:00Z', '2027-01-01T00:00:00Z'),
      scopeNamesOnlineSales: fc.boolean(),
    },
    { requiredKeys: ['type', 'validUntil'] },
  );
  const situation = fc.record({
    documents: fc.array(anyPaper, { maxLength: 8 }),
    targetEntity: fc.constantFrom('A', 'B'),
    brandOwner: fc.boolean(),
    shopsInTargetMarket: fc.nat(2),
  });
  fc.assert(
    fc.property(situation, types, (differs, type) => {
      const before = open(differs);
      expect(open({ ...differs, documents: [...differs.documents].reverse() })).toEqual(before);
      const after = open({ ...differs, documents: [...differs.documents, paper(type)] });
      expect(after.path).toBe(before.path);
      for (const list of ['missingDocuments', 'expiredDocuments', 'reasons'] as const)
        expect(after[list].length).toBeLessThanOrEqual(before[list].length);
      expect(after.canSubmit || !before.canSubmit).toBe(true);
    }),
    { numRuns: runs },
  );
});
