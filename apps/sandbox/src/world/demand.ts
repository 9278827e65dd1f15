import type { Buyers } from './buyers.ts';
import type { Chats } from './chats.ts';
import { type Core, later, streamOf, unixSeconds } from './core.ts';
import type { BasketWish } from './goods/stock.ts';
import { closeDay } from './ledger.ts';
import { makeOrder, wishesOf } from './make-order.ts';
import { MARKETS } from './markets.ts';
import { beginLife, beginLifeAt } from './order-life.ts';
import { between, hashText, pick, poisson, type Rng, stream, wholeBetween } from './random.ts';
import { dayWeight, hourWeight } from './season.ts';
import type { AdSpend, Buyer, Order, OrderStatus, Product, Shop } from './types.ts';
import { DAY, HOUR, type LocalTime, localDay, localTime } from './zone.ts';

/**
 * The heartbeat: once an hour each shop draws how many buyers come in that hour and when, how many write, what its
 * advertising costs, and, at four in the morning, whether shelves are filled or a price is changed. History and live
 * future are the same beat; only the listening differs.
 */
const CHATS_PER_ORDER = 0.06;

type Wish = { wishes?: BasketWish[]; status?: OrderStatus | undefined; buyerId?: string | undefined; isVoucher?: boolean | undefined };

export class Demand {
  private readonly core: Core;
  private readonly buyers: Buyers;
  private readonly chats: Chats;
  private readonly shelves = new Map<string, { products: Product[]; popularity: number; meanPrice: number }>();
  private readonly spend = new Map<string, AdSpend>();
  private readonly arrivals = new Map<string, number>();

  constructor(core: Core, buyers: Buyers, chats: Chats) {
    this.core = core;
    this.buyers = buyers;
    this.chats = chats;
  }

  start(): void {
    for (const shop of this.core.store.world.shops.values()) {
      const rng = streamOf(this.core, `demand:${shop.id}`);
      later(this.core, 0, () => this.beat(shop, rng));
    }
    later(this.core, DAY - (this.core.at() % DAY), () => this.midnight());
  }

  /** A buyer comes. Without a wish they choose by popularity; null when what they want is sold out. */
  arrive(shop: Shop, rng: Rng, wish: Wish = {}): Order | null {
    const shelf = this.shelf(shop);
    const buyer = this.buyerOf(shop, wish.buyerId) ?? this.buyers.someone(shop, rng);
    const voucher = MARKETS[shop.market].voucher;
    const isVoucher = wish.status === undefined ? voucher !== null && rng() < voucher.share : wish.isVoucher === true && voucher !== null;
    const order = makeOrder(this.core, {
      shop,
      buyer,
      wishes: wish.wishes ?? wishesOf(shelf.products, shelf.popularity, rng),
      rng,
      isVoucher,
    });
    if (!order) return null;
    this.core.store.addOrder(order);
    if (wish.status === undefined) beginLife(this.core, { order, shop, rng });
    else beginLifeAt(this.core, { order, shop, rng, isByHand: true }, wish.status);
    return order;
  }

  private buyerOf(shop: Shop, buyerId: string | undefined): Buyer | undefined {
    return buyerId === undefined ? undefined : this.core.store.lists(shop.id).orders.findLast(({ buyer }) => buyer.id === buyerId)?.buyer;
  }

  /** The dice of the next order of this shop. */
  nextDice(shopId: string): Rng {
    const count = (this.arrivals.get(shopId) ?? 0) + 1;
    this.arrivals.set(shopId, count);
    return stream(this.core.seed, `order:${shopId}:${count}`);
  }

  shelf(shop: Shop): { products: Product[]; popularity: number; meanPrice: number } {
    let shelf = this.shelves.get(shop.id);
    if (!shelf) {
      const products = this.core.store.lists(shop.id).products.filter((product) => product.status === 'ACTIVATE');
      const prices = products.flatMap((product) => product.skus.map((sku) => sku.salePrice));
      const meanPrice = prices.reduce((sum, price) => sum + price, 0) / Math.max(1, prices.length);
      shelf = { products, popularity: products.reduce((sum, product) => sum + product.popularity, 0), meanPrice };
      this.shelves.set(shop.id, shelf);
    }
    return shelf;
  }

  /** What the shop sells has changed. */
  forgetShelf(shop: Shop): void {
    this.shelves.delete(shop.id);
  }

  private beat(shop: Shop, rng: Rng): void {
    const local = localTime(shop.timeZone, this.core.at());
    const day = localDay(shop.timeZone, this.core.at());
    const weight = (hourWeight(local.hour) / 24) * dayWeight(shop.market, local) * MARKETS[shop.market].size;
    const mean = this.core.ordersPerShopDay * weight;
    for (let left = poisson(mean, rng); left > 0; left--) {
      // Dice are handed out when planned, not on arrival, so that the streams do not depend on who else arrives.
      const dice = this.nextDice(shop.id);
      later(this.core, rng() * HOUR, () => this.arrive(shop, dice));
    }
    for (let left = poisson(mean * CHATS_PER_ORDER, rng); left > 0; left--) {
      const dice = stream(this.core.seed, `chat:${shop.id}:${this.core.at()}:${left}`);
      later(this.core, rng() * HOUR, () => this.chats.begin(shop, dice));
    }
    this.advertise(shop, local, day);
    if (local.hour === 4) this.tendShelves(shop, streamOf(this.core, `shelves:${shop.id}:${day}`));
    later(this.core, HOUR, () => this.beat(shop, rng));
  }

  /** The day's budget is drawn from the day's name, so an hour needs no memory; it is spent as buyers are awake. */
  private advertise(shop: Shop, local: LocalTime, day: string): void {
    const dice = stream(this.core.seed, `ads:${shop.id}:${day}`);
    const share = between(0.09, 0.24, dice) * (0.8 + (hashText(shop.id) % 100) / 250);
    const budget =
      this.core.ordersPerShopDay * MARKETS[shop.market].size * dayWeight(shop.market, local) * this.shelf(shop).meanPrice * 1.5 * share;
    let record = this.spend.get(shop.id);
    if (record?.day !== day) {
      record = {
        id: this.core.ids('adSpend'),
        shopId: shop.id,
        day,
        amount: 0,
        currency: shop.currency,
        updatedAt: this.core.at(),
      };
      this.spend.set(shop.id, record);
      this.core.store.addAdSpend(record);
    }
    record.amount += Math.round((budget * hourWeight(local.hour)) / 24);
    record.updatedAt = this.core.at();
  }

  /** Fills what ran low; now and then a price moves or a listing is paused or resumed. */
  private tendShelves(shop: Shop, rng: Rng): void {
    for (const product of this.core.store.lists(shop.id).products) {
      for (const sku of product.skus) {
        const level = sku.stock[0];
        if (level && !sku.isAppStocked && level.available < 15 && rng() < 0.5) {
          level.available += wholeBetween(80, 400, rng);
          this.changed(product);
        }
      }
    }
    if (rng() < 0.12) this.editOne(shop, rng);
  }

  private editOne(shop: Shop, rng: Rng): void {
    const product = pick(this.core.store.lists(shop.id).products, rng);
    this.shelves.delete(shop.id);
    if (rng() < 0.75) {
      const sku = pick(product.skus, rng);
      const step = MARKETS[shop.market].step;
      const lowered = Math.round((sku.listPrice * between(0.75, 1, rng)) / step) * step - MARKETS[shop.market].charm;
      sku.salePrice = Math.min(sku.listPrice, Math.max(step - MARKETS[shop.market].charm, lowered));
      this.changed(product);
      const data = {
        product_id: product.id,
        change_source: 'SELLER_CENTER',
        changed_fields: ['skus.price'],
        update_time: unixSeconds(this.core.at()),
      };
      this.core.emit(() => ({ type: 15, eventType: 'PRODUCT_INFORMATION_CHANGE', shopId: shop.id, at: this.core.at(), data }));
    } else if (product.status === 'ACTIVATE' || product.status === 'SELLER_DEACTIVATED') {
      product.status = product.status === 'ACTIVATE' ? 'SELLER_DEACTIVATED' : 'ACTIVATE';
      this.changed(product);
      const data = {
        product_id: product.id,
        status: 'PRODUCT_STATUS_CHANGED',
        suspended_reason: '',
        update_time: unixSeconds(this.core.at()),
      };
      this.core.emit(() => ({ type: 5, eventType: 'PRODUCT_STATUS_CHANGE', shopId: shop.id, at: this.core.at(), data }));
    }
  }

  private changed(product: Product): void {
    this.core.store.productChanged(product, this.core.at());
  }

  private midnight(): void {
    closeDay(this.core);
    later(this.core, DAY, () => this.midnight());
  }
}
