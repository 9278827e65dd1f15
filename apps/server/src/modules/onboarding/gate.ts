/**
 * The compliance gate: may this product be offered in this shop's market, by the papers in the vault and the merchant's own rules? One
 * function for the page, the warnings, the listings and whoever publishes. Which papers count for a product is decided here; what they
 * must be, by packages/rules.
 */
import { isIn } from '@tradewind/rules/categories';
import { type Compliance, complianceOf, type Known, type Lock, lockAhead, type OwnRule, type Paper } from '@tradewind/rules/compliance';
import type { TenantTx } from '../../platform/database/database.ts';

/** A product in a shop, listed there or not. `category` null: the platform's is none that we know. */
export type GateSubject = {
  shopId: string;
  legalEntityId: string;
  market: string;
  category: string | null;
  brand: string | null;
  listingId: string | null;
};
export type GateVerdict = Compliance & { lock: Lock | null };

export type ScopedPaper = Paper & {
  id: string;
  version: number;
  legalEntityId: string | null;
  brand: string | null;
  markets: readonly string[];
  category: string | null;
  listingIds: readonly string[];
};

/** A verdict for each subject, in their order. */
export async function complianceGate(tx: TenantTx, subjects: readonly GateSubject[], asOf: number): Promise<GateVerdict[]> {
  if (subjects.length === 0) return [];
  const [papers, ownRules] = [await readPapers(tx), await readOwnRules(tx)];
  // Most products of a market have the same papers: each combination is judged once.
  const known = new Map<string, GateVerdict>();
  return subjects.map((subject) => {
    const own = papers.filter((paper) => countsFor(paper, subject));
    const key = [subject.market, subject.category ?? '', ...own.map(({ id }) => id)].join(' ');
    const verdict = known.get(key) ?? judge(subject, { papers: own, ownRules, asOf });
    known.set(key, verdict);
    return verdict;
  });
}

const judge = (subject: GateSubject, now: Known): GateVerdict => ({ ...complianceOf(subject, now), lock: lockAhead(subject, now) });

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

export function countsFor(paper: ScopedPaper, { legalEntityId, market, category, brand, listingId }: GateSubject): boolean {
  return (
    (paper.legalEntityId === null || paper.legalEntityId === legalEntityId) &&
    (paper.markets.length === 0 || paper.markets.includes(market)) &&
    (paper.brand === null || (brand !== null && same(paper.brand, brand))) &&
    (paper.category === null || (category !== null && isIn(category, paper.category))) &&
    (paper.listingIds.length === 0 || (listingId !== null && paper.listingIds.includes(listingId)))
  );
}

export async function readPapers(tx: TenantTx): Promise<ScopedPaper[]> {
  const rows = await tx.selectFrom('document').selectAll().where('status', '!=', 'rejected').orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    type: row.type,
    status: row.status,
    validFrom: row.valid_at?.getTime() ?? null,
    validUntil: row.expires_at?.getTime() ?? null,
    legalEntityId: row.legal_entity_id,
    brand: row.brand,
    markets: row.markets,
    category: row.category,
    listingIds: row.listing_ids,
  }));
}

async function readOwnRules(tx: TenantTx): Promise<OwnRule[]> {
  const rows = await tx.selectFrom('compliance_rule').selectAll().orderBy('id').execute();
  return rows.map((row) => ({ market: row.market, category: row.category, documentType: row.document_type, from: row.from_at.getTime() }));
}
