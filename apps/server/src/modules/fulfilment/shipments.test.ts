import { ChannelFailure, type ChannelOrder } from '@tradewind/channels';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import type { LaneWorker } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { buildLine, buildOrder, takeIn } from '../orders/testing.ts';
import { applyPackages, fulfilmentHandlers, fulfilmentIntents, type HoldsOf } from './index.ts';
import { createFakeShipping, type FakeShipping, lost } from './testing.ts';

/** Parcels from a clerk's wish to the platform's answer, by the real worker under a virtual clock, on a platform in memory. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let fake: FakeShipping;
let worker: LaneWorker;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  fake = createFakeShipping();
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, fulfilment: fake.channel } };
  shop = await openShop('GB');
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
});
afterEach(() => database.close());

const HALF_A_MINUTE = 30_000;
const within: typeof database.database.withMerchant = (...args) => database.database.withMerchant(...args);
async function openShop(market: string): Promise<BuiltShop> {
  const built = await buildShop(bench, database.merchantId, { market });
  await within(database.merchantId, (tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: ['test.ship'] })
      .execute(),
  );
  return built;
}
const caller = () => buildCaller(database.merchantId);
const asked = { requestId: 'r-1', query: {}, params: {} };
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
let holds = new Map<string, { reason: string }>();
const holdsOf: HoldsOf = async () => holds;
beforeEach(() => {
  holds = new Map();
});
const ask = () => fulfilmentHandlers(bench.services, holdsOf, async () => new Map());

type Placed = { id: string; channelOrderId: string; packageId: string };
let places = 0;
/** An order with its package, as the sweep would have brought both. */
async function placed(facts: Partial<ChannelOrder> = {}, at = shop): Promise<Placed> {
  places += 1;
  const order = buildOrder({ lines: [buildLine({ channelLineIds: [`L${places}-1`, `L${places}-2`], quantity: 2 })], ...facts });
  await takeIn(bench.services, at, [order]);
  const packageId = `777${String(places).padStart(5, '0')}`;
  if (at.market !== 'US') await packed(order, packageId, at);
  const row = await within(database.merchantId, (tx) =>
    tx.selectFrom('orders').select('id').where('channel_order_id', '=', order.channelOrderId).executeTakeFirstOrThrow(),
  );
  return { id: row.id, channelOrderId: order.channelOrderId, packageId };
}
async function packed(order: ChannelOrder, packageId: string, at: BuiltShop): Promise<void> {
  const facts = {
    channelPackageId: packageId,
    channelOrderIds: [order.channelOrderId],
    status: 'processing' as const,
    trackingNumber: null,
  };
  fake.packages.set(packageId, {
    ...facts,
    channelLineIds: order.lines.flatMap(({ channelLineIds }) => channelLineIds),
    path: order.fulfilment,
  });
  const item = { ...facts, carrier: null, createdAt: 1, updatedAt: 1 };
  await within(database.merchantId, (tx) => applyPackages(tx, { services: bench.services, shop: at, items: [item] }));
}

type Parcel = {
  orderId: string;
  own?: { channelCarrierId: string; trackingNumber: string };
  channelLineIds?: string[];
  channelPackageId?: string;
};
const wish = (parcels: Parcel[], more: { confirmsWarnings?: boolean } = {}) => ({ parcels, confirmsWarnings: false, ...more });
const plan = async (parcels: Parcel[], more = {}) =>
  told(await ask()['shipment-runs.create']({ ...asked, caller: caller(), body: wish(parcels, more) }));
const ship = async (parcels: Parcel[], more = {}) => {
  const run = await plan(parcels, more);
  await worker.drain();
  return rowsOf(run.id);
};
const rowsOf = async (runId?: string) =>
  told(await ask()['shipments.list']({ ...asked, caller: caller(), body: undefined, query: { limit: 50, runId } })).items.sort((a, b) =>
    a.order.channelOrderId.localeCompare(b.order.channelOrderId),
  );
const states = (rows: { state: string }[]) => rows.map(({ state }) => state);
const own = (trackingNumber: string) => ({ channelCarrierId: '7001', trackingNumber });
const unsettled = () =>
  within(database.merchantId, (tx) =>
    fulfilmentIntents.find(tx, { shopIds: [shop.shopId], before: new Date(bench.clock.now()), limit: 10 }),
  );

const troubles = () => within(database.merchantId, (tx) => tx.selectFrom('desk_trouble').select(['order_id', 'code', 'reason']).execute());

test('a bulk leaves in batches, each row with what the platform said of it', async () => {
  const orders = [await placed(), await placed(), await placed(), await placed(), await placed()];
  fake.refusals.set(orders[3]?.packageId ?? '', { code: '21001003', message: 'The order is cancelled' });
  const rows = await ship(orders.map(({ id }) => ({ orderId: id })));
  expect(states(rows)).toEqual(['shipped', 'shipped', 'shipped', 'rejected', 'shipped']);
  expect(rows[3]).toMatchObject({ code: '21001003', message: 'The order is cancelled' });
  expect(fake.calls).toEqual(['ship 3', 'ship 2']);
  expect(await unsettled()).toMatchObject([{ kind: 'shipment', state: 'rejected', subject: orders[3]?.channelOrderId }]);
  expect(await troubles()).toEqual([{ order_id: orders[3]?.id, code: 'shipment-rejected', reason: 'The order is cancelled' }]);
  const task = await within(database.merchantId, (tx) => tx.selectFrom('task').selectAll().executeTakeFirstOrThrow());
  expect(task).toMatchObject({ kind: 'shipping', state: 'done', done: 5, total: 5 });
});

describe('an answer is lost', () => {
  test('after its effect: found at the platform, not sent again', async () => {
    const order = await placed();
    Object.assign(fake, { next: lost(), isTaken: true });
    expect(states(await ship([{ orderId: order.id }]))).toEqual(['unknown']);
    expect(await unsettled()).toMatchObject([{ state: 'unknown', subject: order.channelOrderId }]);
    await worker.drain();
    expect(fake.calls).toEqual(['ship 1']);
    await bench.clock.advance(HALF_A_MINUTE);
    await worker.drain();
    expect(states(await rowsOf())).toEqual(['shipped']);
    expect(fake.calls).toEqual(['ship 1', 'readPackage']);
    expect(fake.effects).toEqual([order.packageId]);
    expect(await unsettled()).toEqual([]);
  });

  test('before its effect: looked for, and sent once more', async () => {
    const order = await placed();
    fake.next = lost();
    await ship([{ orderId: order.id }]);
    await bench.clock.advance(HALF_A_MINUTE);
    await worker.drain();
    expect(states(await rowsOf())).toEqual(['shipped']);
    expect(fake.effects).toEqual([order.packageId]);
  });

  test('where packages are made: the new package of the order is the answer', async () => {
    shop = await openShop('US');
    const order = await placed({ currency: 'USD', channelPackageIds: ['1150001'] });
    bench.platform.orders.push(buildOrder({ channelOrderId: order.channelOrderId, channelPackageIds: ['1150001'] }));
    Object.assign(fake, { next: lost(), isTaken: true });
    await ship([{ orderId: order.id }]);
    await bench.clock.advance(HALF_A_MINUTE);
    await worker.drain();
    expect(await rowsOf()).toMatchObject([{ state: 'shipped', channelPackageId: '1150001' }]);
    expect(fake.effects).toEqual([order.channelOrderId]);
  });
});

test('a busy platform: what never left waits and leaves once', async () => {
  const order = await placed();
  fake.next = new ChannelFailure('retry-later', 'busy', { retryAfterMs: 5_000 });
  expect(states(await ship([{ orderId: order.id }]))).toEqual(['planned']);
  await bench.clock.advance(5 * 60_000);
  await worker.drain();
  expect(states(await rowsOf())).toEqual(['shipped']);
  expect(fake.effects).toEqual([order.packageId]);
});

test('two clerks at once: the second is told that the parcel is on its way', async () => {
  const order = await placed();
  const [one, other] = await Promise.all([plan([{ orderId: order.id }]), plan([{ orderId: order.id }])]);
  await worker.drain();
  const both = [...(await rowsOf(one.id)), ...(await rowsOf(other.id))];
  expect(states(both).sort()).toEqual(['kept-back', 'shipped']);
  expect(both.find(({ state }) => state === 'kept-back')?.code).toBe('being-shipped');
  expect(fake.effects).toEqual([order.packageId]);
});

test('cancelled or held between the wish and the call: it stays, and says why', async () => {
  const [cancelled, held] = [await placed(), await placed()];
  const run = await plan([{ orderId: cancelled.id }, { orderId: held.id }]);
  const at = { updatedAt: bench.clock.now(), cancelledAt: bench.clock.now() };
  await takeIn(bench.services, shop, [buildOrder({ channelOrderId: cancelled.channelOrderId, status: 'cancelled', ...at })]);
  await worker.drain();
  expect(await rowsOf(run.id)).toMatchObject([{ state: 'kept-back', code: 'order-cancelled' }, { state: 'shipped' }]);
  holds.set(held.id, { reason: 'address' });
  const another = await placed();
  holds.set(another.id, { reason: 'address' });
  expect(await ship([{ orderId: another.id }])).toMatchObject([{ state: 'kept-back', code: 'held-by-us' }]);
  expect(fake.effects).toEqual([held.packageId]);
});

test('a parcel that has left is not asked for again with the rest of its order, before the platform tells of it', async () => {
  const order = await placed();
  const known = fake.packages.get(order.packageId);
  if (!known) throw new Error('no package was made');
  const other = { ...known, channelPackageId: '77799999' };
  fake.packages.set(other.channelPackageId, other);
  const item = { ...other, carrier: null, createdAt: 1, updatedAt: 1 };
  await within(database.merchantId, (tx) => applyPackages(tx, { services: bench.services, shop, items: [item] }));
  expect(await ship([{ orderId: order.id, channelPackageId: order.packageId }])).toMatchObject([{ state: 'shipped' }]);
  expect(await ship([{ orderId: order.id }])).toMatchObject([{ state: 'shipped', channelPackageId: '77799999' }]);
  expect(await ship([{ orderId: order.id }])).toMatchObject([{ state: 'kept-back', code: 'package-missing' }]);
});

test('a seller’s own number serves one parcel, whatever way it is written', async () => {
  const seller = { fulfilment: 'seller' } as const;
  const [one, two, three] = [await placed(seller), await placed(seller), await placed(seller)];
  const rows = await ship([
    { orderId: one.id, own: own('rr 473124829 gb') },
    { orderId: two.id, own: own('RR473124829GB') },
    { orderId: three.id, own: own('RR473124828GB') },
  ]);
  expect(rows.map(({ state, code }) => [state, code])).toEqual([
    ['shipped', null],
    ['kept-back', 'number-used'],
    ['kept-back', 'number-form'],
  ]);
  expect(fake.packages.get(one.packageId)?.trackingNumber).toBe('RR473124829GB');
  expect(await ship([{ orderId: two.id, own: own('RR473124829GB') }])).toMatchObject([{ code: 'number-used' }]);
});

test('a number from another country is kept back until a person has confirmed it', async () => {
  const order = await placed({ fulfilment: 'seller' });
  const parcel = { orderId: order.id, own: own('EE123456785CN') };
  const check = told(await ask()['shipment-checks.create']({ ...asked, caller: caller(), body: wish([parcel]) }));
  expect(check.items).toEqual([{ orderId: order.id, code: 'warned', warnings: ['origin-mismatch'] }]);
  expect(await ship([parcel])).toMatchObject([{ state: 'kept-back', code: 'warned' }]);
  expect(await ship([parcel], { confirmsWarnings: true })).toMatchObject([{ state: 'shipped', warnings: ['origin-mismatch'] }]);
});

test('a task is cancelled: what has left has left, the rest stays', async () => {
  const orders = [await placed(), await placed()];
  const run = await plan(orders.map(({ id }) => ({ orderId: id })));
  const body = undefined;
  const after = told(await ask()['shipment-runs.cancel']({ ...asked, caller: caller(), body, params: { shipmentRunId: run.id } }));
  expect(after.counts).toEqual({ cancelled: 2 });
  await worker.drain();
  expect(fake.effects).toEqual([]);
  expect(await ship([{ orderId: orders[0]?.id ?? '' }])).toMatchObject([{ state: 'shipped' }]);
});

test('a rejected parcel is tried again as it was wished for', async () => {
  const order = await placed({ fulfilment: 'seller' });
  fake.refusals.set(order.packageId, { code: '21001001', message: 'try later' });
  const [row] = await ship([{ orderId: order.id, own: own('RR473124829GB') }]);
  expect(row?.state).toBe('rejected');
  expect(await troubles()).toMatchObject([{ order_id: order.id, code: 'shipment-rejected' }]);
  fake.refusals.clear();
  told(await ask()['shipments.retry']({ ...asked, caller: caller(), body: undefined, params: { shipmentId: row?.id ?? '' } }));
  await worker.drain();
  expect(await rowsOf()).toMatchObject([{ state: 'shipped', trackingNumber: 'RR473124829GB' }]);
  expect(await troubles()).toEqual([]);
});

test('without the consent nothing is sent, and each row says so', async () => {
  const order = await placed();
  await within(database.merchantId, (tx) => tx.updateTable('channel_authorization').set({ granted_scopes: [] }).execute());
  expect(await ship([{ orderId: order.id }])).toMatchObject([{ state: 'rejected', code: 'no-consent' }]);
  expect(fake.calls).toEqual([]);
});

describe('packages are cut', () => {
  const change = async (body: Parameters<ReturnType<typeof ask>['package-changes.create']>[0]['body']['change']) =>
    ask()['package-changes.create']({ ...asked, caller: caller(), body: { change: body } });
  const changes = async () =>
    told(await ask()['package-changes.list']({ ...asked, caller: caller(), body: undefined, query: { limit: 10 } })).items;
  const lines = (order: Placed) => fake.packages.get(order.packageId)?.channelLineIds ?? [];

  test('split into groups that hold every unit once; anything else is refused before it is sent', async () => {
    const order = await placed();
    const [a = '', b = ''] = lines(order);
    expect(await change({ kind: 'split', orderId: order.id, groups: [[a], [a]] })).toMatchObject({
      refused: 'invalid-input',
      errors: [{ path: '/change/groups', code: 'not-a-partition' }],
    });
    told(await change({ kind: 'split', orderId: order.id, groups: [[a], [b]] }));
    await worker.drain();
    expect(await changes()).toMatchObject([{ kind: 'split', state: 'done', channelOrderIds: [order.channelOrderId] }]);
    expect(fake.effects).toEqual([order.channelOrderId]);
  });

  test('the answer of a split is lost: its parts are found, and it is not split again', async () => {
    const order = await placed();
    const [a = '', b = ''] = lines(order);
    Object.assign(fake, { next: lost(), isTaken: true });
    told(await change({ kind: 'split', orderId: order.id, groups: [[a], [b]] }));
    await worker.drain();
    expect(await changes()).toMatchObject([{ state: 'unknown' }]);
    const parts = [...fake.packages.keys()].filter((id) => id.startsWith('115'));
    bench.platform.orders.push(buildOrder({ channelOrderId: order.channelOrderId, channelPackageIds: parts }));
    await bench.clock.advance(HALF_A_MINUTE);
    await worker.drain();
    expect(await changes()).toMatchObject([{ state: 'done' }]);
    expect(fake.effects).toEqual([order.channelOrderId]);
  });

  test('orders of one buyer share a parcel; a new number is told once and is no other parcel’s', async () => {
    const [one, two] = [await placed(), await placed()];
    const candidates = async (orderId: string) => {
      const place = { ...asked, caller: caller(), params: { orderId }, body: undefined };
      return told(await ask()['combine-candidates.list'](place)).items.map(({ id }) => id);
    };
    expect(await candidates(one.id)).toEqual([two.id]);
    told(await change({ kind: 'combine', orderIds: [one.id, two.id] }));
    await worker.drain();
    expect(await changes()).toMatchObject([{ kind: 'combine', state: 'done' }]);
    expect([...fake.packages.values()].map(({ channelOrderIds }) => channelOrderIds)).toEqual([[one.channelOrderId, two.channelOrderId]]);
    expect(await candidates((await placed({ buyer: { ...buildOrder().buyer, channelBuyerId: '9000' } })).id)).toEqual([]);
    const sent = await placed({ fulfilment: 'seller' });
    await ship([{ orderId: sent.id, own: own('RR473124829GB') }]);
    const renumber = { kind: 'renumber', orderId: sent.id, channelPackageId: sent.packageId } as const;
    expect(await change({ ...renumber, own: own('RR473124829GB') })).toMatchObject({ errors: [{ code: 'number-used' }] });
    told(await change({ ...renumber, own: own('EE123456785CN') }));
    await worker.drain();
    expect(fake.packages.get(sent.packageId)?.trackingNumber).toBe('EE123456785CN');
  });
});
