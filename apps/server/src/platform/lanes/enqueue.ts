import { sql } from 'kysely';
import type { TenantTx } from '../database/database.ts';
import { derivedUuidv7 } from '../ids.ts';

export type NewJob = {
  lane: string;
  kind: string;
  /** Ids, cursors and times only: the queue is readable across merchants. */
  payload: Record<string, unknown>;
  /** Same lane + kind + key is one job; a repeat raises its revision, takes the newer payload and pulls dueAt forward. */
  dedupeKey: string;
  dueAt: number;
};

/** Owner of the work that belongs to nobody, such as the exchange-rate feed. */
export const SYSTEM_MERCHANT = '00000000-0000-7000-8000-000000000000';

/** Work due later than this is found by the workers' own timers. A NOTIFY makes commits queue up behind each other. */
const NOTIFY_WITHIN_MS = 1_000;

export type Enqueued = { merchantId: string; jobs: NewJob[]; now: number };

/**
 * In the transaction of the business rows, best as its last statement. One trip to the database, because who enqueues often holds rows
 * that others wait for. Lanes are locked before jobs (the count has to be known first) and in order, so that two transactions with the
 * same lanes wait for each other instead of deadlocking.
 *
 * A parked job comes back to life: the world has changed since it failed. One in back-off keeps its count of attempts, so that a
 * storm of repeats still ends in parking, and is tried again at once.
 */
export async function enqueue(tx: TenantTx, { merchantId, jobs, now }: Enqueued): Promise<void> {
  if (jobs.length === 0) return;
  const distinct = [...new Map(jobs.map((job) => [identity(job), job])).values()];
  const soonest = soonestByLane(distinct, now);
  const lanes = [...soonest].map(([lane, dueAt]) => ({ lane, due_at: new Date(dueAt) }));
  const rows = distinct.map((job, index) => ({
    id: derivedUuidv7(now, index, `${merchantId} ${identity(job)}`),
    lane: job.lane,
    kind: job.kind,
    payload: job.payload,
    dedupe_key: job.dedupeKey,
    due_at: new Date(job.dueAt),
  }));
  const isSoon = Math.min(...soonest.values()) <= now + NOTIFY_WITHIN_MS;
  await sql`
    WITH woken AS (
      INSERT INTO system.lane AS l (merchant_id, lane, next_due_at)
      SELECT ${merchantId}::uuid, j.lane, j.due_at
      FROM jsonb_to_recordset(${JSON.stringify(lanes)}::jsonb) AS j (lane text, due_at timestamptz)
      ORDER BY j.lane
      ON CONFLICT (merchant_id, lane) DO UPDATE SET next_due_at = LEAST(l.next_due_at, excluded.next_due_at)
      RETURNING l.lane),
    kept AS (
      INSERT INTO system.job AS old (merchant_id, id, lane, kind, payload, dedupe_key, due_at, created_at)
      SELECT ${merchantId}::uuid, j.id, j.lane, j.kind, j.payload, j.dedupe_key, j.due_at, ${new Date(now)}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS j (id uuid, lane text, kind text, payload jsonb, dedupe_key text, due_at timestamptz)
      WHERE (SELECT count(*) FROM woken) > 0
      ORDER BY j.lane, j.id
      ON CONFLICT (merchant_id, lane, kind, dedupe_key) DO UPDATE SET
        revision = old.revision + 1,
        payload = excluded.payload,
        due_at = CASE WHEN old.parked_at IS NULL THEN LEAST(old.due_at, excluded.due_at) ELSE excluded.due_at END,
        attempts = CASE WHEN old.parked_at IS NULL THEN old.attempts ELSE 0 END,
        failure = CASE WHEN old.parked_at IS NULL THEN old.failure END,
        parked_at = NULL)
    SELECT ${isSoon ? WAKE_WORKERS : sql`1`}`.execute(tx);
}

function soonestByLane(jobs: readonly NewJob[], now: number): ReadonlyMap<string, number> {
  const soonest = new Map<string, number>();
  for (const job of jobs) soonest.set(job.lane, Math.min(soonest.get(job.lane) ?? Number.POSITIVE_INFINITY, Math.max(job.dueAt, now)));
  return soonest;
}

/** Gives parked jobs their attempts back; answers how many there were. Ids of other merchants and unknown ids count as none. */
export async function replayParked(tx: TenantTx, merchantId: string, jobIds: string[]): Promise<number> {
  await sql`
    WITH wanted AS (
      SELECT lane, min(due_at) AS due_at FROM system.job
      WHERE merchant_id = ${merchantId}::uuid AND id = ANY (${jobIds}::uuid[]) AND parked_at IS NOT NULL GROUP BY lane ORDER BY lane
    )
    UPDATE system.lane l SET next_due_at = LEAST(l.next_due_at, wanted.due_at)
    FROM wanted WHERE l.merchant_id = ${merchantId}::uuid AND l.lane = wanted.lane`.execute(tx);
  const revived = await sql`
    UPDATE system.job SET parked_at = NULL, attempts = 0, failure = NULL
    WHERE merchant_id = ${merchantId}::uuid AND id = ANY (${jobIds}::uuid[]) AND parked_at IS NOT NULL`.execute(tx);
  await wakeWorkers(tx);
  return Number(revived.numAffectedRows ?? 0n);
}

/** Ends a pause or a stop. The reason should be gone: an invariant that still fails stops the lane again. */
export async function resumeLane(tx: TenantTx, merchantId: string, lane: string): Promise<void> {
  await sql`
    UPDATE system.lane SET paused_until = NULL, stopped_reason = NULL
    WHERE merchant_id = ${merchantId}::uuid AND lane = ${lane}`.execute(tx);
  await wakeWorkers(tx);
}

const WAKE_WORKERS = sql`pg_notify('lanes', '')`;

async function wakeWorkers(tx: TenantTx): Promise<void> {
  await sql`SELECT ${WAKE_WORKERS}`.execute(tx);
}

function identity(job: NewJob): string {
  return JSON.stringify([job.lane, job.kind, job.dedupeKey]);
}
