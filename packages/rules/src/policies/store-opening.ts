import { z } from 'zod';
import { euShops, oneLicence } from '../countries.ts';
import { isIn } from './categories.ts';
import { at, category, count, country, instant } from './inputs.ts';
import { type DocumentType, documentType, isExpired, validUntil } from './papers.ts';
import { type Explanation, type PolicyOutput, policy } from './policy.ts';
import { moneyText, type Price } from './prices.ts';
import { cited } from './rows.ts';
import { chineseDeposits, opening, paperRows, slots, unitedStatesDeposit } from './store-opening-rows.ts';

/**
 * How does a merchant open the next shop from one that runs: at once, with a short or a full review, or not at all; and with which papers?
 *
 * @example a healthy TH shop, same entity, to VN, no shop there → instant, slotsLeft 2; with two shops in VN → blocked, `no-slot-left`, slotsLeft 0
 * @example a US shop of a CN entity to DE, beauty → fast-review, deposit 20,000.00 CNY, frozen in steps
 * @example any entity to US from 2026-01-01 → 1,500.00 USD at once; a second earlier → null
 */
const input = z.strictObject({
  sourceShop: z.strictObject({
    market: country,
    entity: z.string().min(1),
    healthy: z.boolean(),
    revoked: z.boolean().default(false),
  }),
  targetMarket: country,
  targetEntity: z.string().min(1),
  entityJurisdiction: country.default('CN'),
  shopsInTargetMarket: count.default(0),
  documents: z.array(z.strictObject({ type: documentType, validUntil, scopeNamesOnlineSales: z.boolean().optional() })),
  category,
  brandOwner: z.boolean(),
  asOf: instant,
});

type Given = z.output<typeof input>;
type Path = 'instant' | 'fast-review' | 'full-review' | 'blocked';
type Code = 'entity-revoked' | 'no-slot-left' | 'source-shop-restricted' | 'other-entity' | 'licence-scope' | 'cannot-enter-review';
export type StoreOpeningOutput = PolicyOutput & {
  path: Path;
  reasons: { code: Code }[];
  canSubmit: boolean;
  reusedDocuments: DocumentType[];
  missingDocuments: DocumentType[];
  expiredDocuments: DocumentType[];
  deposit: (Price & { frozenInSteps: boolean }) | null;
  slotsLeft: number | null;
};

const slotsLeftIn = ({ targetMarket, shopsInTargetMarket }: Given): number | null =>
  oneLicence.includes(targetMarket) ? Math.max(0, slots.perCountry - shopsInTargetMarket) : null;

/** Why the way is barred or longer, in the order in which these are judged. */
function hurdles(given: Given): Code[] {
  const held: [Code, boolean][] = [
    ['entity-revoked', given.sourceShop.revoked],
    ['no-slot-left', slotsLeftIn(given) === 0],
    ['source-shop-restricted', !given.sourceShop.healthy],
    ['other-entity', given.targetEntity !== given.sourceShop.entity],
  ];
  return held.filter(([, holds]) => holds).map(([code]) => code);
}

function pathOf({ sourceShop, targetMarket }: Given, found: Code[]): Path {
  if (found.includes('entity-revoked') || found.includes('no-slot-left')) return 'blocked';
  if (found.length > 0) return 'full-review';
  const inOneRegion = [oneLicence, euShops].some((region) => region.includes(sourceShop.market) && region.includes(targetMarket));
  return inOneRegion ? 'instant' : 'fast-review';
}

/** The required papers by their state: one unexpired paper of a type is enough, whatever else was given. */
function papersOf(given: Given, path: Path) {
  const entity = given.entityJurisdiction === 'CN' ? 'CN' : 'other';
  const required = paperRows
    .filter((row) => row.entity === entity)
    .filter(({ when }) => when === 'always' || (when === 'full-review' ? path === 'full-review' : !given.brandOwner))
    .map((row) => row.type);
  const stateOf = (type: DocumentType): 'valid' | 'expired' | 'missing' => {
    const ofType = given.documents.filter((paper) => paper.type === type);
    if (ofType.some((paper) => !isExpired(paper, given.asOf))) return 'valid';
    return ofType.length > 0 ? 'expired' : 'missing';
  };
  const inState = (state: ReturnType<typeof stateOf>) => required.filter((type) => stateOf(type) === state);
  return { valid: inState('valid'), expired: inState('expired'), missing: inState('missing') };
}

/**
 * Whether the licence leaves out online sales: every unexpired one says so, or, where none is unexpired, every one that was given.
 * So a further good licence always mends it.
 */
function lacksScope({ documents, entityJurisdiction, asOf }: Given): boolean {
  const licences = documents.filter((paper) => paper.type === 'BUSINESS_LICENCE');
  const unexpired = licences.filter((paper) => !isExpired(paper, asOf));
  const judged = unexpired.length > 0 ? unexpired : licences;
  return entityJurisdiction === 'CN' && judged.length > 0 && judged.every((paper) => paper.scopeNamesOnlineSales === false);
}

function depositRowFor(given: Given) {
  if (given.targetMarket === 'US') return at(given.asOf) >= at(unitedStatesDeposit.effectiveFrom) ? unitedStatesDeposit : undefined;
  if (given.entityJurisdiction !== 'CN') return undefined;
  return chineseDeposits.find((row) => row.category === 'all' || isIn(given.category, row.category));
}

function explain(given: Given, verdict: Omit<StoreOpeningOutput, keyof PolicyOutput>): Explanation[] {
  const say = (name: string, values: Explanation['values']): Explanation => ({ key: `policies.store-opening.${name}`, values });
  const { path, deposit, slotsLeft, missingDocuments, expiredDocuments } = verdict;
  const lacking = { missing: missingDocuments.length, expired: expiredDocuments.length };
  return [
    say(path, { from: given.sourceShop.market, to: given.targetMarket }),
    say(missingDocuments.length + expiredDocuments.length > 0 ? 'papers-lacking' : 'papers-complete', lacking),
    ...(slotsLeft === null ? [] : [say('slots', { n: slotsLeft, limit: slots.perCountry, market: given.targetMarket })]),
    deposit
      ? say(deposit.frozenInSteps ? 'deposit-in-steps' : 'deposit-at-once', { amount: moneyText(deposit) })
      : say('deposit-unknown', { market: given.targetMarket }),
  ];
}

export const storeOpening = policy<typeof input, StoreOpeningOutput>({
  facts: opening,
  input,
  example: {
    sourceShop: { market: 'TH', entity: 'Tradewind Trading Ltd', healthy: true },
    targetMarket: 'VN',
    targetEntity: 'Tradewind Trading Ltd',
    documents: [
      { type: 'BUSINESS_LICENCE', validUntil: '2031-06-30T16:00:00Z', scopeNamesOnlineSales: true },
      { type: 'LEGAL_REP_ID', validUntil: '2034-02-01T16:00:00Z' },
      { type: 'CORPORATE_BANK_ACCOUNT', validUntil: null },
      { type: 'EXPORT_DECLARATION_COMMITMENT', validUntil: null },
    ],
    category: 'home-daily',
    brandOwner: true,
    asOf: '2026-03-01T00:00:00Z',
  },
  evaluate(given) {
    const found = hurdles(given);
    const path = pathOf(given, found);
    const papers = papersOf(given, path);
    const cannotEnterReview = [...papers.missing, ...papers.expired].includes('EXPORT_DECLARATION_COMMITMENT');
    const codes: Code[] = [
      ...found,
      ...(lacksScope(given) ? ['licence-scope' as const] : []),
      ...(cannotEnterReview ? ['cannot-enter-review' as const] : []),
    ];
    const deposit = depositRowFor(given);
    const verdict = {
      path,
      reasons: codes.map((code) => ({ code })),
      canSubmit: path !== 'blocked' && papers.missing.length === 0 && papers.expired.length === 0,
      reusedDocuments: path === 'instant' || path === 'fast-review' ? papers.valid : [],
      missingDocuments: papers.missing,
      expiredDocuments: papers.expired,
      deposit: deposit ? { ...deposit.deposit } : null,
      slotsLeft: slotsLeftIn(given),
    };
    const citations = cited(opening, ...(verdict.slotsLeft === null ? [] : [slots]), ...paperRows, ...(deposit ? [deposit] : []));
    return { ...verdict, covered: true, citations, explanation: explain(given, verdict) };
  },
});
