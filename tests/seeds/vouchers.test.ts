/** An order to be paid at a till, from the platform to the shelf: kept until its voucher ends, reminded of on the last day, given back after. */
import type { ShopAccess } from '@tradewind/channels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { shopsInScope } from '../../apps/server/src/modules/accounts/index.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../../apps/server/src/modules/accounts/testing.ts';
import { deskDuties, followOrders } from '../../apps/server/src/modules/desk/index.ts';
import { applyOrders } from '../../apps/server/src/modules/orders/index.ts';
import { moveOrders, stockHandlers } from '../../apps/server/src/modules/stock/index.ts';
import { buildVariant, offerIn } from '../../apps/server/src/modules/stock/testing.ts';
import { isRefusal } from '../../apps/server/src/platform/http/handler.ts';
import type { LaneWorker } from '../../apps/server/src/platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../apps/server/src/testing/database.ts';
import { jobHandlers, routeHandlers } from '../../apps/server/src/wiring.ts';
import { accessOf, DAY_MS, type Stage, startStage } from '../channel/client.ts';

const HOUR_MS = 3_600_000;
const placed = z.object({ orders: z.array(z.object({ id: z.string() })) });

let platform: Stage;
let database: TestDatabase;
let bench: Bench;
let worker: LaneWorker;
let shop: BuiltShop;
let access: ShopAccess;

beforeAll(async () => {
  // Enough shops that one of them is in Mexico.
  platform = await startStage({ shops: 12, days: 2, ordersPerShopDay: 1 });
  database = await createTestDatabase();
  bench = createBench(database.database, { startAt: platform.now() });
  const { tokens, shops } = await platform.consent();
  const mexican = shops.find(({ market }) => market === 'MX');
  if (!mexican) throw new Error('this world has no shop in Mexico');
  access = accessOf(tokens, mexican);
  shop = await buildShop(bench, database.merchantId, { market: 'MX', channelShopId: mexican.channelShopId });
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
});
afterAll(async () => {
  await platform.close();
  await database.close();
});

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]): Promise<T> =>
  database.database.withMerchant(database.merchantId, run);
const advance = async (ms: number) => {
  await platform.advance(ms);
  await bench.clock.advance(ms);
};
const order = async (count: number) =>
  placed
    .parse(await platform.control('/orders', { shopId: shop.channelShopId, count, quantity: 1, isVoucher: true }))
    .orders.map(({ id }) => id);
/** Reads these orders from the platform and takes them in as a sweep does, with all that follows them. */
const read = async (ids: string[]) => {
  const orders = await platform.channel.orders(access, ids);
  const secrets = await bench.services.secrets.forMerchant(database.merchantId);
  const input = { services: bench.services, shop, orders, source: 'sweep' as const, now: bench.clock.now(), secrets };
  await within((tx) => applyOrders(tx, { ...input, moveStock: moveOrders, moveDesk: followOrders }));
  return orders;
};
const caller = buildCaller('');
const asked = <B, Q>(body: B, query: Q) => ({
  caller: { ...caller, merchantId: database.merchantId },
  requestId: 'r-1',
  params: {},
  body,
  query,
});
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const queue = async () =>
  told(await routeHandlers(bench.services)['desk-orders.list'](asked(undefined, { limit: 50, bucket: 'unpaid' as const }))).items;
const counts = async () => told(await routeHandlers(bench.services)['desk-orders.counts'](asked(undefined, {})));
const available = async (variantId: string) => {
  const { items } = told(await stockHandlers(bench.services)['stock-levels.list'](asked(undefined, { limit: 50, show: 'all' as const })));
  return items.find(({ variant }) => variant.id === variantId)?.total?.available;
};
const reminders = () =>
  within(async (tx) => {
    const shops = await shopsInScope(tx, { caller });
    return deskDuties.find(tx, { services: bench.services, caller, shops, isWhole: true, now: bench.clock.now() });
  });

test('its units are kept until the voucher ends; the last day reminds; then they are given back, whether or not the platform says so', async () => {
  // What is sold, and how the platform calls it, an order tells.
  const [probe = ''] = await order(1);
  const line = (await platform.channel.orders(access, [probe]))[0]?.lines[0];
  if (!line) throw new Error('an order without a line');
  const place = { database: database.database, merchantId: database.merchantId, newId: bench.services.newId };
  const variantId = await buildVariant(place, { sku: 'TILL-1' });
  await offerIn(place, { shopId: shop.shopId, variantId, channelProductId: line.channelProductId, channelSkuId: line.channelSkuId });
  const warehouse = told(await stockHandlers(bench.services)['warehouses.create'](asked({ name: 'Near', kind: 'own', country: 'MX' }, {})));
  const rows = [{ variantId, warehouseId: warehouse.id, units: 10 }];
  told(await stockHandlers(bench.services)['stock-adjustments.create'](asked({ kind: 'receive', rows, reference: null, note: '' }, {})));
  await advance(60_000);

  const sell = { shopId: shop.channelShopId, count: 2, quantity: 1, skuId: line.channelSkuId, isVoucher: true };
  const ids = placed.parse(await platform.control('/orders', sell)).orders.map(({ id }) => id);
  const [kept] = await read(ids);
  expect(await available(variantId)).toBe(8);
  expect((await queue()).map(({ deadlineAt, warehouse: at }) => [deadlineAt, at?.name])).toEqual(
    Array.from({ length: 2 }, () => [new Date((kept?.createdAt ?? 0) + 2 * DAY_MS).toISOString(), 'Near']),
  );
  expect(await counts()).toMatchObject({ unpaid: 2, expiringSoon: 0 });
  expect(await reminders()).toEqual([]);

  await advance(30 * HOUR_MS);
  expect(await counts()).toMatchObject({ unpaid: 2, expiringSoon: 2 });
  expect(await reminders()).toMatchObject([{ kind: 'orders-expiring', data: { count: 2 }, deadlineAt: kept?.payBy }]);

  const [paid = '', unpaid = ''] = ids;
  await platform.control('/pay', { orderIds: [paid] });
  await read([paid]);
  expect(await counts()).toMatchObject({ unpaid: 1, platformHold: 1 });

  // The platform has cancelled it; nothing of that has reached us yet.
  await advance(20 * HOUR_MS);
  await worker.drain();
  expect(await available(variantId)).toBe(9);
  const [expired] = await queue();
  const timeline = told(
    await routeHandlers(bench.services)['orders.timeline']({ ...asked(undefined, { limit: 50 }), params: { orderId: expired?.id ?? '' } }),
  );
  expect(timeline.items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['stock.expired', 'stock.reserved', 'order.placed']));

  await read([unpaid]);
  expect(await queue()).toEqual([]);
  expect(await available(variantId)).toBe(9);
  expect(await counts()).toMatchObject({ unpaid: 0 });
});
