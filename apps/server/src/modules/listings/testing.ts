/** A platform that takes listings, in memory, for tests of everything that publishes. */
import {
  type Channel,
  type ChannelCategoryRules,
  ChannelFailure,
  type ChannelPublishing,
  type ListingDraft,
  type MadeListing,
  type Prerequisite,
  type PublishedListing,
} from '@tradewind/channels';
import { keepBytes } from '../../platform/blobs/vault-file.ts';
import type { Services } from '../../platform/services.ts';

type Bench = { services: Services; platform: { channel: Channel } };
const SCOPE = 'test.publishing';
const LEAF = 'leaf-mugs';

export type FakePublishing = {
  listings: Map<string, PublishedListing>;
  sent: { kind: 'create' | 'edit'; draft: ListingDraft }[];
  images: number;
  files: { fileName: string; bytes: number }[];
  /** Called while a paper is on its way. */
  uploading: () => Promise<unknown>;
  /** What the leaf asks for. */
  certificates: ChannelCategoryRules['certificates'];
  priced: { channelProductId: string; prices: number[] }[];
  switched: { isOn: boolean; channelProductIds: readonly string[] }[];
  /** Called before a listing is made, and after: either may throw what the call shall fail with. */
  before: () => void;
  after: () => void;
  /** What the check before the call finds. */
  problems: { code: string; message: string }[];
  prerequisites: Prerequisite[];
  decide(change: Partial<PublishedListing>): void;
};

const noRules = {
  ...{ certificates: [], sizeChart: 'none' as const, isPackageSizeRequired: true, isEprRequired: false },
  ...{ isResponsiblePersonRequired: false, isManufacturerRequired: false },
};
const material = {
  ...{ channelAttributeId: 'material', name: 'Material', kind: 'product' as const, isRequired: true, isCustomizable: false },
  ...{ isMultiple: false, values: [{ channelValueId: 'v1', name: 'Enamel' }], conditions: [] },
};

/** From now on the bench's platform takes listings, and the consents of these shops name it. */
export async function openPublishing({ services, platform }: Bench, shops: readonly { merchantId: string; authorizationId: string }[]) {
  const fake: FakePublishing = {
    listings: new Map(),
    sent: [],
    images: 0,
    files: [],
    uploading: async () => undefined,
    certificates: [],
    priced: [],
    switched: [],
    before: () => undefined,
    after: () => undefined,
    problems: [],
    prerequisites: [],
    decide: (change) => {
      for (const listing of fake.listings.values()) Object.assign(listing, { ...change, updatedAt: services.clock.now() });
    },
  };
  platform.channel.publishing = publishingOf(fake, services);
  platform.channel.stock = {
    ...{ scope: SCOPE, quantityMax: 99_999, quantities: async () => [], setQuantities: async () => [] },
    warehouses: async () => [
      {
        ...{ channelWarehouseId: 'w1', name: 'Own', purpose: 'sales', location: 'domestic', country: 'GB' },
        ...{ isDefault: true, isEnabled: true },
      },
    ],
  };
  for (const { merchantId, authorizationId } of shops)
    await services.database.withMerchant(merchantId, (tx) =>
      tx
        .updateTable('channel_authorization')
        .set({ granted_scopes: [SCOPE] })
        .where('id', '=', authorizationId)
        .execute(),
    );
  return fake;
}

function publishingOf(fake: FakePublishing, { clock }: Services): ChannelPublishing {
  const none = async () => [];
  const keep = (kind: 'create' | 'edit', channelProductId: string, draft: ListingDraft): MadeListing => {
    fake.before();
    fake.sent.push({ kind, draft });
    fake.listings.set(channelProductId, listingOf(channelProductId, draft, clock.now()));
    fake.after();
    return { channelProductId, variants: [], warnings: [] };
  };
  const turn = (isOn: boolean, channelProductIds: readonly string[]) => {
    if (channelProductIds.length > 0) fake.switched.push({ isOn, channelProductIds });
    fake.after();
    return channelProductIds.map((channelProductId) => ({ channelProductId, outcome: 'ok' as const }));
  };
  return {
    scope: SCOPE,
    rowsMax: 20,
    limits: {
      ...{ title: 255, description: 10_000, sellerSku: 50, optionName: 20, optionValue: 50, options: 3 },
      ...{ images: 9, imageBytes: 5_000_000, imageSideMin: 300, imageSideMax: 20_000 },
    },
    prerequisites: async () => fake.prerequisites,
    categories: async () => [
      { channelCategoryId: 'root', parentId: null, name: 'Kitchenware', isLeaf: false, isOpen: true },
      { channelCategoryId: LEAF, parentId: 'root', name: 'Mugs', isLeaf: true, isOpen: true },
    ],
    recommendCategory: async (_shop, { title }) => (title.includes('mug') ? LEAF : null),
    categoryRules: async () => ({ ...noRules, certificates: fake.certificates }),
    attributes: async () => [material],
    brands: async () => ({ items: [], nextToken: null, total: null }),
    manufacturers: none,
    responsiblePersons: none,
    uploadImage: async () => {
      fake.images += 1;
      return { channelImageId: `image-${fake.images}`, url: '', width: 600, height: 600 };
    },
    uploadFile: async (_shop, { fileName, bytes }) => {
      fake.files.push({ fileName, bytes: bytes.length });
      await fake.uploading();
      return { channelFileId: `file-${fake.files.length}`, name: fileName, format: 'PDF' };
    },
    checkListing: async () => ({ isPassed: fake.problems.length === 0, problems: fake.problems, warnings: [] }),
    createListing: async (shop, { draft }) => keep('create', `P-${shop.cipher}-${draft.variants[0]?.sellerSku}`, draft),
    editListing: async (_shop, { channelProductId, draft }) => keep('edit', channelProductId, draft),
    setPrices: async (_shop, { channelProductId, rows }) => {
      fake.priced.push({ channelProductId, prices: rows.map(({ price }) => price) });
      for (const variant of fake.listings.get(channelProductId)?.variants ?? [])
        variant.price = rows.find(({ channelSkuId }) => channelSkuId === variant.channelSkuId)?.price ?? variant.price;
    },
    activate: async (_shop, ids) => turn(true, ids),
    deactivate: async (_shop, ids) => turn(false, ids),
    read: async (_shop, { channelProductId }) => structuredClone(fake.listings.get(channelProductId) ?? null),
    find: async (shop, sellerSkus) =>
      [...fake.listings.values()].filter(
        ({ channelProductId, variants }) =>
          channelProductId.startsWith(`P-${shop.cipher}-`) && variants.some(({ sellerSku }) => sellerSkus.includes(sellerSku)),
      ),
  };
}

export const listingOf = (channelProductId: string, draft: ListingDraft, now: number): PublishedListing => ({
  ...{
    channelProductId,
    status: 'in-review',
    audit: 'under-review',
    auditFailures: [],
    title: draft.title,
    description: draft.description,
  },
  ...{ channelCategoryId: draft.channelCategoryId, channelBrandId: null, brand: null },
  images: draft.channelImageIds.map((channelImageId) => ({ channelImageId, url: '', width: 800, height: 800 })),
  attributes: draft.attributes.map(({ channelAttributeId, values }) => ({ channelAttributeId, name: 'Material', values })),
  package: draft.package,
  variants: draft.variants.map(({ sellerSku, gtin, price, currency }) => {
    const channelSkuId = `${channelProductId}-${sellerSku}`;
    return { channelSkuId, sellerSku, gtin, price, currency, options: [], quantities: [{ channelWarehouseId: 'w1', quantity: 1 }] };
  }),
  ...{ channelGlobalProductId: null, createdAt: now, updatedAt: now },
});

/** A picture of a product, large enough, without a camera. */
export async function buildPicture({ services }: Pick<Bench, 'services'>, wish: { merchantId: string; productId: string }): Promise<void> {
  const { merchantId, productId } = wish;
  const id = services.newId();
  const blobs = await services.blobs.forMerchant(merchantId);
  const facts = { media_type: 'image/jpeg', width: 800, height: 800, bytes: 3, created_at: new Date(services.clock.now()) };
  await services.database.withMerchant(merchantId, async (tx) => {
    await tx
      .insertInto('product_media')
      .values({ merchant_id: merchantId, id, product_id: productId, ...facts })
      .execute();
    await keepBytes(tx, blobs, { objectId: id, version: 1, bytes: Buffer.from('jpg') });
  });
}

export const lostAnswer = (): never => {
  throw new ChannelFailure('unknown-outcome', 'no answer arrived');
};
