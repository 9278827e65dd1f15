import { randomUUID } from 'node:crypto';
import type { ChannelReview } from '@tradewind/channels';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildShop, createBench } from '../accounts/testing.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { applyReviews, forgetReviews } from './index.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
});
afterEach(() => database.close());

const within: typeof database.database.withMerchant = (...args) => database.database.withMerchant(...args);
const AT = Date.UTC(2026, 9, 1);
const said = (facts: Partial<ChannelReview> = {}): ChannelReview => ({
  channelReviewId: randomUUID(),
  channelOrderId: '5761',
  channelProductId: '1729',
  rating: 5,
  body: 'Muy bueno',
  language: 'es',
  author: 'user1234',
  isIncentivised: false,
  reply: null,
  isWithdrawn: false,
  writtenAt: AT,
  updatedAt: AT,
  ...facts,
});
const take = (...items: ChannelReview[]) =>
  within(database.merchantId, (tx) => applyReviews(tx, { services: bench.services, shop, items }));
const kept = () =>
  within(database.merchantId, (tx) =>
    tx.selectFrom('review').select(['body', 'author', 'language', 'is_incentivised', 'is_withdrawn', 'is_erased']).execute(),
  );

test('what a review says is kept as it was written, and follows its author’s changes', async () => {
  const review = said({ body: '<b>¡Bueno!</b> 👍', isIncentivised: true });
  await take(review);
  expect(await kept()).toMatchObject([{ body: '<b>¡Bueno!</b> 👍', author: 'user1234', language: 'es', is_incentivised: true }]);
  await take({ ...review, body: 'Roto al segundo día', rating: 1, updatedAt: AT + 1000 });
  expect(await kept()).toMatchObject([{ body: 'Roto al segundo día' }]);
  await take({ ...review, updatedAt: AT });
  expect(await kept()).toMatchObject([{ body: 'Roto al segundo día' }]);
});

test('a withdrawn review says nothing more', async () => {
  const review = said();
  await take(review);
  await take({ ...review, isWithdrawn: true, updatedAt: AT + 1000 });
  expect(await kept()).toMatchObject([{ body: '', author: '', is_withdrawn: true }]);
});

test('stored before words were kept, it gets them when it is read again unchanged', async () => {
  const review = said();
  await take(review);
  await within(database.merchantId, (tx) => tx.updateTable('review').set({ body: '', author: '', language: null, themes: null }).execute());
  expect(await take(review)).toEqual({ changed: 1 });
  expect(await kept()).toMatchObject([{ body: 'Muy bueno', language: 'es' }]);
  expect(await take(review)).toEqual({ changed: 0 });
});

test('the words of a buyer whose data was deleted go, and do not come back', async () => {
  const order = buildOrder();
  await takeIn(bench.services, shop, [order]);
  const review = said({ channelOrderId: order.channelOrderId });
  await take(review, said({ channelOrderId: 'another' }));
  await within(database.merchantId, (tx) =>
    forgetReviews(tx, { orders: [{ shopId: shop.shopId, channelOrderId: order.channelOrderId }], now: AT }),
  );
  expect((await kept()).map(({ body }) => body).sort()).toEqual(['', 'Muy bueno']);
  await take({ ...review, body: 'Otra vez', updatedAt: AT + 1000 });
  expect((await kept()).map(({ body }) => body).sort()).toEqual(['', 'Muy bueno']);
});

test('a review written after its buyer’s data was deleted comes without words', async () => {
  const order = buildOrder();
  await takeIn(bench.services, shop, [order]);
  await within(database.merchantId, (tx) =>
    tx
      .updateTable('orders')
      .set({ buyer_erased_at: new Date(AT) })
      .execute(),
  );
  await take(said({ channelOrderId: order.channelOrderId }));
  expect(await kept()).toMatchObject([{ body: '', author: '' }]);
});
