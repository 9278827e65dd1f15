import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type Bench, type BuiltShop, buildShop, createBench } from '../../accounts/testing.ts';
import { startStreams } from './start-streams.ts';
import { watchShops } from './watch-shops.ts';

const MINUTE_MS = 60_000;
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let awakeSinceAt: number;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  awakeSinceAt = bench.clock.now();
});
afterEach(() => database.close());

const look = (merchantId = database.merchantId) => watchShops(bench.services, { merchantId, awakeSinceAt });
const told = () =>
  database.database.withMerchant(database.merchantId, async (tx) => {
    const rows = await tx.selectFrom('notification').selectAll().orderBy('fact').execute();
    return rows.map((row) => ({ kind: row.kind, shopId: row.shop_id, facts: row.facts, isOpen: row.closed_at === null }));
  });

async function readStreams(at: number): Promise<void> {
  await database.database.withMerchant(shop.merchantId, async (tx) => {
    await startStreams(tx, {
      services: bench.services,
      streams: ['orders', 'returns'],
      merchantId: shop.merchantId,
      shopId: shop.shopId,
      now: at,
    });
    await tx
      .updateTable('sync_stream')
      .set({ backfilled_at: new Date(at), last_swept_at: new Date(at) })
      .execute();
  });
}

type Failed = { lane?: string; kind?: string; isParked?: boolean };
const addFailed = ({ lane = `shop:${shop.shopId}:orders`, kind = 'intake.sweep', isParked = true }: Failed = {}) =>
  database.database.withMerchant(shop.merchantId, async (tx) => {
    const at = new Date(bench.clock.now());
    await sql`
      INSERT INTO system.job (merchant_id, id, lane, kind, payload, dedupe_key, due_at, attempts, parked_at, failure, created_at)
      VALUES (${shop.merchantId}, ${bench.services.newId()}, ${lane}, ${kind}, '{}', ${lane}, ${at}, 1, ${isParked ? at : null}, '{"kind":"rejected","code":"36009004"}', ${at})`.execute(
      tx,
    );
  });
const run = (statement: (id: string) => ReturnType<typeof sql>) =>
  database.database.withMerchant(shop.merchantId, (tx) => statement(shop.shopId).execute(tx));

describe('a shop that is not read', () => {
  test('is told after a quarter of an hour, once, and closed when it is read again', async () => {
    await readStreams(bench.clock.now());
    const readAt = new Date(bench.clock.now()).toISOString();
    await bench.clock.advance(14 * MINUTE_MS);
    await look();
    expect(await told()).toEqual([]);
    await bench.clock.advance(2 * MINUTE_MS);
    await look();
    await look();
    const facts = { streams: 'orders,returns', since: readAt };
    expect(await told()).toEqual([{ kind: 'sync-stuck', shopId: shop.shopId, facts, isOpen: true }]);
    await readStreams(bench.clock.now());
    await look();
    expect(await told()).toMatchObject([{ isOpen: false }]);
  });

  test('is no news where the workbench itself was away', async () => {
    await readStreams(bench.clock.now());
    await bench.clock.advance(9 * 60 * MINUTE_MS);
    awakeSinceAt = bench.clock.now();
    await look();
    expect(await told()).toEqual([]);
  });

  test('is no news where it waits for consent, which is told by itself', async () => {
    await readStreams(bench.clock.now());
    await run((id) => sql`UPDATE shop SET state = 're-authorise' WHERE id = ${id}`);
    await bench.clock.advance(60 * MINUTE_MS);
    await look();
    expect(await told()).toEqual([]);
  });
});

describe('work that nobody tries again', () => {
  test('is one line for each shop and kind of work, closed when it runs', async () => {
    await addFailed();
    await addFailed({ lane: `shop:${shop.shopId}:returns` });
    await addFailed({ lane: 'binding:x', kind: 'accounts.bind-shops' });
    await look();
    const ofShop = { work: 'intake.sweep', code: '36009004', count: 2 };
    expect(await told()).toEqual([
      { kind: 'job-parked', shopId: shop.shopId, facts: ofShop, isOpen: true },
      { kind: 'job-parked', shopId: null, facts: { work: 'accounts.bind-shops', code: '36009004', count: 1 }, isOpen: true },
    ]);
    await run(() => sql`UPDATE system.job SET parked_at = NULL`);
    await look();
    expect((await told()).map(({ isOpen }) => isOpen)).toEqual([false, false]);
  });

  test('of a shop that was let go is nobody’s business', async () => {
    await addFailed();
    await run((id) => sql`UPDATE shop SET state = 'unbound' WHERE id = ${id}`);
    await look();
    expect(await told()).toEqual([]);
  });

  test('a lane that met something impossible is told with what it was', async () => {
    await run(
      (id) =>
        sql`INSERT INTO system.lane (merchant_id, lane, stopped_reason) VALUES (${shop.merchantId}, ${`shop:${id}:orders`}, 'negative-units')`,
    );
    await look();
    expect(await told()).toEqual([
      { kind: 'job-parked', shopId: shop.shopId, facts: { work: 'stopped', code: 'negative-units', count: 1 }, isOpen: true },
    ]);
  });
});

test('an order for webhooks that goes on failing is told, a first try is not', async () => {
  await addFailed({ lane: `shop:${shop.shopId}:account`, kind: 'accounts.subscribe', isParked: false });
  await look();
  expect(await told()).toEqual([]);
  await bench.clock.advance(16 * MINUTE_MS);
  await look();
  expect(await told()).toEqual([{ kind: 'webhooks-failing', shopId: shop.shopId, facts: { code: '36009004' }, isOpen: true }]);
});

test('another merchant hears nothing of it', async () => {
  await addFailed();
  await look(database.otherMerchantId);
  const theirs = await database.database.withMerchant(database.otherMerchantId, (tx) =>
    tx.selectFrom('notification').selectAll().execute(),
  );
  expect([theirs, await told()]).toEqual([[], []]);
});
