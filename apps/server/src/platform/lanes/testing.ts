/** Builders for tests of the queue and of handlers: a worker that runs under a virtual clock, and jobs that say what happened to them. */
import { sql } from 'kysely';
import { z } from 'zod';
import { silentLog } from '../../testing/silent-log.ts';
import { createSeededRandom, createVirtualClock, type VirtualClock } from '../../testing/virtual-clock.ts';
import type { Database } from '../database/database.ts';
import { createWorker, enqueue, type JobHandler, type LaneWorker, type NewJob, type WorkerOptions } from './lanes.ts';

export type QueueBench = {
  clock: VirtualClock;
  add(jobs: NewJob[], merchantId?: string): Promise<void>;
  worker(options: Partial<WorkerOptions> & Pick<WorkerOptions, 'handlers'>): LaneWorker;
  jobs(): Promise<
    { id: string; key: string; attempts: number; dueInMs: number; parked: boolean; code: string | null; kind: string | null }[]
  >;
};

export function queueBench(database: Database, merchantId: string): QueueBench {
  const clock = createVirtualClock();
  let workers = 0;
  return {
    clock,
    add: (jobs, owner = merchantId) => database.withMerchant(owner, (tx) => enqueue(tx, { merchantId: owner, jobs, now: clock.now() })),
    worker: (options) => {
      workers += 1;
      const random = createSeededRandom(workers);
      return createWorker({
        database,
        clock,
        random,
        log: silentLog,
        workerId: `worker-${workers}`,
        concurrency: 4,
        leaseMs: 30_000,
        ...options,
      });
    },
    jobs: async () => {
      const { rows } = await sql<{
        id: string;
        dedupe_key: string;
        attempts: number;
        due_at: Date;
        parked_at: Date | null;
        failure: unknown;
      }>`
        SELECT id, dedupe_key, attempts, due_at, parked_at, failure FROM system.job ORDER BY dedupe_key`.execute(database.system);
      return rows.map((row) => {
        const failure = z.object({ code: z.string().nullable(), kind: z.string() }).nullable().parse(row.failure);
        const dueInMs = row.due_at.getTime() - clock.now();
        const { id, attempts } = row;
        return {
          id,
          key: row.dedupe_key,
          attempts,
          dueInMs,
          parked: row.parked_at !== null,
          code: failure?.code ?? null,
          kind: failure?.kind ?? null,
        };
      });
    },
  };
}

const notePayload = z.object({ note: z.string() });

/** Jobs that carry a note; what they do is up to the test. */
export function noteHandler(
  run: JobHandler<{ note: string }>['run'],
  { kind = 'test.note', batchMax = 1, maxAttempts = 3 }: Partial<Pick<JobHandler<unknown>, 'kind' | 'batchMax' | 'maxAttempts'>> = {},
): JobHandler<{ note: string }> {
  return { kind, batchMax, maxAttempts, payload: notePayload, run };
}

export function noteJob(note: string, facts: Partial<NewJob> & { dueAt: number }): NewJob {
  return { lane: 'lane', kind: 'test.note', payload: { note }, dedupeKey: note, ...facts };
}

/** A promise that the test opens (Promise.withResolvers needs Node 22). */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
