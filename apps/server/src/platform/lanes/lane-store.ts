/**
 * The statements of the queue's reading side. Claiming and leases look across merchants (system role); a lane's jobs are written in
 * its merchant's own transactions.
 */
import { sql } from 'kysely';
import type { Database, TenantTx } from '../database/database.ts';
import type { FailureRecord } from './failures.ts';

export type Lease = { merchantId: string; lane: string; fence: number; until: number };
export type DueJob = {
  id: string;
  kind: string;
  payload: unknown;
  revision: number;
  attempts: number;
  failure: Pick<FailureRecord, 'bugs' | 'alone'> | null;
};
/** `now` is business time, `real` the lease clock's. */
export type Instants = { now: number; real: number };

const free = ({ now, real }: Instants) => sql`
  l.next_due_at <= ${new Date(now)}::timestamptz
  AND (l.leased_by IS NULL OR l.leased_until <= ${new Date(real)}::timestamptz)
  AND (l.paused_until IS NULL OR l.paused_until <= ${new Date(now)}::timestamptz)
  AND l.stopped_reason IS NULL`;

/**
 * A merchant's lanes are numbered, those it already has running first, then those that never had a turn (somebody has just asked for
 * them), then by waiting; all first lanes go before all second ones. Between equals the
 * merchant whose last turn is longer ago, then the lane that has waited longest. leased_until of a free lane is the end of its last
 * turn, which also breaks ties while virtual time stands still.
 */
export async function claimLanes(
  system: Database['system'],
  { at, count, workerId, leaseMs }: { at: Instants; count: number; workerId: string; leaseMs: number },
): Promise<Lease[]> {
  const until = at.real + leaseMs;
  const { rows } = await sql<{ merchant_id: string; lane: string; fence: number }>`
    WITH merchant AS (
      SELECT merchant_id, max(leased_until) AS served_at,
        count(*) FILTER (WHERE leased_by IS NOT NULL AND leased_until > ${new Date(at.real)}::timestamptz) AS busy
      FROM system.lane GROUP BY merchant_id
    ), ready AS (
      SELECT l.merchant_id, l.lane, l.next_due_at, l.leased_until, merchant.served_at, merchant.busy
        + row_number() OVER (PARTITION BY l.merchant_id ORDER BY l.fence > 0, l.next_due_at, l.leased_until NULLS FIRST, l.lane) AS turn
      FROM system.lane l JOIN merchant ON merchant.merchant_id = l.merchant_id
      WHERE ${free(at)}
    ), chosen AS MATERIALIZED (
      SELECT l.merchant_id, l.lane
      FROM ready JOIN system.lane l ON l.merchant_id = ready.merchant_id AND l.lane = ready.lane
      WHERE ${free(at)}
      ORDER BY ready.turn, ready.served_at NULLS FIRST, ready.next_due_at, ready.leased_until NULLS FIRST, ready.lane
      LIMIT ${count} FOR NO KEY UPDATE OF l SKIP LOCKED
    )
    UPDATE system.lane l SET fence = l.fence + 1, leased_by = ${workerId}, leased_until = ${new Date(until)}::timestamptz
    FROM chosen WHERE l.merchant_id = chosen.merchant_id AND l.lane = chosen.lane
    RETURNING l.merchant_id, l.lane, l.fence`.execute(system);
  return rows.map((row) => ({ merchantId: row.merchant_id, lane: row.lane, fence: row.fence, until }));
}

/** Whether a claim would find something. Sees lanes that SKIP LOCKED passes over because an `enqueue` is about to commit. */
export async function hasClaimable(system: Database['system'], at: Instants): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`SELECT EXISTS (SELECT FROM system.lane l WHERE ${free(at)}) AS found`.execute(system);
  return rows[0]?.found ?? false;
}

/** When the next lane that is free now becomes due; null = none waits. */
export async function nextLaneDueAt(system: Database['system'], { real }: Pick<Instants, 'real'>): Promise<number | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(GREATEST(next_due_at, paused_until)) AS at FROM system.lane
    WHERE next_due_at IS NOT NULL AND stopped_reason IS NULL
      AND (leased_by IS NULL OR leased_until <= ${new Date(real)}::timestamptz)`.execute(system);
  return rows[0]?.at?.getTime() ?? null;
}

/** Answers the leases that are still ours. */
export async function renewLeases(system: Database['system'], { leases, until }: { leases: Lease[]; until: number }): Promise<Lease[]> {
  const wanted = JSON.stringify(leases.map(({ merchantId, lane, fence }) => ({ merchant_id: merchantId, lane, fence })));
  const { rows } = await sql<{ merchant_id: string; lane: string; fence: number }>`
    UPDATE system.lane l SET leased_until = ${new Date(until)}::timestamptz
    FROM jsonb_to_recordset(${wanted}::jsonb) AS w (merchant_id uuid, lane text, fence bigint)
    WHERE l.merchant_id = w.merchant_id AND l.lane = w.lane AND l.fence = w.fence AND l.leased_by IS NOT NULL
    RETURNING l.merchant_id, l.lane, l.fence`.execute(system);
  return rows.map((row) => ({ merchantId: row.merchant_id, lane: row.lane, fence: row.fence, until }));
}

export async function giveLaneBack(system: Database['system'], lease: Lease, real: number): Promise<void> {
  await sql`
    UPDATE system.lane SET leased_by = NULL, leased_until = ${new Date(real)}::timestamptz
    WHERE merchant_id = ${lease.merchantId}::uuid AND lane = ${lease.lane} AND fence = ${lease.fence}`.execute(system);
}

/** Who holds a lease now. */
export async function holders(system: Database['system'], real: number): Promise<string[]> {
  const { rows } = await sql<{ leased_by: string }>`
    SELECT DISTINCT leased_by FROM system.lane WHERE leased_by IS NOT NULL AND leased_until > ${new Date(real)}::timestamptz`.execute(
    system,
  );
  return rows.map((row) => row.leased_by);
}

/** For holders that are dead: the fence rises with the next claim, as always. */
export async function freeLanesOf(system: Database['system'], holdersGone: readonly string[], real: number): Promise<void> {
  await sql`
    UPDATE system.lane SET leased_by = NULL, leased_until = ${new Date(real)}::timestamptz
    WHERE leased_by = ANY (${holdersGone}::text[])`.execute(system);
}

export async function dueJobs(system: Database['system'], lease: Lease, { now, limit }: { now: number; limit: number }): Promise<DueJob[]> {
  const { rows } = await sql<DueJob>`
    SELECT id, kind, payload, revision, attempts, failure FROM system.job
    WHERE merchant_id = ${lease.merchantId}::uuid AND lane = ${lease.lane} AND parked_at IS NULL AND due_at <= ${new Date(now)}::timestamptz
    ORDER BY due_at, id LIMIT ${limit}`.execute(system);
  return rows;
}

/** The lane's row, locked until the commit, so nobody can claim the lane between the fence check and the commit. Answers whether it is still ours. */
export async function holdLane(tx: TenantTx, lease: Lease, lock: 'share' | 'update'): Promise<boolean> {
  const { rows } = await sql<{ fence: number }>`
    SELECT fence FROM system.lane WHERE merchant_id = ${lease.merchantId}::uuid AND lane = ${lease.lane}
    ${lock === 'share' ? sql`FOR SHARE` : sql`FOR NO KEY UPDATE`}`.execute(tx);
  return rows[0]?.fence === lease.fence;
}

/** Only revisions that the run saw are done; newer work stays and is due at once, with its attempts back. */
export async function finishJobs(
  tx: TenantTx,
  lease: Lease,
  { jobs, now, rescheduleTo }: { jobs: DueJob[]; now: number; rescheduleTo: number | null },
): Promise<void> {
  const seen = sql`jsonb_to_recordset(${JSON.stringify(jobs.map(({ id, revision }) => ({ id, revision })))}::jsonb) AS s (id uuid, revision int)`;
  const mine = sql`j.merchant_id = ${lease.merchantId}::uuid AND j.id = s.id`;
  let gone = 0n;
  if (rescheduleTo === null) {
    const deleted = await sql`DELETE FROM system.job j USING ${seen} WHERE ${mine} AND j.revision = s.revision`.execute(tx);
    gone = deleted.numAffectedRows ?? 0n;
  }
  // Rescheduled jobs must not get a second chance at the first branch, hence one statement for both.
  if (gone < BigInt(jobs.length))
    await sql`
    UPDATE system.job j SET attempts = 0, failure = NULL, due_at = CASE
      WHEN j.revision = s.revision THEN ${rescheduleTo === null ? null : new Date(rescheduleTo)}::timestamptz
      ELSE LEAST(j.due_at, ${new Date(now)}::timestamptz) END
    FROM ${seen} WHERE ${mine}`.execute(tx);
  await setNextDue(tx, lease, now);
}

/** Work that arrived anew meanwhile is not held back by the failure of the old: its due time, and not parked. */
export async function failJobs(
  tx: TenantTx,
  lease: Lease,
  outcome: { jobs: DueJob[]; now: number; failure: FailureRecord; dueAt: number | null; park: boolean; countsAttempt: boolean },
): Promise<void> {
  const { jobs, now, failure, dueAt, park, countsAttempt } = outcome;
  await sql`
    UPDATE system.job j SET
      failure = ${JSON.stringify(failure)}::jsonb,
      attempts = j.attempts + ${countsAttempt ? 1 : 0},
      due_at = CASE WHEN j.revision = s.revision THEN COALESCE(${dueAt === null ? null : new Date(dueAt)}::timestamptz, j.due_at) ELSE j.due_at END,
      parked_at = CASE WHEN j.revision = s.revision AND ${park} THEN ${new Date(now)}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(jobs.map(({ id, revision }) => ({ id, revision })))}::jsonb) AS s (id uuid, revision int)
    WHERE j.merchant_id = ${lease.merchantId}::uuid AND j.id = s.id`.execute(tx);
  await setNextDue(tx, lease, now);
}

export async function pauseLane(tx: TenantTx, lease: Lease, until: number): Promise<void> {
  await sql`
    UPDATE system.lane SET paused_until = ${new Date(until)}::timestamptz
    WHERE merchant_id = ${lease.merchantId}::uuid AND lane = ${lease.lane}`.execute(tx);
}

export async function stopLane(tx: TenantTx, lease: Lease, reason: string): Promise<void> {
  await sql`
    UPDATE system.lane SET stopped_reason = ${reason}
    WHERE merchant_id = ${lease.merchantId}::uuid AND lane = ${lease.lane}`.execute(tx);
}

/** Under the lane's lock only (see lanes.ts). What is overdue counts as due now: the lane goes to the back of the line. */
export async function setNextDue(tx: TenantTx, lease: Lease, now: number): Promise<void> {
  await sql`
    UPDATE system.lane l SET next_due_at = (
      SELECT GREATEST(min(j.due_at), ${new Date(now)}::timestamptz) FROM system.job j
      WHERE j.merchant_id = l.merchant_id AND j.lane = l.lane AND j.parked_at IS NULL HAVING min(j.due_at) IS NOT NULL)
    WHERE l.merchant_id = ${lease.merchantId}::uuid AND l.lane = ${lease.lane}`.execute(tx);
}
