import { ChannelFailure } from '@tradewind/channels';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createSeededRandom } from '../../testing/virtual-clock.ts';
import { realClock } from '../clock/real-clock.ts';
import { backOffMs } from './failures.ts';
import { InvariantFailed, type LaneFailure, queueFigures, replayParked, resumeLane } from './lanes.ts';
import { noteHandler, noteJob, type QueueBench, queueBench } from './testing.ts';

let db: TestDatabase;
let bench: QueueBench;
beforeEach(async () => {
  db = await createTestDatabase();
  bench = queueBench(db.database, db.merchantId);
});
afterEach(() => db.close());

const half = { number: () => 0.5, bytes: (length: number) => new Uint8Array(length) };

test('back-off doubles from a second to thirty, half more or less', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((attempts) => backOffMs(attempts, half))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  const random = createSeededRandom(1);
  const delays = Array.from({ length: 200 }, () => backOffMs(3, random));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(4_000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(12_000);
  expect(new Set(delays).size).toBeGreaterThan(150);
});

test('an outage is retried on the schedule, honours Retry-After, and never gives up', async () => {
  let answer = new ChannelFailure('retry-later', 'busy');
  const started = bench.clock.now();
  const runsAt: number[] = [];
  const handler = noteHandler(async () => {
    runsAt.push(bench.clock.now() - started);
    if (runsAt.length <= 12) throw answer;
  });
  const worker = bench.worker({ handlers: [handler], random: half });
  await bench.add([noteJob('a', { dueAt: started })]);
  for (let i = 0; i < 4; i += 1) {
    await worker.drain();
    await bench.clock.advance((await bench.jobs())[0]?.dueInMs ?? 0);
  }
  expect(runsAt).toEqual([0, 1_000, 3_000, 7_000]);
  answer = new ChannelFailure('retry-later', 'busy', { retryAfterMs: 90_000 });
  await worker.drain();
  expect(await bench.jobs()).toMatchObject([{ attempts: 5, dueInMs: 90_000, parked: false, kind: 'retry-later' }]);
  for (let i = 0; i < 8; i += 1) {
    await bench.clock.advance(90_000);
    await worker.drain();
  }
  expect(runsAt).toHaveLength(13);
  expect(await bench.jobs()).toEqual([]);
});

test('a poisoned job of a batch is found, parked with its reason, and holds nobody up', async () => {
  const done: string[] = [];
  const told: LaneFailure[] = [];
  const handler = noteHandler(
    async (jobs, { commit }) => {
      if (jobs.some(({ payload }) => payload.note === 'bad')) {
        throw new ChannelFailure('rejected', 'no such order', { channelCode: '404', requestId: 'r-1' });
      }
      await commit(async () => undefined);
      done.push(...jobs.map(({ payload }) => payload.note));
    },
    { batchMax: 10 },
  );
  const dueAt = bench.clock.now();
  await bench.add(['a', 'b', 'bad', 'c', 'd'].map((note) => noteJob(note, { dueAt })));
  const worker = bench.worker({ handlers: [handler], onFailure: (failure) => void told.push(failure) });
  await worker.drain();
  expect(done.sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(await bench.jobs()).toMatchObject([{ key: 'bad', parked: true, code: '404' }]);
  expect(told.at(-1)).toMatchObject({
    consequence: 'parked',
    nextTryAt: null,
    jobs: [{ payload: { note: 'bad' } }],
    failure: { requestId: 'r-1' },
  });
  expect(await queueFigures(db.database.system, bench.clock.now())).toMatchObject({ parkedJobs: 1, dueLanes: 0, oldestDueAt: null });
});

test('a bug is tried maxAttempts times, then parked; a person may replay it, another merchant may not', async () => {
  let isBroken = true;
  let runs = 0;
  const handler = noteHandler(async () => {
    runs += 1;
    if (isBroken) throw new TypeError('Cannot read properties of "Maria Lopez, 081-2345"');
  });
  const worker = bench.worker({ handlers: [handler] });
  await bench.add([noteJob('a', { dueAt: bench.clock.now() })]);
  for (let i = 0; i < 6; i += 1) {
    await worker.drain();
    await bench.clock.advance(300_000);
  }
  expect(runs).toBe(3);
  const [job] = await bench.jobs();
  expect(job).toMatchObject({ parked: true, code: 'TypeError', kind: 'bug' });
  const { rows } = await sql<{ failure: string }>`SELECT failure::text FROM system.job`.execute(db.database.system);
  expect(rows[0]?.failure).not.toContain('Maria');

  isBroken = false;
  const ids = [job?.id ?? ''];
  expect(await db.database.withMerchant(db.otherMerchantId, (tx) => replayParked(tx, db.otherMerchantId, ids))).toBe(0);
  await worker.drain();
  expect(runs).toBe(3);
  expect(await db.database.withMerchant(db.merchantId, (tx) => replayParked(tx, db.merchantId, ids))).toBe(1);
  await worker.drain();
  expect(runs).toBe(4);
  expect(await bench.jobs()).toEqual([]);
});

test('new work for a parked job revives it', async () => {
  let isBroken = true;
  const handler = noteHandler(async () => {
    if (isBroken) throw new ChannelFailure('rejected', 'no');
  });
  const worker = bench.worker({ handlers: [handler] });
  await bench.add([noteJob('a', { dueAt: bench.clock.now() })]);
  await worker.drain();
  expect(await bench.jobs()).toMatchObject([{ parked: true }]);
  isBroken = false;
  await bench.add([noteJob('a', { dueAt: bench.clock.now() })]);
  await worker.drain();
  expect(await bench.jobs()).toEqual([]);
});

test('used-up quota and missing consent rest the lane, other lanes go on, and it resumes by time or by hand', async () => {
  const told: LaneFailure[] = [];
  const done: string[] = [];
  let failure: ChannelFailure | null = new ChannelFailure('out-of-quota', 'daily quota', { retryAfterMs: 120_000 });
  const handler = noteHandler(async ([job], { lane }) => {
    if (lane === 'ill' && failure) throw failure;
    done.push(job?.payload.note ?? '');
  });
  const worker = bench.worker({ handlers: [handler], onFailure: (facts) => void told.push(facts) });
  const dueAt = bench.clock.now();
  await bench.add([noteJob('a', { lane: 'ill', dueAt }), noteJob('b', { lane: 'ill', dueAt }), noteJob('c', { lane: 'well', dueAt })]);
  await worker.drain();
  expect(done).toEqual(['c']);
  expect(told).toMatchObject([{ consequence: 'lane-paused', nextTryAt: dueAt + 120_000, failure: { kind: 'out-of-quota' } }]);
  await bench.clock.advance(119_000);
  await worker.drain();
  expect(told).toHaveLength(1);

  failure = new ChannelFailure('re-authorise', 'the seller withdrew');
  await bench.clock.advance(1_000);
  await worker.drain();
  expect(told[1]).toMatchObject({
    consequence: 'lane-paused',
    nextTryAt: bench.clock.now() + 3_600_000,
    failure: { kind: 're-authorise' },
  });
  failure = null;
  await worker.drain();
  expect(done).toEqual(['c']);
  await db.database.withMerchant(db.merchantId, (tx) => resumeLane(tx, db.merchantId, 'ill'));
  await worker.drain();
  expect(done).toEqual(['c', 'a', 'b']);
});

test('a failed invariant stops its lane until a person resumes it; the worker goes on', async () => {
  let isWrong = true;
  const done: string[] = [];
  const handler = noteHandler(async ([job], { lane }) => {
    if (lane === 'ill' && isWrong) throw new InvariantFailed('order-version-went-back');
    done.push(job?.payload.note ?? '');
  });
  const worker = bench.worker({ handlers: [handler] });
  const dueAt = bench.clock.now();
  await bench.add([noteJob('a', { lane: 'ill', dueAt }), noteJob('b', { lane: 'well', dueAt })]);
  await worker.drain();
  await bench.clock.advance(86_400_000);
  await worker.drain();
  expect(done).toEqual(['b']);
  const { rows } = await sql<{ reason: string }>`SELECT stopped_reason AS reason FROM system.lane WHERE lane = 'ill'`.execute(
    db.database.system,
  );
  expect(rows).toEqual([{ reason: 'order-version-went-back' }]);
  isWrong = false;
  await db.database.withMerchant(db.merchantId, (tx) => resumeLane(tx, db.merchantId, 'ill'));
  await worker.drain();
  expect(done).toEqual(['b', 'a']);
});

test('a connection that breaks in the middle of a commit costs no attempt, and the work is done once', async () => {
  const attempts: number[] = [];
  const handler = noteHandler(async ([job], { commit, merchantId }) => {
    attempts.push(job?.attempts ?? -1);
    await commit(async (tx) => {
      await sql`INSERT INTO legal_entity VALUES (${merchantId}, gen_random_uuid(), 'once', 'GB', 'epoch')`.execute(tx);
      if (attempts.length === 1) await sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(tx);
    });
  });
  await bench.add([noteJob('a', { dueAt: bench.clock.now() })]);
  await bench.worker({ handlers: [handler], leaseClock: realClock }).drain();
  expect(attempts).toEqual([0, 0]);
  const { rows } = await db.database.withMerchant(db.merchantId, (tx) =>
    sql<{ n: number }>`SELECT count(*) AS n FROM legal_entity`.execute(tx),
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('an unreadable payload is parked at once, an unknown kind waits for a newer release', async () => {
  const done: string[] = [];
  const handler = noteHandler(async (jobs) => void done.push(...jobs.map(({ payload }) => payload.note)), { batchMax: 10 });
  const dueAt = bench.clock.now();
  await bench.add([
    noteJob('a', { dueAt }),
    noteJob('b', { dueAt, payload: { note: 7 } }),
    noteJob('c', { dueAt, kind: 'test.next-release' }),
    noteJob('d', { dueAt }),
  ]);
  const older = bench.worker({ handlers: [handler] });
  await older.drain();
  expect(done).toEqual(['a', 'd']);
  expect(await bench.jobs()).toMatchObject([
    { key: 'b', parked: true, kind: 'bad-payload' },
    { key: 'c', parked: false, kind: 'unknown-kind', dueInMs: 1_000 },
  ]);
  await bench.clock.advance(1_000);
  const newer = bench.worker({ handlers: [handler, noteHandler(async () => void done.push('c'), { kind: 'test.next-release' })] });
  await newer.drain();
  expect(done).toEqual(['a', 'd', 'c']);
});
