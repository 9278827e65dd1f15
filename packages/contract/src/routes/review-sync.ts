import { z } from 'zod';
import { route } from '../route.ts';
import { instant, market, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const channelProductId = z.string().min(1).max(64);
const listingKey = { shopId: uuid, channelProductId };
const listing = z.strictObject({ shop: shopChip, channelProductId, title: z.string() });
/** `off`: not published; `unconfirmed`: told, and not answered; `refused`: the platform did not take it; `shown`: as composed. */
const displayState = z.enum(['off', 'planned', 'unconfirmed', 'refused', 'shown']);
const condition = z.enum(['platform-review-policy', 'eu-ucpd', 'uk-dmcc', 'us-16cfr465', 'law-not-reviewed']);

const reviewLink = z.strictObject({
  id: uuid,
  source: listing,
  target: listing,
  /** By number, or because a person declared it. */
  basis: z.enum(['gtin', 'person']),
  gtin: z.string().nullable(),
  linkedBy: z.string(),
  linkedAt: instant,
  state: displayState,
});
const candidate = z.strictObject({
  source: listing,
  target: listing,
  /** `gtin`: the same trade item numbers; `sku`: only the seller's own numbers are the same, so a person has to look. */
  basis: z.enum(['gtin', 'sku']),
  reviews: z.int(),
});
/** Stars, and what was written in the language in which it was written. */
const shownReview = z.strictObject({
  id: z.string(),
  rating: z.int(),
  body: z.string(),
  language: z.string(),
  author: z.string(),
  market,
  writtenAt: instant,
  isIncentivised: z.boolean(),
  /** The order it names is on record in the shop in which it was written. */
  isVerified: z.boolean(),
  /** In the language of the listing's buyers, by a machine, shown beside the words and marked; null: there is none. */
  translation: z.strictObject({ language: z.string(), body: z.string() }).nullable(),
});
const gate = z.strictObject({
  market,
  isOpen: z.boolean(),
  conditions: z.array(condition),
  changedBy: z.string().nullable(),
  changedAt: instant.nullable(),
});
const figures = { soldHere: z.int(), rating: z.number().nullable(), ratings: z.int() };
const reviewDisplay = z.strictObject({
  /** Null until it was published for the first time. */
  id: uuid.nullable(),
  target: listing,
  state: displayState,
  failureCode: z.string().nullable(),
  gate,
  /** Why the platform cannot be told from here; null: it can. */
  unavailable: z.enum(['channel', 'consent', 'shop']).nullable(),
  /** What buyers see of the listing by itself. */
  before: z.strictObject(figures),
  /** What they see with the others; the newest fifty reviews stand for all. */
  after: z.strictObject({
    ...figures,
    soldElsewhere: z.array(z.strictObject({ market, units: z.int() })),
    reviewsElsewhere: z.int(),
    /** What the listing's buyers read. */
    language: z.string(),
    /** Written in another language, and not translated into it. */
    untranslated: z.int(),
    reviews: z.array(shownReview),
  }),
  refused: z.array(z.strictObject({ shopId: uuid, channelProductId, reasons: z.array(z.string()) })),
  /** For the merchant's own site; null while nothing is shown. */
  publicPath: z.string().nullable(),
});
const entry = z.strictObject({
  id: uuid,
  at: instant,
  kind: z.enum(['wished', 'shown', 'rejected']),
  cause: z.string(),
  by: z.string(),
  version: z.int(),
  target: listing,
  soldElsewhere: z.int(),
  reviews: z.int(),
});
const same = z.literal(true);

export const reviewSyncRoutes = {
  'review-links.list': route({
    id: 'review-links.list',
    method: 'get',
    path: '/review-links',
    scope: 'listings:read',
    summary: 'Listings of one product whose reviews and units sold are shown in another shop, the newest first',
    query: z.strictObject(paging),
    answer: pageOf(reviewLink),
  }),
  'review-link-candidates.list': route({
    id: 'review-link-candidates.list',
    method: 'get',
    path: '/review-link-candidates',
    scope: 'listings:read',
    summary: 'Pairs of own listings that look like one product and are not linked, those with the most reviews first, at most fifty',
    /** `market`: of the listing that would show them. */
    query: z.strictObject({ q: z.string().trim().min(1).max(100).optional(), market: market.optional() }),
    answer: z.strictObject({ items: z.array(candidate) }),
  }),
  'review-links.create': route({
    id: 'review-links.create',
    method: 'post',
    path: '/review-links',
    scope: 'listings:write',
    summary:
      'Link two own listings of one product: by equal trade item numbers, or because a person declares that they are the same in all that matters',
    idempotent: true,
    status: 201,
    body: z.strictObject({
      source: z.strictObject(listingKey),
      target: z.strictObject(listingKey),
      /** Needed where the numbers do not say it. */
      declaredSame: z.strictObject({ formulation: same, material: same, plug: same, model: same }).optional(),
    }),
    answer: reviewLink,
  }),
  'review-links.remove': route({
    id: 'review-links.remove',
    method: 'delete',
    path: '/review-links/{reviewLinkId}',
    scope: 'listings:write',
    summary: 'Take the link away: what was shown because of it vanishes',
    params: z.strictObject({ reviewLinkId: uuid }),
    status: 204,
  }),
  'review-displays.preview': route({
    id: 'review-displays.preview',
    method: 'get',
    path: '/review-displays',
    scope: 'listings:read',
    summary: 'What buyers of a listing see before and after, and what stands in the way',
    query: z.strictObject(listingKey),
    answer: reviewDisplay,
  }),
  'review-displays.translate': route({
    id: 'review-displays.translate',
    method: 'post',
    path: '/review-displays/translate',
    scope: 'listings:write',
    summary: 'Have the newest fifty reviews from elsewhere that lack it translated for the buyers of a listing; what is published follows',
    body: z.strictObject(listingKey),
    answer: reviewDisplay,
  }),
  'review-displays.publish': route({
    id: 'review-displays.publish',
    method: 'post',
    path: '/review-displays',
    scope: 'listings:write',
    summary: 'Show it, and keep it as it is elsewhere until it is withdrawn',
    idempotent: true,
    status: 202,
    body: z.strictObject(listingKey),
    answer: reviewDisplay,
  }),
  'review-displays.withdraw': route({
    id: 'review-displays.withdraw',
    method: 'post',
    path: '/review-displays/{reviewDisplayId}/withdrawal',
    scope: 'listings:write',
    summary: 'Show nothing of other shops any more',
    params: z.strictObject({ reviewDisplayId: uuid }),
    answer: reviewDisplay,
  }),
  'review-gates.list': route({
    id: 'review-gates.list',
    method: 'get',
    path: '/review-gates',
    scope: 'listings:read',
    summary: 'In which markets reviews of other shops may be shown, and under which conditions',
    answer: z.strictObject({ items: z.array(gate) }),
  }),
  'review-gates.set': route({
    id: 'review-gates.set',
    method: 'put',
    path: '/review-gates/{market}',
    scope: 'listings:write',
    summary: 'Open a market after its conditions were read, or close it: what is shown there vanishes',
    params: z.strictObject({ market }),
    body: z.strictObject({ isOpen: z.boolean(), readConditions: z.array(condition).max(5) }),
    answer: gate,
  }),
  'review-ledger.list': route({
    id: 'review-ledger.list',
    method: 'get',
    path: '/review-ledger',
    scope: 'listings:read',
    summary: 'What was to be shown where since when, what the platform took, and who or what changed it, newest first',
    query: z.strictObject(paging),
    answer: pageOf(entry),
  }),
} as const;
