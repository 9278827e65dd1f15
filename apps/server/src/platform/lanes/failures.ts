/**
 * What a failed run means for its jobs and its lane. A pure decision, so that the table can be read and tested in one place:
 *
 *   fence lost, stopping            nothing: another worker has the lane, or the next process will
 *   database away, deadlock         the lane waits a moment, nothing is counted
 *   invariant failed                the lane stops until a person resumes it
 *   channel: out-of-quota           the lane pauses until the platform said (10 min without word)
 *   channel: re-authorise           the lane pauses 1 h; accounts is told and resumes it after the consent
 *   channel: retry-later            due after Retry-After or back-off, for ever: an outage of a day must not lose a sweep
 *   channel: unknown-outcome        the same: what runs here reads, or probes before it writes
 *   channel: rejected               parked with the platform's code
 *   a bug, or an unknown kind       back-off up to maxAttempts, then parked
 *
 * A batch that was rejected or met a bug is first taken apart: its jobs run again singly (`alone`), uncounted, so that one poisoned
 * job does not take its neighbours along.
 */
import { ChannelFailure } from '@tradewind/channels';
import { errorFields } from '../log.ts';
import type { Random } from '../ports.ts';

/** Another worker has the lane; this run's writes were rolled back. */
export class FenceLost extends Error {
  override name = 'FenceLost';
}

/** Something that can never be true was seen. Stops the lane, not the process. `reason` is shown to people: ids and codes only. */
export class InvariantFailed extends Error {
  override name = 'InvariantFailed';
  readonly reason: string;
  constructor(reason: string) {
    super(`invariant failed: ${reason}`);
    this.reason = reason;
  }
}

/** Kept in the job's row, and what `onFailure` is told about. */
export type FailureRecord = {
  kind: ChannelFailure['kind'] | 'bug' | 'bad-payload' | 'unknown-kind' | 'invariant';
  code: string | null;
  requestId: string | null;
  message: string;
  at: number;
  bugs: number;
  alone: boolean;
};

export type LaneFailure = {
  merchantId: string;
  lane: string;
  jobKind: string;
  jobs: { id: string; payload: unknown }[];
  failure: FailureRecord;
  consequence: 'retry' | 'parked' | 'lane-paused' | 'lane-stopped';
  /** When the job or the lane is tried again; null = when a person says so. */
  nextTryAt: number | null;
};

export type Decision =
  | { do: 'nothing' }
  | { do: 'wait' }
  | { do: 'retry'; failure: FailureRecord; dueAt: number; countsAttempt: boolean }
  | { do: 'park'; failure: FailureRecord }
  | { do: 'pause-lane'; failure: FailureRecord; until: number }
  | { do: 'stop-lane'; failure: FailureRecord; reason: string };

export type FailedRun = {
  error: unknown;
  jobCount: number;
  /** Of the first job of the batch. */
  attempts: number;
  bugsBefore: number;
  maxAttempts: number;
  stopping: boolean;
  now: number;
  random: Random;
};

const retryTuning = {
  firstDelayMs: 1_000,
  // Figures must be whole again within a minute of an outage's end; at 30 s even sixty waiting lanes are two calls a second.
  longestDelayMs: 30_000,
  jitter: 0.5,
  quotaPauseMs: 600_000,
  consentPauseMs: 3_600_000,
};

export function decide(run: FailedRun): Decision {
  const { error } = run;
  if (error instanceof FenceLost || run.stopping) return { do: 'nothing' };
  if (error instanceof InvariantFailed) {
    return {
      do: 'stop-lane',
      reason: error.reason,
      failure: record(run, { kind: 'invariant', code: null, requestId: null, message: error.reason }),
    };
  }
  if (error instanceof ChannelFailure) return decideChannel(error, run);
  if (isPassing(error)) return { do: 'wait' };
  return decideBug(run);
}

function decideChannel(error: ChannelFailure, run: FailedRun): Decision {
  const failure = record(run, { kind: error.kind, code: error.channelCode, requestId: error.requestId, message: error.message });
  switch (error.kind) {
    case 'out-of-quota':
      return { do: 'pause-lane', failure, until: run.now + (error.retryAfterMs ?? retryTuning.quotaPauseMs) };
    case 're-authorise':
      return { do: 'pause-lane', failure, until: run.now + retryTuning.consentPauseMs };
    case 'rejected':
      return run.jobCount > 1 ? takeApart(run, failure) : { do: 'park', failure };
    case 'retry-later':
    case 'unknown-outcome':
      return { do: 'retry', failure, dueAt: run.now + (error.retryAfterMs ?? backOffMs(run.attempts, run.random)), countsAttempt: true };
  }
}

function decideBug(run: FailedRun): Decision {
  const { errorName, errorCode, errorMessage } = errorFields(run.error);
  const failure = record(run, { kind: 'bug', code: errorCode ?? errorName, requestId: null, message: errorMessage });
  if (run.jobCount > 1) return takeApart(run, failure);
  const counted = { ...failure, bugs: run.bugsBefore + 1 };
  if (counted.bugs >= run.maxAttempts) return { do: 'park', failure: counted };
  return { do: 'retry', failure: counted, dueAt: run.now + backOffMs(run.attempts, run.random), countsAttempt: true };
}

function takeApart(run: FailedRun, failure: FailureRecord): Decision {
  return { do: 'retry', failure: { ...failure, alone: true }, dueAt: run.now, countsAttempt: false };
}

function record(run: FailedRun, facts: Pick<FailureRecord, 'kind' | 'code' | 'requestId' | 'message'>): FailureRecord {
  return { ...facts, at: run.now, bugs: run.bugsBefore, alone: run.jobCount === 1 && run.bugsBefore > 0 };
}

/** 1 s, 2 s, 4 s … 30 s, each ± 50 % so that what failed together does not come back together. */
export function backOffMs(attempts: number, random: Random): number {
  const delay = Math.min(retryTuning.firstDelayMs * 2 ** Math.min(attempts, 30), retryTuning.longestDelayMs);
  return Math.round(delay * (1 - retryTuning.jitter + 2 * retryTuning.jitter * random.number()));
}

/**
 * The database restarts, is out of reach or of connections, or gave way to a rival (serialisation failure, deadlock, lock timeout): the
 * same transaction may well succeed in a second. Network codes count only from connecting: a handler's own ENOENT is a bug.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  return /^(57P0[123]|08\w{3}|40001|40P01|55P03|53300|ECONN\w+|EPIPE)$/.test(code);
}
