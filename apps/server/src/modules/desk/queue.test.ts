import type { DeskOrder } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { Refused } from '../../platform/http/problem.ts';
import type { LaneWorker } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers, routeHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { buildLine, buildOrder, CREATED_AT } from '../orders/testing.ts';
import { findSome, runSlice } from './commands/run-task.ts';
import { placeIn, recount, takeInToDesk } from './testing.ts';

/** The queue and the acts on many orders, through the routes' own handlers. */
let database: TestDatabase;
let bench: Bench;
let worker: LaneWorker;
let near: BuiltShop;
let far: BuiltShop;

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
});
afterAll(() => database.close());
beforeEach(async () => {
  await bench.clock.advance(1_000);
  near = await buildShop(bench, database.merchantId);
  far = await buildShop(bench, database.merchantId, { market: 'MX' });
});

const handlers = () => routeHandlers(bench.services);
const caller = (shopIds: string[] | null = null) => ({ ...buildCaller(database.merchantId), shopIds });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
type Query = Partial<Parameters<ReturnType<typeof handlers>['desk-orders.list']>[0]['query']>;
const around = { requestId: 'r-1', body: undefined, params: {} };
const page = async (query: Query) =>
  told(await handlers()['desk-orders.list']({ ...around, caller: caller(), query: { limit: 50, shopIds: shopIds(), ...query } }));
const shopIds = () => [near.shopId, far.shopId];
const queue = async (query: Query): Promise<DeskOrder[]> => {
  const items: DeskOrder[] = [];
  let cursor: string | undefined;
  do {
    const answer = await page({ ...query, ...(cursor ? { cursor } : {}) });
    items.push(...answer.items);
    cursor = answer.nextCursor ?? undefined;
  } while (cursor);
  return items;
};
const numbers = async (query: Query) => (await queue(query)).map(({ channelOrderId }) => channelOrderId);
const counts = async () => told(await handlers()['desk-orders.counts']({ ...around, caller: caller(), query: { shopIds: shopIds() } }));
type Body = Parameters<ReturnType<typeof handlers>['desk-tasks.create']>[0]['body'];
const create = async (body: Body, shops: string[] | null = null) =>
  told(await handlers()['desk-tasks.create']({ ...around, query: {}, caller: caller(shops), body }));
const task = async (taskId: string) =>
  told(await handlers()['desk-tasks.get']({ ...around, query: {}, caller: caller(), params: { taskId } }));
const rowsOf = async (taskId: string, query = {}) =>
  told(await handlers()['desk-tasks.rows']({ ...around, caller: caller(), params: { taskId }, query: { limit: 200, ...query } })).items;
const due = (minutes: number) => bench.clock.now() + minutes * 60_000;
const many = (count: number, facts: (n: number) => Parameters<typeof buildOrder>[0] = () => ({})) =>
  Array.from({ length: count }, (_, n) => buildOrder({ shipBy: due(n % 40), ...facts(n) }));

describe('the queue', () => {
  test('the most urgent first over all shops, each order once whatever the page, ties in a fixed order, no deadline last', async () => {
    const here = many(7, (n) => ({ shipBy: due(n % 3) }));
    const there = [...many(5, (n) => ({ shipBy: due(n % 2) })), buildOrder({ shipBy: due(600_000) })];
    await takeInToDesk(bench.services, near, here);
    await takeInToDesk(bench.services, far, there);
    const whole = await queue({ limit: 200 });
    expect(whole).toHaveLength(13);
    expect(whole.map(({ deadlineAt }) => deadlineAt)).toEqual(whole.map(({ deadlineAt }) => deadlineAt).sort());
    for (const limit of [1, 4]) expect(await numbers({ limit })).toEqual(whole.map(({ channelOrderId }) => channelOrderId));
    expect(await numbers({ limit: 2, shopIds: [far.shopId] })).toEqual(
      whole.filter(({ shop }) => shop.id === far.shopId).map(({ channelOrderId }) => channelOrderId),
    );
  });

  test('narrowed by bucket, shop, market, tag, carrier, amount, SKU and words, alone and together', async () => {
    const orders = many(6, (n) => ({
      total: 1_000 + n * 100,
      lines: [buildLine({ sellerSku: n < 2 ? 'MUG-Blue' : `CUP-${n}` })],
      buyer: { name: n === 4 ? 'Ada Lovelace' : 'Nobody' },
      status: n === 5 ? ('awaiting-collection' as const) : ('awaiting-shipment' as const),
    }));
    const ids = await takeInToDesk(bench.services, near, orders);
    const other = buildOrder({ shipBy: due(2), total: 1_150, lines: [buildLine({ sellerSku: 'mug-blue' })] });
    await takeInToDesk(bench.services, far, [other]);
    await create({ action: { kind: 'add-tag', tag: 'gift' }, orderIds: [ids[0] ?? '', ids[3] ?? ''] });
    await create({ action: { kind: 'hold', reason: 'wait' }, orderIds: [ids[3] ?? ''] });
    const number = (...of: number[]) => of.map((n) => orders[n]?.channelOrderId);
    expect(await numbers({ bucket: 'held' })).toEqual(number(3));
    expect(await numbers({ bucket: 'waiting-pickup' })).toEqual(number(5));
    expect(await numbers({ bucket: 'unpaid' })).toEqual([]);
    expect(await numbers({ market: 'MX' })).toEqual([other.channelOrderId]);
    expect(await numbers({ tag: 'gift' })).toEqual(number(0, 3));
    expect(await numbers({ tag: 'gift', bucket: 'held' })).toEqual(number(3));
    expect(await numbers({ tag: 'gift', sku: 'mug-BLUE' })).toEqual(number(0));
    expect(await numbers({ sku: 'MUG-blue', limit: 1 })).toEqual([...number(0), ...[orders[1], other].map((one) => one?.channelOrderId)]);
    expect(await numbers({ sku: 'MUG-blue', shopIds: [far.shopId] })).toEqual([other.channelOrderId]);
    expect(await numbers({ currency: 'GBP', amountFrom: 1_300, amountTo: 1_400 })).toEqual(number(3, 4));
    expect(await numbers({ currency: 'USD', amountFrom: 1_300 })).toEqual([]);
    expect(await numbers({ q: 'Lovelace' })).toEqual(number(4));
    expect(await numbers({ q: 'cup-' })).toEqual(number(2, 3, 4, 5));
    expect(await numbers({ q: 'cup-', bucket: 'to-pack' })).toEqual(number(2, 4));
    expect(await numbers({ q: other.channelOrderId })).toEqual([other.channelOrderId]);
    await expect(page({ amountFrom: 5 })).rejects.toBeInstanceOf(Refused);
  });

  test('what a row shows is what was said of the order', async () => {
    const [id = ''] = await takeInToDesk(bench.services, near, [buildOrder({ shipBy: due(5), channelWarehouseId: null })]);
    await create({ action: { kind: 'hold', reason: 'address?' }, orderIds: [id] });
    await create({ action: { kind: 'add-tag', tag: 'gift' }, orderIds: [id] });
    await create({ action: { kind: 'raise-exception', reason: 'parcel damaged' }, orderIds: [id] });
    await create({ action: { kind: 'note', text: 'called twice' }, orderIds: [id] });
    const [row] = await queue({ bucket: 'exception' });
    expect(row).toMatchObject({
      id,
      tags: ['gift'],
      hold: { reason: 'address?' },
      troubles: [{ code: 'person', reason: 'parcel damaged' }],
    });
    const marks = told(await handlers()['desk-orders.get']({ ...around, query: {}, caller: caller(), params: { orderId: id } }));
    expect(marks).toMatchObject({ bucket: 'exception', notes: [{ text: 'called twice' }], tags: ['gift'] });
  });

  test('counts follow every move, and time alone makes late and running out', async () => {
    const soon = many(2, () => ({ status: 'unpaid' as const, paidAt: null, payBy: due(60) }));
    const later = many(1, () => ({ status: 'unpaid' as const, paidAt: null, payBy: due(60 * 48) }));
    const ids = await takeInToDesk(bench.services, near, [...soon, ...later, ...many(3, () => ({ shipBy: due(10) }))]);
    await create({ action: { kind: 'pack' }, orderIds: [ids[3] ?? ''] });
    expect(await counts()).toMatchObject({ unpaid: 3, toPack: 2, toShip: 1, held: 0, late: 0, expiringSoon: 2 });
    await bench.clock.advance(11 * 60_000);
    expect(await counts()).toMatchObject({ late: 3 });
    expect(await numbers({ bucket: 'late' })).toHaveLength(3);
  });
});

describe('an act on many orders', () => {
  test('on named ones is done when the answer comes, each with its own result', async () => {
    const cancelled = { status: 'cancelled' as const, cancelledAt: CREATED_AT + 1, cancelledBy: 'buyer' as const };
    const ids = await takeInToDesk(
      bench.services,
      near,
      many(3, (n) => (n === 1 ? cancelled : {})),
    );
    const unknown = bench.services.newId();
    await create({ action: { kind: 'hold', reason: 'x' }, orderIds: [ids[2] ?? ''] });
    const made = await create({ action: { kind: 'hold', reason: 'x' }, orderIds: [...ids, unknown] });
    expect(made).toMatchObject({ state: 'done', total: 4, done: 1, unchanged: 1, refusals: 2, text: 'x' });
    const codes = new Map((await rowsOf(made.id)).map((row) => [row.orderId, row.code ?? row.state]));
    expect(ids.map((id) => codes.get(id))).toEqual(['done', 'order-cancelled', 'unchanged']);
  });

  test('on all that match, a thousand and more: every one once, though the act itself moves them away', async () => {
    const orders = many(1_250);
    for (let from = 0; from < orders.length; from += 1_000) await takeInToDesk(bench.services, near, orders.slice(from, from + 1_000));
    const made = await create({ action: { kind: 'hold', reason: 'stocktaking' }, filter: { bucket: 'to-pack', shopIds: [near.shopId] } });
    expect(made).toMatchObject({ state: 'finding', total: 0 });
    await worker.drain();
    expect(await task(made.id)).toMatchObject({ state: 'done', total: 1_250, done: 1_250, unchanged: 0, refusals: 0 });
    expect(await counts()).toMatchObject({ held: 1_250, toPack: 0 });
    const { rows } = await database.database.withMerchant(database.merchantId, (tx) =>
      sql<{ orders: number; entries: number }>`SELECT count(DISTINCT object_id)::int AS orders, count(*)::int AS entries FROM audit_entry
        WHERE action = 'desk.hold' AND facts->>'taskId' = ${made.id}`.execute(tx),
    );
    expect(rows).toEqual([{ orders: 1_250, entries: 1_250 }]);
  });

  test('is cut off in the middle and goes on; nothing is done twice', async () => {
    const ids = await takeInToDesk(bench.services, near, many(250));
    const made = await create({ action: { kind: 'note', text: 'look' }, filter: { shopIds: [near.shopId] } });
    const run = { merchantId: database.merchantId, taskId: made.id, now: bench.clock.now() };
    // One worker names them and works one slice; then it is gone, and another begins the same job.
    await database.database.withMerchant(database.merchantId, (tx) => findSome(tx, run, null));
    await database.database.withMerchant(database.merchantId, (tx) => runSlice(tx, { ...run, services: bench.services }));
    expect(await task(made.id)).toMatchObject({ state: 'running', total: 250, done: 100 });
    await worker.drain();
    expect(await task(made.id)).toMatchObject({ state: 'done', done: 250 });
    const { rows } = await database.database.withMerchant(database.merchantId, (tx) =>
      sql<{ notes: number }>`SELECT count(*)::int AS notes FROM desk_event WHERE order_id = ANY (${ids}::uuid[]) AND kind = 'note'`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([{ notes: 250 }]);
  });

  test('is cancelled: what was done stays, the rest is left out and says so', async () => {
    await takeInToDesk(bench.services, near, many(150));
    const made = await create({ action: { kind: 'add-tag', tag: 'late' }, filter: { shopIds: [near.shopId] } });
    const run = { merchantId: database.merchantId, taskId: made.id, now: bench.clock.now() };
    await database.database.withMerchant(database.merchantId, (tx) => findSome(tx, run, null));
    await database.database.withMerchant(database.merchantId, (tx) => runSlice(tx, { ...run, services: bench.services }));
    const input = { ...around, query: {}, caller: caller(), params: { taskId: made.id } };
    expect(told(await handlers()['desk-tasks.cancel'](input))).toMatchObject({ state: 'cancelled', done: 100 });
    await worker.drain();
    expect(await task(made.id)).toMatchObject({ state: 'cancelled', done: 100 });
    expect(await rowsOf(made.id, { state: 'cancelled' })).toHaveLength(50);
    expect(await queue({ tag: 'late' })).toHaveLength(100);
  });

  test('reaches only the shops of who asked', async () => {
    const [mine = ''] = await takeInToDesk(bench.services, near, many(1));
    const [theirs = ''] = await takeInToDesk(bench.services, far, many(1));
    const made = await create({ action: { kind: 'hold', reason: 'x' }, orderIds: [mine, theirs] }, [near.shopId]);
    expect(made).toMatchObject({ done: 1, refusals: 1 });
    const all = await create({ action: { kind: 'hold', reason: 'y' }, filter: {} }, [near.shopId]);
    await worker.drain();
    expect(await task(all.id)).toMatchObject({ total: 1, done: 1 });
    expect((await placeIn(bench.services, database.merchantId, theirs))?.bucket).toBe('to-pack');
  });

  test('is either of named orders or of a filter, and is given to members only', async () => {
    const neither = await handlers()['desk-tasks.create']({ ...around, query: {}, caller: caller(), body: { action: { kind: 'pack' } } });
    expect(neither).toMatchObject({ refused: 'invalid-input' });
    const action = { kind: 'assign' as const, memberId: bench.services.newId() };
    const nobody = await handlers()['desk-tasks.create']({ ...around, query: {}, caller: caller(), body: { action, filter: {} } });
    expect(nobody).toMatchObject({ errors: [{ path: '/action/memberId' }] });
  });
});

test('the timeline tells from every side who did what, the newest first, page by page', async () => {
  const order = buildOrder({
    status: 'unpaid',
    paidAt: null,
    payBy: due(600),
    createdAt: bench.clock.now() - 60_000,
    updatedAt: bench.clock.now(),
  });
  const [id = ''] = await takeInToDesk(bench.services, near, [order]);
  const paid = { status: 'awaiting-shipment' as const, paidAt: bench.clock.now() + 1, updatedAt: order.updatedAt + 2_000 };
  await bench.clock.advance(5_000);
  await takeInToDesk(bench.services, near, [{ ...order, ...paid }]);
  await create({ action: { kind: 'hold', reason: 'address?' }, orderIds: [id] });
  const read = async (limit: number, cursor?: string) =>
    told(
      await handlers()['orders.timeline']({
        ...around,
        caller: caller(),
        params: { orderId: id },
        query: { limit, ...(cursor ? { cursor } : {}) },
      }),
    );
  const whole = (await read(50)).items;
  expect(whole.map(({ kind, actor }) => [kind, actor.kind])).toEqual([
    ['desk.hold', 'user'],
    ['order.status-changed', 'platform'],
    ['order.paid', 'platform'],
    ['order.read', 'system'],
    ['order.placed', 'platform'],
  ]);
  expect(whole[0]).toMatchObject({ facts: { reason: 'address?' } });
  const first = await read(2);
  const second = await read(50, first.nextCursor ?? '');
  expect([...first.items, ...second.items]).toEqual(whole);
  expect(await recount(bench.services, database.merchantId)).toMatchObject({});
});
