import { standingOf } from '../performance/points.ts';
import type { OpeningInput, Simulation } from '../simulation-type.ts';
import type { Instant, Market, Opening, Seller, Shop } from '../types.ts';
import { DAY, HOUR, MINUTE } from '../zone.ts';

/** How the platform lets a seller open a further shop: which way the application goes, which papers it wants, what it freezes. */
const ONE_LICENCE: readonly Market[] = ['TH', 'MY', 'VN', 'PH', 'SG'];
const EU_SHOPS: readonly Market[] = ['DE', 'FR', 'IT', 'ES', 'IE'];
const SHOPS_PER_COUNTRY = 2;
const US_DEPOSIT_FROM = Date.UTC(2026, 0, 1);
export const REVIEW_MS: Record<Opening['path'], number> = { instant: 2 * MINUTE, 'fast-review': DAY, 'full-review': 72 * HOUR };

export const DOCUMENT_TYPES = [
  'BUSINESS_LICENCE',
  'LEGAL_REP_ID',
  'CORPORATE_BANK_ACCOUNT',
  'EXPORT_DECLARATION_COMMITMENT',
  'BRAND_AUTHORISATION',
  'LEGAL_REP_PHOTO_WITH_DATE',
] as const;
type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Both the store and the simulation can be asked. */
type Known = Pick<Simulation, 'world' | 'all' | 'lists'>;
export type OpeningRefusal = 'entity-revoked' | 'no-slot-left';

export function openingRefusal(world: Known, seller: Seller, input: { targetMarket: Market; now: Instant }): OpeningRefusal | null {
  const { targetMarket, now } = input;
  const shops = seller.shopIds.flatMap((id) => world.world.shops.get(id) ?? []);
  if (shops.some(({ id }) => standingOf(world.lists(id).violations, now).isRevoked)) return 'entity-revoked';
  const onTheWay = world.all.openings.filter(
    (item) => item.sellerId === seller.id && item.targetMarket === targetMarket && item.decidedAt === null,
  );
  const taken = shops.filter(({ market }) => market === targetMarket).length + onTheWay.length;
  return ONE_LICENCE.includes(targetMarket) && taken >= SHOPS_PER_COUNTRY ? 'no-slot-left' : null;
}

/** The longest way for which there is a reason. */
export function pathOf(world: Known, { seller, source, input, now }: { seller: Seller; source: Shop; input: OpeningInput; now: Instant }) {
  const reasons: string[] = [];
  if (standingOf(world.lists(source.id).violations, now).restrictions.length > 0) reasons.push('source-shop-restricted');
  if (!isSameName(input.entity.name, seller.name)) reasons.push('other-entity');
  const isOneArea = [ONE_LICENCE, EU_SHOPS].some((area) => area.includes(source.market) && area.includes(input.targetMarket));
  const path: Opening['path'] = reasons.length > 0 ? 'full-review' : isOneArea ? 'instant' : 'fast-review';
  return { path, reasons };
}

const isSameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

function requiredDocuments({ entity, isBrandOwner, path }: Pick<Opening, 'entity' | 'isBrandOwner' | 'path'>): DocumentType[] {
  if (entity.jurisdiction !== 'CN') return ['BUSINESS_LICENCE', 'LEGAL_REP_ID', 'CORPORATE_BANK_ACCOUNT'];
  return [
    'BUSINESS_LICENCE',
    'LEGAL_REP_ID',
    'CORPORATE_BANK_ACCOUNT',
    'EXPORT_DECLARATION_COMMITMENT',
    ...(isBrandOwner ? [] : (['BRAND_AUTHORISATION'] as const)),
    ...(path === 'full-review' ? (['LEGAL_REP_PHOTO_WITH_DATE'] as const) : []),
  ];
}

/** What is wrong with the papers at this instant; none: nothing. */
export function paperReasons(opening: Opening, now: Instant): Opening['reasons'] {
  return requiredDocuments(opening).flatMap((document) => {
    const given = opening.documents.filter(({ type }) => type === document);
    const valid = given.filter(({ validUntil }) => validUntil === null || validUntil > now);
    if (valid.length === 0) return [{ code: given.length > 0 ? 'document-expired' : 'document-missing', document }];
    const isTooNarrow =
      document === 'BUSINESS_LICENCE' && opening.entity.jurisdiction === 'CN' && valid.every((paper) => !paper.namesOnlineSales);
    return isTooNarrow ? [{ code: 'licence-scope', document }] : [];
  });
}

export const needsCommitment = (reasons: Opening['reasons']): boolean =>
  reasons.some(({ document }) => document === 'EXPORT_DECLARATION_COMMITMENT');

export function depositFor({ entity, targetMarket, category }: OpeningInput, now: Instant): Opening['deposit'] {
  if (targetMarket === 'US') return now >= US_DEPOSIT_FROM ? { amount: 150_000, currency: 'USD', isInSteps: false, frozen: 0 } : null;
  if (entity.jurisdiction !== 'CN') return null;
  const isBeauty = category === 'beauty' || category === 'beauty-personal-care';
  return { amount: isBeauty ? 2_000_000 : 500_000, currency: 'CNY', isInSteps: true, frozen: 0 };
}
