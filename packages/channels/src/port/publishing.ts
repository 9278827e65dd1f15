import type { Page, RowOutcome, ShopAccess } from './shop-access.ts';

/** `parentId` null: a root. What is not open is by invitation, outside the shop's main category, or prohibited. */
export type ChannelCategory = {
  channelCategoryId: string;
  parentId: string | null;
  name: string;
  isLeaf: boolean;
  isOpen: boolean;
};

/** Asked for only where another attribute has one of these values; empty: always. */
export type ChannelCondition = { channelAttributeId: string; channelValueId: string };

/** What the platform wants to see of a product in this category, in this shop's market. */
export type ChannelCategoryRules = {
  certificates: {
    channelCertificateId: string;
    name: string;
    details: string;
    /** A specimen to look at; null: none. */
    sampleUrl: string | null;
    isRequired: boolean;
    isExpiryRequired: boolean;
    conditions: ChannelCondition[];
  }[];
  sizeChart: 'required' | 'supported' | 'none';
  isPackageSizeRequired: boolean;
  /** Registration of the packaging with the market's extended producer responsibility scheme. */
  isEprRequired: boolean;
  isResponsiblePersonRequired: boolean;
  isManufacturerRequired: boolean;
};

export type ChannelAttribute = {
  channelAttributeId: string;
  name: string;
  /** What buyers choose between, or what is the same for all variants. */
  kind: 'sales' | 'product';
  isRequired: boolean;
  /** Other values than those listed may be given, by name. */
  isCustomizable: boolean;
  isMultiple: boolean;
  values: { channelValueId: string; name: string }[];
  conditions: ChannelCondition[];
};

/** Who made the goods, or answers for them in the EU; entered in the platform's own pages. */
export type AccountableParty = { channelPartyId: string; name: string };
export type ChannelBrand = { channelBrandId: string; name: string; isAuthorised: boolean };

export type ImageUse = 'main' | 'variant' | 'description' | 'certificate' | 'size-chart';
/** `channelImageId` is what a draft names the image by; `url` shows it. */
export type ChannelImage = { channelImageId: string; url: string; width: number; height: number };

/** By the platform's id, or, where the attribute takes other values, by name alone. */
export type DraftValue = { channelValueId: string | null; name: string };
export type DraftPackage = { weightG: number; lengthMm: number; widthMm: number; heightMm: number };
/** A paper as a document, not as a picture; the platform wants its name and format again with the draft. */
export type ChannelFile = { channelFileId: string; name: string; format: string };
export type DraftCertificate = { channelCertificateId: string; channelImageIds: string[]; files: ChannelFile[]; expiresAt: number | null };

export type DraftVariant = {
  /** Null: a new variant. On an edit, a variant of the listing that no row names is deleted. */
  channelSkuId: string | null;
  /** The natural key: no two variants of a shop share it, so that a create whose answer was lost can be found again. */
  sellerSku: string;
  gtin: string | null;
  price: number;
  currency: string;
  /** What tells it from its sisters, in the order buyers are asked; `channelAttributeId` null: an option of the merchant's own, by name. */
  options: { channelAttributeId: string | null; name: string; value: DraftValue; channelImageId: string | null }[];
  /** 0 says none. Of a variant that is there, an edit leaves the quantities as they are: they change through `stock`. */
  quantities: { channelWarehouseId: string; quantity: number }[];
};

/** A listing as it is meant to be, whole: what a draft leaves empty is empty at the platform afterwards. */
export type ListingDraft = {
  title: string;
  /** HTML of the few tags that the platform shows. */
  description: string;
  channelCategoryId: string;
  channelBrandId: string | null;
  /** The first is the one buyers see in lists. */
  channelImageIds: string[];
  attributes: { channelAttributeId: string; values: DraftValue[] }[];
  package: DraftPackage;
  certificates: DraftCertificate[];
  sizeChartImageId: string | null;
  channelManufacturerIds: string[];
  channelResponsiblePersonIds: string[];
  variants: DraftVariant[];
};

export type NewListing = {
  draft: ListingDraft;
  /** A draft is kept at the platform and not examined. */
  isDraft: boolean;
  /** The same for every attempt at the same intent; a platform that knows such keys makes one listing of them. */
  intentKey: string;
};
export type MadeListing = { channelProductId: string; variants: { channelSkuId: string; sellerSku: string }[]; warnings: string[] };

/** What the platform's audit would say now, without making anything. */
export type ListingCheck = { isPassed: boolean; problems: { code: string; message: string }[]; warnings: string[] };

/** What a shop as a whole must have before it may list. `code` in the platform's own spelling, lower-cased. */
export type Prerequisite = { code: string; isMet: boolean; reasons: string[] };

/** The audit runs beside the status: a live listing goes on selling its old version while an edit is examined. */
export type ChannelAudit = 'none' | 'under-review' | 'failed' | 'pre-approved' | 'approved' | 'unknown';
/** `where` is the platform's name of the place that the reasons are about. */
export type AuditFailure = { where: string; reasons: string[]; suggestions: string[] };

/** Everything the platform shows of a listing. Null where it does not say; instants epoch ms. */
export type PublishedListing = {
  channelProductId: string;
  status: string;
  audit: ChannelAudit;
  auditFailures: AuditFailure[];
  title: string;
  description: string;
  /** Of the leaf. */
  channelCategoryId: string | null;
  channelBrandId: string | null;
  brand: string | null;
  images: ChannelImage[];
  attributes: { channelAttributeId: string; name: string; values: DraftValue[] }[];
  package: { weightG: number | null; lengthMm: number | null; widthMm: number | null; heightMm: number | null };
  variants: {
    channelSkuId: string;
    sellerSku: string;
    gtin: string | null;
    /** Null on a draft that has no price yet. */
    price: number | null;
    currency: string;
    options: { channelAttributeId: string; name: string; value: DraftValue }[];
    quantities: { channelWarehouseId: string; quantity: number }[];
  }[];
  /** Published from this global product; null: made in the shop itself. */
  channelGlobalProductId: string | null;
  createdAt: number;
  updatedAt: number;
};

export type FoundListing = {
  channelProductId: string;
  status: string;
  variants: { channelSkuId: string; sellerSku: string }[];
  updatedAt: number;
};

/** What the platform takes at most, to be told before anything is sent. Texts in characters, sides in pixels. */
export type ListingLimits = {
  title: number;
  description: number;
  sellerSku: number;
  optionName: number;
  optionValue: number;
  /** The options that tell variants apart, as colour and size. */
  options: number;
  images: number;
  imageBytes: number;
  imageSideMin: number;
  imageSideMax: number;
};

/** Putting a product before buyers, listing by listing. After an unknown outcome of a write, `find` or `read` shows what came of it. */
export type ChannelPublishing = {
  /** The consent must name it before any of these is called: a refusal for want of it would look like a lost consent. */
  scope: string;
  /** Activating, deactivating, deleting: so many listings a call. */
  rowsMax: number;
  limits: ListingLimits;
  prerequisites(shop: ShopAccess): Promise<Prerequisite[]>;
  categories(shop: ShopAccess): Promise<ChannelCategory[]>;
  /** The leaf that the platform would file it under; null where it has no idea. */
  recommendCategory(shop: ShopAccess, words: { title: string; description: string }): Promise<string | null>;
  categoryRules(shop: ShopAccess, channelCategoryId: string): Promise<ChannelCategoryRules>;
  attributes(shop: ShopAccess, channelCategoryId: string): Promise<ChannelAttribute[]>;
  brands(shop: ShopAccess, query: { name: string | null; pageToken: string | null }): Promise<Page<ChannelBrand>>;
  manufacturers(shop: ShopAccess): Promise<AccountableParty[]>;
  responsiblePersons(shop: ShopAccess): Promise<AccountableParty[]>;
  /** Bytes of a JPEG, PNG or WebP. Repeatable: a second upload is a second image, which nobody sees until a draft names it. */
  uploadImage(shop: ShopAccess, image: { bytes: Uint8Array; fileName: string; use: ImageUse }): Promise<ChannelImage>;
  /** Bytes of a PDF. Repeatable, as pictures are. */
  uploadFile(shop: ShopAccess, file: { bytes: Uint8Array; fileName: string }): Promise<ChannelFile>;
  checkListing(shop: ShopAccess, draft: ListingDraft): Promise<ListingCheck>;
  /** Not repeatable: after an unknown outcome look for its seller SKUs with `find` before sending again. The audit follows. */
  createListing(shop: ShopAccess, listing: NewListing): Promise<MadeListing>;
  /**
   * Overwrites everything. The audit follows; of a live listing the old version stays until it passes, but prices count at once. Repeated,
   * it makes new variants of those without an id again: after an unknown outcome read their ids first.
   */
  editListing(shop: ShopAccess, edit: { channelProductId: string; draft: ListingDraft; isDraft: boolean }): Promise<MadeListing>;
  /** Not examined by the audit. All rows or none. */
  setPrices(
    shop: ShopAccess,
    change: { channelProductId: string; rows: readonly { channelSkuId: string; price: number; currency: string }[] },
  ): Promise<void>;
  activate(shop: ShopAccess, channelProductIds: readonly string[]): Promise<ChannelListingResult[]>;
  deactivate(shop: ShopAccess, channelProductIds: readonly string[]): Promise<ChannelListingResult[]>;
  /** null where the platform no longer knows the listing. `version: 'edited'`: as it waits for the audit, where an edit does. */
  read(shop: ShopAccess, listing: { channelProductId: string; version: 'live' | 'edited' }): Promise<PublishedListing | null>;
  /** The shop's listings, in whatever status but deleted, that have a variant of these seller SKUs. */
  find(shop: ShopAccess, sellerSkus: readonly string[]): Promise<FoundListing[]>;
};
export type ChannelListingResult = { channelProductId: string } & RowOutcome;
