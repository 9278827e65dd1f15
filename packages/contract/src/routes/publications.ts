import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, money, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

export const state = z.enum(['draft', 'incomplete', 'sending', 'under-review', 'live', 'rejected', 'locked', 'off']);

/** What keeps a product from a shop, or speaks against it. */
export const problem = z.strictObject({
  code: z.string(),
  /** What blocks keeps it from being sent, whoever asks. */
  weight: z.enum(['blocks', 'warns']),
  /** The field, SKU, attribute or paper that it is about. */
  subjects: z.array(z.string()),
  /** The platform's own words, where it is the platform that says so. */
  message: z.string().nullable(),
});

/** What would go along is `ready`; `optional` is neither required nor chosen; all others keep the publication back. */
const paperState = z.enum(['ready', 'optional', 'unmatched', 'missing', 'withdrawn', 'pending', 'expired', 'undated']);
const vaultPaper = z.strictObject({ documentId: uuid, type: z.string(), validUntil: instant.nullable() });
const wantedPaper = z.strictObject({
  channelCertificateId: z.string(),
  /** In the platform's words. */
  name: z.string(),
  isRequired: z.boolean(),
  state: paperState,
  /** The paper of the vault; null: none fits. */
  paper: vaultPaper.nullable(),
});

/** Why a global product cannot be published into a shop: the shop's reasons, then those of a product in it. */
const globalReason = z.enum([
  ...(['not-active', 'not-cross-border', 'not-permitted', 'market-twice', 'alone', 'currency-missing'] as const),
  ...(['listed', 'several-warehouses', 'price-missing', 'own-content', 'papers'] as const),
]);

export const publication = z.strictObject({
  id: uuid,
  runId: uuid,
  product: z.strictObject({ id: uuid, code: z.string(), title: z.string() }),
  shop: shopChip,
  state,
  /** Sent, or about to be; `planned` may still be cancelled. */
  sending: z.enum(['planned', 'sent', 'unknown']).nullable(),
  /** The platform is still being asked for the category. */
  isPreparing: z.boolean(),
  title: z.string(),
  category: z.strictObject({ channelCategoryId: z.string(), name: z.string() }).nullable(),
  variants: z.array(
    z.strictObject({
      variantId: uuid,
      sku: z.string(),
      optionValues: z.array(z.string()),
      price: money.nullable(),
      /** A person's for this shop · the last applied price · what a shop of the same currency takes, for want of one. */
      priceFrom: z.enum(['typed', 'rule', 'sold']).nullable(),
      quantity: z.int(),
      /** Null: nobody has typed one and nobody counts it. */
      quantityFrom: z.enum(['typed', 'stock']).nullable(),
      /** What stock gives the shop, typed over or not. */
      allocated: z.int().nullable(),
    }),
  ),
  /** The certificates that the category asks for, and which papers of the vault go along. */
  papers: z.array(wantedPaper),
  problems: z.array(problem),
  channelProductId: z.string().nullable(),
  /** It is sent through a global product, or came from one. */
  isGlobal: z.boolean(),
  /** Its task wishes a global product, and this is why it will be a listing of its own shop. */
  notGlobal: globalReason.nullable(),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

const attributeValue = z.strictObject({ channelValueId: z.string().max(100).nullable(), name: z.string().trim().max(500) });
export const publicationDetail = z.strictObject({
  ...publication.shape,
  /** Ours, of the product; null: nobody has said it. */
  productCategory: z.string().nullable(),
  /** Of the shop: prices are typed in it. */
  currency: z.string(),
  /** What was written for this shop; null: the product's own. */
  ownTitle: z.string().nullable(),
  ownDescription: z.string().nullable(),
  description: z.string(),
  attributes: z.array(
    z.strictObject({
      channelAttributeId: z.string(),
      name: z.string(),
      isRequired: z.boolean(),
      isCustomizable: z.boolean(),
      values: z.array(attributeValue),
      given: z.array(attributeValue),
    }),
  ),
  sizeChart: z.enum(['required', 'supported', 'none']),
  sizeChartMediaId: uuid.nullable(),
  papers: z.array(
    z.strictObject({
      ...wantedPaper.shape,
      details: z.string(),
      /** A specimen; null: the platform shows none. */
      sampleUrl: z.string().nullable(),
      /** Which of our document types it is; null: nobody has said so yet. */
      documentType: z.string().nullable(),
      /** By a person, for this publication. */
      isChosen: z.boolean(),
      /** What may be chosen, the best first; empty for whoever may not read papers. */
      candidates: z.array(z.strictObject({ ...vaultPaper.shape, state: paperState, brand: z.string().nullable(), fileName: z.string() })),
    }),
  ),
  mediaIds: z.array(uuid),
});

const chosen = {
  title: z.string().trim().min(1).max(300).nullable().optional(),
  description: z.string().trim().min(1).max(10_000).nullable().optional(),
  channelCategoryId: z.string().min(1).max(100).optional(),
  attributes: z
    .array(z.strictObject({ channelAttributeId: z.string().min(1).max(100), values: z.array(attributeValue).max(20) }))
    .max(100)
    .optional(),
  sizeChartMediaId: uuid.nullable().optional(),
  /** Of those that are named; null: as the type says, or none. */
  papers: z
    .array(z.strictObject({ channelCertificateId: z.string().min(1).max(100), documentId: uuid.nullable() }))
    .max(50)
    .optional(),
  /** Of those that are named; the others stay as they are. */
  variants: z
    .array(
      z.strictObject({
        variantId: uuid,
        /** Null: as the price rules and the stock say. */
        price: z.int().min(1).max(1e12).nullable().optional(),
        quantity: z.int().min(0).max(99_999).nullable().optional(),
      }),
    )
    .max(300)
    .optional(),
};

const counts = z.record(z.string(), z.int());
export const publicationRun = z.strictObject({
  id: uuid,
  createdBy: z.string(),
  createdAt: instant,
  /** How many are still being prepared, and how many of the rest nothing keeps back. */
  preparing: z.int(),
  /** Submitted, and not judged yet. */
  submitting: z.int(),
  /** By state, over all shops and for each. */
  counts,
  shops: z.array(z.strictObject({ shop: shopChip, currency: z.string(), counts })),
  /** `shops`: those with a sister of the same account in the task; `reason` is null where one global product can serve it. */
  global: z.strictObject({ isChosen: z.boolean(), shops: z.array(z.strictObject({ shopId: uuid, reason: globalReason.nullable() })) }),
  /** SKUs that sell nowhere yet and are on their way to markets where listing many to try them out does not work. */
  untested: z.strictObject({ skus: z.int(), markets: z.array(z.string()), isMany: z.boolean() }),
});

const submitted = z.strictObject({ planned: z.int(), keptBack: z.int() });
/** `remaining`: of a large task, still to be judged; its progress is told like any task's. */
const submittedRun = z.strictObject({ ...submitted.shape, remaining: z.int() });
const runId = z.strictObject({ runId: uuid });
const publicationId = z.strictObject({ publicationId: uuid });

export const publicationRoutes = {
  'publication-runs.create': route({
    id: 'publication-runs.create',
    method: 'post',
    path: '/publication-runs',
    scope: 'listings:write',
    summary: 'Choose products and shops: a draft for each pair, judged and ready to be looked through. Nothing is sent',
    idempotent: true,
    status: 201,
    body: z.strictObject({ productIds: z.array(uuid).min(1).max(500), shopIds: z.array(uuid).min(1).max(50) }),
    answer: publicationRun,
  }),
  'publication-runs.get': route({
    id: 'publication-runs.get',
    method: 'get',
    path: '/publication-runs/{runId}',
    scope: 'listings:read',
    summary: 'How far a task is, shop by shop',
    params: runId,
    answer: publicationRun,
  }),
  'publication-runs.update': route({
    id: 'publication-runs.update',
    method: 'patch',
    path: '/publication-runs/{runId}',
    scope: 'listings:write',
    summary: 'Whether products are made once and published into the markets from there, where that fits',
    params: runId,
    body: z.strictObject({ isGlobal: z.boolean() }),
    answer: publicationRun,
  }),
  'publication-runs.fill': route({
    id: 'publication-runs.fill',
    method: 'post',
    path: '/publication-runs/{runId}/fill',
    scope: 'listings:write',
    summary: 'One price, one quantity for all SKUs of a shop in a task that have none yet',
    params: runId,
    body: z.strictObject({
      shopId: uuid,
      price: z.int().min(1).max(1e12).optional(),
      quantity: z.int().min(0).max(99_999).optional(),
    }),
    answer: publicationRun,
  }),
  'publication-runs.submit': route({
    id: 'publication-runs.submit',
    method: 'post',
    path: '/publication-runs/{runId}/submit',
    scope: 'listings:write',
    summary: 'Send all of a task that is neither on its way nor live: at first its drafts, later what failed',
    idempotent: true,
    status: 202,
    params: runId,
    answer: submittedRun,
  }),
  'publication-runs.cancel': route({
    id: 'publication-runs.cancel',
    method: 'post',
    path: '/publication-runs/{runId}/cancel',
    scope: 'listings:write',
    summary: 'Take back what has not been sent; what has been goes its way',
    params: runId,
    answer: publicationRun,
  }),
  'publications.submit': route({
    id: 'publications.submit',
    method: 'post',
    path: '/publication-submissions',
    scope: 'listings:write',
    summary: 'Send drafts, or again what failed, was rejected, or is live and has changed. What a rule keeps back stays and says why',
    idempotent: true,
    status: 202,
    body: z.strictObject({ publicationIds: z.array(uuid).min(1).max(500) }),
    answer: submitted,
  }),
  'publications.list': route({
    id: 'publications.list',
    method: 'get',
    path: '/publications',
    scope: 'listings:read',
    summary: 'Products in shops as they were chosen to be published, newest first, each with everything that keeps it back',
    query: z.strictObject({
      ...paging,
      runId: uuid.optional(),
      shopIds: idList.optional(),
      market: z.string().max(2).optional(),
      state: state.optional(),
    }),
    answer: pageOf(publication),
  }),
  'publications.get': route({
    id: 'publications.get',
    method: 'get',
    path: '/publications/{publicationId}',
    scope: 'listings:read',
    summary: 'One of them, with what its category asks for',
    params: publicationId,
    answer: publicationDetail,
  }),
  'publications.update': route({
    id: 'publications.update',
    method: 'patch',
    path: '/publications/{publicationId}',
    scope: 'listings:write',
    summary: 'Say what this shop shall get: words, category, attributes, prices, quantities. Kept for the next submission; nothing is sent',
    params: publicationId,
    body: z.strictObject(chosen),
    answer: publicationDetail,
  }),
  'shop-categories.list': route({
    id: 'shop-categories.list',
    method: 'get',
    path: '/shops/{shopId}/categories',
    scope: 'listings:read',
    summary: 'Categories of the platform that hold these words, as the shop may use them',
    params: z.strictObject({ shopId: uuid }),
    query: z.strictObject({ q: z.string().trim().max(100).default('') }),
    answer: z.strictObject({ items: z.array(z.strictObject({ channelCategoryId: z.string(), name: z.string() })) }),
  }),
} as const;
