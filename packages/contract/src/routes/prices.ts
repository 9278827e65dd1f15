/** What is read here shows what goods cost, directly or by reckoning back, so it is for those who may see costs. */
import { z } from 'zod';
import { route } from '../route.ts';
import { category, currency, day, idList, instant, market, money, pageOf, paging, share, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const positive = z.strictObject({ amount: z.int().min(1).max(1_000_000_000_000), currency });
/** Up to ten times what it begins with; as exact as a share. */
const markup = z
  .number()
  .min(0)
  .max(10)
  .refine((value) => value === Number(value.toFixed(6)), 'a number from 0 to 10 with at most six decimals');
const paymentChannel = z.enum(['stripe', 'paypal', 'platform-pay']);

const priceScope = z.strictObject({
  category: category.nullable().default(null),
  productId: uuid.nullable().default(null),
  market: market.nullable().default(null),
  shopId: uuid.nullable().default(null),
});
const priceRule = z.strictObject({
  /** What it begins with; null: the variant's cost of the day. */
  basePrice: positive.nullable(),
  wanted: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('margin'), /** Of the price without tax. */ share }),
    z.strictObject({ kind: z.literal('markup'), /** Of what it begins with. */ share: markup }),
  ]),
  paymentChannel,
  creatorShare: share,
  /** What the buyer's price contains, by market; 0 where tax comes on top. A market that is not named has no price. */
  taxes: z.array(z.strictObject({ market, share })).max(50),
  /** What the merchant pays to send a unit, by market; nothing where none is named. */
  shipping: z.array(z.strictObject({ market, cost: positive })).max(50),
  ending: z.enum(['local', 'exact']),
  /** Whose caps hold. */
  programme: z.enum(['us-to-mexico']).nullable(),
  /** The least that must stay over the cost: of the price without tax. */
  floorShare: share,
  floorPrice: positive.nullable(),
});
const draft = z.strictObject({ scope: priceScope, validFrom: day, rule: priceRule });
export const datedPriceRule = z.strictObject({
  id: uuid,
  scope: z.strictObject({
    category: category.nullable(),
    productId: uuid.nullable(),
    /** The product's name, for the eye. */
    productTitle: z.string().nullable(),
    market: market.nullable(),
    shopId: uuid.nullable(),
  }),
  validFrom: day,
  rule: priceRule,
  savedBy: z.string(),
  savedAt: instant,
});

const priceLine = z.strictObject({
  code: z.enum([
    ...['cost', 'base-price', 'margin', 'markup', 'shipping', 'commission', 'payment-rate', 'payment-fixed', 'creator', 'tax'],
    ...['ending', 'cap'],
  ] as const),
  amount: z.int(),
  /** Runs; the last one is the price. */
  total: z.int(),
  share: z.number().nullable(),
  /** As it was given, where that was in another currency, with the rate and its day. */
  native: money.nullable(),
  rate: z.strictObject({ rate: z.string(), on: day }).nullable(),
  basis: z.enum(['source', 'rate-card']).nullable(),
});
const priceRefusal = z.enum([
  ...['no-rule', 'no-cost', 'no-tax', 'no-rate', 'no-commission', 'no-floor'],
  ...['margin-out-of-reach', 'cap-below-floor', 'under-floor', 'out-of-range'],
] as const);
/** In the shop's currency, in minor units. */
const priceAnswer = z.union([
  z.strictObject({
    price: money,
    /** Of the price, after everything and over the cost; null: no cost is known. */
    kept: z.int().nullable(),
    floor: z.int(),
    cap: z.int().nullable(),
    isCapped: z.boolean(),
    lines: z.array(priceLine),
  }),
  z.strictObject({ refused: priceRefusal, floor: z.int().nullable(), cap: z.int().nullable() }),
]);

export const pricedVariant = z.strictObject({
  variant: z.strictObject({
    id: uuid,
    productId: uuid,
    sku: z.string(),
    title: z.string(),
    optionValues: z.array(z.string()),
    category: category.nullable(),
    cost: money.nullable(),
  }),
  /** One for each shop asked about, in their order. */
  prices: z.array(
    z.strictObject({
      shopId: uuid,
      /** The rule that holds; null: none, or the draft that was asked about. */
      ruleId: uuid.nullable(),
      isDraft: z.boolean(),
      /** What was applied last and not taken back; null: nothing yet. */
      before: money.nullable(),
      answer: priceAnswer,
    }),
  ),
});

export const priceApplication = z.strictObject({
  id: uuid,
  prices: z.int(),
  variants: z.int(),
  shops: z.int(),
  appliedBy: z.string(),
  appliedAt: instant,
  undoneBy: z.string().nullable(),
  undoneAt: instant.nullable(),
});

const ruleParams = z.strictObject({ priceRuleId: uuid });

export const priceRoutes = {
  'price-rules.list': route({
    id: 'price-rules.list',
    method: 'get',
    path: '/price-rules',
    scope: 'costs:read',
    summary: 'The price rules, of all days: the most specific one in force holds, goods before places',
    answer: z.strictObject({ items: z.array(datedPriceRule) }),
  }),
  'price-rules.create': route({
    id: 'price-rules.create',
    method: 'post',
    path: '/price-rules',
    scope: 'finance:write',
    summary: 'Write a price rule for all goods, a category or a product; everywhere, in a market or in a shop; from a day on',
    body: draft,
    status: 201,
    answer: datedPriceRule,
    idempotent: true,
  }),
  'price-rules.set': route({
    id: 'price-rules.set',
    method: 'put',
    path: '/price-rules/{priceRuleId}',
    scope: 'finance:write',
    summary: 'Change a price rule. Prices that were applied stay as they are until somebody applies again',
    params: ruleParams,
    body: draft,
    answer: datedPriceRule,
  }),
  'price-rules.remove': route({
    id: 'price-rules.remove',
    method: 'delete',
    path: '/price-rules/{priceRuleId}',
    scope: 'finance:write',
    summary: 'Delete a price rule; the next less specific one holds',
    params: ruleParams,
    status: 204,
  }),
  'price-previews.create': route({
    id: 'price-previews.create',
    method: 'post',
    path: '/price-previews',
    scope: 'costs:read',
    summary: 'What each variant would cost in each shop, line by line, by the rules or by a draft of one. Changes nothing',
    body: z.strictObject({
      /** As if it were saved; with `replaces` in the place of that rule. */
      draft: draft
        .extend({ replaces: uuid.nullable().default(null) })
        .nullable()
        .default(null),
      /** A day of each shop; the present one unless stated. */
      on: day.optional(),
      shopIds: z.array(uuid).max(200).optional(),
      market: market.optional(),
      /** In a SKU or a product's title. */
      q: z.string().trim().max(100).optional(),
      limit: z.int().min(1).max(100).default(50),
      cursor: z.string().max(500).optional(),
    }),
    answer: z.strictObject({
      shops: z.array(shopChip.extend({ currency })),
      items: z.array(pricedVariant),
      nextCursor: z.string().nullable(),
    }),
  }),
  'price-applications.create': route({
    id: 'price-applications.create',
    method: 'post',
    path: '/price-applications',
    scope: 'finance:write',
    summary:
      'Take prices over as they were seen. Each is reckoned again: one that has changed since is left out and named, the rest goes on',
    body: z.strictObject({
      on: day.optional(),
      prices: z
        .array(z.strictObject({ variantId: uuid, shopId: uuid, price: money }))
        .min(1)
        .max(2_000),
    }),
    status: 201,
    answer: z.strictObject({
      /** Null: nothing was taken over. */
      application: priceApplication.nullable(),
      left: z.array(
        z.strictObject({
          variantId: uuid,
          shopId: uuid,
          reason: z.enum(['unknown', 'changed', 'refused']),
          /** What it would be now. */
          price: money.nullable(),
        }),
      ),
    }),
    idempotent: true,
  }),
  'price-applications.list': route({
    id: 'price-applications.list',
    method: 'get',
    path: '/price-applications',
    scope: 'costs:read',
    summary: 'When prices were applied, by whom, how many, and what was undone; newest first',
    query: z.strictObject(paging),
    answer: pageOf(priceApplication),
  }),
  'price-applications.undo': route({
    id: 'price-applications.undo',
    method: 'post',
    path: '/price-applications/{priceApplicationId}/undo',
    scope: 'finance:write',
    summary: 'Take an application back: what was applied before it holds again, unless something was applied since',
    params: z.strictObject({ priceApplicationId: uuid }),
    answer: priceApplication,
  }),
  'prices.history': route({
    id: 'prices.history',
    method: 'get',
    path: '/variants/{variantId}/prices',
    scope: 'costs:read',
    summary: 'The prices that were applied to a variant, newest first, each with its explanation',
    params: z.strictObject({ variantId: uuid }),
    query: z.strictObject({ ...paging, shopIds: idList.optional() }),
    answer: pageOf(
      z.strictObject({
        applicationId: uuid,
        shop: shopChip,
        price: money,
        lines: z.array(priceLine),
        appliedBy: z.string(),
        appliedAt: instant,
        undoneAt: instant.nullable(),
      }),
    ),
  }),
} as const;
