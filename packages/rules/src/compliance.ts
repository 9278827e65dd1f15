/**
 * May this product be offered in this market? The platform's rule (policy compliance-gate) and, beside it, what the merchant demands of
 * themselves, judged alike: for each required paper one approved and valid suffices, else it is pending, else expired, else missing.
 *
 * A lock is predicted by asking the same question again at each instant at which an answer can change: the first that says no is the
 * day on which the listing locks. So the prediction and the lock cannot disagree.
 */
import { isIn } from './policies/categories.ts';
import { evaluatePolicy } from './policies/index.ts';

/** Platform and page speak of "approved"; a paper that is approved for a later day counts as pending until then. Instants in ms. */
export type Paper = { type: string; status: 'approved' | 'pending' | 'rejected'; validFrom: number | null; validUntil: number | null };
/** `category` null: every category. */
export type OwnRule = { market: string; category: string | null; documentType: string; from: number };
/** `category` null: the platform's category is none that we know, so rules that name categories cannot speak of it. */
export type Subject = { market: string; category: string | null };

export type Requirement = {
  type: string;
  basis: 'platform' | 'merchant';
  state: 'met' | 'pending' | 'expired' | 'missing';
  /** Until when the paper that meets it is valid, or was; null where none is or it has no end. */
  validUntil: number | null;
};
export type Compliance = {
  listable: boolean;
  blocked: 'prohibited' | null;
  /** Whether any rule speaks of this market: false is no promise that nothing is needed. */
  covered: boolean;
  requirements: Requirement[];
};

const UNKNOWN_CATEGORY = 'unmapped';

/** What is known at the instant of the question: papers that fit the product, and every rule of the merchant's own. */
export type Known = { papers: readonly Paper[]; ownRules: readonly OwnRule[]; asOf: number };

export function complianceOf(subject: Subject, { papers, ownRules, asOf }: Known): Compliance {
  const ask = (documents: unknown[]) =>
    evaluatePolicy('compliance-gate', {
      market: subject.market,
      category: subject.category ?? UNKNOWN_CATEGORY,
      documents,
      asOf: new Date(asOf).toISOString(),
    });
  const platform = ask(papers.map((paper) => documentAt(paper, asOf)));
  // Without any paper everything that is required is missing: the list of what the rule asks for.
  const required: readonly string[] = ask([]).missing;
  const own = ownRules
    .filter((rule) => rule.market === subject.market && rule.from <= asOf)
    .filter((rule) => rule.category === null || (subject.category !== null && isIn(subject.category, rule.category)))
    .map((rule) => rule.documentType)
    .filter((type) => !required.includes(type));
  const among = (types: readonly string[], type: string): boolean => types.includes(type);
  const stateOf = (type: string): Requirement['state'] => {
    if (among(platform.missing, type)) return 'missing';
    if (among(platform.expired, type)) return 'expired';
    return among(platform.pending, type) ? 'pending' : 'met';
  };
  const requirements = [
    ...required.map((type) => ({ type, basis: 'platform' as const, state: stateOf(type), validUntil: lastEnd(type, papers, asOf) })),
    ...[...new Set(own)].map((type) => ({
      type,
      basis: 'merchant' as const,
      state: standing(type, papers, asOf),
      validUntil: lastEnd(type, papers, asOf),
    })),
  ];
  return {
    listable: platform.blocked === null && requirements.every(({ state }) => state === 'met'),
    blocked: platform.blocked,
    covered: platform.covered || requirements.length > 0,
    requirements,
  };
}

/** The instant at which a product may no longer be offered, and the papers that it will lack. */
export type Lock = { at: number; types: string[] };

/** The next lock of a product that may be offered now, as things stand; null = none, or it may not even now. */
export function lockAhead(subject: Subject, { papers, ownRules, asOf }: Known): Lock | null {
  if (!complianceOf(subject, { papers, ownRules, asOf }).listable) return null;
  const turns = [...papers.flatMap(({ validUntil }) => validUntil ?? []), ...ownRules.map(({ from }) => from)];
  for (const at of [...new Set(turns)].filter((turn) => turn > asOf).sort((a, b) => a - b)) {
    const then = complianceOf(subject, { papers, ownRules, asOf: at });
    if (!then.listable) return { at, types: then.requirements.filter(({ state }) => state !== 'met').map(({ type }) => type) };
  }
  return null;
}

const isNotYet = ({ validFrom }: Paper, asOf: number): boolean => validFrom !== null && validFrom > asOf;

const documentAt = (paper: Paper, asOf: number) => ({
  type: paper.type,
  status: paper.status === 'approved' && isNotYet(paper, asOf) ? 'pending' : paper.status,
  validUntil: paper.validUntil === null ? null : new Date(paper.validUntil).toISOString(),
});

/** The rule's own order of judging, for what the merchant demands: one valid, else pending, else expired, else missing. */
function standing(type: string, papers: readonly Paper[], asOf: number): Requirement['state'] {
  const found = papers.filter((paper) => paper.type === type);
  const approved = found.filter(({ status }) => status === 'approved');
  if (approved.some((paper) => !isNotYet(paper, asOf) && (paper.validUntil === null || paper.validUntil > asOf))) return 'met';
  if (found.some((paper) => paper.status === 'pending' || (paper.status === 'approved' && isNotYet(paper, asOf)))) return 'pending';
  return approved.length > 0 ? 'expired' : 'missing';
}

function lastEnd(type: string, papers: readonly Paper[], asOf: number): number | null {
  const approved = papers.filter((paper) => paper.type === type && paper.status === 'approved' && !isNotYet(paper, asOf));
  if (approved.length === 0 || approved.some(({ validUntil }) => validUntil === null)) return null;
  return Math.max(...approved.map(({ validUntil }) => validUntil ?? 0));
}
