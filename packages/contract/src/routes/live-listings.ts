import { z } from 'zod';
import { route } from '../route.ts';
import { currency, idList, instant, market, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';
import { problem, publicationRun, state } from './publications.ts';

/** Prices as minor units of the shop's currency, pictures as how many; null: there is none on that side. */
const difference = z.strictObject({
  field: z.enum(['title', 'description', 'category', 'attribute', 'images', 'variant', 'price']),
  /** Of an attribute its id, of a variant and a price the SKU. */
  subject: z.string().nullable(),
  /** Of an attribute. */
  name: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
});

const place = { id: uuid, product: z.strictObject({ id: uuid, code: z.string(), title: z.string() }), shop: shopChip, currency };

export const publicationDrift = z.strictObject({
  ...place,
  state,
  /** Sent back with the choice: whoever chose has seen these differences and no others. */
  foundAt: instant,
  differences: z.array(z.strictObject({ ...difference.shape, since: instant })),
});

/** `ours`: as it would be sent; `theirs`: as it was sent last. */
export const publicationChange = z.strictObject({
  ...place,
  differences: z.array(difference),
  problems: z.array(problem),
  isKeptBack: z.boolean(),
});

const where = { shopIds: idList.optional(), market: market.optional() };
const listingIds = z.array(uuid).min(1).max(200);

export const liveListingRoutes = {
  'publication-drifts.list': route({
    id: 'publication-drifts.list',
    method: 'get',
    path: '/publication-drifts',
    scope: 'listings:read',
    summary: 'Listings that somebody changed at the platform since they were last sent, with both sides of each difference',
    query: z.strictObject({ ...paging, ...where, publicationId: uuid.optional() }),
    answer: z.strictObject({ count: z.int(), ...pageOf(publicationDrift).shape }),
  }),
  'publication-drifts.resolve': route({
    id: 'publication-drifts.resolve',
    method: 'post',
    path: '/publications/{publicationId}/drift-resolution',
    scope: 'listings:write',
    summary: 'Choose whose each difference shall be: ours is sent again, theirs becomes what we want in this shop',
    idempotent: true,
    params: z.strictObject({ publicationId: uuid }),
    body: z.strictObject({
      foundAt: instant,
      choices: z
        .array(
          z.strictObject({
            field: difference.shape.field,
            subject: z.string().max(200).nullable(),
            keep: z.enum(['ours', 'theirs']),
          }),
        )
        .min(1)
        .max(500),
    }),
    answer: z.strictObject({ planned: z.int(), keptBack: z.int() }),
  }),
  'publication-changes.list': route({
    id: 'publication-changes.list',
    method: 'get',
    path: '/publication-changes',
    scope: 'listings:read',
    summary:
      'Live listings whose product, words or applied prices have moved on since they were sent, with what sending would change. A page may be shorter than its limit, or empty: its cursor says where it goes on',
    query: z.strictObject({ ...paging, ...where, productIds: idList.optional() }),
    answer: pageOf(publicationChange),
  }),
  'publication-changes.send': route({
    id: 'publication-changes.send',
    method: 'post',
    path: '/publication-changes',
    scope: 'listings:write',
    summary:
      'Send these changes to their shops as one task. Prices alone are not examined by the platform; what a rule keeps back stays as it is',
    idempotent: true,
    status: 202,
    body: z.strictObject({ publicationIds: z.array(uuid).min(1).max(500) }),
    answer: z.strictObject({ runId: uuid.nullable(), planned: z.int(), keptBack: z.int(), unchanged: z.int() }),
  }),
  'listing-switches.create': route({
    id: 'listing-switches.create',
    method: 'post',
    path: '/listing-switches',
    scope: 'listings:write',
    summary: 'Put listings on or take them off. To put one on is to offer it: the compliance gate is asked',
    idempotent: true,
    status: 202,
    body: z.strictObject({ listingIds, isOn: z.boolean() }),
    answer: z.strictObject({ planned: z.int(), keptBack: z.int() }),
  }),
  'listing-copies.create': route({
    id: 'listing-copies.create',
    method: 'post',
    path: '/listing-copies',
    scope: 'listings:write',
    summary: 'Drafts for other shops of what these listings sell. What is no product yet is taken in first; nothing is sent',
    idempotent: true,
    status: 201,
    body: z.strictObject({ listingIds, shopIds: z.array(uuid).min(1).max(50) }),
    answer: publicationRun,
  }),
} as const;
