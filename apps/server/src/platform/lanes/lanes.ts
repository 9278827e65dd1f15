/**
 * The one queue: inbound hints, outgoing writes and timed work are all jobs in lanes. A lane is a name within a merchant, such as
 * "orders:<shop>"; its jobs run one batch after the other, never two at a time, while lanes run beside each other.
 *
 * States of a job
 *   waiting   due_at in the future, or due and not yet its turn
 *   running   only in the memory of the worker that leases the lane: if that worker dies, the job is simply still waiting
 *   parked    kept for a person with the reason; it holds nobody up. `replayParked`, or the same work arriving anew, revives it
 *   gone      finished: the row is deleted in the transaction of its effects
 * States of a lane
 *   free      → leased for leaseMs by one worker, renewed at a third; `fence` rises with each lease
 *   leased    → free when the turn ends; when its holder is known to have died (the same machine can tell); else by time
 *   paused    until an instant (quota used up, consent needed), then by itself free
 *   stopped   an invariant failed; a person resumes it
 *
 * Exactly once is not on offer; instead every job may run twice, and its effects commit together with its deletion under a check of
 * the fence. A worker that was frozen (SIGSTOP) past its lease finds the fence moved and rolls back (FenceLost).
 *
 * The same lane + kind + dedupe key is one job. New work for it raises `revision`; a run that began before then finds another
 * revision than it claimed, leaves the row, and the job runs once more. That is how a change that arrives mid-run is not lost.
 *
 * next_due_at of the lane is when it should next be looked at. Who lowers or recomputes it holds the lane's row lock and reads the
 * jobs in a statement *after* taking it, so a job enqueued meanwhile is never slept through. Lock order is lane, then jobs; call
 * `enqueue` last in a transaction, because it locks the lane until the commit.
 *
 * Fairness: a lane with more due work goes to the back of the line after each turn (next_due_at = now), and a merchant's n-th busy
 * lane queues behind every merchant's (n-1)-th. Ten thousand jobs in one lane delay the others by one turn, not by ten thousand jobs.
 *
 * Time is a parameter everywhere. Due times and pauses follow the business clock, which may be virtual and jump; leases follow the
 * real one, because they are about processes being alive.
 */
export { enqueue, type NewJob, replayParked, resumeLane, SYSTEM_MERCHANT } from './enqueue.ts';
export { InvariantFailed, type LaneFailure } from './failures.ts';
export type { ClaimedJob, JobContext, JobHandler } from './handler.ts';
export { assertClockNearDatabase, queueFigures } from './queue-figures.ts';
export { createWorker, type LaneWorker, type WorkerOptions } from './worker.ts';
