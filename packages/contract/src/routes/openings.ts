import { z } from 'zod';
import { route } from '../route.ts';
import { day, idList, instant, market, money, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const category = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a category code such as beauty-personal-care');
const code = z.string();

/** One paper that the opening needs, and how the vault stands towards it. */
const openingPaper = z.strictObject({
  type: z.string(),
  /** `reused`: the platform has it already; `ready`: it is handed in anew. */
  state: z.enum(['reused', 'ready', 'missing', 'expired']),
  documentId: uuid.nullable(),
  /** Its last day. */
  validUntil: day.nullable(),
});

/** What the platform's rule says of an opening, as things stand. */
export const openingVerdict = z.strictObject({
  path: z.enum(['instant', 'fast-review', 'full-review', 'blocked']),
  reasons: z.array(z.strictObject({ code })),
  canSubmit: z.boolean(),
  papers: z.array(openingPaper),
  deposit: z.strictObject({ ...money.shape, frozenInSteps: z.boolean() }).nullable(),
  /** Shops that the licence still opens there; null = no limit is stated. */
  slotsLeft: z.int().nullable(),
  /** `decision`: our estimate, no source states it. */
  expected: z.strictObject({ fromHours: z.int(), toHours: z.int(), basis: z.enum(['source', 'decision']) }).nullable(),
});

const openingStatus = z.enum(['draft', 'submitting', 'submitted', 'in-review', 'needs-documents', 'rejected', 'approved', 'open']);
const reasons = z.array(z.strictObject({ code, document: z.string().nullable() }));

export const opening = z.strictObject({
  id: uuid,
  sourceShop: shopChip,
  targetMarket: market,
  legalEntity: z.strictObject({ id: uuid, name: z.string(), jurisdiction: market }),
  category,
  brandOwner: z.boolean(),
  /** Whether the licence's scope names online sales; null = nobody has looked. */
  licenceNamesOnlineSales: z.boolean().nullable(),
  /** Papers that somebody chose; of the other types the one that is valid longest is taken. */
  documentIds: z.array(uuid),
  status: openingStatus,
  /** Null once it is with the platform: then its answer counts. */
  verdict: openingVerdict.nullable(),
  /** Why the last answer was no. */
  reasons,
  /** What keeps the workbench from going on by itself. */
  problem: z
    .enum([
      'consent-lacks-scope',
      'shop-not-active',
      'shop-not-covered',
      'shop-not-available',
      'binding-not-allowed',
      'market-not-supported',
    ])
    .nullable(),
  /** Whether there is a way to hand it in: without one it is done in the seller centre. */
  isSendable: z.boolean(),
  history: z.array(z.strictObject({ status: openingStatus, at: instant, attempt: z.int(), reasons })),
  documents: z.array(z.strictObject({ type: z.string(), documentId: uuid, validUntil: instant.nullable() })),
  /** As the platform states it; null before the first answer. */
  platform: z
    .strictObject({
      channelOpeningId: z.string(),
      path: z.enum(['instant', 'fast-review', 'full-review']).nullable(),
      pathReasons: z.array(code),
      deposit: z.strictObject({ ...money.shape, frozen: z.int(), frozenInSteps: z.boolean() }).nullable(),
    })
    .nullable(),
  /** `shop` null: not bound yet. */
  openedShop: z.strictObject({ channelShopId: z.string(), shop: z.strictObject({ id: uuid, name: z.string() }).nullable() }).nullable(),
  createdAt: instant,
  updatedAt: instant,
  submittedAt: instant.nullable(),
});

export const openingCandidate = z.strictObject({
  market,
  verdict: openingVerdict,
  /** The merchant's shops there, of whatever entity. */
  shopsThere: z.int(),
  score: z.int(),
  grounds: z.array(z.strictObject({ code, effect: z.enum(['for', 'against']), points: z.int() })),
  /** An application for it that has not ended. */
  opening: z.strictObject({ id: uuid, status: openingStatus }).nullable(),
});

const facts = {
  legalEntityId: uuid.optional(),
  category: category.optional(),
  brandOwner: z.boolean().optional(),
  licenceNamesOnlineSales: z.boolean().nullable().optional(),
  documentIds: z.array(uuid).max(20).optional(),
};
const params = z.strictObject({ openingId: uuid });

export const openingRoutes = {
  'opening-candidates.list': route({
    id: 'opening-candidates.list',
    method: 'get',
    path: '/shops/{shopId}/opening-candidates',
    scope: 'shops:read',
    summary: 'Every market in which a further shop could be opened from this one: path, papers, deposit, slots; the best first',
    params: z.strictObject({ shopId: uuid }),
    query: z.strictObject({
      legalEntityId: uuid.optional(),
      category: category.default('home-daily'),
      brandOwner: z.enum(['true', 'false']).default('true'),
    }),
    answer: z.strictObject({
      /** Restrictions in force make every review a full one. */
      source: z.strictObject({ isHealthy: z.boolean(), isRevoked: z.boolean() }),
      items: z.array(openingCandidate),
    }),
  }),
  'openings.list': route({
    id: 'openings.list',
    method: 'get',
    path: '/openings',
    scope: 'shops:read',
    summary: 'Applications for further shops, newest first',
    query: z.strictObject({ ...paging, shopIds: idList.optional(), market: market.optional() }),
    answer: pageOf(opening),
  }),
  'openings.create': route({
    id: 'openings.create',
    method: 'post',
    path: '/openings',
    scope: 'shops:write',
    summary: 'Draft an application; one that is still a draft for this shop and market is taken up again',
    idempotent: true,
    status: 201,
    body: z.strictObject({ sourceShopId: uuid, targetMarket: market, ...facts }),
    answer: opening,
  }),
  'openings.get': route({
    id: 'openings.get',
    method: 'get',
    path: '/openings/{openingId}',
    scope: 'shops:read',
    summary: 'One application with its history',
    params,
    answer: opening,
  }),
  'openings.update': route({
    id: 'openings.update',
    method: 'patch',
    path: '/openings/{openingId}',
    scope: 'shops:write',
    summary: 'Change a draft, or mend what was rejected',
    params,
    body: z.strictObject(facts),
    answer: opening,
  }),
  'openings.remove': route({
    id: 'openings.remove',
    method: 'delete',
    path: '/openings/{openingId}',
    scope: 'shops:write',
    summary: 'Discard a draft, or what was rejected',
    params,
    status: 204,
  }),
  'openings.submit': route({
    id: 'openings.submit',
    method: 'post',
    path: '/openings/{openingId}/submit',
    scope: 'shops:write',
    summary: 'Hand the application in; the platform is asked once, and followed until the shop is open and bound',
    idempotent: true,
    status: 202,
    params,
    answer: opening,
  }),
} as const;
