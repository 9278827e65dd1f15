/**
 * What stands for and against an opening, as things stand: the platform's rule (policy store-opening) over the vault's papers, the shops
 * that there are, and what is under way. Which papers count for an opening is decided here; which are needed, by packages/rules.
 */
import type { OpeningVerdict } from '@tradewind/contract';
import { isIn } from '@tradewind/rules/categories';
import { reviewTimeOf } from '@tradewind/rules/openings';
import { evaluatePolicy, type StoreOpeningOutput } from '@tradewind/rules/policies';
import type { TenantTx } from '../../platform/database/database.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { type SourceStanding, sourceStandings } from './source-standing.ts';

export type OpeningWish = {
  /** Its own application is not counted as another that takes a slot. */
  openingId: string | null;
  sourceShopId: string;
  targetMarket: string;
  legalEntity: { id: string; jurisdiction: string };
  category: string;
  brandOwner: boolean;
  licenceNamesOnlineSales: boolean | null;
  documentIds: readonly string[];
};

export type OpeningPaper = {
  id: string;
  type: string;
  version: number;
  legalEntityId: string | null;
  markets: string[];
  category: string | null;
  validFrom: number | null;
  validUntil: number | null;
  lastDay: string | null;
};

/** Everything that verdicts are made of, read once for many. */
export type OpeningGround = {
  now: number;
  standings: ReadonlyMap<string, SourceStanding>;
  sources: ReadonlyMap<string, Pick<ShopInScope, 'market' | 'legalEntityId'>>;
  papers: readonly OpeningPaper[];
  /** Shops and applications on their way, each a slot of its entity in its market. */
  slots: readonly { openingId: string | null; legalEntityId: string; market: string }[];
};

const onTheWay = ['submitting', 'submitted', 'in-review', 'approved'] as const;

export async function readOpeningGround(tx: TenantTx, { sources, now }: { sources: ShopInScope[]; now: number }): Promise<OpeningGround> {
  const shops = await tx.selectFrom('shop').select(['legal_entity_id', 'market']).where('state', '!=', 'unbound').execute();
  const pending = await tx
    .selectFrom('opening')
    .select(['id', 'legal_entity_id', 'target_market'])
    .where('status', 'in', [...onTheWay])
    .execute();
  return {
    now,
    standings: await sourceStandings(tx, { shops: sources, now }),
    sources: new Map(sources.map((shop) => [shop.id, shop])),
    papers: await readPapers(tx),
    slots: [
      ...shops.map((shop) => ({ openingId: null, legalEntityId: shop.legal_entity_id, market: shop.market })),
      ...pending.map((row) => ({ openingId: row.id, legalEntityId: row.legal_entity_id, market: row.target_market })),
    ],
  };
}

/** Papers of single listings open no shop; rejected and pending ones prove nothing yet. */
async function readPapers(tx: TenantTx): Promise<OpeningPaper[]> {
  const rows = await tx.selectFrom('document').selectAll().where('status', '=', 'approved').orderBy('id').execute();
  return rows
    .filter((row) => row.listing_ids.length === 0)
    .map((row) => ({
      id: row.id,
      type: row.type,
      version: row.version,
      legalEntityId: row.legal_entity_id,
      markets: row.markets,
      category: row.category,
      validFrom: row.valid_at?.getTime() ?? null,
      validUntil: row.expires_at?.getTime() ?? null,
      lastDay: row.valid_until,
    }));
}

export const isOfEntity = (paper: Pick<OpeningPaper, 'legalEntityId'>, { legalEntity }: Pick<OpeningWish, 'legalEntity'>): boolean =>
  paper.legalEntityId === null || paper.legalEntityId === legalEntity.id;
export const isForMarket = (paper: Pick<OpeningPaper, 'markets'>, { targetMarket }: Pick<OpeningWish, 'targetMarket'>): boolean =>
  paper.markets.length === 0 || paper.markets.includes(targetMarket);

function countsFor(paper: OpeningPaper, wish: OpeningWish, now: number): boolean {
  return (
    isOfEntity(paper, wish) &&
    isForMarket(paper, wish) &&
    (paper.category === null || isIn(wish.category, paper.category)) &&
    (paper.validFrom === null || paper.validFrom <= now)
  );
}

const endOf = ({ validUntil }: OpeningPaper): number => validUntil ?? Number.POSITIVE_INFINITY;

/** One paper of each type: a valid one before an expired one, then what somebody chose, then what is valid longest. */
function chosenPapers({ papers, now }: OpeningGround, wish: OpeningWish): Map<string, OpeningPaper> {
  const isValid = (paper: OpeningPaper): boolean => endOf(paper) > now;
  const isChosen = ({ id }: OpeningPaper): boolean => wish.documentIds.includes(id);
  const better = (a: OpeningPaper, b: OpeningPaper): number =>
    Number(isValid(a)) - Number(isValid(b)) || Number(isChosen(a)) - Number(isChosen(b)) || Math.sign(endOf(a) - endOf(b)) || 0;
  const ranked = papers.filter((paper) => countsFor(paper, wish, now)).sort(better);
  return new Map(ranked.map((paper) => [paper.type, paper]));
}

function askRule(ground: OpeningGround, wish: OpeningWish, papers: readonly OpeningPaper[]): StoreOpeningOutput {
  const source = ground.sources.get(wish.sourceShopId);
  const standing = ground.standings.get(wish.sourceShopId);
  if (!source || !standing) throw new Error('an opening from a shop that was not read');
  const taken = ground.slots.filter(
    ({ openingId, legalEntityId, market }) =>
      (openingId === null || openingId !== wish.openingId) && legalEntityId === wish.legalEntity.id && market === wish.targetMarket,
  );
  return evaluatePolicy('store-opening', {
    sourceShop: { market: source.market, entity: source.legalEntityId, healthy: standing.isHealthy, revoked: standing.isRevoked },
    targetMarket: wish.targetMarket,
    targetEntity: wish.legalEntity.id,
    entityJurisdiction: wish.legalEntity.jurisdiction,
    shopsInTargetMarket: taken.length,
    documents: papers.map((paper) => ({
      type: paper.type,
      validUntil: paper.validUntil === null ? null : new Date(paper.validUntil).toISOString(),
      ...(paper.type === 'BUSINESS_LICENCE' && wish.licenceNamesOnlineSales !== null
        ? { scopeNamesOnlineSales: wish.licenceNamesOnlineSales }
        : {}),
    })),
    category: wish.category,
    brandOwner: wish.brandOwner,
    asOf: new Date(ground.now).toISOString(),
  });
}

/** The verdict, and the papers that would be handed in now. */
export function openingVerdictOf(ground: OpeningGround, wish: OpeningWish): { verdict: OpeningVerdict; papers: OpeningPaper[] } {
  const chosen = chosenPapers(ground, wish);
  const answer = askRule(ground, wish, [...chosen.values()]);
  // Without any paper everything that is required is missing: the list of what the rule asks for.
  const required: readonly string[] = askRule(ground, wish, []).missingDocuments;
  const among = (types: readonly string[], type: string): boolean => types.includes(type);
  const stateOf = (type: string): OpeningVerdict['papers'][number]['state'] => {
    if (among(answer.missingDocuments, type)) return 'missing';
    if (among(answer.expiredDocuments, type)) return 'expired';
    return among(answer.reusedDocuments, type) ? 'reused' : 'ready';
  };
  const time = reviewTimeOf(answer.path);
  return {
    verdict: {
      path: answer.path,
      reasons: answer.reasons,
      canSubmit: answer.canSubmit,
      papers: required.map((type) => {
        const paper = chosen.get(type);
        return { type, state: stateOf(type), documentId: paper?.id ?? null, validUntil: paper?.lastDay ?? null };
      }),
      deposit: answer.deposit,
      slotsLeft: answer.slotsLeft,
      expected: time && { fromHours: time.fromHours, toHours: time.toHours, basis: time.basis },
    },
    papers: required.flatMap((type) => chosen.get(type) ?? []),
  };
}
