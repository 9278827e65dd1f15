/** Two shops of one merchant that sell a product, on a platform in memory, for tests of this module. */
import { ChannelFailure, type ChannelReview, type ChannelReviewDisplay } from '@tradewind/channels';
import type { AnswerOf, Routes } from '@tradewind/contract';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { buildLine, buildOrder, takeIn } from '../orders/testing.ts';
import { applyReviews } from '../reviews/index.ts';
import { followReviews, reviewSyncHandlers } from './index.ts';

type Preview = AnswerOf<Routes['review-displays.preview']>;
export const SAME = { formulation: true, material: true, plug: true, model: true } as const;
export const CONDITIONS: Preview['gate']['conditions'] = ['platform-review-policy', 'law-not-reviewed'];
let reviewNo = 0;

export async function createScene() {
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
      ...{ author: 'user7', isIncentivised: false, isWithdrawn: false, writtenAt: at, updatedAt: at },
      ...facts,
    };
    await within(merchantId, async (tx) => {
      await applyReviews(tx, { services: bench.services, shop, items: [item] });
      await followReviews(tx, { merchantId, now: bench.clock.now() });
    });
    return item;
  };
  const handlers = reviewSyncHandlers(bench.services);
  const asked = { requestId: 'r-1', query: {}, params: {}, body: undefined };
  const caller = buildCaller(merchantId);
  const [source, target] = [
    { shopId: us.shopId, channelProductId: 'p-us' },
    { shopId: jp.shopId, channelProductId: 'p-jp' },
  ];
  return {
    ...{ database, merchantId, bench, fake, us, jp, worker, within, list, sell, review, source, target },
    close: () => database.close(),
    link: (more: { declaredSame?: typeof SAME } = { declaredSame: SAME }, ends = { source, target }) =>
      handlers['review-links.create']({ ...asked, caller, body: { ...ends, ...more } }),
    unlink: (reviewLinkId: string) => handlers['review-links.remove']({ ...asked, caller, params: { reviewLinkId } }),
    open: (isOpen = true, readConditions = CONDITIONS) =>
      handlers['review-gates.set']({ ...asked, caller, params: { market: 'JP' }, body: { isOpen, readConditions } }),
    preview: async (key = target): Promise<Preview> => told(await handlers['review-displays.preview']({ ...asked, caller, query: key })),
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
    onTarget: (): ChannelReviewDisplay | undefined => shown.get('p-jp'),
  };
}
export type Scene = Awaited<ReturnType<typeof createScene>>;

export const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
export const lost = () => new ChannelFailure('unknown-outcome', 'the connection broke');
