import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Clock } from '../ports.ts';

export type QueueFigures = { dueLanes: number; oldestDueAt: number | null; pausedLanes: number; stoppedLanes: number; parkedJobs: number };

/** For /metrics and /readyz: how far behind the queue is. */
export async function queueFigures(system: Database['system'], now: number): Promise<QueueFigures> {
  const at = new Date(now);
  const { rows } = await sql<{ due: number; oldest: Date | null; paused: number; stopped: number; parked: number }>`
    SELECT count(*) FILTER (WHERE next_due_at <= ${at}::timestamptz AND runs) AS due,
      min(next_due_at) FILTER (WHERE next_due_at <= ${at}::timestamptz AND runs) AS oldest,
      count(*) FILTER (WHERE paused_until > ${at}::timestamptz) AS paused,
      count(*) FILTER (WHERE stopped_reason IS NOT NULL) AS stopped,
      (SELECT count(*) FROM system.job WHERE parked_at IS NOT NULL) AS parked
    FROM (
      SELECT *, stopped_reason IS NULL AND (paused_until IS NULL OR paused_until <= ${at}::timestamptz) AS runs FROM system.lane
    ) AS lanes`.execute(system);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without a row');
  return {
    dueLanes: row.due,
    oldestDueAt: row.oldest?.getTime() ?? null,
    pausedLanes: row.paused,
    stoppedLanes: row.stopped,
    parkedJobs: row.parked,
  };
}

/** Leases of different machines are compared with each other, so their clocks must agree. */
const CLOCK_TOLERANCE_MS = 5_000;

/** The one place that asks the database for the time: at start, with the real clock. Throws a plain line for people. */
export async function assertClockNearDatabase(system: Database['system'], realClock: Pick<Clock, 'now'>): Promise<void> {
  const before = realClock.now();
  const { rows } = await sql<{ at: Date }>`SELECT clock_timestamp() AS at`.execute(system);
  const after = realClock.now();
  const theirs = rows[0]?.at.getTime() ?? Number.NaN;
  const off = theirs < before ? before - theirs : Math.max(0, theirs - after);
  if (!(off <= CLOCK_TOLERANCE_MS)) {
    throw new Error(`this machine's clock is ${Math.round(off / 1000)} s off the database's; set both by NTP and start again`);
  }
}
