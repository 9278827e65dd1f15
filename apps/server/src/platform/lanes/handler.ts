import type { z } from 'zod';
import type { TenantTx } from '../database/database.ts';

export type ClaimedJob<P> = { id: string; kind: string; payload: P; attempts: number; merchantId: string; lane: string };

export type CommitOptions = {
  /** false keeps the batch open, for work that commits page by page; default true. */
  finish?: boolean;
  /**
   * Instead of deleting the jobs, let them wait until then: work that returns, such as a sweep. Not by enqueueing itself anew: that
   * reads as work arriving during the run, and runs again at once, for ever.
   */
  reschedule?: { dueAt: number };
};

export type JobContext = {
  merchantId: string;
  lane: string;
  /** Aborted when the lease is lost or the process stops; a handler passes it to whatever waits. */
  signal: AbortSignal;
  now(): number;
  /**
   * One transaction: the business writes, the completion of the batch and, last, the fence check. Throws FenceLost, everything
   * rolled back, when another worker has taken the lane. A handler that returns without finishing is finished by the worker,
   * unless it was aborted: then its jobs stay.
   */
  commit<T>(run: (tx: TenantTx) => Promise<T>, options?: CommitOptions): Promise<T>;
};

export type JobHandler<P> = {
  kind: string;
  payload: z.ZodType<P>;
  /** Consecutive due jobs of this kind handed over together. After a failure that one job may have caused they run singly. */
  batchMax: number;
  /** Bugs (errors that are no channel failure) allowed per job until it is parked. */
  maxAttempts: number;
  /** A method, so that handlers of different payloads share a list: each is only ever given what its own schema produced. */
  run(jobs: ClaimedJob<P>[], context: JobContext): Promise<void>;
};
