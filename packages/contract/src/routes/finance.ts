import { z } from 'zod';
import { route } from '../route.ts';
import {
  category,
  currency,
  day,
  idList,
  instant,
  isPreview,
  market,
  money,
  pageOf,
  paging,
  rowError,
  share,
  tableFile,
  uuid,
} from '../shapes.ts';
import { shopChip } from './orders.ts';

const minor = z.int().min(0).max(1_000_000_000_000);
const fee = z.strictObject({ amount: minor, currency });
const paymentChannel = z.enum(['stripe', 'paypal', 'platform-pay']);
const routeName = z.string().regex(/^[A-Z]{2}-[A-Z0-9]{2,5}>[A-Z]{2}-[A-Z0-9]{2,5}$/, 'a route such as CN-SZX>TH-BKK');

export const rateCard = z.strictObject({
  commissions: z.array(z.strictObject({ category, share })).max(200),
  payments: z.array(z.strictObject({ channel: paymentChannel, share, /** Per transaction. */ fixed: fee.nullable() })).max(10),
  routes: z.array(z.strictObject({ route: routeName, currency, firstKg: minor, furtherKg: minor })).max(200),
});

export const datedCard = z.strictObject({
  /** From this day of the shop on, until the next card's. */
  validFrom: day,
  isInForce: z.boolean(),
  card: rateCard,
  savedBy: z.string(),
  savedAt: instant,
});

export const shopRateCards = z.strictObject({ shop: shopChip, currency, /** Newest first. */ cards: z.array(datedCard) });

const cardVersion = z.strictObject({
  /** Counted within the shop. */
  version: z.int(),
  validFrom: day,
  /** Null: the card was removed. */
  card: rateCard.nullable(),
  savedBy: z.string(),
  savedAt: instant,
});

const parcelSide = z.int().min(0).max(100_000);
const parcel = z.strictObject({
  weightG: z.int().min(0).max(10_000_000),
  lengthMm: parcelSide,
  widthMm: parcelSide,
  heightMm: parcelSide,
});
const basis = z.enum(['source', 'rate-card']);

export const feeCalculation = z.strictObject({
  shop: shopChip,
  /** The day whose card was used, and since when that card holds; null: the shop has none for it. */
  on: day,
  cardFrom: day.nullable(),
  /** What was sold; null where somebody typed in a price. */
  title: z.string().nullable(),
  goods: z.array(z.strictObject({ category: category.nullable(), amount: z.int() })),
  price: money,
  fulfilment: z.enum(['platform', 'seller']),
  lines: z.array(
    z.strictObject({
      code: z.enum(['commission', 'payment-rate', 'payment-fixed', 'shipping']),
      category: category.nullable(),
      share: z.number().nullable(),
      amount: z.int(),
      currency,
      basis,
    }),
  ),
  /** Each currency by itself: they are never mixed. */
  totals: z.array(money),
  estimates: z.array(z.strictObject({ code: z.literal('unsellable-stock'), amount: z.int(), currency })),
  /** What no rate was found for: a row of the card would answer it. */
  unknown: z.array(
    z.union([
      z.strictObject({ code: z.literal('commission'), category: category.nullable() }),
      z.strictObject({ code: z.literal('shipping'), route: z.string().nullable() }),
    ]),
  ),
});

export const taxId = z.strictObject({
  shop: shopChip,
  /** The shop's present month, such as 2026-11. */
  month: z.string(),
  sales: money,
  /** In dollars, which the limit is in; null without a rate. */
  salesUsd: money.nullable(),
  promptedOn: day.nullable(),
  filedOn: day.nullable(),
  required: z.boolean(),
  prompt: z.boolean(),
  frozen: z.boolean(),
  /** When money will be, or was first, held for want of a number; null while nothing threatens. */
  freezesAt: instant.nullable(),
  frozenUntil: instant.nullable(),
  withdrawalBlocked: z.boolean(),
  notedBy: z.string().nullable(),
  notedAt: instant.nullable(),
});

const shopParams = z.strictObject({ shopId: uuid });
const cardParams = z.strictObject({ shopId: uuid, validFrom: day });
const shopFilters = { shopIds: idList.optional(), market: market.optional() };

export const financeRoutes = {
  'rate-cards.list': route({
    id: 'rate-cards.list',
    method: 'get',
    path: '/rate-cards',
    scope: 'finance:read',
    summary: 'The rate cards of each shop, and what the sources state where a card is silent',
    query: z.strictObject(shopFilters),
    answer: z.strictObject({ stated: rateCard, items: z.array(shopRateCards) }),
  }),
  'rate-cards.export': route({
    id: 'rate-cards.export',
    method: 'get',
    path: '/rate-cards/file',
    scope: 'finance:read',
    summary: 'The rate cards as CSV, one row a rate; the file can be imported again',
    query: z.strictObject(shopFilters),
    file: ['text/csv'],
  }),
  'rate-cards.history': route({
    id: 'rate-cards.history',
    method: 'get',
    path: '/rate-cards/{shopId}/history',
    scope: 'finance:read',
    summary: 'Every version of a shop’s cards, newest first: who changed what, and when',
    params: shopParams,
    query: z.strictObject(paging),
    answer: pageOf(cardVersion),
  }),
  'rate-cards.set': route({
    id: 'rate-cards.set',
    method: 'put',
    path: '/rate-cards/{shopId}/{validFrom}',
    scope: 'finance:write',
    summary: 'Write the card that holds from a day on; the version before is kept',
    params: cardParams,
    body: rateCard,
    answer: datedCard,
  }),
  'rate-cards.remove': route({
    id: 'rate-cards.remove',
    method: 'delete',
    path: '/rate-cards/{shopId}/{validFrom}',
    scope: 'finance:write',
    summary: 'Take a card back; the one before it holds on',
    params: cardParams,
    status: 204,
  }),
  'rate-card-imports.create': route({
    id: 'rate-card-imports.create',
    method: 'post',
    path: '/rate-card-imports',
    scope: 'finance:write',
    summary: 'Rate cards from a CSV or XLSX file: a preview, or all of it. A file with a bad row changes nothing, nor does the same again',
    upload: tableFile,
    query: z.strictObject({ isPreview }),
    answer: z.strictObject({
      isApplied: z.boolean(),
      rows: z.int(),
      cards: z.array(z.strictObject({ shop: shopChip, validFrom: day, change: z.enum(['added', 'changed', 'unchanged']), rates: z.int() })),
      errors: z.array(rowError),
    }),
  }),
  'fee-calculations.create': route({
    id: 'fee-calculations.create',
    method: 'post',
    path: '/fee-calculations',
    scope: 'finance:read',
    summary: 'What a sale costs at a shop’s rates: of an order, of a listing, or of a price and category. Keeps nothing',
    body: z.strictObject({
      orderId: uuid.optional(),
      listingId: uuid.optional(),
      shopId: uuid.optional(),
      category: category.optional(),
      price: z.strictObject({ amount: minor.min(1), currency }).optional(),
      paymentChannel,
      fulfilment: z.enum(['platform', 'seller']).optional(),
      parcel: parcel.optional(),
      route: z.string().trim().min(1).max(60).optional(),
      goodsCost: fee.optional(),
      /** A day of the shop; the present one unless stated. */
      on: day.optional(),
    }),
    answer: feeCalculation,
  }),
  'tax-ids.list': route({
    id: 'tax-ids.list',
    method: 'get',
    path: '/tax-ids',
    scope: 'finance:read',
    summary: 'Shops whose market asks for a tax number: the month’s sales, the prompt, the freeze and its end',
    query: z.strictObject(shopFilters),
    answer: z.strictObject({ limit: money, items: z.array(taxId) }),
  }),
  'tax-ids.set': route({
    id: 'tax-ids.set',
    method: 'put',
    path: '/tax-ids/{shopId}',
    scope: 'finance:write',
    summary: 'Note when the platform asked for a shop’s tax number and when it was filed',
    params: shopParams,
    body: z.strictObject({ promptedOn: day.nullable(), filedOn: day.nullable() }),
    answer: taxId,
  }),
  'deposits.list': route({
    id: 'deposits.list',
    method: 'get',
    path: '/deposits',
    scope: 'finance:read',
    summary: 'The deposit that opening a shop costs, by target market',
    query: z.strictObject({ jurisdiction: market.default('CN'), category: category.default('home-daily') }),
    answer: z.strictObject({
      items: z.array(z.strictObject({ market, /** Null: no source states one. */ deposit: money.nullable(), frozenInSteps: z.boolean() })),
      citations: z.array(z.strictObject({ source: z.string(), section: z.string() })),
    }),
  }),
} as const;
