import type * as afterSales from './after-sales/after-sale-inputs.ts';
import type * as fulfilment from './fulfilment/fulfilment-inputs.ts';
import type {
  CreateGlobalInput,
  CreateListingInput,
  EditGlobalInput,
  EditListingInput,
  FlashSaleInput,
  GlobalQuantitiesInput,
  MoveListingInput,
  PublishGlobalInput,
  SellerCentreEditInput,
  SetPricesInput,
  SetQuantitiesInput,
  TakeDownInput,
  UploadFileInput,
  UploadImageInput,
} from './goods/listing-inputs.ts';
import type { MessageKind } from './message-kinds.ts';
import type {
  AdSpend,
  Appeal,
  BalanceHold,
  Cancellation,
  Conversation,
  FlashSale,
  GlobalProduct,
  Image,
  Instant,
  Market,
  Message,
  Opening,
  OpeningDocument,
  Order,
  OrderStatus,
  Package,
  PlatformEvent,
  Product,
  ProductFile,
  ProgrammeApplication,
  Return,
  Review,
  ReviewDisplay,
  Sku,
  Statement,
  Violation,
  World,
  Write,
} from './types.ts';

export type WriteReviewInput = { orderId: string; stars: number; text: string; language: string };
export type ChangeReviewInput = { reviewId: string; rewritten?: { stars: number; text: string } | undefined };

/** What makes a world: the same arguments give the same world, byte for byte. */
export type SimulationOptions = {
  seed: number;
  merchants?: number | undefined;
  shops?: number | undefined;
  days?: number | undefined;
  ordersPerShopDay?: number | undefined;
  endsAt: Instant;
  /** Shops that cross the platform's limits at known times. */
  troubled?: boolean | undefined;
  dataDir?: string | undefined;
  clock: 'real' | 'virtual';
};

/** An input from outside, as the journal keeps it. The kind is prefixed by its owner: `world:` or `tiktok-shop:`. */
export type JournalEntry = { kind: string; data: unknown };
/** `at` = the virtual instant at which the input was taken. */
export type JournalRecord = JournalEntry & { at: Instant };

export type PlaceOrdersInput = {
  shopId?: string | undefined;
  count: number;
  skuId?: string | undefined;
  quantity?: number | undefined;
  status?: OrderStatus | undefined;
  buyerId?: string | undefined;
  isVoucher?: boolean | undefined;
};
export type ListProductsInput = { shopId: string; count: number };
export type SendMessagesInput = {
  shopId: string;
  count: number;
  language?: string | undefined;
  text?: string | undefined;
  kind?: MessageKind | undefined;
  conversationId?: string | undefined;
};
export type BuyersInput = { ordersPerMinute: number; messagesPerMinute: number };

export type ReplyInput = { conversationId: string; type: string; content: string };
export type ReviewReplyInput = { reviewId: string; text: string };
export type DispatchInput = { shopId: string; orderIds: string[] };
export type AppealInput = { text: string; evidence: { fileName: string; sha256: string }[] };
export type OpeningInput = {
  sellerId: string;
  sourceShopId: string;
  targetMarket: Market;
  entity: { name: string; jurisdiction: string };
  category: string;
  isBrandOwner: boolean;
  documents: OpeningDocument[];
};
export type ProgrammeInput = Pick<ProgrammeApplication, 'shopId' | 'form'>;
/** Ids of orders. */
export type Dispatched = { dispatched: string[]; refused: string[] };

/** Per shop, in order of creation. Live arrays: read, never change. */
export type ShopLists = {
  orders: readonly Order[];
  packages: readonly Package[];
  cancellations: readonly Cancellation[];
  returns: readonly Return[];
  products: readonly Product[];
  conversations: readonly Conversation[];
  statements: readonly Statement[];
  adSpend: readonly AdSpend[];
  reviews: readonly Review[];
  violations: readonly Violation[];
  appeals: readonly Appeal[];
  balanceHolds: readonly BalanceHold[];
  openings: readonly Opening[];
  programmeApplications: readonly ProgrammeApplication[];
};

export type Simulation = {
  world: World;
  now(): Instant;
  speed(): number;
  /** False under the virtual clock, which only moves by `advance`. */
  setSpeed(speed: number): boolean;
  /** Live events only: history and replay are silent. */
  subscribe(listener: (event: PlatformEvent) => void): () => void;
  /** Due work under the virtual clock. A promise given back is waited for (at most 5 s real) by the step of `advance` that ran it. */
  schedule(at: Instant, run: () => void | Promise<void>): { cancel(): void };
  advance(ms: number): Promise<void>;
  /** Waited for (at most 5 s real) at the end of each step of `advance`: deliveries under way. */
  onStepEnd(settled: () => Promise<void>): void;
  /** A deterministic substream, 0..1. The same name always starts the same sequence anew. */
  random(stream: string): () => number;
  /** Ids for the protocol's own things (notifications); never repeats across restarts, never shifts the world's ids. */
  nextId(): string;
  journal: {
    append(entry: JournalEntry): void;
    /** What was appended in earlier lives of this world, oldest first; entries of the world itself are left out. */
    replayed(): readonly JournalRecord[];
  };
  acts: {
    placeOrders(input: PlaceOrdersInput): Order[];
    listProducts(input: ListProductsInput): Product[];
    sendMessages(input: SendMessagesInput): Message[];
    setBuyers(input: BuyersInput): void;
    recordWrite(write: Omit<Write, 'id' | 'at'>): Write;
    reply(input: ReplyInput): Message;
    takeBack(input: { messageId: string }): void;
    writeReview(input: WriteReviewInput): Review;
    changeReview(input: ChangeReviewInput): void;
    /** In place of what the product showed of the seller's other shops. */
    showReviews(display: ReviewDisplay): void;
    readMessages(input: { conversationId: string }): void;
    dispatch(input: DispatchInput): Dispatched;
    appeal(input: AppealInput & { violationId: string }): Appeal;
    answerReview(input: ReviewReplyInput): Review;
    /** false: no such appeal is under review. */
    decideAppeal(input: { appealId: string }): boolean;
    applyForShop(input: OpeningInput): Opening;
    applyForProgramme(input: ProgrammeInput): ProgrammeApplication;
    uploadImage(input: UploadImageInput): Image;
    uploadFile(input: UploadFileInput): ProductFile;
    createListing(input: CreateListingInput): Product;
    /** The SKUs that the listing will have. */
    editListing(input: EditListingInput): Sku[];
    setPrices(input: SetPricesInput): void;
    setQuantities(input: SetQuantitiesInput): void;
    moveListing(input: MoveListingInput): void;
    takeDown(input: TakeDownInput): void;
    editByHand(input: SellerCentreEditInput): void;
    createGlobal(input: CreateGlobalInput): GlobalProduct;
    editGlobal(input: EditGlobalInput): GlobalProduct;
    deleteGlobal(input: { globalProductId: string }): void;
    setGlobalQuantities(input: GlobalQuantitiesInput): void;
    publishGlobal(input: PublishGlobalInput): Product;
    beginFlashSale(input: FlashSaleInput): FlashSale;
    setStaff(input: fulfilment.StaffInput): void;
    setLateCarrier(input: fulfilment.LateCarrierInput): void;
    /** Ids of those that were unpaid until now. */
    pay(input: fulfilment.PayOrdersInput): string[];
    openAndShip(input: fulfilment.OpenAndShipInput): Package;
    ship(input: fulfilment.ShipInput): Package;
    updateTracking(input: fulfilment.UpdateTrackingInput): void;
    splitOrder(input: fulfilment.SplitInput): Package[];
    combinePackages(input: fulfilment.CombineInput): Package;
    uncombinePackage(input: fulfilment.UncombineInput): Package[];
    cancelOrder(input: afterSales.CancelOrderInput): Cancellation;
    answerCancellation(input: afterSales.AnswerCancellationInput): void;
    approveReturn(input: afterSales.ApproveReturnInput): void;
    rejectReturn(input: afterSales.RejectReturnInput): void;
    createReturn(input: afterSales.CreateReturnInput): Return;
    /** Null: the order is not one that a buyer may ask to cancel. */
    askToCancel(input: afterSales.AskToCancelInput): Cancellation | null;
    askToReturn(input: afterSales.AskToReturnInput): Return;
    buyerStep(input: afterSales.BuyerStepInput): void;
    decideDispute(input: afterSales.DecideDisputeInput): void;
  };
  /** Of all shops, in order of creation; positions never change, so they serve as cursors. */
  all: ShopLists & { messages: readonly { shopId: string; message: Message }[]; flashSales: readonly FlashSale[] };
  lists(shopId: string): ShopLists;
  /** Sorted by (updatedAt, id), ascending. Live arrays, sorted anew when something changed: take what you need at once. */
  ordersByUpdate(shopId: string): readonly Order[];
  packagesByUpdate(shopId: string): readonly Package[];
  cancellationsByUpdate(shopId: string): readonly Cancellation[];
  returnsByUpdate(shopId: string): readonly Return[];
  productsByUpdate(shopId: string): readonly Product[];
  /** Null: never used. */
  packageOfTracking(trackingNumber: string): string | null;
  /** After-sales cases of one order, oldest first. */
  cancellationsOf(orderId: string): readonly Cancellation[];
  returnsOf(orderId: string): readonly Return[];
  /** What may still be paid back: paid, less paid back, less promised. */
  refundable(order: Order): number;
  followers: { sawClock(): void; acked(now: Instant, follower?: string): void };
  close(): void;
};
