import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { everything, newFolder, smallWorld, truthDigest } from '../testing.ts';
import { paidTotal } from './make-order.ts';
import type { Simulation } from './simulation.ts';
import type { Order, PlatformEvent } from './types.ts';
import { DAY, HOUR } from './zone.ts';

const open: Simulation[] = [];
const world = (...args: Parameters<typeof smallWorld>): Simulation => {
  const sim = smallWorld(...args);
  open.push(sim);
  return sim;
};
afterEach(() => {
  for (const sim of open.splice(0)) sim.close();
});

describe('the same arguments', () => {
  it('give the same world, and live on the same', async () => {
    const [one, other] = [world(), world()];
    expect(truthDigest(other)).toBe(truthDigest(one));
    await one.advance(6 * HOUR);
    await other.advance(2 * HOUR);
    await other.advance(4 * HOUR);
    expect(truthDigest(other)).toBe(truthDigest(one));
  });

  it('give another world with another seed', () => {
    expect(truthDigest(world({ seed: 8 }))).not.toBe(truthDigest(world()));
  });

  it('do not let an order placed by hand change who comes by themselves', async () => {
    const [quiet, busy] = [world(), world()];
    busy.acts.placeOrders({ count: 3 });
    await quiet.advance(DAY);
    await busy.advance(DAY);
    const arrivals = (sim: Simulation): string[] => sim.all.orders.map((order) => `${order.shopId}${order.createdAt}${order.buyer.id}`);
    expect(arrivals(busy)).toEqual(expect.arrayContaining(arrivals(quiet)));
    expect(busy.all.orders.length).toBe(quiet.all.orders.length + 3);
  });
});

const LATER_THAN: [keyof Order, keyof Order][] = [
  ['createdAt', 'paidAt'],
  ['paidAt', 'dispatchedAt'],
  ['dispatchedAt', 'collectedAt'],
  ['collectedAt', 'deliveredAt'],
  ['deliveredAt', 'completedAt'],
  ['completedAt', 'updatedAt'],
  ['cancelledAt', 'updatedAt'],
];

function complaintsAbout(sim: Simulation, order: Order): string[] {
  const complaints: string[] = [];
  for (const [before, after] of LATER_THAN) {
    const [first, second] = [order[before], order[after]];
    if (typeof first === 'number' && typeof second === 'number' && first > second) complaints.push(`${before} after ${after}`);
  }
  for (const line of order.lines) {
    if (line.salePrice + line.platformDiscount + line.sellerDiscount !== line.originalPrice) complaints.push('price parts do not add up');
    if (line.salePrice <= 0 || line.platformDiscount < 0 || line.sellerDiscount < 0)
      complaints.push('a price or discount has the wrong sign');
  }
  const refunded = order.refunds.reduce((sum, one) => sum + one.amount, 0);
  if (refunded > (order.paidAt === null ? 0 : paidTotal(order))) complaints.push('more refunded than paid');
  const paidOut = [
    ...sim.cancellationsOf(order.id).filter((item) => item.status === 'CANCELLATION_REQUEST_COMPLETE' && item.refund > 0),
    ...sim.returnsOf(order.id).filter((item) => item.status === 'RETURN_OR_REFUND_REQUEST_COMPLETE'),
  ].map((item) => ({ amount: item.refund, at: item.updatedAt }));
  if (JSON.stringify(paidOut) !== JSON.stringify(order.refunds)) complaints.push('refunds are not those of the completed cases');
  if ((order.status === 'CANCELLED') !== (order.cancelledAt !== null && order.cancelledBy !== null))
    complaints.push('cancelled without saying so');
  if (order.paidAt === null && !['UNPAID', 'CANCELLED'].includes(order.status)) complaints.push('moved on unpaid');
  const instants = [order.createdAt, order.paidAt, order.updatedAt, order.shipBy, ...order.refunds.map((one) => one.at)];
  if (instants.some((at) => at !== null && at % 1000 !== 0)) complaints.push('an instant within a second');
  return complaints;
}

describe('in every world', () => {
  it('orders, money and stock make sense', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 16 }), async (seed, shops) => {
        const sim = world({ seed, shops, merchants: 2, days: 25, ordersPerShopDay: 8 });
        sim.acts.placeOrders({ count: 40, quantity: 4 });
        await sim.advance(30 * HOUR);
        for (const order of sim.all.orders) expect(complaintsAbout(sim, order), `${order.id} ${order.status}`).toEqual([]);
        expect(stockComplaints(sim)).toEqual([]);
        sim.close();
      }),
      { numRuns: 6 },
    );
  });

  it('never sells more than there is', () => {
    const sim = world();
    const sku = sim.lists([...sim.world.shops.keys()][0] ?? '').products.find((product) => product.status === 'ACTIVATE')?.skus[0];
    const before = sku?.stock[0]?.available ?? 0;
    const orders = sim.acts.placeOrders({ count: before + 50, skuId: sku?.id ?? '' });
    expect(orders.length).toBe(before);
    expect(sku?.stock[0]?.available).toBe(0);
  });
});

/** Committed stock is exactly what open orders wait for. */
function stockComplaints(sim: Simulation): string[] {
  const waiting = new Map<string, number>();
  for (const order of sim.all.orders) {
    if (!['UNPAID', 'ON_HOLD', 'AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING'].includes(order.status)) continue;
    for (const line of order.lines) waiting.set(line.skuId, (waiting.get(line.skuId) ?? 0) + 1);
  }
  return [...sim.world.skus.values()].flatMap((sku) => {
    const [level] = sku.stock;
    if (!level || level.available < 0) return [`${sku.id} below zero`];
    return level.committed === (waiting.get(sku.id) ?? 0) ? [] : [`${sku.id} holds ${level.committed} for ${waiting.get(sku.id) ?? 0}`];
  });
}

describe('the default world', () => {
  it('has the shops, products and troubles that the demo tells of', () => {
    const sim = world({ merchants: 3, shops: 15, days: 40, ordersPerShopDay: 10 });
    const { sellers, shops, products, skus, categories } = sim.world;
    expect([...sellers.values()].map((seller) => seller.shopIds.length)).toEqual([7, 6, 2]);
    const markets = [...sellers.values()].slice(0, 2).flatMap((seller) => seller.shopIds.map((id) => shops.get(id)?.market));
    expect(new Set(markets)).toEqual(new Set(['US', 'GB', 'DE', 'FR', 'IT', 'ES', 'JP', 'MX', 'TH', 'VN', 'MY', 'ID', 'SG']));
    expect(products.size).toBe(400);
    expect(skus.size).toBeGreaterThan(1350);
    expect([...categories.values()].filter((category) => !category.isLeaf).length).toBeGreaterThanOrEqual(12);
    const vouchers = sim.all.orders.filter((order) => order.isVoucher);
    expect(vouchers.some((order) => order.paidAt === null && order.status === 'CANCELLED' && order.cancelledBy === 'platform')).toBe(true);
    expect(new Set(sim.all.orders.map((order) => order.cancelledBy))).toEqual(new Set([null, 'buyer', 'seller', 'platform']));
    expect(new Set(sim.all.orders.map((order) => order.status)).size).toBe(9);
    expect(everything(sim, 'disputes').length).toBeGreaterThan(0);
  });
});

describe('orders placed by hand', () => {
  it.each(['UNPAID', 'ON_HOLD', 'AWAITING_SHIPMENT', 'AWAITING_COLLECTION', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED', 'CANCELLED'] as const)(
    'start as %s',
    (status) => {
      const sim = world({ shops: 3, days: 3 });
      const events: PlatformEvent[] = [];
      sim.subscribe((event) => events.push(event));
      const [order] = sim.acts.placeOrders({ count: 1, status });
      expect(order?.status).toBe(status);
      expect(order && complaintsAbout(sim, order)).toEqual([]);
      expect(events.filter((event) => event.type === 1).at(-1)?.data).toMatchObject({
        order_id: order?.id,
        order_status: status === 'CANCELLED' ? 'CANCEL' : status,
      });
    },
  );

  it('come steadily until told to stop', async () => {
    const sim = world({ ordersPerShopDay: 0, days: 3 });
    sim.acts.setBuyers({ ordersPerMinute: 120, messagesPerMinute: 30 });
    await sim.advance(10 * 60_000);
    const count = sim.all.orders.length;
    expect(count).toBeGreaterThan(900);
    expect(count).toBeLessThan(1500);
    expect(sim.all.messages.length).toBeGreaterThan(150);
    sim.acts.setBuyers({ ordersPerMinute: 0, messagesPerMinute: 0 });
    await sim.advance(10 * 60_000);
    expect(sim.all.orders.length).toBe(count);
  });
});

describe('a restart', () => {
  const live = async (sim: Simulation): Promise<void> => {
    await sim.advance(90 * 60_000);
    const [shopId = ''] = sim.world.shops.keys();
    sim.acts.placeOrders({ count: 25 });
    sim.acts.setBuyers({ ordersPerMinute: 4, messagesPerMinute: 2 });
    await sim.advance(5 * HOUR + 1234);
    sim.acts.sendMessages({ shopId, count: 3, text: 'Where is it?' });
    sim.acts.recordWrite({ shopId, operation: 'test', data: { n: 1 } });
    sim.journal.append({ kind: 'tiktok-shop:grant', data: { token: 'kept' } });
    await sim.advance(26 * HOUR);
  };

  it('wakes up in the same world at the same time, and goes on the same', async () => {
    const dataDir = newFolder();
    const args = { shops: 4, days: 12 };
    const first = world({ ...args, dataDir });
    await live(first);
    const [digest, now, id] = [truthDigest(first), first.now(), first.nextId()];
    first.close();
    // Other arguments do not matter once there is a journal.
    const second = world({ dataDir, seed: 99, shops: 2 });
    expect(second.now()).toBe(now);
    expect(truthDigest(second)).toBe(digest);
    expect(second.journal.replayed()).toEqual([{ kind: 'tiktok-shop:grant', at: expect.any(Number), data: { token: 'kept' } }]);
    expect(second.nextId()).not.toBe(id);
    const unbroken = world(args);
    await live(unbroken);
    await unbroken.advance(3 * HOUR);
    await second.advance(3 * HOUR);
    expect(truthDigest(second)).toBe(truthDigest(unbroken));
  });
});
