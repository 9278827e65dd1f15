import type { ViolationReason } from './performance/reasons-of-violations.ts';

/**
 * The sandbox's own picture of the platform: plain data, no behaviour.
 * `world/` makes and moves it under a virtual clock, `tiktok-shop/` speaks of it on the wire,
 * `control/` shows it as ground truth. Instants are epoch milliseconds; money is integer minor
 * units of the shop's currency; ids are the platform's strings of 18-19 digits.
 */
export type Market = 'US' | 'GB' | 'DE' | 'FR' | 'IT' | 'ES' | 'JP' | 'MX' | 'TH' | 'VN' | 'MY' | 'ID' | 'PH' | 'SG' | 'IE' | 'BR';
export type Instant = number;

/** A seller account of the platform (one legal entity). One consent covers shops of one seller. */
export type Seller = { id: string; name: string; openId: string; baseRegion: string; shopIds: string[] };

export type Shop = {
  id: string;
  sellerId: string;
  name: string;
  code: string;
  cipher: string;
  market: Market;
  currency: string;
  timeZone: string;
  sellerType: 'CROSS_BORDER' | 'LOCAL';
  warehouseIds: string[];
  openedAt: Instant;
  /** What ails the shop, if anything; drives late parcels, cancellations, returns. */
  trouble: 'none' | 'late' | 'cancels' | 'returns' | 'slow-replies';
  /** Of a troubled world: what goes wrong from when to when. */
  episodes: Episode[];
};
export type Episode = {
  ails: 'late' | 'cancels' | 'slow-replies' | 'bad-goods' | 'slow-returns';
  share: number;
  from: Instant;
  until: Instant;
};

export type Warehouse = {
  id: string;
  shopId: string;
  name: string;
  type: 'SALES_WAREHOUSE' | 'RETURN_WAREHOUSE';
  subType: 'DOMESTIC_WAREHOUSE' | 'CB_OVERSEA_WAREHOUSE' | 'CB_DIRECT_SHIPPING_WAREHOUSE';
  isDefault: boolean;
  region: string;
  city: string;
};

export type Category = { id: string; parentId: string; name: string; localNames: Partial<Record<Market, string>>; isLeaf: boolean };
type Brand = { id: string; name: string };
export type ProductStatus =
  | 'DRAFT'
  | 'PENDING'
  | 'FAILED'
  | 'ACTIVATE'
  | 'SELLER_DEACTIVATED'
  | 'PLATFORM_DEACTIVATED'
  | 'FREEZE'
  | 'DELETED';

/** Sellable now, committed to open orders, and what ever became of the units: ordered = committed + cancelled + shipped. */
export type StockLevel = { warehouseId: string; available: number; committed: number; ordered: number; cancelled: number; shipped: number };
export type SkuAttribute = { id: string; name: string; valueId: string; value: string };
export type Sku = {
  id: string;
  productId: string;
  sellerSku: string;
  name: string;
  gtin: string | null;
  listPrice: number;
  salePrice: number;
  attributes: SkuAttribute[];
  /** Per warehouse, in the order in which buyers are served. */
  stock: StockLevel[];
  /** An app sets its quantities, so nobody fills its shelf by hand. */
  isAppStocked: boolean;
};
/** What a seller says of a product and the audit reads; the first image is the one in lists. */
export type ProductWords = {
  title: string;
  description: string;
  categoryId: string;
  brandId: string | null;
  imageUris: string[];
  attributes: { id: string; name: string; values: { id: string | null; name: string }[] }[];
  weightGrams: number;
  /** Null: not said. */
  sizeMm: [number, number, number] | null;
  certificates: { id: string; imageUris: string[]; fileIds: string[] }[];
  sizeChartUri: string | null;
  manufacturerIds: string[];
  responsiblePersonIds: string[];
};
export type AuditReason = { code: number; position: string; reason: string; suggestion: string };
/** Beside the status: a live product goes on selling its old words while an edit is examined. */
type Audit = { status: 'NONE' | 'AUDITING' | 'FAILED' | 'APPROVED'; reasons: AuditReason[] };
/** The product as it will be if the audit lets it. */
export type ProductVersion = { words: ProductWords; skus: Sku[] };
export type Product = ProductWords & {
  id: string;
  shopId: string;
  status: ProductStatus;
  skus: Sku[];
  audit: Audit;
  underReview: ProductVersion | null;
  /** Counts edits: an audit that was planned for an earlier one has nothing to say. */
  edition: number;
  globalProductId: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  popularity: number;
};
export type Image = { uri: string; sellerId: string; width: number; height: number; format: 'JPEG' | 'PNG' | 'WEBP'; useCase: string };
/** A paper that a product may show; the platform also takes films, which nobody here sends. */
export type ProductFile = { id: string; sellerId: string; name: string; format: 'PDF'; bytes: number; sha256: string };
/** Who answers for goods in the EU; sellers enter them in the seller centre. */
export type LegalEntity = { id: string; sellerId: string; name: string; email: string };
export type GlobalSku = {
  id: string;
  sellerSku: string;
  gtin: string | null;
  price: number;
  attributes: SkuAttribute[];
  stock: { warehouseId: string; quantity: number }[];
};
/** A product above the shops of one seller; each market has one listing of it at most. */
export type GlobalProduct = {
  id: string;
  sellerId: string;
  words: ProductWords;
  sourceLocale: string;
  currency: 'USD' | 'EUR';
  skus: GlobalSku[];
  status: 'PUBLISHED' | 'UNPUBLISHED' | 'DELETED';
  listings: { market: Market; shopId: string; productId: string; skus: { globalSkuId: string; skuId: string }[] }[];
  createdAt: Instant;
  updatedAt: Instant;
};
/** Many buyers at once for a few goods; each tries once. */
export type FlashSale = { id: string; buyers: number; placed: number; soldOut: number; startedAt: Instant; endsAt: Instant };

export const ORDER_STATUSES = [
  'UNPAID',
  'ON_HOLD',
  'AWAITING_SHIPMENT',
  'PARTIALLY_SHIPPING',
  'AWAITING_COLLECTION',
  'IN_TRANSIT',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
/** One line item is one unit (quantity 5 = 5 line items); prices and discounts per unit, salePrice after both discounts. */
export type OrderLine = {
  id: string;
  skuId: string;
  productId: string;
  originalPrice: number;
  salePrice: number;
  platformDiscount: number;
  sellerDiscount: number;
  packageId: string | null;
};
export type Buyer = {
  id: string;
  name: string;
  nickname: string;
  phone: string;
  email: string;
  language: string;
  address: { line1: string; city: string; state: string; postalCode: string; region: string };
};
type Refund = { amount: number; at: Instant };
export type Order = {
  id: string;
  shopId: string;
  buyer: Buyer;
  status: OrderStatus;
  currency: string;
  lines: OrderLine[];
  shipping: number;
  shippingPlatformDiscount: number;
  shippingSellerDiscount: number;
  tax: number;
  buyerMessage: string;
  paymentMethod: string;
  isVoucher: boolean;
  fulfilment: 'TIKTOK' | 'SELLER';
  warehouseId: string;
  packageIds: string[];
  createdAt: Instant;
  /** When it was placed, to the millisecond; the wire and all else say whole seconds. */
  acceptedAt: Instant;
  paidAt: Instant | null;
  updatedAt: Instant;
  shipBy: Instant | null;
  dispatchedAt: Instant | null;
  collectedAt: Instant | null;
  deliveredAt: Instant | null;
  completedAt: Instant | null;
  cancelledAt: Instant | null;
  cancelReason: string | null;
  cancelledBy: 'buyer' | 'seller' | 'platform' | null;
  refunds: Refund[];
};
export type Package = {
  id: string;
  shopId: string;
  orderIds: string[];
  lineIds: string[];
  status: 'PROCESSING' | 'FULFILLING' | 'COMPLETED' | 'CANCELLED';
  trackingNumber: string | null;
  providerId: string;
  providerName: string;
  /** How the seller hands it to the carrier; null where nobody said. */
  handover: Handover | null;
  /** As the seller weighed and measured it; null: what its goods add up to. */
  measured: { grams: number; sizeMm: [number, number, number] } | null;
  shippedAt: Instant | null;
  collectedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
};
/** Of a pick-up, when. */
export type Handover = { method: 'PICKUP' | 'DROP_OFF'; from: Instant | null; until: Instant | null };
/** status COMPLETE means the refund was paid at updatedAt. */
export type Cancellation = {
  id: string;
  orderId: string;
  shopId: string;
  role: 'BUYER' | 'SELLER' | 'SYSTEM';
  reason: string;
  reasonText: string;
  status: string;
  refund: number;
  lineIds: string[];
  createdAt: Instant;
  updatedAt: Instant;
  /** When the seller's time to answer a buyer ends. */
  respondBy: Instant | null;
  /** Keys of the intents that were answered: a second call with one of them changes nothing. */
  keys: string[];
};
/** A step of a case, as both sides see it. */
export type CaseRecord = {
  event: string;
  role: 'BUYER' | 'SELLER' | 'OPERATOR' | 'SYSTEM';
  at: Instant;
  reason: string;
  note: string;
  imageUris: string[];
};
/** What a return was about; the platform's codes say no more than this. An empty parcel has no code of its own: it is `missing`. */
export type ReturnCause = 'defect' | 'damage' | 'wrong' | 'missing' | 'lost' | 'not-as-described' | 'late' | 'unwanted' | 'size';
export type Return = {
  id: string;
  orderId: string;
  shopId: string;
  type: 'REFUND' | 'RETURN_AND_REFUND';
  status: string;
  reason: string;
  reasonText: string;
  refund: number;
  lineIds: string[];
  createdAt: Instant;
  updatedAt: Instant;
  arbitration: string | null;
  cause: ReturnCause;
  /** Refunded, refused for good or withdrawn. */
  resolvedAt: Instant | null;
  role: 'BUYER' | 'SELLER';
  /** When the seller's time to answer ends; null while it is not their turn. */
  respondBy: Instant | null;
  /** The seller gives the money back and wants nothing sent. */
  isKept: boolean;
  /** What the seller offered in place of the whole refund; a buyer who refuses it goes back to asking. */
  offer: { amount: number; isRefused: boolean } | null;
  sentBack: { trackingNumber: string; carrier: string; at: Instant } | null;
  records: CaseRecord[];
  keys: string[];
  /** The buyer called the platform in, which decides by `dueAt` and finds somebody responsible. */
  dispute: {
    openedAt: Instant;
    dueAt: Instant;
    decidedAt: Instant | null;
    responsible: 'SELLER' | 'BUYER' | 'CARRIER' | 'PLATFORM' | null;
  } | null;
};
/** A withdrawn one is no longer shown to buyers and counts for nothing. */
export type Review = {
  id: string;
  shopId: string;
  orderId: string;
  kind: 'product' | 'shop';
  productId: string;
  skuId: string;
  nickname: string;
  stars: 1 | 2 | 3 | 4 | 5;
  language: string;
  text: string;
  /** Written for a reward of the platform's own programme. */
  incentivised: boolean;
  /** What the shop answered under it, once. */
  reply: { text: string; at: Instant } | null;
  at: Instant;
  updatedAt: Instant;
  withdrawnAt: Instant | null;
};
/** The last one told, whole; an empty one shows nothing. */
export type ReviewDisplay = {
  productId: string;
  version: number;
  soldElsewhere: { market: string; units: number }[];
  reviews: {
    id: string;
    rating: number;
    body: string;
    language: string;
    author: string;
    market: string;
    writtenAt: Instant;
    incentivised: boolean;
    verified: boolean;
    /** Of a machine, as the seller has handed it in. */
    translation: { language: string; body: string } | null;
  }[];
};
export type Measure = {
  code: 'formal-warning' | 'order-limit' | 'product-removed' | 'no-publishing' | 'transactions-cancelled' | 'balance-held';
  from: Instant;
  until: Instant | null;
  ordersPerDay?: number;
};
/** An entry of the platform's ledger. Numbers, window and orders are those of the rate that was judged, where one was. */
export type Violation = {
  id: string;
  shopId: string;
  at: Instant;
  updatedAt: Instant;
  reason: ViolationReason;
  area: string;
  points: number;
  numerator: number | null;
  denominator: number | null;
  windowFrom: Instant | null;
  windowUntil: Instant | null;
  orderIds: string[];
  measures: Measure[];
  overturnedAt: Instant | null;
};
export type Appeal = {
  id: string;
  shopId: string;
  violationId: string;
  attempt: 1 | 2;
  status: 'UNDER_REVIEW' | 'GRANTED' | 'REJECTED';
  text: string;
  evidence: { fileName: string; sha256: string }[];
  createdAt: Instant;
  updatedAt: Instant;
  decidedAt: Instant | null;
};
export type BalanceHold = {
  id: string;
  shopId: string;
  violationId: string;
  amount: number;
  currency: string;
  holdDays: number;
  isPermanent: boolean;
  investigationEndedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
};
type Step<Status> = { status: Status; at: Instant };
export type OpeningDocument = { type: string; fileName: string; sha256: string; validUntil: Instant | null; namesOnlineSales: boolean };
/** An application for a further shop. `shopId` is the shop it starts from; money in minor units. */
export type Opening = {
  id: string;
  sellerId: string;
  shopId: string;
  targetMarket: Market;
  entity: { name: string; jurisdiction: string };
  category: string;
  isBrandOwner: boolean;
  documents: OpeningDocument[];
  path: 'instant' | 'fast-review' | 'full-review';
  pathReasons: string[];
  status: 'SUBMITTED' | 'IN_REVIEW' | 'REJECTED' | 'APPROVED' | 'OPEN';
  history: Step<Opening['status']>[];
  reasons: { code: string; document: string }[];
  deposit: { amount: number; currency: string; isInSteps: boolean; frozen: number } | null;
  openedShopId: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  decidedAt: Instant | null;
};
export type ProgrammeApplication = {
  id: string;
  shopId: string;
  form:
    | {
        programme: 'EU_LOCAL_HOSTED';
        entityJurisdiction: string;
        stockCountries: string[];
        shipToCountry: string;
        vatCountries: string[];
        documents: { type: string; fileName: string; sha256: string }[];
      }
    | { programme: 'US_TO_MEXICO'; categories: string[]; qualifications: string[] };
  status: 'SUBMITTED' | 'IN_REVIEW' | 'REJECTED' | 'APPROVED';
  history: Step<ProgrammeApplication['status']>[];
  reasons: { code: string; subject: string }[];
  invitedCategories: string[];
  stage: 'COLD_START' | 'INCUBATION' | 'BREAKOUT' | null;
  createdAt: Instant;
  updatedAt: Instant;
  decidedAt: Instant | null;
};
export type Message = {
  id: string;
  conversationId: string;
  index: string;
  type: string;
  content: string;
  language: string;
  at: Instant;
  senderId: string;
  role: 'BUYER' | 'SHOP' | 'CUSTOMER_SERVICE' | 'SYSTEM' | 'ROBOT';
  nickname: string;
  /** Its writer took it back; the platform shows that it was there, and no more of it. */
  deletedAt: Instant | null;
};
export type Conversation = { id: string; shopId: string; buyer: Buyer; createdAt: Instant; messages: Message[]; unread: number };
/** Spend of one shop-local day so far: grows hour by hour during the day, final after the day's last hour. */
export type AdSpend = { id: string; shopId: string; day: string; amount: number; currency: string; updatedAt: Instant };
export type Statement = {
  id: string;
  shopId: string;
  at: Instant;
  currency: string;
  revenue: number;
  fee: number;
  shippingCost: number;
  adjustment: number;
  settlement: number;
  netSales: number;
  status: 'PAID' | 'FAILED' | 'PROCESSING';
  paymentId: string;
};

/** Something the platform would tell a subscribed app by webhook. */
export type PlatformEvent = {
  type: number;
  eventType: string;
  shopId: string;
  /** Of what concerns the seller and no shop: then `shopId` only says whose subscription it goes to. */
  sellerOpenId?: string;
  at: Instant;
  data: Record<string, unknown>;
};

export type Faults = {
  seed: number;
  webhooks: { drop: number; duplicate: number; reorder: number; delayMs: number; wrongSignature: number };
  api: { throttle: number; serverError: number; timeoutBefore: number; timeoutAfter: number; staleRead: number };
  auth: { expireToken: number; loseRefreshAnswer: number };
};

/** An effect that an accepted API call had (a webhook address set, later: a parcel shipped, a price changed). */
export type Write = { id: string; shopId: string; at: Instant; operation: string; data: Record<string, unknown> };

/** Everything there is, keyed by id. The only mutable state of the simulation. */
export type World = {
  seed: number;
  startedAt: Instant;
  sellers: Map<string, Seller>;
  shops: Map<string, Shop>;
  warehouses: Map<string, Warehouse>;
  categories: Map<string, Category>;
  brands: Map<string, Brand>;
  products: Map<string, Product>;
  images: Map<string, Image>;
  files: Map<string, ProductFile>;
  manufacturers: Map<string, LegalEntity>;
  responsiblePersons: Map<string, LegalEntity>;
  globalProducts: Map<string, GlobalProduct>;
  skus: Map<string, Sku>;
  orders: Map<string, Order>;
  packages: Map<string, Package>;
  cancellations: Map<string, Cancellation>;
  returns: Map<string, Return>;
  conversations: Map<string, Conversation>;
  adSpend: Map<string, AdSpend>;
  statements: Map<string, Statement>;
  writes: Write[];
  /** By product: what it shows of the seller's other shops. */
  reviewDisplays: Map<string, ReviewDisplay>;
};
