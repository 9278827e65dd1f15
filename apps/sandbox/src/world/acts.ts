import type { AfterSales } from './after-sales/after-sales.ts';
import type { Chats } from './chats.ts';
import { type Core, streamOf } from './core.ts';
import type { Demand } from './demand.ts';
import type { LateCarrierInput, PayOrdersInput, StaffInput } from './fulfilment/fulfilment-inputs.ts';
import type { Shipping } from './fulfilment/shipping.ts';
import type { FlashSales } from './goods/flash-sales.ts';
import type { GlobalProducts } from './goods/global-products.ts';
import type { UploadFileInput, UploadImageInput } from './goods/listing-inputs.ts';
import type { Listings } from './goods/listings.ts';
import { wishesOf } from './make-order.ts';
import type { Assortment } from './make-products.ts';
import type { Openings } from './openings/openings.ts';
import type { Programmes } from './openings/programmes.ts';
import { dispatchByHand, payByHand } from './order-life.ts';
import type { Appeals } from './performance/appeals.ts';
import { pick, type Rng } from './random.ts';
import { answerReview, changeReview, writeReview } from './reviews.ts';
import type {
  AppealInput,
  BuyersInput,
  ChangeReviewInput,
  Dispatched,
  DispatchInput,
  ListProductsInput,
  OpeningInput,
  PlaceOrdersInput,
  ProgrammeInput,
  ReplyInput,
  ReviewReplyInput,
  SendMessagesInput,
  WriteReviewInput,
} from './simulation-type.ts';
import type {
  Appeal,
  Conversation,
  Image,
  Message,
  Opening,
  Order,
  Product,
  ProductFile,
  ProgrammeApplication,
  Review,
  ReviewDisplay,
  Shop,
  Write,
} from './types.ts';
import { MINUTE, wholeSecond } from './zone.ts';

/**
 * What may be done to the world from outside. Each act of chance draws from a stream numbered after it, so the same acts
 * at the same instants (a replayed journal) do the same, and no act disturbs the buyers who come by themselves. What an
 * act needs to be allowed is asked by its caller, before it is kept.
 */
type Parts = {
  core: Core;
  assortment: Assortment;
  demand: Demand;
  chats: Chats;
  appeals: Appeals;
  openings: Openings;
  programmes: Programmes;
  listings: Listings;
  globalProducts: GlobalProducts;
  flashSales: FlashSales;
  shipping: Shipping;
  afterSales: AfterSales;
};

export class Acts {
  private readonly parts: Parts;
  private done = 0;
  private traffic = 0;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  placeOrders(input: PlaceOrdersInput): Order[] {
    const rng = this.nextDice();
    const placed: Order[] = [];
    for (let left = input.count; left > 0; left--) {
      const order = this.placeOne(input, rng);
      if (order) placed.push(order);
    }
    return placed;
  }

  sendMessages(input: SendMessagesInput): Message[] {
    const rng = this.nextDice();
    const shop = this.parts.core.store.shop(input.shopId);
    return Array.from({ length: input.count }, () => this.parts.chats.begin(shop, rng, input));
  }

  /** In the seller centre: a shop that was opened has nothing to sell until its seller lists something. */
  listProducts({ shopId, count }: ListProductsInput): Product[] {
    const shop = this.parts.core.store.shop(shopId);
    const listed = this.parts.assortment.list(shop, count, this.nextDice());
    this.parts.demand.forgetShelf(shop);
    return listed;
  }

  /** Steady traffic replaces the traffic set before; the buyers of the world's own demand come anyway. */
  setBuyers(input: BuyersInput): void {
    this.traffic++;
    this.flow(input.ordersPerMinute, (rng) => this.placeOne({ count: 1, status: 'ON_HOLD' }, rng));
    this.flow(input.messagesPerMinute, (rng) => this.parts.chats.begin(this.anyShop(rng), rng));
  }

  recordWrite(write: Omit<Write, 'id' | 'at'>): Write {
    const { core } = this.parts;
    const record: Write = { id: core.ids('write'), at: core.at(), ...write };
    core.store.world.writes.push(record);
    return record;
  }

  reply({ conversationId, type, content }: ReplyInput): Message {
    return this.parts.chats.answer(this.conversation(conversationId), { type, content });
  }

  writeReview(input: WriteReviewInput): Review {
    return writeReview(this.parts.core, input);
  }

  changeReview(input: ChangeReviewInput): void {
    changeReview(this.parts.core, input);
  }

  showReviews(display: ReviewDisplay): void {
    this.parts.core.store.world.reviewDisplays.set(display.productId, display);
  }

  takeBack({ messageId }: { messageId: string }): void {
    const found = this.parts.core.store.all.messages.find(({ message }) => message.id === messageId);
    if (found) this.parts.chats.takeBack(found.message);
  }

  readMessages({ conversationId }: { conversationId: string }): void {
    this.conversation(conversationId).unread = 0;
  }

  /** The seller ships in the seller centre; refused are those that are not waiting to be shipped. */
  dispatch({ shopId, orderIds }: DispatchInput): Dispatched {
    const { core } = this.parts;
    const shop = core.store.shop(shopId);
    const result: Dispatched = { dispatched: [], refused: [] };
    for (const id of orderIds) {
      const order = core.store.world.orders.get(id);
      const isGone =
        order?.shopId === shopId && dispatchByHand(core, { order, shop, rng: streamOf(core, `by-hand:${id}`), isByHand: true });
      (isGone ? result.dispatched : result.refused).push(id);
    }
    return result;
  }

  appeal({ violationId, ...input }: AppealInput & { violationId: string }): Appeal {
    const violation = this.parts.core.store.all.violations.find(({ id }) => id === violationId);
    if (!violation) throw new Error(`no violation ${violationId}`);
    return this.parts.appeals.submit(violation, input);
  }

  answerReview({ reviewId, text }: ReviewReplyInput): Review {
    const review = this.parts.core.store.all.reviews.find(({ id }) => id === reviewId);
    if (!review) throw new Error(`no review ${reviewId}`);
    answerReview(this.parts.core, review, text);
    return review;
  }

  decideAppeal({ appealId }: { appealId: string }): boolean {
    return this.parts.appeals.decideNow(appealId);
  }

  applyForShop(input: OpeningInput): Opening {
    return this.parts.openings.submit(input);
  }

  applyForProgramme(input: ProgrammeInput): ProgrammeApplication {
    return this.parts.programmes.submit(input);
  }

  get listings(): Listings {
    return this.parts.listings;
  }

  get globalProducts(): GlobalProducts {
    return this.parts.globalProducts;
  }

  get afterSales(): AfterSales {
    return this.parts.afterSales;
  }

  get shipping(): Shipping {
    return this.parts.shipping;
  }

  /** The people of the shops named, or of all, come to work or stay at home. */
  setStaff({ shopIds, isPresent }: StaffInput): void {
    const { core } = this.parts;
    for (const id of shopIds ?? core.store.world.shops.keys()) {
      if (isPresent) core.unstaffed.delete(id);
      else core.unstaffed.add(id);
    }
  }

  setLateCarrier({ carrier, share, days }: LateCarrierInput): void {
    this.parts.core.lateCarriers.set(carrier, { share, days });
  }

  /** Ids of those that were unpaid until now. */
  pay({ orderIds }: PayOrdersInput): string[] {
    const { core } = this.parts;
    return orderIds.filter((id) => {
      const order = core.store.world.orders.get(id);
      if (!order) return false;
      return payByHand(core, { order, shop: core.store.shop(order.shopId), rng: streamOf(core, `paid:${id}`), isByHand: true });
    });
  }

  get flashSales(): FlashSales {
    return this.parts.flashSales;
  }

  /** The bytes are looked at and let go: what is kept is what they showed. */
  uploadImage(input: UploadImageInput): Image {
    const { core } = this.parts;
    const image: Image = { uri: `tos-sandbox/${core.ids('image')}`, ...input };
    core.store.world.images.set(image.uri, image);
    return image;
  }

  uploadFile(input: UploadFileInput): ProductFile {
    const { core } = this.parts;
    const file: ProductFile = { id: core.ids('file'), ...input };
    core.store.world.files.set(file.id, file);
    return file;
  }

  private conversation(id: string): Conversation {
    const conversation = this.parts.core.store.world.conversations.get(id);
    if (!conversation) throw new Error(`no conversation ${id}`);
    return conversation;
  }

  private placeOne(input: PlaceOrdersInput, rng: Rng): Order | null {
    const { core, demand } = this.parts;
    const sku = input.skuId === undefined ? undefined : core.store.world.skus.get(input.skuId);
    const shopId = input.shopId ?? (sku && core.store.world.products.get(sku.productId)?.shopId);
    const shop = shopId === undefined ? this.anyShop(rng) : core.store.shop(shopId);
    const shelf = demand.shelf(shop);
    const wishes = sku ? [{ sku, quantity: input.quantity ?? 1 }] : wishesOf(shelf.products, shelf.popularity, rng);
    const [first] = wishes;
    const wanted = first && input.quantity !== undefined ? [{ sku: first.sku, quantity: input.quantity }] : wishes;
    // "Pays at once" is the state after paying: on hold for the remorse hour.
    const { buyerId, isVoucher } = input;
    const status = input.status ?? (isVoucher ? 'UNPAID' : 'ON_HOLD');
    return demand.arrive(shop, rng, { wishes: wanted, status, buyerId, isVoucher });
  }

  private anyShop(rng: Rng): Shop {
    return pick([...this.parts.core.store.world.shops.values()], rng);
  }

  /** Gaps are kept in fractions of a millisecond: at 600 a minute several fall into one second, but time still moves on. */
  private flow(perMinute: number, run: (rng: Rng) => void): void {
    if (perMinute <= 0) return;
    const { core } = this.parts;
    const rng = this.nextDice();
    const own = this.traffic;
    let dueAt: number = core.at();
    const next = (): void => {
      dueAt += (-Math.log(1 - rng()) / perMinute) * MINUTE;
      core.queue.plan(Math.max(core.at(), wholeSecond(dueAt)), () => {
        if (this.traffic !== own) return;
        run(rng);
        next();
      });
    };
    next();
  }

  private nextDice(): Rng {
    return streamOf(this.parts.core, `act:${++this.done}`);
  }
}
