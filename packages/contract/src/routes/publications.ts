import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, money, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const state = z.enum(['draft', 'incomplete', 'sending', 'under-review', 'live', 'rejected', 'locked', 'off']);

/** What keeps a product from a shop, or speaks against it. */
const problem = z.strictObject({
  code: z.string(),
  /** What blocks keeps it from being sent, whoever asks. */
  weight: z.enum(['blocks', 'warns']),
  /** The field, SKU, attribute or paper that it is about. */
  subjects: z.array(z.string()),
  /** The platform's own words, where it is the platform that says so. */
  message: z.string().nullable(),
});

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
      quantity: z.int(),
    }),
  ),
  problems: z.array(problem),
  channelProductId: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

const attributeValue = z.strictObject({ channelValueId: z.string().max(100).nullable(), name: z.string().trim().max(500) });
export const publicationDetail = z.strictObject({
  ...publication.shape,
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
  /** Of those that are named; the others stay as they are. */
  variants: z
    .array(
      z.strictObject({
        variantId: uuid,
        price: z.int().min(0).max(1e12).nullable().optional(),
        quantity: z.int().min(0).max(99_999).optional(),
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
  /** By state, over all shops and for each. */
  counts,
  shops: z.array(z.strictObject({ shop: shopChip, counts })),
  /** SKUs that sell nowhere yet and are on their way to markets where listing many to try them out does not work. */
  untested: z.strictObject({ skus: z.int(), markets: z.array(z.string()), isMany: z.boolean() }),
});

const submitted = z.strictObject({ planned: z.int(), keptBack: z.int() });
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
    answer: submitted,
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
