/** Global products of a platform in memory, beside the listings of testing.ts. */
import type { Channel, ChannelGlobalProduct, GlobalDraft, ListingDraft, PublishResult, PublishTarget } from '@tradewind/channels';
import type { Services } from '../../platform/services.ts';

import { type FakePublishing, listingOf } from './testing.ts';

type Bench = { services: Services; platform: { channel: Channel } };
export type FakeGlobalProducts = {
  created: GlobalDraft[];
  published: PublishTarget[][];
  products: Map<string, ChannelGlobalProduct>;
  /** What the platform answers for a market instead of taking it. */
  answers: Map<string, Pick<PublishResult, 'outcome' | 'reasons'>>;
  /** Called when the call has had its effect: may throw what it shall fail with. */
  afterCreate: () => void;
  afterPublish: () => void;
};

/** What it publishes lies among the listings of `shop`. */
export function openGlobalProducts({ services, platform }: Bench, shop: FakePublishing): FakeGlobalProducts {
  const fake: FakeGlobalProducts = {
    ...{ created: [], published: [], products: new Map(), answers: new Map() },
    ...{ afterCreate: () => undefined, afterPublish: () => undefined },
  };
  platform.channel.globalProducts = {
    scope: 'test.publishing',
    isPermitted: async () => true,
    create: async (_account, draft) => {
      fake.created.push(draft);
      const channelGlobalProductId = `G${fake.created.length}`;
      const variants = draft.variants.map(({ sellerSku }) => ({ channelGlobalSkuId: `${channelGlobalProductId}-${sellerSku}`, sellerSku }));
      const at = services.clock.now();
      const words = { title: draft.title, description: draft.description, channelCategoryId: draft.channelCategoryId };
      const product = { channelGlobalProductId, variants, ...words, options: [], listings: [], createdAt: at, updatedAt: at };
      fake.products.set(channelGlobalProductId, product);
      fake.afterCreate();
      return { channelGlobalProductId, variants };
    },
    edit: async () => undefined,
    find: async (_account, skus) =>
      [...fake.products.values()]
        .filter(({ variants }) => variants.some(({ sellerSku }) => skus.includes(sellerSku)))
        .map((product) => ({ ...product, status: 'unpublished' })),
    read: async (_account, id) => structuredClone(fake.products.get(id) ?? null),
    publish: async (_account, { channelGlobalProductId, targets }) => {
      fake.published.push([...targets]);
      const results = targets.map(({ market, variants }): PublishResult => {
        const { outcome, reasons } = fake.answers.get(market) ?? { outcome: 'published' as const, reasons: [] };
        const channelProductId = outcome === 'failed' ? null : `${channelGlobalProductId}-${market}`;
        const draft = fake.created[Number(channelGlobalProductId.slice(1)) - 1];
        if (channelProductId && draft)
          shop.listings.set(channelProductId, listingOf(channelProductId, inMarket(draft, variants), services.clock.now()));
        if (channelProductId) fake.products.get(channelGlobalProductId)?.listings.push({ market, channelProductId, variants: [] });
        return { market, outcome, reasons, channelShopId: null, channelProductId, variants: [] };
      });
      fake.afterPublish();
      return results;
    },
  };
  return fake;
}

/** The words of the product, the price of the market. */
const inMarket = (draft: GlobalDraft, priced: PublishTarget['variants']): ListingDraft => ({
  ...draft,
  variants: draft.variants.map((variant, index) => ({
    ...variant,
    ...{ price: priced[index]?.price ?? 0, currency: priced[index]?.currency ?? '', channelSkuId: null, quantities: [] },
  })),
});
