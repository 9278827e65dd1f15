import { z } from 'zod';
import { route } from '../route.ts';
import { instant, market, money, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const programme = z.enum(['us-to-mexico', 'eu-local-hosted']);
const category = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a category code such as pet-toys');
const documentType = z.string().regex(/^[A-Z][A-Z0-9_]{1,49}$/, 'capitals, digits and underscores, such as VAT_REGISTRATION');
const country = market;
const channelSkuId = z.string().min(1).max(100);
const rhythm = z.enum(['core', 'trial']);
const stage = z.enum(['cold-start', 'incubation', 'breakout']);
const reasonCode = z.string();

export const programmeApplication = z.strictObject({
  id: uuid,
  shop: shopChip,
  programme,
  /** What was sent; null where it was made in the seller centre. */
  form: z
    .strictObject({
      categories: z.array(z.string()),
      qualifications: z.array(z.string()),
      shipToCountry: z.string().nullable(),
      stockCountries: z.array(z.string()),
      vatCountries: z.array(z.string()),
      /** Types of papers. */
      documents: z.array(z.string()),
    })
    .nullable(),
  /** `planned`: waits to be sent; `unconfirmed`: sent, not answered yet; `refused`: the platform did not take it. */
  state: z.enum(['planned', 'unconfirmed', 'refused', 'submitted', 'in-review', 'approved', 'rejected', 'unknown']),
  failureCode: z.string().nullable(),
  history: z.array(z.strictObject({ status: z.string(), at: instant })),
  reasons: z.array(z.strictObject({ code: reasonCode, subject: z.string() })),
  invitedCategories: z.array(z.string()),
  stage: stage.nullable(),
  createdAt: instant,
  updatedAt: instant,
});

const sellerFacts = {
  origin: z.enum(['us-local', 'cn-cross-border', 'other']),
  /** Shop performance score, 0 to 5. */
  shopPerformanceScore: z.number().min(0).max(5).nullable(),
  /** Calendar days from an order's creation. */
  dispatchDays: z.int().min(0).max(365),
  /** Days until new stock lies in the US. */
  leadTimeDays: z.int().min(0).max(730),
  shipFrom: country,
  invitedCategories: z.array(category).max(30),
  qualifications: z.array(documentType).max(20),
};

const skuState = z.enum(['sellable', 'blocked', 'unknown']);
const access = z.enum(['open', 'invite-only', 'prohibited', 'not-in-pilot']);
const skuReason = z.strictObject({ code: reasonCode, qualification: z.string().optional() });
const rhythmWarning = z.enum(['core-not-in-us', 'core-out-of-stock', 'trial-takes-off', 'stock-not-counted']);
const pace = {
  stock: z.int().nullable(),
  soldLast7: z.int(),
  soldBefore7: z.int(),
  /** Whole days that the stock lasts at the pace of the last seven. */
  coverDays: z.int().nullable(),
  warning: rhythmWarning.nullable(),
};

export const mexicoSku = z.strictObject({
  listingId: uuid,
  channelProductId: z.string(),
  title: z.string(),
  channelSkuId: z.string(),
  sellerSku: z.string(),
  category: z.string().nullable(),
  channelCategory: z.string().nullable(),
  price: money,
  /** In pesos at the day's rate, which is what the caps are held against; null without a rate. */
  priceInPesos: money.nullable(),
  shipFrom: z.string(),
  isShipFromOwn: z.boolean(),
  /** Null: the platform's category is none that we know. */
  access: access.nullable(),
  state: skuState,
  reasons: z.array(skuReason),
  rhythm: rhythm.nullable(),
  isStockByHand: z.boolean(),
  ...pace,
  fitScore: z.number().nullable(),
});

/** Kept small enough to be read whole: what a page of a table is narrowed by. */
const skuFilter = {
  state: skuState.optional(),
  /** `unmapped`: the platform's category is none that we know. */
  category: category.optional(),
  rhythm: z.enum([...rhythm.options, 'none']).optional(),
  reason: z
    .string()
    .regex(/^[a-z0-9.-]{1,60}$/)
    .optional(),
  q: z.string().trim().min(1).max(100).optional(),
};

export const mexicoOverview = z.strictObject({
  shop: shopChip,
  asOf: instant,
  /** The pilot's first instant, and from when invitations may be asked for. */
  startsAt: instant,
  invitationsFrom: instant,
  canRequestInvitation: z.boolean(),
  /** The shop may sell at least one SKU. */
  eligible: z.boolean(),
  /** What holds for everything the shop would send. */
  reasons: z.array(z.strictObject({ code: reasonCode })),
  seller: z.strictObject({ ...sellerFacts, savedAt: instant.nullable() }),
  /** What is known beside what a person wrote: categories that the platform has opened, papers valid in the vault. */
  known: z.strictObject({ invitedCategories: z.array(z.string()), qualifications: z.array(z.string()) }),
  rate: z.strictObject({ from: z.string(), rate: z.number(), on: z.string(), source: z.string() }).nullable(),
  caps: z.strictObject({ unit: money, order: money, unitInShopMoney: money.nullable(), orderInShopMoney: money.nullable() }),
  counts: z.strictObject({
    skus: z.int(),
    sellable: z.int(),
    blocked: z.int(),
    unknown: z.int(),
    core: z.int(),
    trial: z.int(),
    byReason: z.record(z.string(), z.int()),
  }),
  categories: z.array(z.strictObject({ category: z.string().nullable(), access: access.nullable(), skus: z.int(), sellable: z.int() })),
  inviteOnly: z.array(z.strictObject({ category: z.string(), qualifications: z.array(z.string()) })),
  /** Marked SKUs to act on, at most fifty, those whose stock ends first at the top. */
  warnings: z.array(
    z.strictObject({ listingId: uuid, channelSkuId: z.string(), sellerSku: z.string(), title: z.string(), rhythm, ...pace }),
  ),
  /** Days are the programme's first year's. */
  steps: z.array(z.strictObject({ step: z.string(), month: z.string(), doneAt: instant.nullable() })),
  application: programmeApplication.nullable(),
});

const fitFacts = {
  weightG: z.int().min(0).max(1_000_000),
  fragile: z.boolean(),
  madeToOrder: z.boolean(),
  /** Freight as a fraction of the price. */
  freightShare: z.number().min(0).max(1),
  dropShipped: z.boolean(),
  stockCounted: z.boolean(),
  buysAfterOrder: z.boolean(),
  /** How well its content sells, 0 to 100. */
  contentScore: z.number().min(0).max(100),
};

export const mexicoProduct = z.strictObject({
  listingId: uuid,
  title: z.string(),
  /** What a person said of it; null: nobody yet. */
  facts: z.strictObject(fitFacts).nullable(),
  /** What is known without asking: pieces and variants of the listing, its dearest price, whether it sells elsewhere. */
  known: z.strictObject({ usStock: z.int(), skuCount: z.int(), price: money, sellsInUsOnly: z.boolean(), category: z.string().nullable() }),
  fit: z
    .strictObject({
      score: z.number(),
      parts: z.array(z.strictObject({ code: z.string(), effect: z.enum(['for', 'against']), points: z.number(), atMost: z.number() })),
      advice: z.string(),
    })
    .nullable(),
});

const hostingFacts = {
  entityJurisdiction: country,
  invited: z.boolean(),
  stockCountries: z.array(country).max(60),
  shipToCountry: country.nullable(),
  vatCountries: z.array(country).max(60),
  documentIds: z.array(uuid).max(50),
};

export const hostingView = z.strictObject({
  shop: shopChip,
  entity: z.string(),
  form: z.strictObject(hostingFacts),
  /** Null: nothing was saved, the form holds what is known. */
  savedAt: instant.nullable(),
  /** Papers of the vault that count for this shop's entity. */
  documents: z.array(
    z.strictObject({
      id: uuid,
      type: z.string(),
      status: z.enum(['approved', 'pending', 'rejected']),
      fileName: z.string(),
      country: z.string(),
      expiresAt: instant.nullable(),
    }),
  ),
  /** Null while no country to ship to is chosen. */
  verdict: z
    .strictObject({ eligible: z.boolean(), reasons: z.array(z.strictObject({ code: reasonCode })), nextStep: z.string() })
    .nullable(),
  step: z.enum(['prepare', 'submitted', 'in-review', 'approved', 'rejected', 'open']),
  application: programmeApplication.nullable(),
  stage: z.strictObject({ stage, by: z.enum(['platform', 'person']), at: instant }).nullable(),
});

const paymentMethod = z.enum(['card', 'bnpl', 'wallet', 'oxxo', 'pix', 'boleto']);
export const paymentCoverage = z.strictObject({
  market,
  shops: z.array(shopChip),
  /** Null: nobody has said. */
  methods: z.array(paymentMethod).nullable(),
  updatedAt: instant.nullable(),
  adequate: z.boolean().nullable(),
  missing: z.array(z.string()),
  recommended: z.array(z.string()),
  estimatedLossShare: z.number().nullable(),
  atLeast: z.boolean(),
});

const ofShop = z.strictObject({ shopId: uuid });

export const programmeRoutes = {
  'us-to-mexico.get': route({
    id: 'us-to-mexico.get',
    method: 'get',
    path: '/programmes/us-to-mexico/{shopId}',
    scope: 'listings:read',
    summary: 'A US shop towards Mexico: whether it may, how many of its SKUs may, the caps, the checklist, what to restock',
    params: ofShop,
    answer: mexicoOverview,
  }),
  'us-to-mexico.skus': route({
    id: 'us-to-mexico.skus',
    method: 'get',
    path: '/programmes/us-to-mexico/{shopId}/skus',
    scope: 'listings:read',
    summary: 'Its live SKUs, newest listing first, each with every reason that keeps it out',
    params: ofShop,
    query: z.strictObject({ ...paging, ...skuFilter }),
    answer: pageOf(mexicoSku),
  }),
  'us-to-mexico.file': route({
    id: 'us-to-mexico.file',
    method: 'get',
    path: '/programmes/us-to-mexico/{shopId}/file',
    scope: 'listings:read',
    summary: 'The same as CSV, whole',
    params: ofShop,
    query: z.strictObject(skuFilter),
    file: ['text/csv'],
  }),
  'us-to-mexico.set-seller': route({
    id: 'us-to-mexico.set-seller',
    method: 'put',
    path: '/programmes/us-to-mexico/{shopId}/seller',
    scope: 'programmes:write',
    summary: 'What only a person knows of the shop: origin, score, days to dispatch, invitations, papers',
    params: ofShop,
    body: z.strictObject(sellerFacts),
    answer: z.strictObject({ savedAt: instant }),
  }),
  'us-to-mexico.mark': route({
    id: 'us-to-mexico.mark',
    method: 'put',
    path: '/programmes/us-to-mexico/{shopId}/marks',
    scope: 'programmes:write',
    summary: 'Mark SKUs as core or trial, say where they ship from, or count their stock; named, or all that a filter finds',
    params: ofShop,
    body: z.strictObject({
      /** Either these, or all that a filter finds. */
      skus: z.array(channelSkuId).min(1).max(500).optional(),
      matching: z.strictObject(skuFilter).optional(),
      /** Left out = as it was; null = none. */
      rhythm: rhythm.nullable().optional(),
      shipFrom: country.nullable().optional(),
      stock: z.int().min(0).max(100_000_000).nullable().optional(),
    }),
    answer: z.strictObject({ marked: z.int() }),
  }),
  'us-to-mexico.set-step': route({
    id: 'us-to-mexico.set-step',
    method: 'put',
    path: '/programmes/us-to-mexico/{shopId}/steps/{step}',
    scope: 'programmes:write',
    summary: 'Tick a step of the checklist, or take the tick away',
    params: z.strictObject({ shopId: uuid, step: z.enum(['choose', 'stock-up', 'apply-for-invitation', 'start']) }),
    body: z.strictObject({ isDone: z.boolean() }),
    answer: z.strictObject({ step: z.string(), doneAt: instant.nullable() }),
  }),
  'us-to-mexico.product': route({
    id: 'us-to-mexico.product',
    method: 'get',
    path: '/programmes/us-to-mexico/{shopId}/products/{listingId}',
    scope: 'listings:read',
    summary: 'How well a product suits the way to Mexico, part by part',
    params: z.strictObject({ shopId: uuid, listingId: uuid }),
    answer: mexicoProduct,
  }),
  'us-to-mexico.describe': route({
    id: 'us-to-mexico.describe',
    method: 'put',
    path: '/programmes/us-to-mexico/{shopId}/products',
    scope: 'programmes:write',
    summary: 'Say of products what only a person knows; the same of each of them',
    params: ofShop,
    body: z.strictObject({ listingIds: z.array(uuid).min(1).max(200), ...fitFacts }),
    answer: z.strictObject({ described: z.int() }),
  }),
  'eu-local-hosted.get': route({
    id: 'eu-local-hosted.get',
    method: 'get',
    path: '/programmes/eu-local-hosted/{shopId}',
    scope: 'documents:read',
    summary: 'A shop towards local hosting in Europe: its form, what is missing, how far its application and its growth are',
    params: ofShop,
    answer: hostingView,
  }),
  'eu-local-hosted.save': route({
    id: 'eu-local-hosted.save',
    method: 'put',
    path: '/programmes/eu-local-hosted/{shopId}',
    scope: 'programmes:write',
    summary: 'Keep the interest form; nothing is sent',
    params: ofShop,
    body: z.strictObject(hostingFacts),
    answer: z.strictObject({ savedAt: instant }),
  }),
  'eu-local-hosted.set-stage': route({
    id: 'eu-local-hosted.set-stage',
    method: 'put',
    path: '/programmes/eu-local-hosted/{shopId}/stage',
    scope: 'programmes:write',
    summary: 'Say which stage of growth the shop has reached, where the platform does not; null takes it back',
    params: ofShop,
    body: z.strictObject({ stage: stage.nullable() }),
    answer: z.strictObject({ stage: stage.nullable() }),
  }),
  'programme-applications.list': route({
    id: 'programme-applications.list',
    method: 'get',
    path: '/programme-applications',
    scope: 'listings:read',
    summary: 'Applications for programmes, newest first, those made in the seller centre included',
    query: z.strictObject({ ...paging, shopId: uuid.optional(), programme: programme.optional() }),
    answer: pageOf(programmeApplication),
  }),
  'programme-applications.create': route({
    id: 'programme-applications.create',
    method: 'post',
    path: '/programme-applications',
    scope: 'programmes:write',
    summary: 'Apply for a programme: for categories of US to Mexico, or with the form of EU local hosting as it was saved',
    idempotent: true,
    status: 202,
    body: z.strictObject({
      programme,
      shopId: uuid,
      /** Of US to Mexico: those that one is invited to. */
      categories: z.array(category).max(20).default([]),
    }),
    answer: programmeApplication,
  }),
  'local-payments.list': route({
    id: 'local-payments.list',
    method: 'get',
    path: '/programmes/local-payments',
    scope: 'listings:read',
    summary: 'How buyers may pay in each market of Latin America, what is missing, and what that may cost',
    answer: z.strictObject({ items: z.array(paymentCoverage) }),
  }),
  'local-payments.set': route({
    id: 'local-payments.set',
    method: 'put',
    path: '/programmes/local-payments/{market}',
    scope: 'programmes:write',
    summary: 'State how buyers may pay in a market; null where nobody knows any more',
    params: z.strictObject({ market }),
    body: z.strictObject({ methods: z.array(paymentMethod).max(6).nullable() }),
    answer: paymentCoverage,
  }),
} as const;
