/**
 * Reviews, and disputes that the platform was called into. The real platform offers neither to a program: the operator names an address
 * that answers in the platform's own manner.
 */
import { z } from 'zod';
import type { ChannelDispute, ChannelFeedback, ChannelReview, Page, ReviewReply, ShopAccess, UpdatedRange } from '../port.ts';
import { id, instant, list, optionalId, optionalInstant, pageFields, readAnswer, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, searchPage, wireRange } from './platform.ts';

const SCOPE = 'sandbox.shop_health';
const PAGE_SIZE = 100;
const LONGEST_BODY = 10_000;
const LONGEST_REPLY = 500;

const review = z.object({
  id,
  order_id: id,
  product_id: optionalId,
  rating: z.int().min(1).max(5),
  text,
  language: text,
  buyer_nickname: text,
  is_incentivised: z.boolean().nullish(),
  status: z.string(),
  reply: z.object({ text, create_time: instant }).nullish(),
  create_time: instant,
  update_time: instant,
});
const dispute = z.object({
  return_id: id,
  order_id: id,
  responsible: z.enum(['SELLER', 'BUYER', 'CARRIER', 'PLATFORM']).nullish(),
  create_time: instant,
  update_time: instant,
  decided_time: optionalInstant,
  decision_due_time: optionalInstant,
});
const reviewPage = z.object({ items: list(review), ...pageFields });
const disputePage = z.object({ items: list(dispute), ...pageFields });

export function feedbackOf(platform: Platform, extensionUrl: string): ChannelFeedback {
  return {
    scope: SCOPE,
    reviewsUpdated: (shop, range) => listReviews({ platform, extensionUrl }, shop, range),
    disputesUpdated: (shop, range) => listDisputes({ platform, extensionUrl }, shop, range),
    replies: { maxLength: LONGEST_REPLY, send: (shop, reply) => sendReply({ platform, extensionUrl }, shop, reply) },
  };
}

type Source = { platform: Platform; extensionUrl: string };

const searchOf = ({ extensionUrl }: Source, { updatedFrom, updatedTo, pageToken }: UpdatedRange) => ({
  baseUrl: extensionUrl,
  pageSize: PAGE_SIZE,
  pageToken,
  query: Object.fromEntries(Object.entries(wireRange('update_time', updatedFrom, updatedTo)).map(([name, at]) => [name, String(at)])),
});

async function listReviews(source: Source, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelReview>> {
  const search = { operation: OPERATIONS.reviews, schema: reviewPage, ...searchOf(source, range) };
  const page = await searchPage(source.platform, shop, search);
  return { items: page.items.map(reviewOf), nextToken: page.next_page_token, total: page.total_count };
}

const wordsOf = (wire: string, longest: number): string => wire.replaceAll('\u0000', '').slice(0, longest);

function reviewOf(wire: z.infer<typeof review>): ChannelReview {
  return {
    channelReviewId: wire.id,
    channelOrderId: wire.order_id,
    channelProductId: wire.product_id,
    rating: wire.rating,
    body: wordsOf(wire.text, LONGEST_BODY),
    language: wire.language.slice(0, 10),
    author: wordsOf(wire.buyer_nickname, 100),
    isIncentivised: wire.is_incentivised ?? false,
    reply: wire.reply ? { body: wordsOf(wire.reply.text, LONGEST_BODY), repliedAt: wire.reply.create_time } : null,
    isWithdrawn: wire.status === 'WITHDRAWN',
    writtenAt: wire.create_time,
    updatedAt: wire.update_time,
  };
}

async function sendReply({ platform, extensionUrl }: Source, shop: ShopAccess, { channelReviewId, text: body }: ReviewReply) {
  const operation = OPERATIONS.reviewReply;
  const data = await platform.caller.signed({
    ...{ operation, baseUrl: extensionUrl, accessToken: shop.accessToken, shop },
    ...{ pathIds: { review_id: channelReviewId }, body: { text: body } },
  });
  return reviewOf(readAnswer(review, data, operation.name));
}

const RESPONSIBLE = { SELLER: 'seller', BUYER: 'buyer', CARRIER: 'carrier', PLATFORM: 'platform' } as const;

async function listDisputes(source: Source, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelDispute>> {
  const search = { operation: OPERATIONS.disputes, schema: disputePage, ...searchOf(source, range) };
  const page = await searchPage(source.platform, shop, search);
  const items = page.items.map((wire) => ({
    channelAfterSaleId: wire.return_id,
    channelOrderId: wire.order_id,
    openedAt: wire.create_time,
    updatedAt: wire.update_time,
    decidedAt: wire.decided_time,
    decideBy: wire.decision_due_time,
    responsible: wire.responsible ? RESPONSIBLE[wire.responsible] : null,
  }));
  return { items, nextToken: page.next_page_token, total: page.total_count };
}
