import fc from 'fast-check';
import { expect, test } from 'vitest';
import { complianceOf, lockAhead, type OwnRule, type Paper } from './compliance.ts';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const NOW = at('2026-11-22');
const paper = (type: string, facts: Partial<Paper> = {}): Paper => ({
  type,
  status: 'approved',
  validFrom: null,
  validUntil: null,
  ...facts,
});
const EPR = 'EPR_REGISTRATION';
const rule = (facts: Partial<OwnRule> = {}): OwnRule => ({
  market: 'DE',
  category: null,
  documentType: 'TEST',
  from: at('2026-01-01'),
  ...facts,
});
const ask = (
  market: string,
  papers: Paper[],
  { rules = [], category = 'home-daily' }: { rules?: OwnRule[]; category?: string | null } = {},
) => complianceOf({ market, category }, { papers, ownRules: rules, asOf: NOW });
const states = (verdict: ReturnType<typeof ask>) => verdict.requirements.map(({ type, basis, state }) => `${type} ${basis} ${state}`);

test.each<[string, Paper[], string]>([
  ['none', [], 'missing'],
  ['one that was rejected', [paper(EPR, { status: 'rejected' })], 'missing'],
  ['one that ended this instant', [paper(EPR, { validUntil: NOW })], 'expired'],
  ['one that ends in a millisecond', [paper(EPR, { validUntil: NOW + 1 })], 'met'],
  ['one without an end', [paper(EPR)], 'met'],
  ['one that begins later', [paper(EPR, { validFrom: NOW + 1 })], 'pending'],
  ['one that begins now', [paper(EPR, { validFrom: NOW })], 'met'],
  ['an ended one and one that waits', [paper(EPR, { validUntil: NOW - 1 }), paper(EPR, { status: 'pending' })], 'pending'],
  ['an ended one and a good one', [paper(EPR, { validUntil: NOW - 1 }), paper(EPR, { validUntil: NOW + 1 })], 'met'],
])('with %s the paper is judged so, by the platform’s rule and by one’s own alike', (_, papers, state) => {
  expect(states(ask('DE', papers))).toEqual([`${EPR} platform ${state}`]);
  expect(states(ask('GB', papers, { rules: [rule({ market: 'GB', documentType: EPR })] }))).toEqual([`${EPR} merchant ${state}`]);
});

test('one’s own rule adds a paper in its market, category and time, and never doubles the platform’s', () => {
  expect(states(ask('DE', [paper(EPR)], { rules: [rule()] }))).toEqual([`${EPR} platform met`, 'TEST merchant missing']);
  expect(states(ask('DE', [], { rules: [rule({ documentType: EPR })] }))).toEqual([`${EPR} platform missing`]);
  expect(states(ask('JP', [], { rules: [rule()] }))).toEqual([]);
  expect(states(ask('DE', [paper(EPR)], { rules: [rule({ from: NOW + 1 })] }))).toEqual([`${EPR} platform met`]);
  expect(states(ask('DE', [paper(EPR)], { rules: [rule({ category: 'beauty' })] }))).toEqual([`${EPR} platform met`]);
  expect(states(ask('DE', [paper(EPR)], { rules: [rule({ category: 'beauty' })], category: 'beauty-personal-care' }))).toHaveLength(2);
  expect(states(ask('DE', [paper(EPR)], { rules: [rule(), rule()] }))).toHaveLength(2);
});

test('an unknown category is asked for what every category needs, and for nothing that names one', () => {
  expect(states(ask('DE', [], { rules: [rule({ category: 'food' })], category: null }))).toEqual([`${EPR} platform missing`]);
  expect(ask('TH', [], { category: null })).toMatchObject({ listable: true, covered: true, requirements: [] });
});

test('what is prohibited stays so with every paper; a market without a rule is open and says that no rule speaks of it', () => {
  expect(ask('DE', [paper(EPR)], { category: 'weapons' })).toMatchObject({ listable: false, blocked: 'prohibited' });
  expect(ask('JP', [])).toMatchObject({ listable: true, covered: false });
});

test('the lock ahead names the instant and the paper', () => {
  const ends = at('2026-12-31');
  const look = (papers: Paper[], ownRules: OwnRule[] = []) =>
    lockAhead({ market: 'DE', category: 'bags' }, { papers, ownRules, asOf: NOW });
  expect(look([paper(EPR, { validUntil: ends })])).toEqual({ at: ends, types: [EPR] });
  expect(look([paper(EPR, { validUntil: ends }), paper(EPR, { validFrom: ends })])).toBe(null);
  expect(look([paper(EPR, { validUntil: ends }), paper(EPR, { validFrom: ends + 1 })])).toEqual({ at: ends, types: [EPR] });
  expect(look([paper(EPR)], [rule({ from: ends })])).toEqual({ at: ends, types: ['TEST'] });
  expect(look([])).toBe(null);
  expect(look([paper(EPR)])).toBe(null);
});

test('what is predicted comes true: open until the lock, shut at it', () => {
  const instant = fc.integer({ min: NOW - 50, max: NOW + 50 });
  const somePaper = fc.record({
    type: fc.constantFrom(EPR, 'TEST'),
    status: fc.constantFrom('approved' as const, 'pending' as const, 'rejected' as const),
    validFrom: fc.option(instant),
    validUntil: fc.option(instant),
  });
  const someRule = fc.record({ market: fc.constant('DE'), category: fc.constant(null), documentType: fc.constant('TEST'), from: instant });
  fc.assert(
    fc.property(fc.array(somePaper, { maxLength: 5 }), fc.array(someRule, { maxLength: 2 }), (papers, ownRules) => {
      const subject = { market: 'DE', category: 'bags' };
      const isOpen = (asOf: number) => complianceOf(subject, { papers, ownRules, asOf }).listable;
      const lock = lockAhead(subject, { papers, ownRules, asOf: NOW });
      const instants = Array.from({ length: 60 }, (_, step) => NOW + step);
      if (!isOpen(NOW)) expect(lock).toBe(null);
      else expect(instants.find((asOf) => !isOpen(asOf)) ?? null).toBe(lock?.at ?? null);
    }),
    { numRuns: 500 },
  );
});
