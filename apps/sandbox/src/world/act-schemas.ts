import { z } from 'zod';
import { MARKETS } from './markets.ts';
import { MESSAGE_KINDS } from './message-kinds.ts';
import { DOCUMENT_TYPES } from './openings/opening-rules.ts';
import { PHRASES } from './phrases.ts';
import { type Market, ORDER_STATUSES } from './types.ts';

/** What comes from outside, by schema: the same guard the control calls and read the journal back. */
export const placeOrdersSchema = z.strictObject({
  shopId: z.string().optional(),
  count: z.int().min(1).max(10_000),
  skuId: z.string().optional(),
  quantity: z.int().min(1).max(100).optional(),
  status: z.enum(ORDER_STATUSES).optional(),
  /** Somebody who has ordered from the shop before. */
  buyerId: z.string().optional(),
  /** To be paid at a till; waits unpaid unless a status is given. */
  isVoucher: z.boolean().optional(),
});
export const listProductsSchema = z.strictObject({ shopId: z.string(), count: z.int().min(1).max(100) });
export const sendMessagesSchema = z
  .strictObject({
    shopId: z.string(),
    count: z.int().min(1).max(10_000),
    language: z.string().min(2).max(10).optional(),
    /** A buyer may write more than a seller. */
    text: z.string().min(1).max(200_000).optional(),
    kind: z.enum(MESSAGE_KINDS).optional(),
    /** Whose buyer writes again. */
    conversationId: z.string().optional(),
  })
  .refine(({ language, text }) => text !== undefined || language === undefined || language in PHRASES, {
    path: ['language'],
    message: `Without a text: one of ${Object.keys(PHRASES).join(', ')}`,
  });
export const buyersSchema = z.strictObject({
  ordersPerMinute: z.number().min(0).max(6000),
  messagesPerMinute: z.number().min(0).max(6000),
});
export const dispatchSchema = z.strictObject({ shopId: z.string(), orderIds: z.array(z.string()).min(1).max(1000) });
export const writeSchema = z.strictObject({ shopId: z.string(), operation: z.string(), data: z.record(z.string(), z.unknown()) });
export const replySchema = z.strictObject({ conversationId: z.string(), type: z.string(), content: z.string() });
export const takeBackSchema = z.strictObject({ messageId: z.string() });
export const readMessagesSchema = z.strictObject({ conversationId: z.string() });
export const writeReviewSchema = z.strictObject({
  orderId: z.string(),
  stars: z.int().min(1).max(5),
  text: z.string().max(10_000),
  language: z.string().min(2).max(10),
});
export const changeReviewSchema = z.strictObject({
  reviewId: z.string(),
  /** Given: its author writes it anew; left out: it is withdrawn. */
  rewritten: z.strictObject({ stars: z.int().min(1).max(5), text: z.string().max(10_000) }).optional(),
});
export const reviewDisplaySchema = z.strictObject({
  productId: z.string(),
  version: z.int().min(1),
  soldElsewhere: z.array(z.strictObject({ market: z.string().length(2), units: z.int().min(0) })).max(30),
  reviews: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(100),
        rating: z.int().min(1).max(5),
        body: z.string().max(10_000),
        language: z.string().max(10),
        author: z.string().max(100),
        market: z.string().length(2),
        writtenAt: z.int().min(0),
        incentivised: z.boolean(),
        verified: z.boolean(),
        translation: z
          .strictObject({ language: z.string().max(10), body: z.string().max(20_000) })
          .nullable()
          .default(null),
      }),
    )
    .max(5_000),
});
export const reviewReplySchema = z.strictObject({ reviewId: z.string(), text: z.string() });
const file = { fileName: z.string(), sha256: z.string() };
export const decideAppealSchema = z.strictObject({ appealId: z.string() });
export const appealSchema = z.strictObject({ violationId: z.string(), text: z.string(), evidence: z.array(z.strictObject(file)) });

/** The keys of a record are known to be those of its type. */
export const marketSchema = z.enum(Object.keys(MARKETS) as [Market, ...Market[]]);
export const openingSchema = z.strictObject({
  sellerId: z.string(),
  sourceShopId: z.string(),
  targetMarket: marketSchema,
  entity: z.strictObject({ name: z.string(), jurisdiction: z.string() }),
  category: z.string(),
  isBrandOwner: z.boolean(),
  documents: z.array(
    z.strictObject({ type: z.enum(DOCUMENT_TYPES), ...file, validUntil: z.number().nullable(), namesOnlineSales: z.boolean() }),
  ),
});
export const programmeSchema = z.strictObject({
  shopId: z.string(),
  form: z.discriminatedUnion('programme', [
    z.strictObject({
      programme: z.literal('EU_LOCAL_HOSTED'),
      entityJurisdiction: z.string(),
      stockCountries: z.array(z.string()),
      shipToCountry: z.string(),
      vatCountries: z.array(z.string()),
      documents: z.array(z.strictObject({ type: z.string(), ...file })),
    }),
    z.strictObject({ programme: z.literal('US_TO_MEXICO'), categories: z.array(z.string()), qualifications: z.array(z.string()) }),
  ]),
});
