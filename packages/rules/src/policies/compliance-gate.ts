import { z } from 'zod';
import { isIn } from './categories.ts';
import { at, category, country, instant } from './inputs.ts';
import { type DocumentType, documentType, isExpired, paperStatus, validUntil } from './papers.ts';
import { type Explanation, type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * May this product be listed in this market, by its papers?
 *
 * @example DE, home-daily, no paper → missing EPR_REGISTRATION; approved and valid until an hour from now → listable; at that hour → expired
 * @example weapons in JP in 2020 → blocked: what is prohibited is judged first, everywhere and at any date
 */
const input = z.strictObject({
  market: country,
  category,
  documents: z.array(z.strictObject({ type: documentType, status: paperStatus, validUntil })),
  asOf: instant,
});

type Given = z.output<typeof input>;
type State = 'valid' | 'pending' | 'expired' | 'missing';
type Lists = { missing: DocumentType[]; expired: DocumentType[]; pending: DocumentType[] };
export type ComplianceGateOutput = PolicyOutput & { listable: boolean; blocked: null | 'prohibited' } & Lists;

const stated = {
  source: '001_932864bc5c517283.txt',
  section: '准入门槛与合规要求',
  effectiveFrom: '2024-05-01T00:00:00Z',
  checkedOn,
  basis: 'source',
} as const;
const facts: RuleFacts = { ...stated, id: 'compliance-gate', market: 'all' };

/** A paper that a market asks for; without categories, for every product. */
type PaperRow = RuleFacts & { type: DocumentType; categories: readonly string[] | null };
const paperRows: readonly PaperRow[] = [
  { ...stated, id: 'de-epr', market: 'DE', type: 'EPR_REGISTRATION', categories: null },
  { ...stated, id: 'fr-epr', market: 'FR', type: 'EPR_REGISTRATION', categories: null },
  { ...stated, id: 'us-cpsc', market: 'US', type: 'CPSC_DECLARATION', categories: null },
  { ...stated, id: 'id-sgs', market: 'ID', type: 'SGS_TEST_REPORT', categories: null },
  {
    ...stated,
    id: 'th-fda',
    section: '功能模块与实操要点',
    market: 'TH',
    type: 'THAI_FDA',
    categories: ['beauty-personal-care', 'food', 'health-supplements'],
    basis: 'decision',
  },
  {
    ...stated,
    id: 'gb-ukca',
    section: '功能模块与实操要点',
    market: 'GB',
    type: 'UKCA_DECLARATION',
    categories: ['consumer-electronics', 'toys-3-plus'],
    basis: 'decision',
  },
];

type ProhibitedRow = RuleFacts & { categories: readonly string[] };
const performanceRules = {
  source: '003_951292a870ab5916.txt',
  effectiveFrom: '2024-07-15T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
} as const;
const prohibitedRows: readonly ProhibitedRow[] = [
  { ...performanceRules, id: 'prohibited-listing', section: '上架禁售商品', categories: ['fireworks', 'medical-devices'] },
  { ...performanceRules, id: 'prohibited-shipping', section: '运送禁售或暂不支持商品', categories: ['weapons'] },
  { ...performanceRules, id: 'prohibited-promotion', section: '推广禁售商品和暂不支持商品', categories: ['weapons', 'adult-products'] },
  {
    // Stated of the way to Mexico; that it holds everywhere is ours.
    id: 'prohibited-programme',
    source: '004_1b21dd0c4414157d.txt',
    section: '能卖什么？',
    effectiveFrom: '2026-04-01T00:00:00Z',
    checkedOn,
    market: 'all',
    basis: 'decision',
    categories: ['adult-products', 'e-cigarettes', 'medical-devices'],
  },
];

/** One approved and unexpired paper wins; else one that waits; else one that ran out. A rejected one counts for nothing. */
function stateOf(type: DocumentType, { documents, asOf }: Given): State {
  const ofType = documents.filter((paper) => paper.type === type);
  const approved = ofType.filter((paper) => paper.status === 'approved');
  if (approved.some((paper) => !isExpired(paper, asOf))) return 'valid';
  if (ofType.some((paper) => paper.status === 'pending')) return 'pending';
  return approved.length > 0 ? 'expired' : 'missing';
}

function listsOf(rows: readonly PaperRow[], given: Given): Lists {
  const inState = (state: State) => rows.map((row) => row.type).filter((type) => stateOf(type, given) === state);
  return { missing: inState('missing'), expired: inState('expired'), pending: inState('pending') };
}

function explain(given: Given, lists: Lists, required: number): Explanation {
  const lacking = { missing: lists.missing.length, expired: lists.expired.length, pending: lists.pending.length };
  const values = { market: given.market, category: given.category };
  if (lacking.missing + lacking.expired + lacking.pending > 0)
    return { key: 'policies.compliance-gate.papers-lacking', values: { ...values, ...lacking } };
  return { key: `policies.compliance-gate.${required > 0 ? 'papers-complete' : 'nothing-required'}`, values };
}

/** Why nothing is judged: the market is in no row, or the rows were not in force yet. */
const gapOf = ({ market, asOf }: Given): Explanation =>
  at(asOf) < at(stated.effectiveFrom)
    ? { key: 'policies.compliance-gate.not-covered-date', values: { from: stated.effectiveFrom } }
    : { key: 'policies.compliance-gate.not-covered-market', values: { market } };

export const complianceGate = policy<typeof input, ComplianceGateOutput>({
  facts,
  input,
  example: {
    market: 'DE',
    category: 'home-daily',
    documents: [{ type: 'EPR_REGISTRATION', status: 'approved', validUntil: '2026-12-31T23:00:00Z' }],
    asOf: '2026-06-01T00:00:00Z',
  },
  evaluate(given) {
    const ofMarket = paperRows.filter((row) => row.market === given.market && at(given.asOf) >= at(row.effectiveFrom));
    const required = ofMarket.filter((row) => row.categories === null || row.categories.some((named) => isIn(given.category, named)));
    const lists = listsOf(required, given);
    const prohibited = prohibitedRows.filter((row) => row.categories.some((named) => isIn(given.category, named)));
    if (prohibited.length > 0)
      return {
        listable: false,
        blocked: 'prohibited',
        ...lists,
        covered: true,
        citations: cited(...prohibited, ...required),
        explanation: [{ key: 'policies.compliance-gate.prohibited', values: { category: given.category } }],
      };
    const listable = lists.missing.length + lists.expired.length + lists.pending.length === 0;
    const covered = ofMarket.length > 0;
    return {
      listable,
      blocked: null,
      ...lists,
      covered,
      citations: cited(...ofMarket),
      explanation: [covered ? explain(given, lists, required.length) : gapOf(given)],
    };
  },
});
