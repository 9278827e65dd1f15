import type { ChannelOrder } from '@tradewind/channels';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../platform/database/roles.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../../accounts/testing.ts';
import { readOrder } from '../queries/order-detail.ts';
import { listOrders } from '../queries/order-list.ts';
import { buildAfterSale, buildLine, buildOrder, CREATED_AT, rollupsOf, takeIn, takeInAfterSales, takeInAs } from '../testing.ts';

let database: TestDatabase;
let bench: Bench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
});
afterAll(() => database.close());

const newShop = (wish = {}) => buildShop(bench, database.merchantId, wish);
const caller = () => buildCaller(database.merchantId);

async function held(shop: BuiltShop, order: ChannelOrder) {
  const { items } = await listOrders(bench.services, {
    caller: caller(),
    query: { limit: 50, sort: '-createdAt', channelOrderId: order.channelOrderId, shopIds: [shop.shopId] },
  });
  const [found] = items;
  return found ? await readOrder(bench.services, { caller: caller(), orderId: found.id }) : null;
}

describe('which version counts', () => {
  const at = CREATED_AT + 600_000;
  const first = (facts: Partial<ChannelOrder> = {}) => buildOrder({ status: 'awaiting-shipment', updatedAt: at, ...facts });

  test.each<[string, Partial<ChannelOrder>, number, string]>([
    ['newer', { status: 'in-transit', updatedAt: at + 1000 }, 1, 'in-transit'],
    ['the same again', {}, 0, 'awaiting-shipment'],
    ['stale', { status: 'unpaid', paidAt: null, updatedAt: at - 1000 }, 0, 'awaiting-shipment'],
    ['another content in the same second', { status: 'in-transit' }, 1, 'in-transit'],
  ])('%s', async (_name, change, changed, status) => {
    const shop = await newShop();
    const order = first();
    expect(await takeIn(bench.services, shop, [order])).toEqual({ changed: 1 });
    expect(await takeIn(bench.services, shop, [{ ...order, ...change }])).toEqual({ changed });
    expect((await held(shop, order))?.status).toBe(status);
  });

  test('without the version check a stale answer wins, which is what the drill must notice', async () => {
    const shop = await newShop();
    const order = first();
    await takeIn(bench.services, shop, [order]);
    await takeInAs(bench.services, shop, { orders: [{ ...order, status: 'unpaid', updatedAt: at - 1000 }], versionCheck: false });
    expect((await held(shop, order))?.status).toBe('unpaid');
  });

  test('a page that lists an order twice counts it once, by the later version wherever it stands', async () => {
    const shop = await newShop();
    const order = first();
    const later = { ...order, status: 'cancelled' as const, updatedAt: at + 5000 };
    expect(await takeIn(bench.services, shop, [later, order])).toEqual({ changed: 1 });
    expect((await held(shop, order))?.status).toBe('cancelled');
    const { kept } = await rollupsOf(bench.services, shop);
    expect(kept.days).toMatchObject([{ orders: 1, units: 1, gmv: 1000 }]);
  });

  test('the same order id in two shops is two orders', async () => {
    const [one, two] = [await newShop(), await newShop()];
    const order = first();
    await takeIn(bench.services, one, [order]);
    await takeIn(bench.services, two, [{ ...order, status: 'delivered', updatedAt: at + 1 }]);
    expect((await held(one, order))?.status).toBe('awaiting-shipment');
    expect((await held(two, order))?.status).toBe('delivered');
  });

  test('an empty page changes nothing', async () => {
    expect(await takeIn(bench.services, await newShop(), [])).toEqual({ changed: 0 });
  });
});

describe('what a newer version replaces', () => {
  test('lines as a whole, also to fewer', async () => {
    const shop = await newShop();
    const order = buildOrder({ lines: [buildLine({ sellerSku: 'A', quantity: 2 }), buildLine({ sellerSku: 'B' })] });
    await takeIn(bench.services, shop, [order]);
    await takeIn(bench.services, shop, [
      { ...order, lines: [buildLine({ sellerSku: 'C', salePrice: 700 })], updatedAt: order.updatedAt + 1 },
    ]);
    const now = await held(shop, order);
    expect(now?.lines.map((line) => [line.sellerSku, line.quantity, line.salePrice.amount])).toEqual([['C', 1, 700]]);
    expect(now?.gmv).toEqual({ amount: 700, currency: 'GBP' });
  });

  test('GMV is quantity × (sale price + platform discount), nothing of shipping, tax or the seller’s discount', async () => {
    const shop = await newShop();
    const line = buildLine({ quantity: 3, salePrice: 900, platformDiscount: 50, sellerDiscount: 250 });
    const order = buildOrder({ lines: [line], shipping: 499, tax: 123 });
    await takeIn(bench.services, shop, [order]);
    expect((await held(shop, order))?.gmv.amount).toBe(3 * 950);
  });

  test('moves of state and price are remembered with what they were; a first sight writes none', async () => {
    const shop = await newShop();
    const order = buildOrder({ status: 'unpaid', paidAt: null });
    await takeIn(bench.services, shop, [order]);
    const paid = { ...order, status: 'awaiting-shipment' as const, paidAt: CREATED_AT + 90_000, updatedAt: CREATED_AT + 90_000 };
    await takeInAs(bench.services, shop, { orders: [paid], source: 'webhook' });
    await takeIn(bench.services, shop, [{ ...paid, lines: [buildLine({ salePrice: 800 })], updatedAt: CREATED_AT + 95_000 }]);
    const id = (await held(shop, order))?.id ?? '';
    const moves = await database.database.withMerchant(database.merchantId, (tx) =>
      tx.selectFrom('order_event').selectAll().where('order_id', '=', id).orderBy('at').execute(),
    );
    expect(moves).toMatchObject([
      { kind: 'order.status-changed', source: 'webhook', facts: { from: 'unpaid', to: 'awaiting-shipment' } },
      { kind: 'order.amounts-changed', source: 'sweep', facts: { from: 1000, to: 800, currency: 'GBP' } },
    ]);
  });
});

describe('the buyer', () => {
  const buyer = { name: 'Ploy Srisuwan-Testname', phone: '(+66)812345678', email: 'ploy.unique@buyers.test', address: '99 Secret Soi' };

  test('lies encrypted: no table holds a byte of name, phone, e-mail, address or message', async () => {
    const shop = await newShop();
    const order = buildOrder({ buyer, buyerMessage: 'leave it with Khun Somsak' });
    await takeIn(bench.services, shop, [order]);
    await takeIn(bench.services, shop, [{ ...order, status: 'in-transit', updatedAt: order.updatedAt + 1000 }]);
    const dump = await withClient(database.access.backup, async (client) => {
      const tables = await client.query<{ name: string }>(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('tenant', 'system')",
      );
      const texts = [];
      // bytea is read as escaped text, so that plain letters in it would show as such.
      await client.query("SET bytea_output = 'escape'");
      for (const { name } of tables.rows)
        texts.push(JSON.stringify((await client.query(`SELECT row_to_json(t)::text AS t FROM ${name} AS t`)).rows));
      return texts.join('\n');
    });
    expect(dump).toContain(order.channelOrderId);
    for (const secret of ['Ploy', 'Srisuwan', '812345678', 'ploy.unique', 'Secret Soi', 'Somsak']) {
      expect(dump.toLowerCase(), secret).not.toContain(secret.toLowerCase());
      expect(dump, secret).not.toContain(Buffer.from(secret).toString('hex'));
    }
    expect((await held(shop, order))?.buyer).toMatchObject({ ...buyer, message: 'leave it with Khun Somsak' });
  });

  test('a sealed buyer pasted into another order cannot be read there', async () => {
    const shop = await newShop();
    const [mine, other] = [buildOrder({ buyer }), buildOrder()];
    await takeIn(bench.services, shop, [mine, other]);
    await bench.services.database.withMerchant(database.merchantId, (tx) =>
      sql`UPDATE orders SET buyer = (SELECT buyer FROM orders WHERE channel_order_id = ${mine.channelOrderId}) WHERE channel_order_id = ${other.channelOrderId}`.execute(
        tx,
      ),
    );
    await expect(held(shop, other)).rejects.toThrow('wrong key, wrong place or damaged');
  });
});

describe('roll-ups', () => {
  test('an unpaid order counts nowhere, a payment on its own day, a cancellation takes nothing back', async () => {
    const shop = await newShop({ market: 'US' });
    const order = buildOrder({ currency: 'USD', status: 'unpaid', paidAt: null, createdAt: Date.UTC(2026, 10, 20, 23) });
    await takeIn(bench.services, shop, [order]);
    expect((await rollupsOf(bench.services, shop)).kept).toEqual({ hours: [], days: [] });
    // 07:30 UTC of the 21st is still the 20th in Los Angeles.
    const paid = {
      ...order,
      status: 'awaiting-shipment' as const,
      paidAt: Date.UTC(2026, 10, 21, 7, 30),
      updatedAt: Date.UTC(2026, 10, 21, 7, 30),
    };
    await takeIn(bench.services, shop, [paid]);
    await takeIn(bench.services, shop, [
      { ...paid, status: 'cancelled', cancelledAt: paid.updatedAt + 1000, updatedAt: paid.updatedAt + 1000 },
    ]);
    const { kept } = await rollupsOf(bench.services, shop);
    expect(kept.days).toEqual([{ slot: '2026-11-20', currency: 'USD', gmv: 1000, orders: 1, units: 1, refunds: 0 }]);
    expect(kept.hours).toEqual([{ slot: '2026-11-21 07:00:00+00', currency: 'USD', gmv: 1000, orders: 1, units: 1, refunds: 0 }]);
  });

  const zones = ['Asia/Tokyo', 'America/Los_Angeles', 'Asia/Kolkata', 'Europe/London', 'Australia/Lord_Howe'];
  // Around the end of summer time in Europe and America, with instants on both sides of several zones' midnights.
  const instant = fc
    .integer({ min: Date.UTC(2026, 9, 24, 10) / 60_000, max: Date.UTC(2026, 10, 2, 10) / 60_000 })
    .map((minute) => minute * 60_000);
  const version = fc.record({
    order: fc.integer({ min: 0, max: 3 }),
    tick: fc.integer({ min: 0, max: 6 }),
    paidAt: fc.option(instant),
    currency: fc.constantFrom('GBP', 'GBP', 'GBP', 'EUR'),
    status: fc.constantFrom<ChannelOrder['status']>('unpaid', 'awaiting-shipment', 'cancelled'),
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 4 }),
        salePrice: fc.integer({ min: 0, max: 9999 }),
        platformDiscount: fc.integer({ min: 0, max: 300 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });
  const refund = fc.record({
    case: fc.integer({ min: 0, max: 2 }),
    tick: fc.integer({ min: 0, max: 4 }),
    refundedAt: fc.option(instant),
    amount: fc.integer({ min: 1, max: 5000 }),
  });
  const page = fc.oneof(
    {
      arbitrary: fc.record({ kind: fc.constant('orders' as const), versions: fc.array(version, { minLength: 1, maxLength: 4 }) }),
      weight: 3,
    },
    { arbitrary: fc.record({ kind: fc.constant('refunds' as const), cases: fc.array(refund, { minLength: 1, maxLength: 3 }) }), weight: 1 },
  );

  test('equal a recount from rows after any sequence of pages: pay, cancel, re-price, refund, stale and repeated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zones), fc.array(page, { minLength: 1, maxLength: 7 }), async (timeZone, pages) => {
        const shop = await newShop({ timeZone });
        const newest = new Map<string, { tick: number; gmv: number; paidAt: number | null }>();
        for (const given of pages) {
          if (given.kind === 'refunds') {
            await takeInAfterSales(
              bench.services,
              shop,
              given.cases.map((item) =>
                buildAfterSale({
                  channelAfterSaleId: `R${item.case}`,
                  refundAmount: item.amount,
                  updatedAt: CREATED_AT + item.tick * 1000,
                  refundedAt: item.refundedAt,
                }),
              ),
            );
            continue;
          }
          await takeIn(
            bench.services,
            shop,
            given.versions.map(({ order, tick, lines, ...facts }) =>
              buildOrder({ ...facts, channelOrderId: `O${order}`, updatedAt: CREATED_AT + tick * 1000, lines: lines.map(buildLine) }),
            ),
          );
          for (const { order, tick, lines, paidAt } of given.versions) {
            const before = newest.get(`O${order}`);
            const gmv = lines.reduce((sum, line) => sum + line.quantity * (line.salePrice + line.platformDiscount), 0);
            if (!before || tick >= before.tick) newest.set(`O${order}`, { tick, gmv, paidAt });
          }
        }
        const { kept, counted } = await rollupsOf(bench.services, shop);
        expect(kept).toEqual(counted);
        const paid = [...newest.values()].filter((order) => order.paidAt !== null);
        expect(kept.days.reduce((sum, day) => sum + day.gmv, 0)).toBe(paid.reduce((sum, order) => sum + order.gmv, 0));
        expect(kept.hours.reduce((sum, hour) => sum + hour.orders, 0)).toBe(paid.length);
      }),
      { numRuns: 60 },
    );
  });
});
