import type { ChannelReview, ChannelShop, ShopAccess, UpdatedRange } from '@tradewind/channels';
import { themesOf } from '@tradewind/rules/review-themes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readSheet } from '../../apps/server/src/platform/sheets/read-sheet.ts';
import { accessOf, DAY_MS, ENDS_AT, readAll, type Stage, startStage } from './client.ts';

/** What buyers say and want back, through the connector and as it is in the world. */
let stage: Stage;
let shops: { shop: ChannelShop; access: ShopAccess }[];
beforeAll(async () => {
  stage = await startStage({ troubled: true, shops: 6, days: 30, ordersPerShopDay: 30 });
  const { tokens, shops: found } = await stage.consent();
  shops = found.map((shop) => ({ shop, access: accessOf(tokens, shop) }));
});
afterAll(() => stage.close());

const since =
  (updatedFrom: number) =>
  (pageToken: string | null): UpdatedRange => ({ updatedFrom, updatedTo: stage.now() + 60_000, pageToken });
const everything = since(ENDS_AT - 60 * DAY_MS);
const sorted = <T>(items: T[]): string[] => items.map((item) => JSON.stringify(item)).sort();

const conversationsOf = () => {
  const { conversations } = stage.channel;
  if (!conversations) throw new Error('the channel has no conversations');
  return conversations;
};

const feedbackOf = () => {
  const { feedback } = stage.channel;
  if (!feedback) throw new Error('the channel has no reviews');
  return feedback;
};

const truthMessage = z.object({ id: z.string(), conversationId: z.string(), at: z.number(), from: z.enum(['buyer', 'seller', 'auto']) });

test('who wrote when in every conversation, in the order in which it was said', async () => {
  const conversations = conversationsOf();
  for (const { shop, access } of shops) {
    const truth = z.array(truthMessage).parse(await stage.truth('messages', shop.channelShopId));
    const listed = await readAll((pageToken) => conversations.updated(access, everything(pageToken)));
    expect(sorted(listed.map((item) => item.channelConversationId))).toEqual(
      sorted([...new Set(truth.map((item) => item.conversationId))]),
    );
    for (const { channelConversationId, updatedAt } of listed.slice(0, 40)) {
      const said = truth.filter((item) => item.conversationId === channelConversationId);
      expect(updatedAt).toBe(said.at(-1)?.at);
      const read = await conversations.messages(access, { channelConversationId, from: 0 });
      expect(read.map(({ channelMessageId, from, sentAt }) => ({ channelMessageId, from, sentAt }))).toEqual(
        said.map(({ id, at, from }) => ({ channelMessageId: id, from: from === 'auto' ? 'automatic' : from, sentAt: at })),
      );
      const last = await conversations.messages(access, { channelConversationId, from: updatedAt });
      expect(last.map((item) => item.channelMessageId)).toContain(said.at(-1)?.id);
      expect(last.every((item) => item.sentAt >= updatedAt)).toBe(true);
    }
  }
});

test('the list of conversations ends where the range begins', async () => {
  const from = ENDS_AT - 3 * DAY_MS;
  for (const { access } of shops) {
    const all = await readAll((pageToken) => conversationsOf().updated(access, everything(pageToken)));
    const listed = await readAll((pageToken) => conversationsOf().updated(access, since(from)(pageToken)));
    expect(sorted(listed)).toEqual(sorted(all.filter(({ updatedAt }) => updatedAt >= from)));
    expect(listed.length).toBeLessThan(all.length);
  }
});

const truthReview = z.object({
  id: z.string(),
  orderId: z.string(),
  kind: z.enum(['shop', 'product']),
  productId: z.string(),
  stars: z.number(),
  text: z.string(),
  language: z.string(),
  nickname: z.string(),
  incentivised: z.boolean(),
  reply: z.object({ text: z.string(), at: z.number() }).nullable(),
  at: z.number(),
  updatedAt: z.number(),
  withdrawnAt: z.number().nullable(),
});

test('every review, the withdrawn ones as such', async () => {
  let seen = 0;
  for (const { shop, access } of shops) {
    const truth = z.array(truthReview).parse(await stage.truth('reviews', shop.channelShopId));
    const listed = await readAll((pageToken) => feedbackOf().reviewsUpdated(access, everything(pageToken)));
    seen += listed.length;
    expect(sorted(listed)).toEqual(
      sorted(
        truth.map(({ id, orderId, kind, productId, stars, text, language, nickname, incentivised, reply, at, updatedAt, withdrawnAt }) => ({
          channelReviewId: id,
          channelOrderId: orderId,
          channelProductId: kind === 'shop' ? null : productId,
          rating: stars,
          body: text,
          language,
          author: nickname,
          isIncentivised: incentivised,
          reply: reply && { body: reply.text, repliedAt: reply.at },
          isWithdrawn: withdrawnAt !== null,
          writtenAt: at,
          updatedAt,
        })),
      ),
    );
  }
  expect(seen).toBeGreaterThan(0);
});

test.each([
  ['csv', 'en'],
  ['csv', 'zh-CN'],
  ['xlsx', 'en'],
  ['xlsx', 'zh-CN'],
])('the seller centre’s %s of reviews in %s says what the list says', async (kind, language) => {
  for (const { access } of shops) {
    const address = `${stage.sandbox.url}/seller-centre/export/reviews.${kind}?shopId=${access.channelShopId}&language=${language}`;
    const file = await readSheet(new Uint8Array(await (await fetch(address)).arrayBuffer()));
    if ('error' in file) throw new Error(file.error.message);
    const sheet = stage.channel.reviewsOfExport?.(file.rows);
    expect(sheet?.errors).toEqual([]);
    const listed = await readAll((pageToken) => feedbackOf().reviewsUpdated(access, everything(pageToken)));
    // A withdrawn review says nothing in the file.
    const silent = (item: ChannelReview) => (item.isWithdrawn ? { ...item, body: '', author: '', reply: null } : item);
    expect(sorted(sheet?.reviews.map(({ review }) => review) ?? [])).toEqual(sorted(listed.map(silent)));
  }
});

test('what buyers complain of is read from their words, in every language in which the world writes', async () => {
  const told = new Set<string>();
  for (const { access } of shops) {
    const listed = await readAll((pageToken) => feedbackOf().reviewsUpdated(access, everything(pageToken)));
    for (const { body, language, rating } of listed.filter((item) => item.body !== '')) {
      const themes = themesOf({ text: body, language });
      expect([body, themes.length > 0]).toEqual([body, rating <= 2]);
      if (themes.length > 0) told.add(language);
    }
  }
  expect(told.size).toBeGreaterThan(1);
});

test('a review is answered once, and the answer stands in the list', async () => {
  const [{ shop, access }] = shops as [(typeof shops)[number]];
  const list = () => readAll((pageToken) => feedbackOf().reviewsUpdated(access, everything(pageToken)));
  const standing = (await list()).find(({ isWithdrawn }) => !isWithdrawn);
  const wish = { channelReviewId: standing?.channelReviewId ?? '', text: 'We are sorry: a new one is on its way. 谢谢' };
  const { replies } = feedbackOf();
  const answered = await replies?.send(access, wish);
  expect(answered).toMatchObject({ channelReviewId: wish.channelReviewId, reply: { body: wish.text } });
  expect((await list()).find(({ channelReviewId }) => channelReviewId === wish.channelReviewId)).toEqual(answered);
  await expect(replies?.send(access, { ...wish, text: 'Again' })).rejects.toMatchObject({
    kind: 'rejected',
    channelCode: '99004002',
  });
  await expect(replies?.send(access, { ...wish, channelReviewId: '1' })).rejects.toMatchObject({ kind: 'rejected' });
  const truth = z.array(truthReview).parse(await stage.truth('reviews', shop.channelShopId));
  expect(truth.find(({ id }) => id === wish.channelReviewId)?.reply?.text).toBe(wish.text);
});

const truthReturn = z.object({
  id: z.string(),
  orderId: z.string(),
  cause: z.string(),
  resolvedAt: z.number().nullable(),
  dispute: z
    .object({ openedAt: z.number(), dueAt: z.number(), decidedAt: z.number().nullable(), responsible: z.string().nullable() })
    .nullable(),
});

test('every return with its cause and its end, and every dispute with who is responsible', async () => {
  let disputes = 0;
  for (const { shop, access } of shops) {
    const truth = z.array(truthReturn).parse(await stage.truth('returns', shop.channelShopId));
    const cases = await readAll((pageToken) => stage.channel.returnsUpdated(access, everything(pageToken)));
    expect(sorted(cases.map((item) => [item.channelAfterSaleId, item.cause, item.resolvedAt]))).toEqual(
      sorted(truth.map(({ id, cause, resolvedAt }) => [id, cause, resolvedAt])),
    );
    const listed = await readAll((pageToken) => feedbackOf().disputesUpdated(access, everything(pageToken)));
    disputes += listed.length;
    expect(
      sorted(
        listed.map((item) => [
          item.channelAfterSaleId,
          item.channelOrderId,
          item.openedAt,
          item.decideBy,
          item.decidedAt,
          item.responsible,
        ]),
      ),
    ).toEqual(
      sorted(
        truth.flatMap(({ id, orderId, dispute }) =>
          dispute ? [[id, orderId, dispute.openedAt, dispute.dueAt, dispute.decidedAt, dispute.responsible?.toLowerCase() ?? null]] : [],
        ),
      ),
    );
  }
  expect(disputes).toBeGreaterThan(0);
});
