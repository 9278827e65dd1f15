/**
 * A turn: a few batches of one lane under one lease, then the lane goes back. Whatever happens in a batch ends in exactly one of: its
 * jobs finished, its failure recorded, or nothing changed (fence lost, stopping, database away) so that the batch simply runs again.
 */
import type { Database, TenantTx } from '../database/database.ts';
import type { Guards } from '../guards.ts';
import { errorFields } from '../log.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { type Decision, decide, type FailureRecord, FenceLost, isPassing, type LaneFailure } from './failures.ts';
import type { ClaimedJob, JobContext, JobHandler } from './handler.ts';
import * as store from './lane-store.ts';

export type TurnPorts = {
  database: Database;
  clock: Clock;
  leaseClock: Clock;
  random: Random;
  log: Log;
  handlers: ReadonlyMap<string, JobHandler<unknown>>;
  guards: Pick<Guards, 'fence'>;
  onFailure: ((failure: LaneFailure) => void | Promise<void>) | undefined;
  /** Raised when the worker begins to stop: no further batch. The turn's own signal is raised only when patience ends. */
  stopping: AbortSignal;
};
type Turn = { ports: TurnPorts; lease: store.Lease; signal: AbortSignal };

/** More batches per turn cost the other lanes waiting, fewer cost a claim each. */
const BATCHES_PER_TURN = 4;
/** No further batch after this much real time: a lane of slow batches must not keep a person's click waiting behind four of them. */
const TURN_MS = 500;
const DATABASE_PAUSE_MS = 500;
/** A kind nobody here knows belongs to a newer release whose workers are about to take over; give them time. */
const UNKNOWN_KIND_ATTEMPTS = 12;

export async function runTurn(turn: Turn): Promise<void> {
  const { ports, lease, signal } = turn;
  const startedAt = ports.leaseClock.now();
  const isOver = (batch: number) => batch > 0 && (batch >= BATCHES_PER_TURN || ports.leaseClock.now() - startedAt >= TURN_MS);
  try {
    for (let batch = 0; !isOver(batch) && !ports.stopping.aborted && !signal.aborted; batch += 1) {
      if ((await runBatch(turn, batch)) === 'leave') break;
    }
  } catch (error) {
    if (!(error instanceof FenceLost)) {
      ports.log[isPassing(error) ? 'warn' : 'error']('lanes.turn-broken', { ...where(lease), ...errorFields(error) });
      await ports.leaseClock.sleep(DATABASE_PAUSE_MS, signal);
    }
  }
  await giveBack(turn);
}

/** Insists while the database is away: an abandoned lease would keep the lane shut for 30 s after every restart. */
async function giveBack({ ports, lease }: Turn): Promise<void> {
  while (ports.leaseClock.now() < lease.until) {
    try {
      await store.giveLaneBack(ports.database.system, lease, ports.leaseClock.now());
      return;
    } catch (error) {
      if (!isPassing(error) || ports.stopping.aborted) {
        ports.log.warn('lanes.not-given-back', { ...where(lease), ...errorFields(error) });
        return;
      }
      await ports.leaseClock.sleep(DATABASE_PAUSE_MS, ports.stopping);
    }
  }
}

async function runBatch(turn: Turn, before: number): Promise<'more' | 'leave'> {
  const { ports, lease } = turn;
  const limit = Math.max(1, ...[...ports.handlers.values()].map((handler) => handler.batchMax));
  const due = await store.dueJobs(ports.database.system, lease, { now: ports.clock.now(), limit });
  const [first] = due;
  if (!first) {
    // A batch before has left the lane's next time behind it.
    if (before === 0) await inLane(turn, 'update', (tx) => store.setNextDue(tx, lease, ports.clock.now()));
    return 'leave';
  }
  const handler = ports.handlers.get(first.kind);
  if (!handler) return failUnknownKind(turn, first);
  const { readable, unreadable } = readPayloads(batchOf(due, first, handler.batchMax), handler, lease);
  if (unreadable.length > 0) await parkUnreadable(turn, unreadable);
  if (readable.length === 0) return 'more';
  const run = openRun(
    turn,
    readable.map(({ job }) => job),
  );
  try {
    await handler.run(
      readable.map(({ claimed }) => claimed),
      run.context,
    );
    if (run.isFinished()) return 'more';
    // Asked to stop, it may have returned half-way: the job stays, and the next process goes on with it.
    if (turn.signal.aborted) return 'leave';
    await run.context.commit(async () => undefined);
    return 'more';
  } catch (error) {
    if (!run.isFinished()) return afterFailure(turn, { error, jobs: readable.map(({ job }) => job), maxAttempts: handler.maxAttempts });
    ports.log.error('lanes.failed-after-finish', { ...where(lease), kind: handler.kind, ...errorFields(error) });
    return 'more';
  }
}

/** The leading jobs of one kind; a job that may have spoilt a batch before runs by itself. */
function batchOf(due: store.DueJob[], first: store.DueJob, batchMax: number): store.DueJob[] {
  if (first.failure?.alone) return [first];
  const end = due.findIndex((job) => job.kind !== first.kind || job.failure?.alone);
  return due.slice(0, Math.min(batchMax, end === -1 ? due.length : end));
}

function readPayloads(batch: store.DueJob[], handler: JobHandler<unknown>, { merchantId, lane }: store.Lease) {
  const readable: { job: store.DueJob; claimed: ClaimedJob<unknown> }[] = [];
  const unreadable: store.DueJob[] = [];
  for (const job of batch) {
    const parsed = handler.payload.safeParse(job.payload);
    if (!parsed.success) unreadable.push(job);
    else readable.push({ job, claimed: { id: job.id, kind: job.kind, payload: parsed.data, attempts: job.attempts, merchantId, lane } });
  }
  return { readable, unreadable };
}

function openRun(turn: Turn, jobs: store.DueJob[]): { context: JobContext; isFinished(): boolean } {
  const { ports, lease, signal } = turn;
  let finished = false;
  const context: JobContext = {
    merchantId: lease.merchantId,
    lane: lease.lane,
    signal,
    now: () => ports.clock.now(),
    commit: async (run, { finish = true, reschedule } = {}) => {
      if (finished) throw new Error('the batch is finished: commit pages with finish: false, and finish with the last one');
      const result = await ports.database.withMerchant(lease.merchantId, async (tx) => {
        const made = await run(tx);
        await hold(turn, tx, finish ? 'update' : 'share');
        if (finish) await store.finishJobs(tx, lease, { jobs, now: ports.clock.now(), rescheduleTo: reschedule?.dueAt ?? null });
        return made;
      });
      finished = finish;
      return result;
    },
  };
  return { context, isFinished: () => finished };
}

async function afterFailure(turn: Turn, facts: { error: unknown; jobs: store.DueJob[]; maxAttempts: number }): Promise<'more' | 'leave'> {
  const { ports, lease, signal } = turn;
  const { error, jobs, maxAttempts } = facts;
  const decision = decide({
    error,
    jobCount: jobs.length,
    attempts: jobs[0]?.attempts ?? 0,
    bugsBefore: jobs[0]?.failure?.bugs ?? 0,
    maxAttempts,
    stopping: signal.aborted,
    now: ports.clock.now(),
    random: ports.random,
  });
  ports.log[decision.do === 'park' || decision.do === 'stop-lane' ? 'error' : 'warn']('lanes.run-failed', {
    ...where(lease),
    kind: jobs[0]?.kind,
    jobId: jobs[0]?.id,
    count: jobs.length,
    attempt: (jobs[0]?.attempts ?? 0) + 1,
    state: decision.do,
    ...errorFields(error),
  });
  if (decision.do === 'nothing') return 'leave';
  if (decision.do === 'wait') {
    await ports.leaseClock.sleep(DATABASE_PAUSE_MS, signal);
    return 'leave';
  }
  await recordFailure(turn, jobs, decision);
  return decision.do === 'retry' || decision.do === 'park' ? 'more' : 'leave';
}

async function recordFailure(turn: Turn, jobs: store.DueJob[], decision: Exclude<Decision, { do: 'nothing' | 'wait' }>): Promise<void> {
  const { ports, lease } = turn;
  const now = ports.clock.now();
  const park = decision.do === 'park';
  const dueAt = decision.do === 'retry' ? decision.dueAt : null;
  const countsAttempt = park || (decision.do === 'retry' && decision.countsAttempt);
  await inLane(turn, 'update', async (tx) => {
    if (decision.do === 'pause-lane') await store.pauseLane(tx, lease, decision.until);
    if (decision.do === 'stop-lane') await store.stopLane(tx, lease, decision.reason);
    await store.failJobs(tx, lease, { jobs, now, failure: decision.failure, dueAt, park, countsAttempt });
  });
  await tell(turn, jobs, {
    failure: decision.failure,
    consequence: ({ retry: 'retry', park: 'parked', 'pause-lane': 'lane-paused', 'stop-lane': 'lane-stopped' } as const)[decision.do],
    nextTryAt: decision.do === 'pause-lane' ? decision.until : dueAt,
  });
}

async function parkUnreadable(turn: Turn, jobs: store.DueJob[]): Promise<void> {
  const failure = plainFailure(turn, { kind: 'bad-payload', message: 'the payload does not fit the schema of its kind' });
  turn.ports.log.error('lanes.bad-payload', { ...where(turn.lease), kind: jobs[0]?.kind, jobId: jobs[0]?.id, count: jobs.length });
  await recordFailure(turn, jobs, { do: 'park', failure });
}

async function failUnknownKind(turn: Turn, job: store.DueJob): Promise<'more'> {
  const failure = plainFailure(turn, { kind: 'unknown-kind', message: 'no handler for this kind of job' });
  turn.ports.log.warn('lanes.unknown-kind', { ...where(turn.lease), kind: job.kind, jobId: job.id });
  const dueAt = turn.ports.clock.now() + Math.min(1_000 * 2 ** job.attempts, 300_000);
  await recordFailure(
    turn,
    [job],
    job.attempts + 1 >= UNKNOWN_KIND_ATTEMPTS ? { do: 'park', failure } : { do: 'retry', failure, dueAt, countsAttempt: true },
  );
  return 'more';
}

function plainFailure({ ports }: Turn, facts: Pick<FailureRecord, 'kind' | 'message'>): FailureRecord {
  return { ...facts, code: null, requestId: null, at: ports.clock.now(), bugs: 0, alone: false };
}

/** Who listens must not be able to undo what was recorded, hence after the commit, and its errors end here. */
async function tell({ ports, lease }: Turn, jobs: store.DueJob[], facts: Pick<LaneFailure, 'failure' | 'consequence' | 'nextTryAt'>) {
  try {
    await ports.onFailure?.({
      merchantId: lease.merchantId,
      lane: lease.lane,
      jobKind: jobs[0]?.kind ?? '',
      jobs: jobs.map(({ id, payload }) => ({ id, payload })),
      ...facts,
    });
  } catch (error) {
    ports.log[isPassing(error) ? 'warn' : 'error']('lanes.on-failure-broken', { ...where(lease), ...errorFields(error) });
  }
}

/** The fence check, last before a commit. */
async function hold({ ports, lease }: Turn, tx: TenantTx, lock: 'share' | 'update'): Promise<void> {
  const isOurs = await store.holdLane(tx, lease, lock);
  if (!isOurs && ports.guards.fence) throw new FenceLost(`lane ${lease.lane} has another holder`);
}

function inLane(turn: Turn, lock: 'share' | 'update', write: (tx: TenantTx) => Promise<void>): Promise<void> {
  return turn.ports.database.withMerchant(turn.lease.merchantId, async (tx) => {
    await hold(turn, tx, lock);
    await write(tx);
  });
}

function where({ merchantId, lane }: store.Lease): { merchantId: string; lane: string } {
  return { merchantId, lane };
}
