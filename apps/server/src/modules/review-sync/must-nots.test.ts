import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScene, SAME, type Scene } from './testing.ts';

/** What showing reviews in another shop must never do, one by one, on a real database and a platform in memory. */
let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
  await scene.list(scene.us, 'p-us');
  await scene.list(scene.jp, 'p-jp');
});
afterEach(() => scene.close());

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
  const { id: linkId } = await scene.within(scene.merchantId, (tx) => tx.selectFrom('review_link').select('id').executeTakeFirstOrThrow());
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
