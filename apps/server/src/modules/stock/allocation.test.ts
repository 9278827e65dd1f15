import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { deskHandlers, followOrders } from '../desk/index.ts';
import { applyOrders } from '../orders/index.ts';
import { buildLine, buildOrder } from '../orders/testing.ts';
import { findFaults, forgetDestinations, moveOrders, stockHandlers } from './index.ts';
import { buildVariant, offerIn } from './testing.ts';

/** From where orders are sent, on a real database: decided as they come in, moved by a person, and the ledger true all the while. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
const warehouses: Record<'hamburg' | 'munich' | 'krakow', string> = { hamburg: '', munich: '', krakow: '' };

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  for (const [name, country, region] of [
    ['krakow', 'PL', ''],
    ['munich', 'DE', 'Bayern'],
    ['hamburg', 'DE', 'Hamburg'],
  ] as const) {
    warehouses[name] = told(await handlers()['warehouses.create'](asked({ name, kind: 'own' as const, country, region }))).id;
    await bench.clock.advance(1_000);
  }
});
afterAll(() => database.close());

const handlers = () => stockHandlers(bench.services);
const desk = () => deskHandlers(bench.services, []);
const asked = <B>(body: B) => ({ caller: buildCaller(database.merchantId), requestId: 'r-1', params: {}, query: {}, body });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
let goods = 0;
/** A counted variant on sale, with so many units in each warehouse. */
async function sell(units: Partial<Record<keyof typeof warehouses, number>>) {
  goods += 1;
  const place = { database: database.database, merchantId: database.merchantId, newId: bench.services.newId };
  const ids = { channelProductId: `P${goods}`, channelSkuId: `S${goods}` };
  const variantId = await buildVariant(place, { sku: `CUP-${goods}` });
  await offerIn(place, { shopId: shop.shopId, variantId, ...ids });
  const rows = Object.entries(units).map(([name, count]) => ({
    ...{ variantId, units: Number(count) },
    warehouseId: warehouses[name as keyof typeof warehouses],
  }));
  told(await handlers()['stock-adjustments.create'](asked({ kind: 'count' as const, rows, reference: null, note: '' })));
  await bench.clock.advance(1_000);
  return ids;
}
type Sold = Awaited<ReturnType<typeof sell>>;
async function take(bought: readonly (readonly [Sold, number])[], facts: Parameters<typeof buildOrder>[0] = {}) {
  const now = bench.clock.now();
  const order = buildOrder({
    ...{ createdAt: now, paidAt: now, lines: bought.map(([ids, quantity]) => buildLine({ ...ids, quantity })) },
    buyer: { region: 'DE', state: 'Hamburg', postcode: '20095' },
    ...facts,
  });
  return { order, id: await again(order) };
}
async function again(order: ReturnType<typeof buildOrder>): Promise<string> {
  const secrets = await bench.services.secrets.forMerchant(shop.merchantId);
  const base = { services: bench.services, shop, orders: [order], source: 'sweep' as const, now: bench.clock.now(), secrets };
  return database.database.withMerchant(database.merchantId, async (tx) => {
    await applyOrders(tx, { ...base, moveStock: moveOrders, moveDesk: followOrders });
    const row = await tx.selectFrom('orders').select('id').where('channel_order_id', '=', order.channelOrderId).executeTakeFirstOrThrow();
    return row.id;
  });
}
const marks = async (orderId: string) => told(await desk()['desk-orders.get']({ ...asked(undefined), params: { orderId } }));
/** What a reader sees: who decided, from where how many units, how many are short. */
const seen = async (orderId: string) => {
  const { allocation } = await marks(orderId);
  return allocation && [allocation.decidedBy, allocation.from.map(({ warehouse, units }) => [warehouse.name, units]), allocation.short];
};
const deskWarehouse = async (channelOrderId: string) => {
  const { items } = told(await desk()['desk-orders.list']({ ...asked(undefined), query: { limit: 5, q: channelOrderId } }));
  return items[0]?.warehouse?.name ?? null;
};
const choose = (orderIds: string[], warehouseId: string | null) =>
  desk()['desk-tasks.create'](asked({ action: { kind: 'choose-warehouse' as const, warehouseId }, orderIds }));
const faults = () => database.database.withMerchant(database.merchantId, findFaults);

test('the nearest that has all of it sends; where none has all, the fewest together; the desk says why', async () => {
  const [cup, pot] = [await sell({ hamburg: 1, munich: 5, krakow: 9 }), await sell({ krakow: 3 })];
  const one = await take([[cup, 1]]);
  expect(await seen(one.id)).toEqual(['rule', [['hamburg', 1]], 0]);
  expect(await deskWarehouse(one.order.channelOrderId)).toBe('hamburg');
  // Hamburg is sold out now.
  const two = await take([[cup, 2]]);
  expect(await seen(two.id)).toEqual(['rule', [['munich', 2]], 0]);
  expect(
    (await marks(two.id)).allocation?.considered.map(({ warehouse, nearness, missing }) => [warehouse.name, nearness, missing]),
  ).toEqual([
    ['hamburg', 'region', 2],
    ['munich', 'country', 0],
    ['krakow', 'customs-area', 0],
  ]);
  expect(
    await seen(
      (
        await take([
          [cup, 1],
          [pot, 1],
        ])
      ).id,
    ),
  ).toEqual(['rule', [['krakow', 2]], 0]);
  expect(await seen((await take([[cup, 10]])).id)).toEqual([
    'rule',
    [
      ['krakow', 7],
      ['munich', 3],
    ],
    0,
  ]);
  expect(await faults()).toEqual([]);
});

test('a person’s choice moves the reserved units, is refused once the order has left, and can be taken back', async () => {
  const cup = await sell({ hamburg: 4, krakow: 4 });
  const { id, order } = await take([[cup, 3]]);
  told(await choose([id], warehouses.krakow));
  expect(await seen(id)).toEqual(['person', [['krakow', 3]], 0]);
  expect(await deskWarehouse(order.channelOrderId)).toBe('krakow');
  // What Hamburg kept for it is free again.
  expect(await seen((await take([[cup, 4]])).id)).toEqual(['rule', [['hamburg', 4]], 0]);
  // Nobody else may have it, so a warehouse that lacks it is short and says so.
  told(await choose([id], warehouses.munich));
  expect(await seen(id)).toEqual(['person', [], 3]);
  told(await choose([id], null));
  expect(await seen(id)).toEqual(['rule', [['krakow', 3]], 0]);
  await again({ ...order, status: 'in-transit', dispatchedAt: bench.clock.now(), updatedAt: order.updatedAt + 1_000 });
  expect(told(await choose([id], warehouses.hamburg))).toMatchObject({ done: 0, refusals: 1 });
  expect(await choose([id], bench.services.newId())).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/action/warehouseId' }] });
  expect(await faults()).toEqual([]);
});

test('while the platform hides where it goes an order keeps its units, and is allocated anew once it is shown', async () => {
  const cup = await sell({ hamburg: 2, krakow: 2 });
  const hidden = { region: 'PL', state: '***', postcode: '***' };
  const { id, order } = await take([[cup, 2]], { status: 'on-hold', buyer: hidden });
  expect(await seen(id)).toEqual(['rule', [['krakow', 2]], 0]);
  expect((await marks(id)).allocation?.isSettled).toBe(false);
  const shown = {
    ...order,
    status: 'awaiting-shipment' as const,
    buyer: { ...order.buyer, region: 'DE', state: 'Hamburg', postcode: '20095' },
  };
  await again({ ...shown, updatedAt: order.updatedAt + 1_000 });
  expect(await seen(id)).toEqual(['rule', [['hamburg', 2]], 0]);
  // From then on it stays, though another would be nearer.
  await again({ ...shown, buyer: { ...shown.buyer, region: 'PL', state: '' }, updatedAt: order.updatedAt + 2_000 });
  expect(await seen(id)).toEqual(['rule', [['hamburg', 2]], 0]);
  expect(await faults()).toEqual([]);
});

test('a shop whose orders may not be split is served by who lacks least, and says what is short', async () => {
  const cup = await sell({ hamburg: 2, munich: 3 });
  const set = { isPushing: false, maySplit: false, warehouses: [] };
  told(await handlers()['stock-shops.set']({ ...asked(set), params: { shopId: shop.shopId } }));
  expect(await seen((await take([[cup, 4]])).id)).toEqual(['rule', [['munich', 3]], 1]);
  told(await handlers()['stock-shops.set']({ ...asked({ ...set, maySplit: true }), params: { shopId: shop.shopId } }));
  expect(await faults()).toEqual([]);
});

test('a buyer’s region goes with the buyer; from where it was sent stays', async () => {
  const { id, order } = await take([[await sell({ hamburg: 1 }), 1]]);
  const gone = { orders: [{ shopId: shop.shopId, channelOrderId: order.channelOrderId }] };
  expect((await marks(id)).allocation?.to).toEqual({ country: 'DE', region: 'Hamburg' });
  await database.database.withMerchant(database.merchantId, (tx) => forgetDestinations(tx, gone));
  expect((await marks(id)).allocation).toMatchObject({ to: { country: 'DE', region: '' }, from: [{ units: 1 }] });
});

test('two clerks who choose for orders of one SKU at the same moment take no unit twice', async () => {
  const cup = await sell({ hamburg: 3, munich: 3 });
  const [one, two] = [await take([[cup, 3]]), await take([[cup, 3]])];
  await Promise.all([choose([one.id], warehouses.munich), choose([two.id], warehouses.hamburg)]);
  const both = [(await marks(one.id)).allocation, (await marks(two.id)).allocation];
  const spoken = both.flatMap((each) => [...(each?.from ?? []).map(({ units }) => units), each?.short ?? 0]);
  expect(spoken.reduce((sum, units) => sum + units, 0)).toBe(6);
  expect(await faults()).toEqual([]);
});
