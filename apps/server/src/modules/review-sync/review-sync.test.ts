import { createPublicKey, verify } from 'node:crypto';
import { ChannelFailure, type ChannelReview, type ChannelReviewDisplay } from '@tradewind/channels';
import type { AnswerOf, Routes } from '@tradewind/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createGivenSend } from '../../platform/http-given.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { buildLine, buildOrder, takeIn } from '../orders/testing.ts';
import { applyReviews } from '../reviews/index.ts';
import { translationHandlers } from '../translation/index.ts';
import { startPhraseServer } from '../translation/testing.ts';
import { followReviews, publicReviewKeys, publicReviews, reviewSyncHandlers } from './index.ts';

/** From the wish to the platform's answer, by the real worker under a virtual clock; and the ten things that must never be. */
type Preview = AnswerOf<Routes['review-displays.preview']>;
const SAME = { formulation: true, material: true, plug: true, model: true } as const;
const CONDITIONS: Preview['gate']['conditions'] = ['platform-review-policy', 'law-not-reviewed'];
let reviewNo = 0;

/** Two shops of one merchant, on a platform in memory. */
async function createWorld() {
  const database = await createTestDatabase();
  const { merchantId } = database;
  const bench = createBench(database.database);
  const shown = new Map<string, ChannelReviewDisplay>();
  const fake = { shown, calls: 0, next: null as ChannelFailure | null, isTaken: false };
  const reviewDisplays = {
    scope: 'test.reviews',
    show: async (_shop: unknown, display: ChannelReviewDisplay) => {
      fake.calls += 1;
      const failure = fake.next;
      fake.next = null;
      if (!failure || fake.isTaken) shown.set(display.channelProductId, display);
      if (failure) throw failure;
    },
    shownVersion: async (_shop: unknown, id: string) => shown.get(id)?.version ?? null,
  };
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, reviewDisplays } };
  const us = await buildShop(bench, merchantId, { market: 'US' });
  const jp = await buildShop(bench, merchantId, { market: 'JP' });
  const within: typeof database.database.withMerchant = (...args) => database.database.withMerchant(...args);
  await within(merchantId, (tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: ['test.reviews'] })
      .execute(),
  );
  const send = () => Promise.reject(new Error('unused'));
  const worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));

  return { database, merchantId, bench, fake, us, jp, within, worker };
}
type World = Awaited<ReturnType<typeof createWorld>>;

/** What sellers, buyers and the platform do. */
function actsOf({ merchantId, bench, within }: World) {
  const list = (shop: BuiltShop, channelProductId: string, facts: { gtin?: string; brand?: string; category?: string } = {}) =>
    within(merchantId, async (tx) => {
      const at = new Date(bench.clock.now());
      const id = bench.services.newId();
      await tx
        .insertInto('listing')
        .values({
          ...{
            merchant_id: merchantId,
            id,
            shop_id: shop.shopId,
            channel_product_id: channelProductId,
            title: 'Vacuum flask',
            status: 'live',
          },
          ...{ created_at: at, updated_at: at, category: facts.category ?? null, channel_category: null, brand: facts.brand ?? null },
          ...{ detailed_for: at, product_key: null, is_own_category: false },
        })
        .execute();
      await tx
        .insertInto('listing_variant')
        .values({
          ...{ merchant_id: merchantId, listing_id: id, channel_sku_id: `${channelProductId}-1`, seller_sku: 'FLASK-1', price_minor: 1500 },
          ...{ currency: shop.currency, quantity: 5, gtin: facts.gtin ?? null },
        })
        .execute();
    });
  const sell = async (shop: BuiltShop, channelProductId: string, quantity: number): Promise<string> => {
    const channelLineIds = Array.from({ length: quantity }, (_, index) => `${channelProductId}-${reviewNo}-${index}`);
    const order = buildOrder({ lines: [buildLine({ channelProductId, quantity, channelLineIds })] });
    await takeIn(bench.services, shop, [order]);
    return order.channelOrderId;
  };
  const review = async (shop: BuiltShop, facts: Partial<ChannelReview>): Promise<ChannelReview> => {
    reviewNo += 1;
    const at = bench.clock.now() - 1000;
    const item: ChannelReview = {
      ...{
        channelReviewId: `r${reviewNo}`,
        channelOrderId: 'none',
        channelProductId: 'p-us',
        rating: 5,
        body: 'Keeps warm',
        language: 'en',
      },
      ...{ author: 'user7', isIncentivised: false, isWithdrawn: false, reply: null, writtenAt: at, updatedAt: at },
      ...facts,
    };
    await within(merchantId, async (tx) => {
      await applyReviews(tx, { services: bench.services, shop, items: [item] });
      await followReviews(tx, { merchantId, now: bench.clock.now() });
    });
    return item;
  };
  return { list, sell, review };
}

async function createScene() {
  const world = await createWorld();
  const { merchantId, bench, us, jp, worker, database } = world;
  const handlers = reviewSyncHandlers(bench.services);
  const asked = { requestId: 'r-1', query: {}, params: {}, body: undefined };
  const caller = buildCaller(merchantId);
  const [source, target] = [
    { shopId: us.shopId, channelProductId: 'p-us' },
    { shopId: jp.shopId, channelProductId: 'p-jp' },
  ];
  return {
    ...world,
    ...actsOf(world),
    ...{ source, target },
    close: () => database.close(),
    link: (more: { declaredSame?: typeof SAME } = { declaredSame: SAME }, ends = { source, target }) =>
      handlers['review-links.create']({ ...asked, caller, body: { ...ends, ...more } }),
    unlink: (reviewLinkId: string) => handlers['review-links.remove']({ ...asked, caller, params: { reviewLinkId } }),
    open: (isOpen = true, readConditions = CONDITIONS) =>
      handlers['review-gates.set']({ ...asked, caller, params: { market: 'JP' }, body: { isOpen, readConditions } }),
    preview: async (key = target): Promise<Preview> => told(await handlers['review-displays.preview']({ ...asked, caller, query: key })),
    translate: async (): Promise<Preview> => told(await handlers['review-displays.translate']({ ...asked, caller, body: target })),
    provide: async (address: string) =>
      told(
        await translationHandlers(bench.services)['translation-settings.set']({
          ...{ ...asked, caller },
          body: {
            usesMemory: false,
            providers: [{ kind: 'openai-compatible', name: 'House', address, model: 'phrases', price: null, isOn: true, key: 'x' }],
          },
        }),
      ),
    publish: () => handlers['review-displays.publish']({ ...asked, caller, body: target }),
    withdraw: (reviewDisplayId: string) => handlers['review-displays.withdraw']({ ...asked, caller, params: { reviewDisplayId } }),
    ledger: async () => told(await handlers['review-ledger.list']({ ...asked, caller, query: { limit: 50 } })).items,
    /** Linked, open, published and taken by the platform. */
    published: async (): Promise<Preview> => {
      told(await handlers['review-links.create']({ ...asked, caller, body: { source, target, declaredSame: SAME } }));
      told(
        await handlers['review-gates.set']({
          ...asked,
          caller,
          params: { market: 'JP' },
          body: { isOpen: true, readConditions: CONDITIONS },
        }),
      );
      const display = told(await handlers['review-displays.publish']({ ...asked, caller, body: target }));
      await worker.drain();
      return display;
    },
    onTarget: (): ChannelReviewDisplay | undefined => world.fake.shown.get('p-jp'),
  };
}
type Scene = Awaited<ReturnType<typeof createScene>>;

const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const lost = () => new ChannelFailure('unknown-outcome', 'the connection broke');

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
  await scene.list(scene.us, 'p-us');
  await scene.list(scene.jp, 'p-jp');
});
afterEach(() => scene.close());

describe('showing reviews in another shop', () => {
  test('1: it must not cross to another product', async () => {
    expect(await scene.link({})).toMatchObject({ refused: 'product-not-same' });
    await scene.list(scene.us, 'p-eu-plug', { brand: 'Nuvelle', gtin: '4006381333931' });
    await scene.list(scene.jp, 'p-other', { brand: 'Halden', gtin: '4006381333931' });
    const ends = {
      source: { shopId: scene.us.shopId, channelProductId: 'p-eu-plug' },
      target: { shopId: scene.jp.shopId, channelProductId: 'p-other' },
    };
    expect(await scene.link({ declaredSame: SAME }, ends)).toMatchObject({ refused: 'product-not-same' });
  });

  test('1: a link by number holds no longer than the numbers', async () => {
    await scene.within(scene.merchantId, (tx) => tx.updateTable('listing_variant').set({ gtin: '4006381333931' }).execute());
    await scene.review(scene.us, {});
    expect(await scene.link({})).toMatchObject({ basis: 'gtin', gtin: '04006381333931' });
    expect((await scene.preview()).after.reviewsElsewhere).toBe(1);
    await scene.within(scene.merchantId, (tx) =>
      tx.updateTable('listing_variant').set({ gtin: '4012345678901' }).where('channel_sku_id', '=', 'p-us-1').execute(),
    );
    expect(await scene.preview()).toMatchObject({ after: { reviewsElsewhere: 0 }, refused: [{ reasons: ['product-not-same'] }] });
  });

  test('2: it must not drop the low stars', async () => {
    for (const rating of [5, 1, 3, 2, 4]) await scene.review(scene.us, { rating });
    await scene.published();
    expect(
      scene
        .onTarget()
        ?.reviews.map(({ rating }) => rating)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5]);
  });

  test('2: all or none: where all are too many, none is shown', async () => {
    await scene.review(scene.us, {});
    await scene.published();
    await scene.within(scene.merchantId, async (tx) => {
      const row = await tx.selectFrom('review').selectAll().executeTakeFirstOrThrow();
      const many = Array.from({ length: 5_000 }, (_, index) => ({
        ...row,
        id: scene.bench.services.newId(),
        channel_review_id: `x${index}`,
      }));
      for (let at = 0; at < many.length; at += 1_000)
        await tx
          .insertInto('review')
          .values(many.slice(at, at + 1_000))
          .execute();
    });
    await scene.review(scene.us, {});
    await scene.worker.drain();
    expect(scene.onTarget()?.reviews).toEqual([]);
    expect(await scene.publish()).toMatchObject({ refused: 'conflict' });
  });

  test('3: it must not hide market, language or date', async () => {
    const written = await scene.review(scene.us, { language: 'es' });
    await scene.published();
    expect(scene.onTarget()?.reviews).toMatchObject([{ market: 'US', language: 'es', writtenAt: written.writtenAt }]);
    expect((await scene.preview()).after.reviews).toMatchObject([
      { market: 'US', language: 'es', writtenAt: new Date(written.writtenAt).toISOString() },
    ]);
  });

  test('4: it must not say “verified” unless the order is on record where it was written', async () => {
    const channelOrderId = await scene.sell(scene.us, 'p-us', 1);
    const elsewhere = await scene.sell(scene.jp, 'p-jp', 1);
    await scene.review(scene.us, { channelOrderId, author: 'bought' });
    await scene.review(scene.us, { channelOrderId: elsewhere, author: 'bought elsewhere' });
    await scene.published();
    const verified = Object.fromEntries((scene.onTarget()?.reviews ?? []).map(({ author, isVerified }) => [author, isVerified]));
    expect(verified).toEqual({ bought: true, 'bought elsewhere': false });
  });

  test('5: it must not lose the mark of a reward', async () => {
    await scene.review(scene.us, { isIncentivised: true });
    await scene.published();
    expect(scene.onTarget()?.reviews).toMatchObject([{ isIncentivised: true }]);
  });

  test('6: it must not edit a text', async () => {
    const body = '  <b>“Très bien”</b> 👍🏽\n‮RTL‬ &amp; more  ';
    await scene.review(scene.us, { body, language: 'fr' });
    await scene.published();
    expect(scene.onTarget()?.reviews.map((each) => each.body)).toEqual([body]);
  });

  test('6: a translation stands beside the words, changes neither them nor the stars, and goes with them', async () => {
    const phrases = await startPhraseServer();
    scene.bench.services.sendGiven = createGivenSend({ privateHosts: [phrases.host] });
    const item = await scene.review(scene.us, { rating: 2 });
    await scene.published();
    expect(scene.onTarget()).toMatchObject({ version: 1, reviews: [{ translation: null }] });
    expect((await scene.preview()).after).toMatchObject({ language: 'ja', untranslated: 1 });
    // Without a provider nothing is made up, and nothing is told anew.
    expect((await scene.translate()).after.untranslated).toBe(1);
    await scene.provide(`http://${phrases.host}/v1`);
    const [seen] = (await scene.translate()).after.reviews;
    const whole = {
      rating: 2,
      body: 'Keeps warm',
      language: 'en',
      market: 'US',
      translation: { language: 'ja', body: '[phrase list] Keeps warm' },
    };
    expect(seen).toMatchObject(whole);
    await scene.worker.drain();
    expect(scene.onTarget()).toMatchObject({ version: 2, reviews: [whole] });

    await scene.bench.clock.advance(1_000);
    await scene.review(scene.us, { ...item, body: 'Keeps cold', updatedAt: scene.bench.clock.now() });
    phrases.state.mood = 'broken';
    await scene.worker.drain();
    expect(scene.onTarget()).toMatchObject({ version: 3, reviews: [{ body: 'Keeps cold', rating: 2, translation: null }] });
    await phrases.close();
  });

  test('7: it must not count one review twice', async () => {
    await scene.review(scene.us, { rating: 2 });
    await scene.review(scene.jp, { channelProductId: 'p-jp', rating: 5 });
    await scene.published();
    expect(await scene.link()).toMatchObject({ refused: 'conflict' });
    // And back: what was synced is not synced on.
    await scene.link({ declaredSame: SAME }, { source: scene.target, target: scene.source });
    expect((await scene.preview()).after).toMatchObject({ ratings: 2, rating: 3.5 });
    expect((await scene.preview(scene.source)).after).toMatchObject({ ratings: 2, rating: 3.5 });
  });

  test('8: it must not keep what its author or the source took back', async () => {
    const review = await scene.review(scene.us, {});
    const other = await scene.review(scene.us, { body: 'First thoughts' });
    await scene.published();
    await scene.review(scene.us, { ...review, isWithdrawn: true, updatedAt: review.updatedAt + 1000 });
    await scene.review(scene.us, { ...other, body: 'Second thoughts', rating: 2, updatedAt: other.updatedAt + 1000 });
    await scene.worker.drain();
    expect(scene.onTarget()?.reviews).toMatchObject([{ body: 'Second thoughts', rating: 2 }]);
  });

  test('8: nor what the merchant took back: link, market or all of it', async () => {
    await scene.review(scene.us, {});
    const display = await scene.published();
    const seen = async (): Promise<number | undefined> => {
      await scene.worker.drain();
      return scene.onTarget()?.reviews.length;
    };
    await scene.open(false);
    expect(await seen()).toBe(0);
    await scene.open(true);
    expect(await seen()).toBe(1);
    const { id: linkId } = await scene.within(scene.merchantId, (tx) =>
      tx.selectFrom('review_link').select('id').executeTakeFirstOrThrow(),
    );
    await scene.unlink(linkId);
    expect(await seen()).toBe(0);
    await scene.link();
    expect(await seen()).toBe(1);
    await scene.withdraw(display.id ?? '');
    expect(await seen()).toBe(0);
    expect(await scene.preview()).toMatchObject({ state: 'off', publicPath: null });
  });

  test('9: it must not blend units sold here with those sold elsewhere', async () => {
    await scene.sell(scene.us, 'p-us', 4);
    await scene.sell(scene.jp, 'p-jp', 1);
    await scene.published();
    expect(scene.onTarget()?.soldElsewhere).toEqual([{ market: 'US', units: 4 }]);
    expect((await scene.preview()).after).toMatchObject({ soldHere: 1, soldElsewhere: [{ market: 'US', units: 4 }] });
  });

  test('10: it must not act where market or platform forbid: closed until a person has read each condition', async () => {
    await scene.review(scene.us, {});
    await scene.link();
    expect((await scene.preview()).gate).toMatchObject({ isOpen: false, conditions: ['platform-review-policy', 'law-not-reviewed'] });
    expect(await scene.publish()).toMatchObject({ refused: 'review-gate-closed' });
    expect(await scene.open(true, ['platform-review-policy'])).toMatchObject({ refused: 'review-gate-closed' });
    await scene.open();
    await scene.within(scene.merchantId, (tx) => tx.updateTable('channel_authorization').set({ granted_scopes: [] }).execute());
    expect(await scene.publish()).toMatchObject({ refused: 'review-display-unavailable' });
    expect(scene.fake.calls).toBe(0);
  });
});

describe('told once, and kept', () => {
  beforeEach(async () => {
    await scene.review(scene.us, {});
  });

  test('published: the platform was told once, and the ledger says what is shown since when', async () => {
    expect(await scene.published()).toMatchObject({ state: 'planned', before: { ratings: 0 }, after: { ratings: 1 } });
    expect(await scene.preview()).toMatchObject({ state: 'shown' });
    expect(scene.fake.calls).toBe(1);
    expect((await scene.ledger()).map(({ kind, cause, version, reviews, by }) => [kind, cause, version, reviews, by])).toEqual(
      expect.arrayContaining([
        ['wished', 'published', 1, 1, expect.any(String)],
        ['shown', 'confirmed', 1, 1, 'platform'],
      ]),
    );
  });

  test('nothing changed, nothing is told: an hour passes, and it is published again', async () => {
    await scene.published();
    scene.bench.clock.advance(2 * 3_600_000);
    await scene.worker.drain();
    told(await scene.publish());
    await scene.worker.drain();
    expect(scene.fake.calls).toBe(1);
  });

  test('units sold elsewhere follow within the hour', async () => {
    await scene.published();
    await scene.sell(scene.us, 'p-us', 3);
    scene.bench.clock.advance(3_600_001);
    await scene.worker.drain();
    expect(scene.onTarget()?.soldElsewhere).toEqual([{ market: 'US', units: 3 }]);
  });

  test.each([
    { name: 'after its effect: found at the platform, not told again', isTaken: true, calls: 1 },
    { name: 'before its effect: looked for, and told once more', isTaken: false, calls: 2 },
  ])('the answer is lost $name', async ({ isTaken, calls }) => {
    scene.fake.next = lost();
    scene.fake.isTaken = isTaken;
    await scene.published();
    expect(await scene.preview()).toMatchObject({ state: 'unconfirmed' });
    scene.fake.isTaken = false;
    scene.bench.clock.advance(31_000);
    await scene.worker.drain();
    expect(await scene.preview()).toMatchObject({ state: 'shown' });
    expect(scene.fake.calls).toBe(calls);
  });

  test('refused by the platform: said with its code, and publishing after a change tells it anew', async () => {
    scene.fake.next = new ChannelFailure('rejected', 'no', { channelCode: '99008002' });
    await scene.published();
    expect(await scene.preview()).toMatchObject({ state: 'refused', failureCode: '99008002' });
    expect((await scene.ledger()).find(({ kind }) => kind === 'rejected')).toMatchObject({ cause: '99008002' });
    await scene.review(scene.us, {});
    await scene.worker.drain();
    expect(await scene.preview()).toMatchObject({ state: 'shown' });
  });

  test('two people publish at once: one display, told once', async () => {
    told(await scene.link());
    told(await scene.open());
    await Promise.all([scene.publish(), scene.publish()]);
    await scene.worker.drain();
    expect(scene.fake.calls).toBe(1);
  });

  test('another merchant’s listing is not there to be linked', async () => {
    const foreign = { shopId: '01a20955-51c2-774e-9d88-7ddd599f4c01', channelProductId: 'p-us' };
    expect(await scene.link(undefined, { source: foreign, target: scene.target })).toMatchObject({ refused: 'not-found' });
  });

  test('for the merchant’s own site: signed, without names, and gone when it is withdrawn', async () => {
    const { id, publicPath } = await scene.published();
    const [merchantId = '', publicId = ''] = publicPath?.split('/').slice(3) ?? [];
    const ask = (give: ReturnType<typeof publicReviews>, params: Record<string, string>) =>
      give({
        params,
        query: new URLSearchParams(),
        headers: new Headers(),
        bytes: new Uint8Array(),
        requestId: 'r',
        callerOf: async () => null,
      });
    const answer = await ask(publicReviews(scene.bench.services), { merchantId, publicId });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const { payload, signature, keyId } = (await answer.json()) as Record<string, string>;
    expect(JSON.parse(payload ?? '')).toMatchObject({ ratings: 1, rating: 5, reviews: [{ market: 'US', body: 'Keeps warm' }] });
    expect(payload).not.toContain('user7');
    const { keys } = (await (await ask(publicReviewKeys(scene.bench.services), { merchantId })).json()) as { keys: { kid: string }[] };
    const key = createPublicKey({ key: keys.find(({ kid }) => kid === keyId) ?? {}, format: 'jwk' });
    const signed = (text: string): boolean => verify(null, Buffer.from(text), key, Buffer.from(signature ?? '', 'base64url'));
    expect([signed(payload ?? ''), signed(`${payload} `)]).toEqual([true, false]);
    told(await scene.withdraw(id ?? ''));
    expect((await ask(publicReviews(scene.bench.services), { merchantId, publicId })).status).toBe(404);
    expect((await ask(publicReviews(scene.bench.services), { merchantId: 'x', publicId })).status).toBe(404);
  });

  test('the ledger cannot be changed by the program', async () => {
    await scene.published();
    await expect(scene.within(scene.merchantId, (tx) => tx.updateTable('review_ledger').set({ by: 'x' }).execute())).rejects.toThrow(
      /permission denied/,
    );
    await expect(scene.within(scene.merchantId, (tx) => tx.deleteFrom('review_ledger').execute())).rejects.toThrow(/permission denied/);
  });
});
