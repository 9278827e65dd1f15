import type { ChangedHint } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { silentLog } from '../testing/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../testing/virtual-clock.ts';
import { createHints, type Hints } from './hints.ts';

let db: TestDatabase;
let hints: Hints;
let clock: VirtualClock;
beforeEach(async () => {
  db = await createTestDatabase();
  clock = createVirtualClock();
  hints = createHints({ database: db.database, clock, log: silentLog });
});
afterEach(async () => {
  await hints.close();
  await db.close();
});

const order = (...ids: string[]): ChangedHint => ({ type: 'order.changed', ids, shopId: 'shop-1' });
const publish = (merchantId: string, ...all: ChangedHint[]) =>
  db.database.withMerchant(merchantId, (tx) => hints.publish(tx, merchantId, all));

/** Subscribes and waits until the ear is open. */
async function listen(merchantId: string): Promise<{ calls: ChangedHint[][]; stop: () => void }> {
  const calls: ChangedHint[][] = [];
  const stop = hints.subscribe(merchantId, (heard) => calls.push(heard));
  await expect
    .poll(async () => {
      await publish(merchantId, { type: 'task.changed', ids: [], shopId: null });
      await clock.advance(100);
      return calls.length;
    })
    .toBeGreaterThan(0);
  await clock.advance(1_000);
  await expect.poll(async () => clock.advance(100).then(() => calls.splice(0).length)).toBe(0);
  return { calls, stop };
}

test('a merchant hears of its own committed changes and of nobody else', async () => {
  const mine = await listen(db.merchantId);
  const theirs = await listen(db.otherMerchantId);
  await db.database
    .withMerchant(db.merchantId, async (tx) => {
      await hints.publish(tx, db.merchantId, [order('rolled back')]);
      throw new Error('no');
    })
    .catch(() => undefined);
  await publish(db.merchantId, order('o-1'));
  await expect.poll(() => mine.calls).toEqual([[order('o-1')]]);
  expect(theirs.calls).toEqual([]);
  mine.stop();
  await clock.advance(1_000);
  await publish(db.merchantId, order('o-2'));
  await publish(db.otherMerchantId, order('o-3'));
  await expect.poll(() => theirs.calls).toEqual([[order('o-3')]]);
  expect(mine.calls).toHaveLength(1);
});

test('a burst becomes one call per 25 ms, with equal hints folded', async () => {
  const { calls } = await listen(db.merchantId);
  const marker = await listen(db.otherMerchantId);
  const figures: ChangedHint = { type: 'figures.changed', ids: [], shopId: null };
  await publish(db.merchantId, order('o-1'));
  await expect.poll(() => calls).toEqual([[order('o-1')]]);
  for (let i = 0; i < 5; i += 1) await publish(db.merchantId, order('o-1', `o-${i}`), figures);
  // Notifications arrive in the order of their commits: when this one is here, so is the burst.
  await publish(db.otherMerchantId, order('marker'));
  await expect.poll(() => marker.calls).toEqual([[order('marker')]]);
  expect(calls).toHaveLength(1);
  await clock.advance(100);
  expect(calls).toEqual([[order('o-1')], [order('o-1', 'o-0', 'o-2', 'o-3', 'o-4'), figures]]);
});

test('hints larger than a notification arrive in parts, and beyond 200 ids as "many"', async () => {
  const { calls } = await listen(db.merchantId);
  const ids = Array.from({ length: 150 }, (_, index) => `0192f0c1-7a3b-7000-8000-${String(index).padStart(12, '0')}`);
  await publish(db.merchantId, order(...ids));
  await expect
    .poll(async () => {
      await clock.advance(100);
      return new Set(calls.flat().flatMap((hint) => hint.ids)).size;
    })
    .toBe(150);
  calls.length = 0;
  await publish(db.merchantId, order(...Array.from({ length: 500 }, (_, index) => `id-${index}`)), order('x'.repeat(20_000)));
  await expect.poll(async () => clock.advance(100).then(() => calls.flat())).toEqual([order()]);
});

test('a lost connection ends in a catch-all, and hints flow again', async () => {
  const { calls } = await listen(db.merchantId);
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`.execute(
    db.database.system,
  );
  await expect.poll(() => calls.flat(), { timeout: 10_000 }).toContainEqual({ type: 'figures.changed', ids: [], shopId: null });
  await publish(db.merchantId, order('after'));
  await expect.poll(async () => clock.advance(100).then(() => calls.flat())).toContainEqual(order('after'));
});
