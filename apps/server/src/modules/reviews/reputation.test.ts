import { randomUUID } from 'node:crypto';
import { ChannelFailure, type ChannelReview } from '@tradewind/channels';
import { reviewsOfExport } from '@tradewind/channels/tiktok-shop/reviews-export';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import type { LaneWorker } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { buildAfterSale, buildLine, buildOrder, takeIn, takeInAfterSales } from '../orders/testing.ts';
import { applyReviews, countNegative, forgetReviews, replyIntents, reviewHandlers } from './index.ts';

/** Reviews as people see and answer them; the real worker under a virtual clock, on a platform in memory that may lose its answers. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let worker: LaneWorker;
let atPlatform: ChannelReview[];
let sent: string[];
let fail: { failure: ChannelFailure; isTaken: boolean } | null;

beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  [atPlatform, sent, fail] = [[], [], null];
  const feedback = {
    scope: 'test.feedback',
    reviewsUpdated: async () => ({ items: structuredClone(atPlatform), nextToken: null, total: null }),
    disputesUpdated: async () => ({ items: [], nextToken: null, total: null }),
    replies: {
      maxLength: 100,
      send: async (_shop: unknown, { channelReviewId, text }: { channelReviewId: string; text: string }) => {
        const failing = fail;
        fail = null;
        const there = atPlatform.find((one) => one.channelReviewId === channelReviewId);
        if (!there || there.reply) throw new ChannelFailure('rejected', 'no', { channelCode: '99004002' });
        if (!failing || failing.isTaken) {
          sent.push(text);
          Object.assign(there, { reply: { body: text, repliedAt: bench.clock.now() }, updatedAt: bench.clock.now() });
        }
        if (failing) throw failing.failure;
        return structuredClone(there);
      },
    },
  };
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, feedback, reviewsOfExport } };
  shop = await buildShop(bench, database.merchantId, { market: 'DE' });
  await consent('test.feedback');
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
});
afterEach(() => database.close());

const inMerchant: typeof database.database.withMerchant = (...args) => database.database.withMerchant(...args);
const consent = (...granted: string[]) =>
  inMerchant(database.merchantId, (tx) => tx.updateTable('channel_authorization').set({ granted_scopes: granted }).execute());
const handlers = () => reviewHandlers(bench.services);
const caller = (facts: Parameters<typeof buildCaller>[1] = {}) => buildCaller(database.merchantId, facts);
const asked = { params: {}, query: {}, body: undefined, requestId: 'r-1' };
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
let numbers = 0;
const said = (facts: Partial<ChannelReview> = {}): ChannelReview => {
  numbers += 1;
  return {
    ...{ channelReviewId: `7215000000${String(numbers).padStart(6, '0')}`, channelOrderId: '5761', channelProductId: '1729', rating: 5 },
    ...{ body: 'Muy bueno', language: 'es', author: 'María López', isIncentivised: false, reply: null, isWithdrawn: false },
    ...{ writtenAt: START_AT - numbers * 60_000, updatedAt: START_AT - numbers * 60_000 },
    ...facts,
  };
};
const take = async (...items: ChannelReview[]) => {
  atPlatform.push(...items);
  await inMerchant(database.merchantId, (tx) => applyReviews(tx, { services: bench.services, shop, items }));
};
type Query = Parameters<ReturnType<typeof handlers>['reviews.list']>[0]['query'];
const list = async (query: Partial<Query> = {}, who = caller()) =>
  told(await handlers()['reviews.list']({ ...asked, caller: who, query: { limit: 50, ...query } }));
const texts = async (query: Partial<Query> = {}) => (await list(query)).items.map(({ text }) => text);
const detail = async (reviewId: string) =>
  told(await handlers()['reviews.get']({ ...asked, caller: caller(), query: {}, params: { reviewId } }));
const firstId = async () => (await list()).items[0]?.id ?? '';
const reply = (reviewId: string, text: string, isConfirmed = false) =>
  handlers()['review-replies.create']({ ...asked, caller: caller(), query: {}, params: { reviewId }, body: { text, isConfirmed } });
const unsettled = () =>
  inMerchant(database.merchantId, (tx) =>
    replyIntents.find(tx, { shopIds: [shop.shopId], before: new Date(bench.clock.now() - 60_000), limit: 10 }),
  );

describe('the list', () => {
  test('has the newest first, page by page, and says no more of a name than tells two apart', async () => {
    await take(...['a', 'b', 'c', 'd', 'e'].map((body) => said({ body })));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor ?? '' });
    const third = await list({ limit: 2, cursor: second.nextCursor ?? '' });
    expect([first, second, third].map(({ items }) => items.map(({ text }) => text))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(third.nextCursor).toBeNull();
    expect(first.items[0]?.author).toBe('M***z');
  });

  test('narrows by rating, theme, language, product, words, answer and withdrawal', async () => {
    await take(
      said({ body: 'Se rompió a los dos días.', rating: 1 }),
      said({ body: 'Nach zwei Tagen kaputt.', language: 'de', rating: 2, channelProductId: '88' }),
      said({ body: '', rating: 4 }),
      said({ body: 'Danke', language: 'de', reply: { body: 'Gern', repliedAt: START_AT } }),
      said({ body: 'Nothing', isWithdrawn: true }),
    );
    expect(await texts()).toEqual(['Se rompió a los dos días.', 'Nach zwei Tagen kaputt.', '', 'Danke']);
    expect(await texts({ rating: 'negative' })).toEqual(['Se rompió a los dos días.', 'Nach zwei Tagen kaputt.']);
    expect(await texts({ rating: '4' })).toEqual(['']);
    expect(await texts({ theme: 'broken' })).toEqual(['Se rompió a los dos días.', 'Nach zwei Tagen kaputt.']);
    expect(await texts({ theme: 'late' })).toEqual([]);
    expect(await texts({ language: 'de' })).toEqual(['Nach zwei Tagen kaputt.', 'Danke']);
    expect(await texts({ channelProductId: '88' })).toEqual(['Nach zwei Tagen kaputt.']);
    expect(await texts({ state: 'with-words' })).toEqual(['Se rompió a los dos días.', 'Nach zwei Tagen kaputt.', 'Danke']);
    expect(await texts({ state: 'unanswered' })).toEqual(['Se rompió a los dos días.', 'Nach zwei Tagen kaputt.']);
    const [withdrawn] = (await list({ state: 'withdrawn' })).items;
    expect(withdrawn).toMatchObject({ text: '', author: '', reply: null, themes: [], isWithdrawn: true });
  });

  test('proves a purchase by an order on record only', async () => {
    const order = buildOrder();
    await takeIn(bench.services, shop, [order]);
    await take(said({ channelOrderId: order.channelOrderId }), said({ channelOrderId: 'elsewhere' }));
    expect((await list()).items.map(({ orderId }) => orderId !== null)).toEqual([true, false]);
  });

  test('shows another merchant, and a colleague of another shop, nothing', async () => {
    await take(said());
    const reviewId = await firstId();
    for (const who of [buildCaller(database.otherMerchantId), caller({ shopIds: [randomUUID()] })]) {
      expect((await list({}, who)).items).toEqual([]);
      const params = { reviewId };
      expect(await handlers()['reviews.get']({ ...asked, caller: who, query: {}, params })).toMatchObject({ refused: 'not-found' });
      const body = { text: 'Hello', isConfirmed: false };
      expect(await handlers()['review-replies.create']({ ...asked, caller: who, query: {}, params, body })).toMatchObject({
        refused: 'not-found',
      });
    }
  });
});

test('the ratings of thirteen weeks by market, the shop’s own days, without what was withdrawn', async () => {
  const at = (days: number) => ({ writtenAt: START_AT - days * DAY_MS, updatedAt: START_AT - days * DAY_MS });
  await take(
    said({ rating: 5, ...at(0) }),
    said({ rating: 1, ...at(6) }),
    said({ rating: 4, ...at(7) }),
    said({ rating: 2, ...at(90) }),
    said({ rating: 1, ...at(91) }),
    said({ rating: 1, isWithdrawn: true, ...at(1) }),
  );
  const [market] = told(await handlers()['review-ratings.get']({ ...asked, caller: caller(), query: {} })).items;
  expect(market).toMatchObject({ market: 'DE', reviews: 4, negative: 2, average: 3 });
  expect(market?.weeks.map(({ reviews }) => reviews)).toEqual([1, ...Array.from({ length: 10 }, () => 0), 1, 2]);
  expect(market?.weeks.at(-1)).toEqual({ reviews: 2, negative: 1, average: 3 });
});

test('reasons by product: what reviews complain of beside why goods come back', async () => {
  const order = buildOrder({ lines: [buildLine({ channelProductId: '1729', productName: 'Linen shirt' })] });
  await takeIn(bench.services, shop, [order]);
  const asking = { channelOrderId: order.channelOrderId, createdAt: START_AT - DAY_MS, updatedAt: START_AT - DAY_MS };
  const standing = { openedBy: 'buyer' as const, channelLineIds: [], respondBy: null, dispute: null, offer: null, sentBack: null };
  await takeInAfterSales(bench.services, shop, [
    buildAfterSale({ ...asking, kind: 'return', channelAfterSaleId: '1', standing: { ...standing, reasonCode: "x_doesn't_fit" } }),
    buildAfterSale({ ...asking, kind: 'refund', channelAfterSaleId: '2', standing: { ...standing, reasonCode: 'x_no_need' } }),
    buildAfterSale({ ...asking, kind: 'cancellation', channelAfterSaleId: '3', standing: { ...standing, reasonCode: 'x_defective' } }),
  ]);
  await take(
    said({ body: 'La talla es pequeña', rating: 2 }),
    said({ body: 'Muy bueno' }),
    said({ body: 'Roto', channelProductId: '88', rating: 1 }),
    said({ body: 'Roto', channelProductId: null, rating: 1 }),
    said({ body: 'Roto', writtenAt: START_AT - 40 * DAY_MS, updatedAt: START_AT - 40 * DAY_MS }),
  );
  const answer = told(await handlers()['review-reasons.list']({ ...asked, caller: caller(), query: { days: 30 } }));
  expect(answer.items).toMatchObject([
    {
      ...{ channelProductId: '1729', title: 'Linen shirt', reviews: 2, average: 3.5, returns: 2 },
      reasons: [
        { reason: 'size', reviews: 1, returns: 1 },
        { reason: 'not-wanted', reviews: 0, returns: 1 },
      ],
    },
    { channelProductId: '88', reviews: 1, returns: 0, reasons: [{ reason: 'broken', reviews: 1, returns: 0 }] },
  ]);
  expect(answer.totals).toEqual([
    { reason: 'broken', reviews: 1, returns: 0 },
    { reason: 'size', reviews: 1, returns: 1 },
    { reason: 'not-wanted', reviews: 0, returns: 1 },
  ]);
});

describe('an answer', () => {
  test('is sent once, and then stands under the review', async () => {
    await take(said());
    const reviewId = await firstId();
    expect(told(await reply(reviewId, '¡Gracias!')).wish).toMatchObject({ state: 'planned', text: '¡Gracias!' });
    expect(await reply(reviewId, 'And again')).toMatchObject({ refused: 'conflict' });
    await worker.drain();
    expect(sent).toEqual(['¡Gracias!']);
    expect(await detail(reviewId)).toMatchObject({
      reply: { text: '¡Gracias!' },
      wish: { state: 'confirmed' },
      replying: { whyNot: 'answered' },
    });
    expect(await reply(reviewId, 'And again')).toMatchObject({ refused: 'conflict' });
    expect(await unsettled()).toEqual([]);
  });

  test.each([true, false])('whose confirmation was lost is looked for before it is sent again (taken: %s)', async (isTaken) => {
    await take(said());
    const reviewId = await firstId();
    fail = { failure: new ChannelFailure('unknown-outcome', 'lost'), isTaken };
    await reply(reviewId, '¡Gracias!');
    await worker.drain();
    expect((await detail(reviewId)).wish).toMatchObject({ state: 'unknown' });
    expect(await unsettled()).toMatchObject([
      { kind: 'review-reply', state: 'unknown', link: { page: '/reputation', search: { open: reviewId } } },
    ]);
    bench.clock.advance(31_000);
    await worker.drain();
    expect(sent).toEqual(['¡Gracias!']);
    expect((await detail(reviewId)).reply).toMatchObject({ text: '¡Gracias!' });
    expect(await unsettled()).toEqual([]);
  });

  test('that was refused waits for a person, who writes another or gives it up', async () => {
    await take(said());
    const reviewId = await firstId();
    fail = { failure: new ChannelFailure('rejected', 'no', { channelCode: '99004001' }), isTaken: false };
    await reply(reviewId, 'One');
    await worker.drain();
    expect(await unsettled()).toMatchObject([{ state: 'rejected', code: '99004001' }]);
    const discard = () => handlers()['review-replies.discard']({ ...asked, caller: caller(), query: {}, params: { reviewId }, body: {} });
    expect(told(await discard()).wish).toMatchObject({ state: 'discarded' });
    expect(await discard()).toMatchObject({ refused: 'conflict' });
    expect(await unsettled()).toEqual([]);
    expect(told(await reply(reviewId, 'Two')).wish).toMatchObject({ state: 'planned', text: 'Two' });
    await worker.drain();
    expect(sent).toEqual(['Two']);
  });

  test('is held to the rule of misconduct, to the channel’s length, and names nobody’s order', async () => {
    const order = buildOrder({ channelOrderId: '576912345678901234' });
    await takeIn(bench.services, shop, [order]);
    await take(said({ channelOrderId: order.channelOrderId }));
    const reviewId = await firstId();
    const codes = async (text: string, isConfirmed = false) => {
      const answer = await reply(reviewId, text, isConfirmed);
      return isRefusal(answer) && 'errors' in answer ? answer.errors?.map(({ path, code }) => `${path} ${code}`) : answer;
    };
    expect(await codes('Write to us on WhatsApp')).toEqual(['/text external-contact']);
    expect(await codes('x'.repeat(101))).toEqual(['/text too-long']);
    expect(await codes(`About order ${order.channelOrderId}`, true)).toEqual(['/text other-buyer']);
    const check = await handlers()['review-reply-checks.create']({
      ...{ ...asked, caller: caller(), query: {}, params: { reviewId }, body: { text: 'Write to us on WhatsApp' } },
    });
    expect(told(check)).toMatchObject({ isAllowed: false, mayConfirm: true, reasons: [{ code: 'external-contact' }] });
    expect(told(await reply(reviewId, 'Write to us on WhatsApp', true)).wish).toMatchObject({ state: 'planned' });
  });

  test('is not offered where it cannot be given, and says why', async () => {
    await take(said({ isWithdrawn: true }), said());
    const withdrawn = (await list({ state: 'withdrawn' })).items[0]?.id ?? '';
    const reviewId = await firstId();
    expect((await detail(withdrawn)).replying.whyNot).toBe('withdrawn');
    await consent();
    expect((await detail(reviewId)).replying.whyNot).toBe('no-consent');
    bench.services.channels = { 'tiktok-shop': bench.platform.channel };
    expect((await detail(reviewId)).replying).toEqual({ whyNot: 'not-offered', maxLength: 0 });
    expect(await reply(reviewId, 'Thanks')).toMatchObject({ refused: 'conflict' });
  });

  test('goes with a buyer whose data is deleted, sent or not', async () => {
    const open = said({ channelOrderId: 'B' });
    const answered = said({ channelOrderId: 'A', reply: { body: 'Dear María', repliedAt: START_AT } });
    await take(open, answered);
    const reviewId = await firstId();
    await reply(reviewId, 'Dear María');
    const orders = ['A', 'B'].map((channelOrderId) => ({ shopId: shop.shopId, channelOrderId }));
    await inMerchant(database.merchantId, (tx) => forgetReviews(tx, { orders, now: START_AT }));
    await worker.drain();
    expect(sent).toEqual([]);
    expect(JSON.stringify(await list())).not.toContain('María');
    expect(await detail(reviewId)).toMatchObject({
      wish: { state: 'rejected', failureCode: 'buyer-erased', text: '' },
      replying: { whyNot: 'erased' },
    });
    await take({ ...answered, updatedAt: START_AT + 1000 });
    expect(JSON.stringify(await list())).not.toContain('María');
  });
});

describe('a file of the seller centre', () => {
  const HEAD =
    'Review ID,Shop ID,Shop name,Order ID,Product ID,Rating,Language,Review,Nickname,Incentivised,Status,Review time,Last change,Reply,Reply time';
  const TIME = '2026-11-20T10:00:00+08:00';
  const row = (id: string, words: string, facts: { shopId?: string; stars?: string; at?: string } = {}) =>
    `${id},${facts.shopId ?? shop.channelShopId},Shop,5761,1729,${facts.stars ?? '1'},en,${words},user9,No,Published,${facts.at ?? TIME},${facts.at ?? TIME},,`;
  const bring = async (rows: string[], isPreview = false) => {
    const bytes = new TextEncoder().encode(`${[HEAD, ...rows].join('\r\n')}\r\n`);
    const body = { mediaType: 'text/csv', bytes, sha256: '' };
    const query = { isPreview: isPreview ? ('true' as const) : ('false' as const) };
    return told(await handlers()['review-imports.create']({ ...asked, caller: caller(), query, body }));
  };
  const negative = () =>
    inMerchant(database.merchantId, async (tx) => {
      const counts = await countNegative(tx, { shopIds: [shop.shopId], from: START_AT - 30 * DAY_MS, until: START_AT });
      return counts.get(shop.shopId) ?? 0;
    });

  test('is looked through first, then taken in whole, and changes nothing the second time', async () => {
    const rows = [row('1', '=Broke on day two'), row('2', '"Nice, ""really"""', { stars: '5' })];
    expect(await bring(rows, true)).toMatchObject({ isApplied: false, rows: 2, added: 2, errors: [] });
    expect(await texts()).toEqual([]);
    expect(await bring(rows)).toMatchObject({ isApplied: true, added: 2, changed: 0, unchanged: 0 });
    expect(await bring(rows)).toMatchObject({ isApplied: true, added: 0, changed: 0, unchanged: 2 });
    expect((await list()).items.map(({ text, source }) => `${source} ${text}`).sort()).toEqual([
      'file =Broke on day two',
      'file Nice, "really"',
    ]);
    expect(await negative()).toBe(1);
  });

  test('with a bad row changes nothing and says which', async () => {
    const rows = [
      row('1', 'Good'),
      row('x', 'Bad'),
      row('3', 'Six', { stars: '6' }),
      row('4', 'Foreign', { shopId: '99' }),
      row('1', 'Twice'),
      '5,6',
    ];
    const { isApplied, errors } = await bring(rows);
    expect(isApplied).toBe(false);
    expect(errors.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '3 Review ID not-readable',
      '4 Rating not-readable',
      '5 null unknown-shop',
      '6 Review ID repeated',
      '7 null wrong-columns',
    ]);
    expect(await texts()).toEqual([]);
    expect((await bring([row('1', 'Soon', { at: '2030-01-01T00:00:00Z' })])).errors).toMatchObject([{ code: 'in-the-future' }]);
  });

  test('never doubles what the platform lists, before or after it', async () => {
    const review = said({ channelReviewId: '1', body: 'From the list', rating: 1 });
    await take(review);
    expect(await bring([row('1', 'From the file', { at: '2026-11-22T09:00:00Z' })])).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    await bring([row('2', 'From the file')]);
    expect(await negative()).toBe(2);
    await take(said({ channelReviewId: '2', body: 'From the list', rating: 5, updatedAt: Date.parse(TIME) - DAY_MS }));
    expect((await list()).items.map(({ text, source }) => `${source} ${text}`)).toEqual([
      'platform From the list',
      'platform From the list',
    ]);
    expect(await negative()).toBe(1);
  });
});
