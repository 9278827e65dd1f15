import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { createFakeStock } from '../stock/testing.ts';
import { applyPackages, fulfilmentHandlers } from './index.ts';
import { createFakeShipping, type FakeShipping } from './testing.ts';

/** Orders of the seller's own shipped by a file, through the handler and the real worker, on a platform in memory. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let fake: FakeShipping;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  fake = createFakeShipping();
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, fulfilment: fake.channel, stock: createFakeStock().channel } };
  shop = await buildShop(bench, database.merchantId, { market: 'GB' });
  await database.database.withMerchant(database.merchantId, (tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: ['test.ship'] })
      .execute(),
  );
});
afterEach(() => database.close());

let places = 0;
async function placed(fulfilment: 'platform' | 'seller' = 'seller'): Promise<{ id: string; packageId: string }> {
  places += 1;
  const order = buildOrder({ fulfilment });
  const packageId = `888${String(places).padStart(5, '0')}`;
  await takeIn(bench.services, shop, [order]);
  const facts = {
    channelPackageId: packageId,
    channelOrderIds: [order.channelOrderId],
    status: 'processing' as const,
    trackingNumber: null,
  };
  fake.packages.set(packageId, { ...facts, channelLineIds: ['1'], path: fulfilment });
  const item = { ...facts, carrier: null, createdAt: 1, updatedAt: 1 };
  await database.database.withMerchant(database.merchantId, (tx) => applyPackages(tx, { services: bench.services, shop, items: [item] }));
  return { id: order.channelOrderId, packageId };
}

type How = { isPreview?: 'true' | 'false'; confirmsWarnings?: 'true' | 'false' };
async function send(rows: string[], { isPreview = 'false', confirmsWarnings = 'false' }: How = {}) {
  const bytes = Buffer.from(['order_id,carrier,tracking_number', ...rows, ''].join('\n'));
  const answer = await fulfilmentHandlers(
    bench.services,
    async () => new Map(),
    async () => new Map(),
  )['shipment-number-imports.create']({
    caller: buildCaller(database.merchantId),
    requestId: 'r-1',
    params: {},
    query: { isPreview, confirmsWarnings },
    body: { bytes, mediaType: 'text/csv', sha256: '' },
  });
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  const unused = () => Promise.reject(new Error('unused'));
  await bench
    .worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send: unused, hookAddress: () => 'http://x' }))
    .drain();
  return answer;
}

test('looked at first, then shipped as one task; the same file again ships nothing', async () => {
  const [one, two] = [await placed(), await placed()];
  const rows = [`${one.id},Post,RR473124829GB`, `${two.id},7001,JD0002231233`];
  expect(await send(rows, { isPreview: 'true' })).toMatchObject({ isApplied: false, rows: 2, run: null, errors: [] });
  expect(fake.effects).toEqual([]);
  expect(await send(rows)).toMatchObject({ isApplied: true, run: { counts: { planned: 2 } } });
  expect(fake.effects.sort()).toEqual([one.packageId, two.packageId].sort());
  expect(fake.packages.get(two.packageId)?.trackingNumber).toBe('JD0002231233');
  expect((await send(rows)).errors.map(({ line, code }) => [line, code])).toEqual([
    [2, 'number-used'],
    [3, 'number-used'],
  ]);
});

test('every bad row is told, and the good ones beside it stay', async () => {
  const [good, byPlatform, twice] = [await placed(), await placed('platform'), await placed()];
  const { errors, isApplied } = await send([
    `${good.id},Post,RR473124829GB`,
    'no-such-order,Post,JD0002231234',
    `${byPlatform.id},Post,JD0002231235`,
    `${twice.id},Nobody,JD0002231236`,
    `${twice.id},Post,JD0002231237`,
  ]);
  expect(isApplied).toBe(false);
  expect(errors.map(({ line, column, code }) => [line, column, code])).toEqual([
    [3, 'order_id', 'order-missing'],
    [4, 'order_id', 'number-not-wanted'],
    [5, 'carrier', 'unknown-carrier'],
    [6, 'order_id', 'repeated'],
  ]);
  expect(fake.effects).toEqual([]);
});

test('a number that speaks for false fulfilment waits until a person has confirmed it', async () => {
  const order = await placed();
  const rows = [`${order.id},Post,EE123456785CN`];
  expect(await send(rows)).toMatchObject({
    isApplied: false,
    warned: [{ line: 2, channelOrderId: order.id, warnings: ['origin-mismatch'] }],
  });
  expect(fake.effects).toEqual([]);
  expect(await send(rows, { confirmsWarnings: 'true' })).toMatchObject({ isApplied: true });
  expect(fake.effects).toEqual([order.packageId]);
});
