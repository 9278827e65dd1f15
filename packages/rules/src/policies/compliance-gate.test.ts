import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';
import { runs } from './testing.ts';

const asOf = '2026-06-01T00:00:00Z';
const epr = (status: string, validUntil: string | null = null) => ({ type: 'EPR_REGISTRATION', status, validUntil });
const gate = (differs: object) =>
  evaluatePolicy('compliance-gate', { market: 'DE', category: 'home-daily', documents: [], asOf, ...differs });
const nothing = { missing: [], expired: [], pending: [] };

test.each([
  ['DE', 'garden-hoses', ['EPR_REGISTRATION']],
  ['FR', 'apparel', ['EPR_REGISTRATION']],
  ['US', 'home-daily', ['CPSC_DECLARATION']],
  ['ID', 'furniture', ['SGS_TEST_REPORT']],
  ['TH', 'food', ['THAI_FDA']],
  ['TH', 'beauty-personal-care', ['THAI_FDA']],
  ['TH', 'beauty', []],
  ['TH', 'bags', []],
  ['GB', 'toys-3-plus', ['UKCA_DECLARATION']],
  ['GB', 'electronics', []],
])('%s asks for papers of %s: %j', (market, category, missing) => {
  expect(gate({ market, category })).toMatchObject({ ...nothing, missing, listable: missing.length === 0, blocked: null, covered: true });
});

describe('the state of a paper', () => {
  test.each([
    [[], { missing: ['EPR_REGISTRATION'] }],
    [[epr('rejected')], { missing: ['EPR_REGISTRATION'] }],
    [[epr('rejected', '2026-01-01T00:00:00Z')], { missing: ['EPR_REGISTRATION'] }],
    [[epr('approved')], { listable: true }],
    [[epr('approved', '2026-06-01T00:00:00.001Z')], { listable: true }],
    [[epr('approved', asOf)], { expired: ['EPR_REGISTRATION'] }],
    [[epr('approved', asOf), epr('rejected')], { expired: ['EPR_REGISTRATION'] }],
    [[epr('approved', asOf), epr('pending')], { pending: ['EPR_REGISTRATION'] }],
    [[epr('pending', '2026-01-01T00:00:00Z')], { pending: ['EPR_REGISTRATION'] }],
    [[epr('pending'), epr('rejected'), epr('approved', '2027-01-01T00:00:00Z')], { listable: true }],
  ])('%j: %j', (documents, expected) => {
    expect(gate({ documents })).toMatchObject({ listable: false, ...nothing, ...expected });
  });
});

test('where no source states a rule, or before it was in force, everything may be listed', () => {
  const open = { listable: true, blocked: null, ...nothing, covered: false, citations: [] };
  expect(gate({ market: 'JP' })).toMatchObject(open);
  expect(gate({ market: 'IT' })).toMatchObject(open);
  expect(gate({ asOf: '2024-04-30T23:59:59.999Z' })).toMatchObject(open);
  expect(gate({ asOf: '2024-05-01T00:00:00Z' })).toMatchObject({ listable: false, covered: true });
});

describe('what is prohibited', () => {
  test.each(['weapons', 'fireworks', 'medical-devices', 'adult-products', 'e-cigarettes'])(
    '%s is blocked everywhere, at any date',
    (category) => {
      for (const market of ['DE', 'JP'])
        for (const on of [asOf, '2020-01-01T00:00:00Z'])
          expect(gate({ category, market, asOf: on })).toMatchObject({ listable: false, blocked: 'prohibited', covered: true });
    },
  );

  test('still says which papers it lacks', () => {
    expect(gate({ category: 'weapons' }).missing).toEqual(['EPR_REGISTRATION']);
    expect(gate({ category: 'weapons', documents: [epr('pending')] }).pending).toEqual(['EPR_REGISTRATION']);
    expect(gate({ category: 'weapons', market: 'JP' })).toMatchObject(nothing);
  });
});

test('the order of papers does not matter, and a further valid one always opens the gate', () => {
  const papers = fc.array(
    fc.record({
      type: fc.constantFrom('EPR_REGISTRATION', 'CPSC_DECLARATION'),
      status: fc.constantFrom('approved', 'pending', 'rejected'),
      validUntil: fc.constantFrom(null, asOf, '2026-07-01T00:00:00Z'),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(papers, (documents) => {
      const before = gate({ documents });
      expect(gate({ documents: [...documents].reverse() })).toEqual(before);
      expect([before.missing, before.expired, before.pending].flat().length).toBe(before.listable ? 0 : 1);
      expect(gate({ documents: [...documents, epr('approved')] }).listable).toBe(true);
    }),
    { numRuns: runs },
  );
});
