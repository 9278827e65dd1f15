import type { ShopLists } from './simulation-type.ts';
import type {
  AdSpend,
  Appeal,
  BalanceHold,
  Cancellation,
  Conversation,
  FlashSale,
  Instant,
  Message,
  Opening,
  Order,
  Package,
  Product,
  ProgrammeApplication,
  Return,
  Review,
  Seller,
  Shop,
  Sku,
  Statement,
  Violation,
  World,
} from './types.ts';

/**
 * The world plus the orders in which others want to read it. Everything ever made stays, so the lists in order of
 * creation only grow and a position in them is a stable cursor. The lists by update time are sorted when somebody
 * asks and something changed: nearly sorted already, so that costs little more than one pass.
 */
type Stamped = { id: string; updatedAt: Instant };
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

class ByUpdate<T extends Stamped> {
  private readonly shops = new Map<string, { items: T[]; isSorted: boolean }>();

  add(shopId: string, item: T): void {
    const list = this.of(shopId);
    list.items.push(item);
    list.isSorted = false;
  }

  changed(shopId: string): void {
    this.of(shopId).isSorted = false;
  }

  read(shopId: string): readonly T[] {
    const list = this.of(shopId);
    if (!list.isSorted) {
      list.items.sort((a, b) => a.updatedAt - b.updatedAt || (a.id < b.id ? -1 : 1));
      list.isSorted = true;
    }
    return list.items;
  }

  private of(shopId: string): { items: T[]; isSorted: boolean } {
    let list = this.shops.get(shopId);
    if (!list) {
      list = { items: [], isSorted: true };
      this.shops.set(shopId, list);
    }
    return list;
  }
}

/** In order of creation over all shops: what the truth pages walk through. */
type AllLists = Mutable<ShopLists> & { messages: { shopId: string; message: Message }[]; flashSales: FlashSale[] };

const emptyLists = (): Mutable<ShopLists> => ({
  orders: [],
  packages: [],
  cancellations: [],
  returns: [],
  products: [],
  conversations: [],
  statements: [],
  adSpend: [],
  reviews: [],
  violations: [],
  appeals: [],
  balanceHolds: [],
  openings: [],
  programmeApplications: [],
});

export class Store {
  readonly world: World;
  readonly all: AllLists = { ...emptyLists(), messages: [], flashSales: [] };
  readonly orders = new ByUpdate<Order>();
  readonly packages = new ByUpdate<Package>();
  readonly cancellations = new ByUpdate<Cancellation>();
  readonly returns = new ByUpdate<Return>();
  readonly products = new ByUpdate<Product>();
  readonly cancellationsOf = new Map<string, Cancellation[]>();
  readonly returnsOf = new Map<string, Return[]>();
  /** Every tracking number ever used, and on which package. */
  readonly trackingNumbers = new Map<string, string>();
  private readonly shops = new Map<string, Mutable<ShopLists>>();

  constructor(seed: number, startedAt: Instant) {
    this.world = {
      seed,
      startedAt,
      sellers: new Map(),
      shops: new Map(),
      warehouses: new Map(),
      categories: new Map(),
      brands: new Map(),
      products: new Map(),
      images: new Map(),
      files: new Map(),
      manufacturers: new Map(),
      responsiblePersons: new Map(),
      globalProducts: new Map(),
      skus: new Map(),
      orders: new Map(),
      packages: new Map(),
      cancellations: new Map(),
      returns: new Map(),
      conversations: new Map(),
      adSpend: new Map(),
      statements: new Map(),
      writes: [],
      reviewDisplays: new Map(),
    };
  }

  lists(shopId: string): Mutable<ShopLists> {
    let lists = this.shops.get(shopId);
    if (!lists) {
      lists = emptyLists();
      this.shops.set(shopId, lists);
    }
    return lists;
  }

  shop(shopId: string): Shop {
    const shop = this.world.shops.get(shopId);
    if (!shop) throw new Error(`no shop ${shopId}`);
    return shop;
  }

  seller(sellerId: string): Seller {
    const seller = this.world.sellers.get(sellerId);
    if (!seller) throw new Error(`no seller ${sellerId}`);
    return seller;
  }

  addOrder(order: Order): void {
    this.world.orders.set(order.id, order);
    this.all.orders.push(order);
    this.lists(order.shopId).orders.push(order);
    this.orders.add(order.shopId, order);
  }

  addPackage(item: Package): void {
    this.world.packages.set(item.id, item);
    this.all.packages.push(item);
    this.lists(item.shopId).packages.push(item);
    this.packages.add(item.shopId, item);
  }

  addCancellation(item: Cancellation): void {
    this.world.cancellations.set(item.id, item);
    this.all.cancellations.push(item);
    this.lists(item.shopId).cancellations.push(item);
    this.cancellations.add(item.shopId, item);
    this.cancellationsOf.set(item.orderId, [...(this.cancellationsOf.get(item.orderId) ?? []), item]);
  }

  addReturn(item: Return): void {
    this.world.returns.set(item.id, item);
    this.all.returns.push(item);
    this.lists(item.shopId).returns.push(item);
    this.returns.add(item.shopId, item);
    this.returnsOf.set(item.orderId, [...(this.returnsOf.get(item.orderId) ?? []), item]);
  }

  addProduct(item: Product): void {
    this.world.products.set(item.id, item);
    this.addSkus(item.skus);
    this.all.products.push(item);
    this.lists(item.shopId).products.push(item);
    this.products.add(item.shopId, item);
  }

  addSkus(skus: readonly Sku[]): void {
    for (const sku of skus) this.world.skus.set(sku.id, sku);
  }

  /** Something of it changed: it moves in the lists by update time. */
  productChanged(item: Product, at: Instant): void {
    item.updatedAt = at;
    this.products.changed(item.shopId);
  }

  addConversation(item: Conversation): void {
    this.world.conversations.set(item.id, item);
    this.all.conversations.push(item);
    this.lists(item.shopId).conversations.push(item);
  }

  addMessage(conversation: Conversation, message: Message): void {
    conversation.messages.push(message);
    this.all.messages.push({ shopId: conversation.shopId, message });
  }

  addStatement(item: Statement): void {
    this.world.statements.set(item.id, item);
    this.all.statements.push(item);
    this.lists(item.shopId).statements.push(item);
  }

  addAdSpend(item: AdSpend): void {
    this.world.adSpend.set(item.id, item);
    this.all.adSpend.push(item);
    this.lists(item.shopId).adSpend.push(item);
  }

  addReview(item: Review): void {
    this.all.reviews.push(item);
    this.lists(item.shopId).reviews.push(item);
  }

  addViolation(item: Violation): void {
    this.all.violations.push(item);
    this.lists(item.shopId).violations.push(item);
  }

  addAppeal(item: Appeal): void {
    this.all.appeals.push(item);
    this.lists(item.shopId).appeals.push(item);
  }

  /** Oldest first. */
  appealsOf({ id, shopId }: Violation): Appeal[] {
    return this.lists(shopId).appeals.filter(({ violationId }) => violationId === id);
  }

  addBalanceHold(item: BalanceHold): void {
    this.all.balanceHolds.push(item);
    this.lists(item.shopId).balanceHolds.push(item);
  }

  addOpening(item: Opening): void {
    this.all.openings.push(item);
    this.lists(item.shopId).openings.push(item);
  }

  addProgrammeApplication(item: ProgrammeApplication): void {
    this.all.programmeApplications.push(item);
    this.lists(item.shopId).programmeApplications.push(item);
  }
}
