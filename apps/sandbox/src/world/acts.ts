import { z } from 'zod';
import type { Chats } from './chats.ts';
import { type Core, streamOf } from './core.ts';
import type { Demand } from './demand.ts';
import { wishesOf } from './make-order.ts';
import { PHRASES } from './phrases.ts';
import { pick, type Rng } from './random.ts';
import type { BuyersInput, PlaceOrdersInput, SendMessagesInput } from './simulation-type.ts';
import type { Message, Order, OrderStatus, Shop, Write } from './types.ts';
import { MINUTE, wholeSecond } from './zone.ts';

/**
 * What may be done to the world from outside. Each act draws from a stream numbered after it, so the same acts at the
 * same instants (a replayed journal) do the same, and no act disturbs the buyers who come by themselves.
 */
const ORDER_STATUSES = [
  'UNPAID',
  'ON_HOLD',
  'AWAITING_SHIPMENT',
  'PARTIALLY_SHIPPING',
  'AWAITING_COLLECTION',
  'IN_TRANSIT',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
] as const satisfies readonly OrderStatus[];

/** The same schemas guard the control calls and read the journal back. */
export const placeOrdersSchema = z.strictObject({
  shopId: z.string().optional(),
  count: z.int().min(1).max(10_000),
  skuId: z.string().optional(),
  quantity: z.int().min(1).max(100).optional(),
  status: z.enum(ORDER_STATUSES).optional(),
});
export const sendMessagesSchema = z
  .strictObject({
    shopId: z.string(),
    count: z.int().min(1).max(10_000),
    language: z.string().min(2).max(10).optional(),
    text: z.string().min(1).max(2000).optional(),
  })
  .refine(({ language, text }) => text !== undefined || language === undefined || language in PHRASES, {
    path: ['language'],
    message: `Without a text: one of ${Object.keys(PHRASES).join(', ')}`,
  });
export const buyersSchema = z.strictObject({
  ordersPerMinute: z.number().min(0).max(6000),
  messagesPerMinute: z.number().min(0).max(6000),
});
export const writeSchema = z.strictObject({ shopId: z.string(), operation: z.string(), data: z.record(z.string(), z.unknown()) });

type Parts = { core: Core; demand: Demand; chats: Chats };

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
    return demand.arrive(shop, rng, { wishes: wanted, status: input.status ?? 'ON_HOLD' });
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
