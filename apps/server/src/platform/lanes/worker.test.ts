import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { realClock } from '../clock/real-clock.ts';
import { enqueue } from './lanes.ts';
import { gate, noteHandler, noteJob, type QueueBench, queueBench } from './testing.ts';

let db: TestDatabase;
let bench: QueueBench;
beforeEach(async () => {
  db = await createTestDatabase();
  bench = queueBench(db.database, db.merchantId);
});
afterEach(() => db.close());

const writeNote = (note: string) =>
  sql`INSERT INTO legal_entity (merchant_id, id, name, jurisdiction, created_at)
    VALUES (${db.merchantId}, gen_random_uuid(), ${note}, 'GB', 'epoch')`;
const writtenNotes = async (): Promise<string[]> => {
  const { rows } = await db.database.withMerchant(db.merchantId, (tx) =>
    sql<{ name: string }>`SELECT name FROM legal_entity ORDER BY name`.execute(tx),
  );
  return rows.map(({ name }) => name);
};

test('four workers run sixty lanes: every job once, in order, never two of a lane at a time', async () => {
  const lanes = Array.from({ length: 60 }, (_, index) => `lane-${index}`);
  const now = bench.clock.now();
  // Enqueued latest first, so that only the due time can bring them into order.
  await bench.add(lanes.flatMap((lane) => [4, 3, 2, 1, 0].map((n) => noteJob(`${n}`, { lane, dueAt: now - 5_000 + n }))));
  const seen = new Map<string, string[]>();
  const inside = new Set<string>();
  const overlaps: string[] = [];
  const handler = noteHandler(
    async (jobs, { lane, commit }) => {
      if (inside.has(lane)) overlaps.push(lane);
      inside.add(lane);
      await commit(async () => undefined);
      seen.set(lane, [...(seen.get(lane) ?? []), ...jobs.map(({ payload }) => payload.note)]);
      inside.delete(lane);
    },
    { batchMax: 2 },
  );
  await Promise.all([1, 2, 3, 4].map(() => bench.worker({ handlers: [handler] }).drain()));
  expect(overlaps).toEqual([]);
  expect(lanes.map((lane) => seen.get(lane)?.join(''))).toEqual(lanes.map(() => '01234'));
  expect(await bench.jobs()).toEqual([]);
});

test('a frozen worker loses its lane when the lease ends; what it writes after waking is rolled back', async () => {
  await bench.add([noteJob('a', { dueAt: bench.clock.now() })]);
  const frozen = gate();
  const entered = gate();
  const lost: string[] = [];
  const zombie = bench.worker({
    // Its lease clock stands still, so it neither renews nor notices: SIGSTOP as seen from inside.
    leaseClock: createVirtualClock(bench.clock.now()),
    handlers: [
      noteHandler(async (_, { commit }) => {
        entered.open();
        await frozen.opened;
        await commit((tx) => writeNote('zombie').execute(tx), { finish: false }).catch((error: Error) => lost.push(error.name));
        await commit((tx) => writeNote('zombie at the end').execute(tx));
      }),
    ],
  });
  const zombieDone = zombie.drain();
  await entered.opened;
  const heir = bench.worker({
    handlers: [noteHandler(async (_, { commit }) => commit(async (tx) => void (await writeNote('heir').execute(tx))))],
  });
  await bench.clock.advance(29_000);
  await heir.drain();
  expect(await writtenNotes()).toEqual([]);
  await bench.clock.advance(2_000);
  await heir.drain();
  frozen.open();
  await zombieDone;
  expect(await writtenNotes()).toEqual(['heir']);
  expect(lost).toEqual(['FenceLost']);
  expect(await bench.jobs()).toEqual([]);
});

test('the lanes of a holder that is known to be dead are taken over at once, those of a living one are not', async () => {
  const now = bench.clock.now();
  await bench.add([noteJob('left behind', { lane: 'dead', dueAt: now }), noteJob('under way', { lane: 'alive', dueAt: now })]);
  const hold = (lane: string) =>
    sql`UPDATE system.lane SET leased_by = ${`the ${lane} one`}, leased_until = ${new Date(now + 30_000)} WHERE lane = ${lane}`;
  for (const lane of ['dead', 'alive']) await hold(lane).execute(db.database.system);
  const done: string[] = [];
  const heir = bench.worker({
    isGone: (workerId) => workerId === 'the dead one',
    handlers: [noteHandler(async (jobs) => void done.push(...jobs.map(({ payload }) => payload.note)))],
  });
  heir.start();
  await vi.waitFor(() => expect(done).toEqual(['left behind']), { timeout: 5_000 });
  await heir.stop(1_000);
  expect((await bench.jobs()).map(({ key }) => key)).toEqual(['under way']);
});

test('a worker that runs long keeps its lane by renewing it', async () => {
  await bench.add([noteJob('a', { dueAt: bench.clock.now() })]);
  const release = gate();
  const entered = gate();
  const runs: string[] = [];
  const busy = bench.worker({
    handlers: [
      noteHandler(async () => {
        runs.push('busy');
        entered.open();
        await release.opened;
      }),
    ],
  });
  const busyDone = busy.drain();
  await entered.opened;
  const leasedUntil = async (): Promise<number> => {
    const { rows } = await sql<{ at: Date }>`SELECT leased_until AS at FROM system.lane`.execute(db.database.system);
    return rows[0]?.at.getTime() ?? 0;
  };
  const started = bench.clock.now();
  await expect
    .poll(
      async () => {
        await bench.clock.advance(1_000);
        return bench.clock.now() >= started + 60_000 && (await leasedUntil()) > bench.clock.now();
      },
      { interval: 20, timeout: 20_000 },
    )
    .toBe(true);
  await bench.worker({ handlers: [noteHandler(async () => void runs.push('thief'))] }).drain();
  release.open();
  await busyDone;
  expect(runs).toEqual(['busy']);
});

test('repeated work is one job; a repeat that arrives during the run makes it run once more, with the newer payload', async () => {
  const runs: string[] = [];
  const now = bench.clock.now();
  await bench.add([noteJob('first', { dedupeKey: 'k', dueAt: now + 60_000 }), noteJob('second', { dedupeKey: 'k', dueAt: now + 50_000 })]);
  await bench.add([noteJob('third', { dedupeKey: 'k', dueAt: now })]);
  const handler = noteHandler(async ([job]) => {
    runs.push(job?.payload.note ?? '');
    if (runs.length === 1) await bench.add([noteJob('fourth', { dedupeKey: 'k', dueAt: now })]);
  });
  await bench.worker({ handlers: [handler] }).drain();
  expect(runs).toEqual(['third', 'fourth']);
  expect(await bench.jobs()).toEqual([]);
});

test('a rolled back transaction leaves no job, and the effects of a run appear with its end', async () => {
  const { database, merchantId } = db;
  const attempt = database.withMerchant(merchantId, async (tx) => {
    await enqueue(tx, { merchantId, jobs: [noteJob('never', { dueAt: bench.clock.now() })], now: bench.clock.now() });
    throw new Error('changed my mind');
  });
  await expect(attempt).rejects.toThrow('changed my mind');
  await bench.add([noteJob('page', { dueAt: bench.clock.now() })]);
  const handler = noteHandler(async (_, { commit }) => {
    await commit((tx) => writeNote('page 1').execute(tx), { finish: false });
    await commit((tx) => writeNote('page 2').execute(tx));
    await commit((tx) => writeNote('too late').execute(tx));
  });
  await bench.worker({ handlers: [handler] }).drain();
  expect(await writtenNotes()).toEqual(['page 1', 'page 2']);
  expect(await bench.jobs()).toEqual([]);
});

test('drain follows the work that work makes, and leaves what is due later', async () => {
  const runs: string[] = [];
  const handler = noteHandler(async ([job], { commit, now, merchantId }) => {
    const note = job?.payload.note ?? '';
    runs.push(note);
    await commit(async (tx) => {
      if (note.length < 4)
        await enqueue(tx, { merchantId, jobs: [noteJob(`${note}x`, { lane: `lane-${note}`, dueAt: now() })], now: now() });
      else if (note !== 'later') await enqueue(tx, { merchantId, jobs: [noteJob('later', { dueAt: now() + 1_000 })], now: now() });
    });
  });
  const worker = bench.worker({ handlers: [handler] });
  await bench.add([noteJob('x', { dueAt: bench.clock.now() })]);
  await worker.drain();
  expect(runs).toEqual(['x', 'xx', 'xxx', 'xxxx']);
  expect(worker.idle()).toBe(true);
  await bench.clock.advance(1_000);
  await worker.drain();
  expect(runs.at(-1)).toBe('later');
});

test('work that returns waits for its next time, unless something new arrived', async () => {
  const runs: number[] = [];
  const started = bench.clock.now();
  const handler = noteHandler(async (_, { commit, now }) => {
    runs.push(now() - started);
    if (runs.length === 2) await bench.add([noteJob('sweep', { dueAt: now() })]);
    await commit(async () => undefined, { reschedule: { dueAt: now() + 60_000 } });
  });
  const worker = bench.worker({ handlers: [handler] });
  await bench.add([noteJob('sweep', { dueAt: started })]);
  await worker.drain();
  expect(runs).toEqual([0]);
  await bench.clock.advance(60_000);
  await worker.drain();
  expect(runs).toEqual([0, 60_000, 60_000]);
  expect(await bench.jobs()).toMatchObject([{ key: 'sweep', attempts: 0, dueInMs: 60_000 }]);
});

test('a storm in twenty lanes delays a quiet lane by one round, and another merchant by one turn', async () => {
  const order: string[] = [];
  const started = bench.clock.now();
  await bench.add(Array.from({ length: 240 }, (_, n) => noteJob(`storm ${n}`, { lane: `storm-${n % 20}`, dueAt: started - 10_000 })));
  const handler = noteHandler(async ([job]) => {
    order.push(job?.payload.note ?? '');
    if (order.length !== 10) return;
    await bench.clock.advance(1_000);
    await bench.add([noteJob('quiet lane', { lane: 'quiet', dueAt: bench.clock.now() })]);
    await bench.add([noteJob('other merchant', { dueAt: bench.clock.now() })], db.otherMerchantId);
  });
  await bench.worker({ handlers: [handler], concurrency: 1 }).drain();
  expect(order).toHaveLength(242);
  // A turn is four batches; the one under way may end first.
  expect(order.indexOf('other merchant')).toBeLessThan(10 + 4);
  expect(order.indexOf('quiet lane')).toBeLessThan(10 + 20 * 4);
});

test('a started worker is woken by a commit, and by time that moves; no timer of its own is needed', async () => {
  const runs: string[] = [];
  // Neither clock moves by itself, so the one-second poll never comes.
  const worker = bench.worker({
    leaseClock: createVirtualClock(),
    handlers: [noteHandler(async ([job]) => void runs.push(job?.payload.note ?? ''))],
  });
  worker.start();
  // Until it listens it cannot hear: knock until it does.
  await expect.poll(async () => runs.length || (await bench.add([noteJob('knock', { dueAt: bench.clock.now() })]))).toBeTruthy();
  await expect.poll(async () => worker.idle() && (await bench.jobs()).length).toBe(0);
  await bench.add([noteJob('commit', { dueAt: bench.clock.now() })]);
  await expect.poll(() => runs).toContain('commit');
  await bench.add([noteJob('in an hour', { dueAt: bench.clock.now() + 3_600_000 })]);
  await bench.add([noteJob('another', { dueAt: bench.clock.now() })]);
  await expect.poll(async () => runs.includes('another') && worker.idle() && (await bench.jobs()).length).toBe(1);
  await bench.clock.advance(3_600_000);
  await expect.poll(() => runs).toContain('in an hour');
  await worker.stop(0);
});

test('stop lets the batch under way end and takes no other', async () => {
  const runs: string[] = [];
  const release = gate();
  const handler = noteHandler(async ([job]) => {
    runs.push(job?.payload.note ?? '');
    await release.opened;
  });
  const worker = bench.worker({ handlers: [handler], leaseClock: realClock });
  await bench.add([noteJob('a', { dueAt: bench.clock.now() }), noteJob('b', { dueAt: bench.clock.now() })]);
  worker.start();
  await expect.poll(() => runs.length).toBe(1);
  const stopped = worker.stop(10_000);
  release.open();
  await stopped;
  expect(await bench.jobs()).toMatchObject([{ key: 'b', attempts: 0 }]);
  await bench.worker({ handlers: [noteHandler(async ([job]) => void runs.push(job?.payload.note ?? ''))], leaseClock: realClock }).drain();
  expect(runs).toEqual(['a', 'b']);
});

test('a long task that leaves off when the worker stops is gone on with by the next one', async () => {
  const slices: string[] = [];
  const inSlices = (name: string, enough: number) =>
    noteHandler(async (_jobs, context) => {
      while (slices.length < enough && !context.signal.aborted) {
        await context.commit(async () => void slices.push(name), { finish: false });
        if (name === 'first') await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
      }
    });
  const first = bench.worker({ handlers: [inSlices('first', 3)], leaseClock: realClock });
  await bench.add([noteJob('task', { dueAt: bench.clock.now() })]);
  first.start();
  await expect.poll(() => slices.length).toBe(1);
  await first.stop(0);
  await bench.worker({ handlers: [inSlices('second', 3)], leaseClock: realClock }).drain();
  expect(slices).toEqual(['first', 'second', 'second']);
  expect(await bench.jobs()).toEqual([]);
});
