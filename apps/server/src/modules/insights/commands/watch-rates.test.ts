import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type Bench, createBench, DAY_MS, START_AT } from '../../accounts/testing.ts';
import { feedRates } from '../testing.ts';
import { watchRates } from './watch-rates.ts';

let database: TestDatabase;
let bench: Bench;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
});
afterEach(() => database.close());

const look = (awakeSinceAt = START_AT) => watchRates(bench.services, { merchantId: database.merchantId, awakeSinceAt });
const told = () =>
  database.database.withMerchant(database.merchantId, async (tx) => {
    const rows = await tx.selectFrom('notification').selectAll().execute();
    return rows.map(({ kind, facts, closed_at }) => ({ kind, facts, isOpen: closed_at === null }));
  });
const feed = (on: string) => feedRates(bench.services, [{ currency: 'USD', on, perEuro: '1.1' }]);

test('rates over long holidays are no news; a feed that was silent for a day is, until it answers', async () => {
  await feed('2026-11-20');
  await bench.clock.advance(20 * 3_600_000);
  await look();
  expect(await told()).toEqual([]);
  await bench.clock.advance(5 * 3_600_000);
  await look();
  expect(await told()).toEqual([{ kind: 'rates-stale', facts: { newestOn: '2026-11-20' }, isOpen: true }]);
  await feed('2026-11-23');
  await look();
  expect(await told()).toMatchObject([{ isOpen: false }]);
});

test('a feed that answers with last week’s rates for ever is told as well', async () => {
  await bench.clock.advance(3 * DAY_MS);
  await feed('2026-11-10');
  await look();
  expect(await told()).toMatchObject([{ facts: { newestOn: '2026-11-10' } }]);
});

test('a fresh installation, and one that was switched off, has an hour to ask', async () => {
  await look(bench.clock.now() - 59 * 60_000);
  expect(await told()).toEqual([]);
  await look(bench.clock.now() - 61 * 60_000);
  expect(await told()).toMatchObject([{ facts: { newestOn: null } }]);
});
