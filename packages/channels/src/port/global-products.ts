import type { DraftValue, DraftVariant, ListingDraft } from './publishing.ts';
import type { AccountAccess } from './shop-access.ts';

/** One product for all markets of an account. Prices are in one currency of the account, US dollars or euros. */
export type GlobalDraft = Omit<ListingDraft, 'variants'> & {
  /** The language it is written in, as `en-US`. */
  locale: string;
  variants: Omit<DraftVariant, 'channelSkuId' | 'quantities'>[];
};
export type MadeGlobalProduct = { channelGlobalProductId: string; variants: { channelGlobalSkuId: string; sellerSku: string }[] };
export type FoundGlobalProduct = MadeGlobalProduct & { status: string; updatedAt: number };

/** Where to publish, and what each variant costs and offers there. */
export type PublishTarget = {
  market: string;
  channelManufacturerIds: string[];
  channelResponsiblePersonIds: string[];
  variants: { channelGlobalSkuId: string; price: number; currency: string; channelWarehouseId: string; quantity: number }[];
};
/** `draft`: it lies in the shop and lacks something, which `reasons` names. */
export type PublishResult = {
  market: string;
  outcome: 'published' | 'draft' | 'failed' | 'unknown';
  reasons: string[];
  channelShopId: string | null;
  channelProductId: string | null;
  variants: { channelGlobalSkuId: string; channelSkuId: string; sellerSku: string }[];
};

export type ChannelGlobalProduct = MadeGlobalProduct & {
  title: string;
  description: string;
  channelCategoryId: string | null;
  options: { channelGlobalSkuId: string; name: string; value: DraftValue }[];
  /** Its listings, one a market at most. */
  listings: { market: string; channelProductId: string; variants: { channelGlobalSkuId: string; channelSkuId: string }[] }[];
  createdAt: number;
  updatedAt: number;
};

/** Making a product once for all markets of an account. Images are those of publishing. */
export type ChannelGlobalProducts = {
  /** The consent must name it before any of these is called: a refusal for want of it would look like a lost consent. */
  scope: string;
  /** False: the platform has not given this account the permission; every other call would be refused. */
  isPermitted(account: AccountAccess): Promise<boolean>;
  /** Not repeatable: after an unknown outcome look for its seller SKUs with `find` before sending again. */
  create(account: AccountAccess, draft: GlobalDraft): Promise<MadeGlobalProduct>;
  /** Overwrites everything, so it may be repeated; its listings follow. */
  edit(account: AccountAccess, edit: { channelGlobalProductId: string; draft: GlobalDraft }): Promise<void>;
  find(account: AccountAccess, sellerSkus: readonly string[]): Promise<FoundGlobalProduct[]>;
  /** null where the platform no longer knows it. */
  read(account: AccountAccess, channelGlobalProductId: string): Promise<ChannelGlobalProduct | null>;
  /** One result a market. Not repeatable: after an unknown outcome `read` shows the markets where it lies. */
  publish(
    account: AccountAccess,
    publication: { channelGlobalProductId: string; targets: readonly PublishTarget[] },
  ): Promise<PublishResult[]>;
};
