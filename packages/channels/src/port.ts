/**
 * What the workbench asks of a sales channel. A channel folder implements the capabilities it has
 * and leaves the others out; the caller shows an absent capability as absent, never as an empty list.
 * Foreign words stay inside the channel's folder: everything here speaks GLOSSARY words.
 * Money is integer minor units of the stated currency; instants are epoch milliseconds; ids are strings.
 */
import type { ChannelConversations } from './port/conversations.ts';
import type { ChannelFulfilment } from './port/fulfilment.ts';
import type { ChannelGlobalProducts } from './port/global-products.ts';
import type { ChannelPublishing } from './port/publishing.ts';
import type { CaseStanding, ChannelReturns } from './port/returns.ts';
import type { Page, ShopAccess, UpdatedRange } from './port/shop-access.ts';
import type { ChannelStock } from './port/stock.ts';

export type * from './port/conversations.ts';
export type * from './port/fulfilment.ts';
export type * from './port/global-products.ts';
export type * from './port/publishing.ts';
export type * from './port/returns.ts';
export type * from './port/shop-access.ts';
export type * from './port/stock.ts';

export type ChannelName = 'tiktok-shop' | 'mercado-libre' | 'shopify';

/** The five ways a call can fail; the kind alone decides what the worker does next. */
export type ChannelFailureKind = 'retry-later' | 'out-of-quota' | 're-authorise' | 'rejected' | 'unknown-outcome';

/** One error type for every failed call. `message` is safe to show and to log: no token, no personal data. */
export class ChannelFailure extends Error {
  override name = 'ChannelFailure';
  readonly kind: ChannelFailureKind;
  /** The platform's own code and request id, for the person who must ask its support. */
  readonly channelCode: string | null;
  readonly requestId: string | null;
  /** Earliest sensible retry, in milliseconds from the failure; null = the caller's own back-off. */
  readonly retryAfterMs: number | null;
  constructor(kind: ChannelFailureKind, message: string, facts: { channelCode?: string; requestId?: string; retryAfterMs?: number } = {}) {
    super(message);
    this.kind = kind;
    this.channelCode = facts.channelCode ?? null;
    this.requestId = facts.requestId ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
  }
}

/** Outgoing HTTP, passed in. `body` and the answer are raw bytes, because signatures are made over them. */
export type HttpRequest = { method: string; url: string; headers: Record<string, string>; body?: Uint8Array; timeoutMs: number };
export type HttpAnswer = { status: number; headers: Record<string, string>; body: Uint8Array };
/** Rejects with a ChannelFailure-free plain Error when no answer arrived (connection refused, timed out). */
export type HttpSend = (request: HttpRequest) => Promise<HttpAnswer>;

export type Clock = { now(): number; sleep(ms: number): Promise<void> };

export type ChannelTokens = {
  accessToken: string;
  accessTokenExpiresAt: number;
  refreshToken: string;
  refreshTokenExpiresAt: number;
  /** The platform's account that consented; one account's consent may cover many shops. */
  accountId: string;
  accountName: string;
  grantedScopes: string[];
};

export type ChannelShop = {
  channelShopId: string;
  name: string;
  market: string;
  currency: string;
  sellerType: 'cross-border' | 'local' /** opaque key the platform wants in calls about this shop */;
  cipher: string;
};

export type OrderStatus =
  | 'unpaid'
  | 'on-hold'
  | 'awaiting-shipment'
  | 'partially-shipped'
  | 'awaiting-collection'
  | 'in-transit'
  | 'delivered'
  | 'completed'
  | 'cancelled';

/** Identical units of an order are one line with a quantity; prices are per unit, salePrice after both discounts. */
export type ChannelOrderLine = {
  channelLineIds: string[];
  channelSkuId: string;
  channelProductId: string;
  sellerSku: string;
  productName: string;
  variantName: string;
  imageUrl: string | null;
  quantity: number;
  originalPrice: number;
  salePrice: number;
  platformDiscount: number;
  sellerDiscount: number;
};

/** `region` is the country. `state` and `postcode` are empty while the platform hides them, and masked after the parcel is there. */
export type ChannelBuyer = {
  channelBuyerId: string;
  name: string;
  phone: string;
  email: string;
  address: string;
  region: string;
  state: string;
  postcode: string;
};

export type ChannelOrder = {
  channelOrderId: string;
  status: OrderStatus;
  currency: string;
  createdAt: number;
  paidAt: number | null;
  updatedAt: number;
  /** When an unpaid order ends, and its stock is free again; null where it is paid or the platform does not say. */
  payBy: number | null;
  shipBy: number | null;
  dispatchedAt: number | null;
  deliveredAt: number | null;
  cancelledAt: number | null;
  cancelReason: string | null;
  cancelledBy: 'buyer' | 'seller' | 'platform' | null;
  lines: ChannelOrderLine[];
  shipping: number;
  tax: number;
  total: number;
  paymentMethod: string;
  fulfilment: 'platform' | 'seller';
  /** Where the platform sends it from; null where it does not say. */
  channelWarehouseId: string | null;
  channelPackageIds: string[];
  buyerMessage: string;
  buyer: ChannelBuyer;
};

/**
 * Why a buyer wants to give back, as the rules tell causes apart; null: a cancellation, or words we do not know. An empty parcel is
 * `missing`; one that never came is `lost`.
 */
export type ReturnCause = 'defect' | 'damage' | 'wrong' | 'missing' | 'lost' | 'not-as-described' | 'late' | 'size' | 'unwanted';

/** Money given back: a completed return or a completed cancellation of a paid order. `refundedAt` null = not (yet) paid back. */
export type ChannelAfterSale = {
  channelAfterSaleId: string;
  channelOrderId: string;
  kind: 'return' | 'refund' | 'cancellation';
  status: string;
  reason: string;
  cause: ReturnCause | null;
  /** Refunded, refused for good or withdrawn; null while it goes on, at the platform too. */
  resolvedAt: number | null;
  refundAmount: number;
  currency: string;
  createdAt: number;
  updatedAt: number;
  refundedAt: number | null;
  standing: CaseStanding;
};

export type ChannelPackage = {
  channelPackageId: string;
  channelOrderIds: string[];
  status: 'processing' | 'fulfilling' | 'completed' | 'cancelled';
  trackingNumber: string | null;
  carrier: string | null;
  createdAt: number;
  updatedAt: number;
};

export type ChannelListing = {
  channelProductId: string;
  title: string;
  status: string;
  createdAt: number;
  updatedAt: number;
  variants: { channelSkuId: string; sellerSku: string; price: number; currency: string; quantity: number }[];
};

/**
 * What the list of listings leaves out. `category` is ours; null where the platform's is none that the channel knows. `channelCategory`
 * is the platform's own words for it, from the root to the leaf.
 */
export type ChannelListingDetail = {
  category: string | null;
  channelCategory: string;
  brand: string | null;
  /** `gtin` null: none was given, or a number of another kind. */
  variants: { channelSkuId: string; gtin: string | null }[];
};

/** `day` is the shop's own local day. */
export type ChannelAdSpend = { channelAdSpendId: string; day: string; amount: number; currency: string };

export type ChannelReview = {
  channelReviewId: string;
  channelOrderId: string;
  /** What is reviewed: null is the shop. */
  channelProductId: string | null;
  /** 1 to 5. */
  rating: number;
  /** In the language `language`, as far as the platform says one; empty where only stars were given. */
  body: string;
  language: string;
  /** The name under which the platform shows it. */
  author: string;
  /** Written for a reward. */
  isIncentivised: boolean;
  /** What the shop answered under it. */
  reply: { body: string; repliedAt: number } | null;
  isWithdrawn: boolean;
  writtenAt: number;
  updatedAt: number;
};
/** A buyer called the platform in. It is about a return or refund and has its id. */
export type ChannelDispute = {
  channelAfterSaleId: string;
  channelOrderId: string;
  openedAt: number;
  updatedAt: number;
  /** Until when the platform decides; null where it does not say. */
  decideBy: number | null;
  decidedAt: number | null;
  /** Who the platform holds responsible; null while it decides. */
  responsible: 'seller' | 'buyer' | 'carrier' | 'platform' | null;
};
/** What a violation leads to at once. `code` is a measure of GLOSSARY.md, or one we have not met, in the same spelling. */
export type ChannelMeasure = { code: string; from: number; until: number | null; ordersPerDay: number | null };
/** A record of the platform: the shop was penalised. Rates carry their numerator, denominator and window. */
export type ChannelViolation = {
  channelViolationId: string;
  reason: string;
  area: string;
  points: number;
  numerator: number | null;
  denominator: number | null;
  windowFrom: number | null;
  windowUntil: number | null;
  channelOrderIds: string[];
  measures: ChannelMeasure[];
  violatedAt: number;
  updatedAt: number;
  overturnedAt: number | null;
  /** null: no appeal may be made now. */
  appealDeadline: number | null;
};
export type ChannelRestriction = { channelRestrictionId: string; code: string; node: number; from: number; until: number | null };
/** Where the platform itself says the shop stands. */
export type ChannelStanding = { points: number; isRevoked: boolean; restrictions: ChannelRestriction[] };
export type ChannelAppeal = {
  channelAppealId: string;
  channelViolationId: string;
  attempt: number;
  status: 'under-review' | 'granted' | 'rejected' | 'unknown';
  text: string;
  createdAt: number;
  updatedAt: number;
  decidedAt: number | null;
};
export type ChannelBalanceHold = {
  channelBalanceHoldId: string;
  channelViolationId: string;
  amount: number;
  currency: string;
  isHeld: boolean;
  holdDays: number;
  isPermanent: boolean;
  createdAt: number;
  updatedAt: number;
  investigationEndedAt: number | null;
  /** When it was or will be released; null where the platform cannot say yet. */
  releaseAt: number | null;
};
/** An account that the platform takes for the same seller's, and what they share. */
export type ChannelLinkedAccount = { channelAccountId: string; kind: string; name: string; shares: string[] };
/** Evidence is named and told apart by its hash; the bytes stay here. */
export type NewAppeal = { channelViolationId: string; text: string; evidence: { fileName: string; sha256: string }[] };

/** A row of an exported table, with the line of the file it stands on. */
export type SheetRow = { line: number; cells: readonly string[] };
export type SheetError = {
  line: number | null;
  column: string | null;
  code: 'wrong-header' | 'wrong-columns' | 'formula' | 'not-readable' | 'repeated';
  message: string;
};
export type ReviewSheet = { reviews: { line: number; channelShopId: string; review: ChannelReview }[]; errors: SheetError[] };
export type ViolationSheet = { violations: { line: number; channelShopId: string; violation: ChannelViolation }[]; errors: SheetError[] };

/** What a seller hands in to open a further shop. The papers themselves stay in the vault: the platform gets their names and hashes. */
export type NewOpening = {
  targetMarket: string;
  entity: { name: string; jurisdiction: string };
  category: string;
  brandOwner: boolean;
  /** `scopeNamesOnlineSales` null: nobody has said. */
  documents: { type: string; fileName: string; sha256: string; validUntil: number | null; scopeNamesOnlineSales: boolean | null }[];
};
export type OpeningStatus = 'submitted' | 'in-review' | 'rejected' | 'approved' | 'open' | 'unknown';
export type ChannelOpening = {
  channelOpeningId: string;
  sourceChannelShopId: string;
  targetMarket: string;
  entityName: string;
  /** The way the platform takes; null: one that we do not know. */
  path: 'instant' | 'fast-review' | 'full-review' | null;
  pathReasons: string[];
  status: OpeningStatus;
  history: { status: OpeningStatus; at: number }[];
  /** Why it was rejected; `document` is the paper that the code is about. */
  reasons: { code: string; document: string | null }[];
  documents: { type: string; sha256: string }[];
  deposit: { amount: number; frozen: number; currency: string; frozenInSteps: boolean } | null;
  openedChannelShopId: string | null;
  createdAt: number;
  updatedAt: number;
};
/** What the platform says at once, before any review. `source-not-covered`: the consent does not cover the source shop. */
export type OpeningRefusal = { refused: 'no-slot-left' | 'entity-revoked' | 'source-not-covered' };
/** Applications for further shops, by the account that consented. */
export type ChannelOpenings = {
  /** The consent must name it before any of these is called: a refusal for want of it would look like a lost consent. */
  scope: string;
  /** Not repeatable: after an unknown outcome look in `updated` before sending again. */
  submit(source: ShopAccess, wish: NewOpening): Promise<ChannelOpening | OpeningRefusal>;
  read(source: ShopAccess, channelOpeningId: string): Promise<ChannelOpening>;
  updated(source: ShopAccess, range: UpdatedRange): Promise<Page<ChannelOpening>>;
};
/** What a platform records about a shop. Lists by update time are paged; what is in force now comes whole. */
export type ChannelPenalties = {
  /** The consent must name it before any of these is called: a refusal for want of it would look like a lost consent. */
  scope: string;
  violationsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelViolation>>;
  appealsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelAppeal>>;
  balanceHoldsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelBalanceHold>>;
  standing(shop: ShopAccess): Promise<ChannelStanding>;
  linkedAccounts(shop: ShopAccess): Promise<ChannelLinkedAccount[]>;
  /** Not repeatable: after an unknown outcome look in `appealsUpdated` before sending again. */
  submitAppeal(shop: ShopAccess, appeal: NewAppeal): Promise<ChannelAppeal>;
};

/** What a seller asks to be admitted to, with what the platform wants to know. */
export type ProgrammeForm =
  | { programme: 'us-to-mexico'; categories: string[]; qualifications: string[] }
  | {
      programme: 'eu-local-hosted';
      entityJurisdiction: string;
      stockCountries: string[];
      shipToCountry: string;
      vatCountries: string[];
      documents: { type: string; fileName: string; sha256: string }[];
    };
export type ProgrammeStatus = 'submitted' | 'in-review' | 'approved' | 'rejected' | 'unknown';
export type ChannelProgrammeApplication = {
  channelApplicationId: string;
  /** Null: a programme that we do not know. */
  programme: ProgrammeForm['programme'] | null;
  status: ProgrammeStatus;
  history: { status: ProgrammeStatus; at: number }[];
  /** Why it was rejected, or in part; `subject` is the category, paper or country that the code is about. */
  reasons: { code: string; subject: string }[];
  invitedCategories: string[];
  stage: 'cold-start' | 'incubation' | 'breakout' | null;
  createdAt: number;
  updatedAt: number;
};
/** Applications for programmes, by shop. */
export type ChannelProgrammes = {
  /** The consent must name it before any of these is called: a refusal for want of it would look like a lost consent. */
  scope: string;
  applicationsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelProgrammeApplication>>;
  /** Not repeatable: after an unknown outcome look in `applicationsUpdated` before sending again. */
  apply(shop: ShopAccess, form: ProgrammeForm): Promise<ChannelProgrammeApplication>;
};
export type ReviewReply = { channelReviewId: string; text: string };
/** What not every consent allows, as the conversations. */
export type ChannelFeedback = {
  scope: string;
  reviewsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelReview>>;
  disputesUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelDispute>>;
  /** Absent where reviews cannot be answered through the channel. */
  replies?: {
    maxLength: number;
    /** Not repeatable: after an unknown outcome look in `reviewsUpdated` before sending again. */
    send(shop: ShopAccess, reply: ReviewReply): Promise<ChannelReview>;
  };
};

/** What one listing shows of the merchant's other shops; the whole of it, so that telling it twice changes nothing. */
export type ChannelReviewDisplay = {
  channelProductId: string;
  /** Only rises: an older one never replaces a newer one. */
  version: number;
  soldElsewhere: readonly { market: string; units: number }[];
  reviews: readonly {
    id: string;
    rating: number;
    body: string;
    language: string;
    author: string;
    market: string;
    writtenAt: number;
    isIncentivised: boolean;
    isVerified: boolean;
    /** By a machine, beside `body`. */
    translation: { language: string; body: string } | null;
  }[];
};
/** Showing units sold and reviews of one's other shops on a listing. */
export type ChannelReviewDisplays = {
  readonly scope: string;
  show(shop: ShopAccess, display: ChannelReviewDisplay): Promise<void>;
  /** Which version is shown; null: none ever was. */
  shownVersion(shop: ShopAccess, channelProductId: string): Promise<number | null>;
};

/** A hint that something changed; never the truth itself. */
export type ChannelHint = {
  notificationId: string;
  channelShopId: string | null;
  occurredAt: number;
  topic:
    | 'order'
    | 'package'
    | 'after-sale'
    | 'listing'
    | 'stock'
    | 'message'
    | 'authorisation-revoked'
    | 'authorisation-expiring'
    | 'unknown';
  /** The object to fetch again, where the hint names one. */
  channelObjectId: string | null;
  rawTopic: string;
};
export type HintVerdict = { ok: true; hint: ChannelHint } | { ok: false; reason: 'bad-signature' | 'malformed' };

export type Channel = {
  name: ChannelName;
  /** Address of the platform's consent page for that market. */
  consentUrl(input: { market: string; state: string }): string;
  exchangeCode(code: string): Promise<ChannelTokens>;
  refresh(refreshToken: string): Promise<ChannelTokens>;
  authorisedShops(accessToken: string): Promise<ChannelShop[]>;
  subscribe(shop: ShopAccess, address: string): Promise<void>;
  unsubscribe(shop: ShopAccess): Promise<void>;
  /** At most `orderDetailMax` ids a call. Ids the platform does not know are left out of the answer. */
  orderDetailMax: number;
  orders(shop: ShopAccess, channelOrderIds: string[]): Promise<ChannelOrder[]>;
  ordersUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelOrder>>;
  ordersCreated(shop: ShopAccess, range: { createdFrom: number; createdTo: number; pageToken: string | null }): Promise<Page<ChannelOrder>>;
  packagesUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelPackage>>;
  returnsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelAfterSale>>;
  cancellationsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelAfterSale>>;
  listingsUpdated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelListing>>;
  /** null where the platform no longer knows the listing. */
  listingDetail(shop: ShopAccess, channelProductId: string): Promise<ChannelListingDetail | null>;
  /** Address at which a seller looks after the listing by hand. */
  listingPage(listing: { channelShopId: string; channelProductId: string }): string;
  /** Absent where the operator has configured no source of ad spend for this channel. Days inclusive, shop-local. */
  adSpend?: (shop: ShopAccess, range: { from: string; to: string; pageToken: string | null }) => Promise<Page<ChannelAdSpend>>;
  /** Reads the table of violations that sellers export by hand, header included; absent where the platform exports none. */
  violationsOfExport?: (rows: readonly SheetRow[]) => ViolationSheet;
  /** The same for reviews. */
  reviewsOfExport?: (rows: readonly SheetRow[]) => ReviewSheet;
  /** Absent where no source of the platform's records is configured. */
  penalties?: ChannelPenalties;
  /** Absent where no way to apply is configured. */
  openings?: ChannelOpenings;
  /** Absent where no way to apply is configured. */
  programmes?: ChannelProgrammes;
  reviewDisplays?: ChannelReviewDisplays;
  /** Absent where buyers cannot write to a shop. */
  conversations?: ChannelConversations;
  /** Absent where no source of reviews and disputes is configured. */
  feedback?: ChannelFeedback;
  /** Absent where quantities cannot be set through the channel. */
  stock?: ChannelStock;
  /** Absent where listings cannot be made through the channel. */
  publishing?: ChannelPublishing;
  /** Absent where the platform knows no product above its shops. */
  globalProducts?: ChannelGlobalProducts;
  /** Absent where parcels cannot be shipped through the channel. */
  fulfilment?: ChannelFulfilment;
  /** Absent where buyers' requests cannot be answered through the channel. */
  returns?: ChannelReturns;
  /** Verifies over the raw bytes in constant time, then parses. Headers are lower-cased. */
  verifyHint(headers: Record<string, string>, body: Uint8Array): HintVerdict;
};
