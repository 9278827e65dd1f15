import { ChannelFailure } from '@tradewind/channels';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import type { LaneWorker } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS } from '../accounts/testing.ts';
import { requestErasure } from '../orders/index.ts';
import { buildOrder } from '../orders/testing.ts';
import { stockHandlers } from '../stock/index.ts';
import { pickingHandlers } from './index.ts';
import { createFakeLabels, type FakeLabels, LABEL_SCOPE, takeOrders, takePackages } from './testing.ts';
import { labelPdf, widthsOf } from './testing-pdf.ts';

/** Tasks that fetch labels from a platform in memory and make one file of them. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let platform: FakeLabels;
let worker: LaneWorker;

beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  platform = createFakeLabels();
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, fulfilment: platform.channel } };
  shop = await buildShop(bench, database.merchantId);
  await grant([LABEL_SCOPE]);
  worker = newWorker();
});
afterEach(() => database.close());

const newWorker = () => {
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
};
const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) =>
  database.database.withMerchant(database.merchantId, run);
const grant = (scopes: string[]) => within((tx) => tx.updateTable('channel_authorization').set({ granted_scopes: scopes }).execute());
const handlers = () => pickingHandlers(bench.services);
const caller = () => buildCaller(database.merchantId);
const asked = <B>(body: B) => ({ caller: caller(), requestId: 'r-1', params: {}, query: {}, body });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};

type Document = Uint8Array | ChannelFailure | null;
/** An order with one parcel for each document; null: the platform is still making it. */
const parcels = async (...documents: Document[]) => {
  const made = [];
  for (const document of documents) {
    const order = buildOrder({ createdAt: bench.clock.now(), buyer: { channelBuyerId: `buyer-${made.length}`, name: '王小明' } });
    const channelPackageId = `pkg-${order.channelOrderId}`;
    await takeOrders({ services: bench.services, shop }, [order]);
    await takePackages({ services: bench.services, shop }, [{ channelPackageId, channelOrderIds: [order.channelOrderId] }]);
    if (document) platform.documents.set(channelPackageId, document);
    const row = await within((tx) =>
      tx.selectFrom('package').select('id').where('channel_package_id', '=', channelPackageId).executeTakeFirstOrThrow(),
    );
    made.push({ id: row.id, channelPackageId, channelOrderId: order.channelOrderId });
  }
  return made;
};
type Body = Parameters<ReturnType<typeof handlers>['label-runs.create']>[0]['body'];
const begin = async (wish: Partial<Body>) =>
  told(await handlers()['label-runs.create'](asked({ kind: 'label' as const, layout: 'a6' as const, ...wish })));
const read = async (labelRunId: string) => told(await handlers()['label-runs.get']({ ...asked(undefined), params: { labelRunId } }));
const open = (labelRunId: string) => handlers()['label-runs.file']({ ...asked(undefined), params: { labelRunId } });
const file = async (labelRunId: string) => told(await open(labelRunId)).file.bytes;
const act = (labelRunId: string, what: 'cancel' | 'retry') => handlers()[`label-runs.${what}`]({ ...asked({}), params: { labelRunId } });
const ids = (made: readonly { id: string }[]) => made.map(({ id }) => id);
const blobs = () =>
  within(async (tx) => (await sql<{ count: number }>`SELECT count(*)::int AS count FROM blob`.execute(tx)).rows[0]?.count);
const later = async (ms: number) => {
  await bench.clock.advance(ms);
  await worker.drain();
};

test('the file holds every page of every label in the order that was asked for, once they are all there', async () => {
  const made = await parcels(await labelPdf([101]), await labelPdf([102, 103]), null);
  const [first, second, third] = made;
  const { id } = await begin({ packageIds: [third, first, second].flatMap((one) => one?.id ?? []) });
  await worker.drain();
  expect(await read(id)).toMatchObject({
    state: 'fetching',
    counts: { waiting: 1, fetched: 2 },
    labels: [{ state: 'waiting', reason: 'not-ready', attempts: 1 }, {}, {}],
  });
  platform.documents.set(third?.channelPackageId ?? '', await labelPdf([104]));
  await later(3_000);
  expect(await read(id)).toMatchObject({
    state: 'done',
    file: { pages: 4 },
    counts: { fetched: 3, missing: 0 },
    labels: [{ trackingNumber: `TRACK-${third?.channelPackageId}` }, {}, {}],
  });
  expect(await widthsOf(await file(id))).toEqual([104, 101, 102, 103]);
  const opened = await within((tx) => tx.selectFrom('audit_entry').select('action').where('action', '=', 'labels.opened').execute());
  expect(opened.length).toBe(1);
});

test('of chosen orders, each with its parcels, in the order given; an order that is nobody’s makes no file', async () => {
  const made = await parcels(await labelPdf([101]), await labelPdf([102]));
  const orders = await within((tx) =>
    tx
      .selectFrom('orders')
      .select(['id', 'channel_order_id'])
      .where(
        'channel_order_id',
        'in',
        made.map(({ channelOrderId }) => channelOrderId),
      )
      .execute(),
  );
  const idOf = (at: number) => orders.find((order) => order.channel_order_id === made[at]?.channelOrderId)?.id ?? '';
  const { id } = await begin({ orderIds: [idOf(1), idOf(0)] });
  await worker.drain();
  expect(await widthsOf(await file(id))).toEqual([102, 101]);
  const wish = { kind: 'label' as const, layout: 'a6' as const, orderIds: [idOf(1), bench.services.newId()] };
  expect(await handlers()['label-runs.create'](asked(wish))).toMatchObject({ refused: 'invalid-input' });
});

test('what is missing stands on a sheet in front and in its row, and can be asked for again', async () => {
  const refused = new ChannelFailure('rejected', 'Arrange the shipment before printing', { channelCode: '21023035' });
  const [good, bad, slow, broken] = await parcels(await labelPdf([101]), refused, null, Buffer.from('%PDF-1.4 and nothing more'));
  const { id } = await begin({ packageIds: ids([good, bad, slow, broken].flatMap((one) => one ?? [])) });
  for (let minute = 0; minute < 11; minute += 1) await later(60_000);
  const told1 = await read(id);
  expect(told1).toMatchObject({ state: 'done', counts: { waiting: 0, fetched: 1, missing: 3 } });
  expect(told1.labels.map(({ state, reason }) => [state, reason])).toEqual([
    ['fetched', null],
    ['missing', 'refused'],
    ['missing', 'not-ready'],
    ['missing', 'damaged'],
  ]);
  expect(told1.labels[1]?.message).toContain('Arrange the shipment');
  expect(await widthsOf(await file(id))).toEqual([298, 101]);
  for (const [one, width] of [
    [bad, 102],
    [slow, 103],
    [broken, 104],
  ] as const)
    platform.documents.set(one?.channelPackageId ?? '', await labelPdf([width]));
  const asks = platform.asked.length;
  told(await act(id, 'retry'));
  await worker.drain();
  expect(platform.asked.length - asks).toBe(3);
  expect(await read(id)).toMatchObject({ state: 'done', counts: { fetched: 4, missing: 0 } });
  expect(await widthsOf(await file(id))).toEqual([101, 102, 103, 104]);
});

test('a wave’s labels come in its order; an order without a parcel is named, and four fit a page of A4', async () => {
  const made = await parcels(...(await Promise.all([101, 102, 103, 104, 105].map((width) => labelPdf([width])))));
  const bare = buildOrder({ createdAt: bench.clock.now() });
  await takeOrders({ services: bench.services, shop }, [bare]);
  const warehouse = told(await stockHandlers(bench.services)['warehouses.create'](asked({ name: 'Harbour', kind: 'own', country: 'GB' })));
  const wave = told(
    await handlers()['pick-waves.create'](asked({ warehouseId: warehouse.id, kind: 'mixed' as const, ordersMax: 50 })),
  ).wave;
  const { id } = await begin({ waveId: wave.id, layout: 'a4-four' });
  await worker.drain();
  const run = await read(id);
  expect(run).toMatchObject({ state: 'done', waveNumber: wave.number, counts: { fetched: 5, missing: 1 } });
  expect(run.labels.flatMap(({ channelOrderIds }) => channelOrderIds)).toEqual(
    told(await handlers()['pick-waves.get']({ ...asked(undefined), params: { waveId: wave.id } })).orders.map(
      ({ channelOrderId }) => channelOrderId,
    ),
  );
  expect(run.labels.find(({ reason }) => reason === 'no-package')?.channelOrderIds).toEqual([bare.channelOrderId]);
  expect(made.length).toBe(5);
  expect(await widthsOf(await file(id))).toEqual([595, 595, 595]);
});

test('a worker that is killed in the middle goes on behind what it kept, and asks for nothing twice', async () => {
  const made = await parcels(...(await Promise.all(Array.from({ length: 36 }, (_, index) => labelPdf([101 + index])))));
  const { id } = await begin({ packageIds: ids(made) });
  const { document } = platform.channel;
  let calls = 0;
  platform.channel.document = (...given) => {
    calls += 1;
    if (calls === 20) throw new Error('the power went');
    return document(...given);
  };
  await worker.drain();
  expect((await read(id)).counts.fetched).toBe(16);
  worker = newWorker();
  await later(5_000);
  expect(await read(id)).toMatchObject({ state: 'done', counts: { fetched: 36 } });
  expect(await widthsOf(await file(id))).toEqual(made.map((_, index) => 101 + index));
  expect(platform.asked.filter((one, index) => platform.asked.indexOf(one) !== index).length).toBeLessThanOrEqual(16);
});

test('a task that is cancelled fetches no more and has no file', async () => {
  const made = await parcels(await labelPdf([101]), null);
  const { id } = await begin({ packageIds: ids(made) });
  await worker.drain();
  expect(told(await act(id, 'cancel')).state).toBe('cancelled');
  const asks = platform.asked.length;
  await later(700_000);
  expect(platform.asked.length).toBe(asks);
  expect(await open(id)).toMatchObject({ refused: 'not-found' });
  const tasks = await within((tx) => tx.selectFrom('task').select(['kind', 'state', 'done', 'total']).execute());
  expect(tasks).toEqual([{ kind: 'labels', state: 'cancelled', done: 2, total: 2 }]);
});

test('without the right of the consent nothing is asked, and every row says so', async () => {
  await grant([]);
  const { id } = await begin({ packageIds: ids(await parcels(await labelPdf([101]))) });
  await worker.drain();
  expect(await read(id)).toMatchObject({ state: 'done', file: null, labels: [{ reason: 'consent-lacks-scope' }] });
  expect(platform.asked).toEqual([]);
});

test('labels are deleted after fourteen days, and what was asked for stays', async () => {
  const { id } = await begin({ packageIds: ids(await parcels(await labelPdf([101]))) });
  await worker.drain();
  expect(await blobs()).toBe(2);
  await later(14 * DAY_MS);
  expect(await blobs()).toBe(0);
  expect(await read(id)).toMatchObject({ state: 'done', file: null, labels: [{ state: 'fetched' }] });
  expect((await read(id)).purgedAt).not.toBe(null);
  expect(await act(id, 'retry')).toMatchObject({ refused: 'conflict' });
});

test('a buyer’s label goes with their data at once, and the file is made anew without it', async () => {
  const made = await parcels(await labelPdf([101]), await labelPdf([102]));
  const { id } = await begin({ packageIds: ids(made) });
  await worker.drain();
  expect(await widthsOf(await file(id))).toEqual([101, 102]);
  await requestErasure(bench.services, { caller: caller(), requestId: 'r-2', channelBuyerId: 'buyer-0' });
  await later(1_000);
  const run = await read(id);
  expect(run.labels.map(({ state, reason, trackingNumber }) => [state, reason, trackingNumber === null])).toEqual([
    ['missing', 'buyer-erased', true],
    ['fetched', null, false],
  ]);
  expect(await widthsOf(await file(id))).toEqual([298, 102]);
  told(await act(id, 'retry'));
  await worker.drain();
  expect((await read(id)).labels[0]?.reason).toBe('buyer-erased');
  expect(await blobs()).toBe(2);
  const again = await begin({ packageIds: ids(made) });
  await worker.drain();
  expect((await read(again.id)).labels.map(({ reason }) => reason)).toEqual(['buyer-erased', null]);
});

test('a label that was asked for just before its buyer’s data was deleted is not kept', async () => {
  const [gone, stays] = await parcels(await labelPdf([101]), await labelPdf([102]));
  const { id } = await begin({ packageIds: ids([gone, stays].flatMap((one) => one ?? [])) });
  const erased = { buyer_erased_at: new Date(bench.clock.now()) };
  await within((tx) =>
    tx
      .updateTable('orders')
      .set(erased)
      .where('channel_order_id', '=', gone?.channelOrderId ?? '')
      .execute(),
  );
  await worker.drain();
  expect((await read(id)).labels.map(({ reason }) => reason)).toEqual(['buyer-erased', null]);
  expect(await widthsOf(await file(id))).toEqual([298, 102]);
  expect(await blobs()).toBe(2);
});
