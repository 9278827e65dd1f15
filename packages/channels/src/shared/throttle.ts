/**
 * Keeps calls under a platform's rate limit. One lane per key (app × shop × operation), under the clock
 * that is passed in, so that tests and followed clocks obey it as well.
 *
 * A lane is open, or paused until an instant the platform named.
 * - open: at most `perWindow` starts within any `windowMs`, a sliding window and not a bucket, because a
 *   full bucket plus its refill would put nearly twice the limit into one of the platform's seconds.
 *   Slots are handed out first come, first served, at once; the caller then sleeps until its slot.
 * - open → paused: the platform answered "too many". Its Retry-After counts; without one the pause doubles
 *   with every strike from one second up to a minute, plus up to the same again at random, so that several
 *   workers do not come back together. Slots not yet used are void: their owners queue anew.
 * - paused → open: by time alone. A minute of peace forgets the strikes.
 *
 * Waiting is bounded: a caller that would wait longer than `maxWaitMs` gets `retry-later` with the wait
 * left, and its job goes back to the queue instead of holding a worker.
 * What can go wrong: the clock is set back (the one it follows was reset). The lane then forgets everything rather
 * than wait for a future that was the past. Several processes each keep lanes of their own, which is why
 * the limit given should stay below the platform's.
 */
import { ChannelFailure, type Clock } from '../port.ts';

export type ThrottleLimits = { perWindow: number; windowMs: number; maxWaitMs: number };
export type Throttle = {
  /** Resolves when the caller may start its call. */
  take(key: string): Promise<void>;
  /** The platform refused for rate; answers how long the lane now rests. */
  pause(key: string, retryAfterMs: number | null): number;
};

type Lane = { starts: number[]; pausedUntil: number; strikes: number; seenAt: number; round: number };

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const FORGET_STRIKES_AFTER_MS = 60_000;
const IDLE_LANES_KEPT = 5_000;

export function createThrottle(limits: ThrottleLimits, ports: { clock: Clock; random: () => number }): Throttle {
  const { clock, random } = ports;
  const lanes = new Map<string, Lane>();

  function laneOf(key: string): Lane {
    const now = clock.now();
    let lane = lanes.get(key);
    if (!lane) {
      if (lanes.size >= IDLE_LANES_KEPT) dropIdleLanes(now);
      lane = { starts: [], pausedUntil: 0, strikes: 0, seenAt: now, round: 0 };
      lanes.set(key, lane);
    }
    if (now < lane.seenAt - limits.windowMs) Object.assign(lane, { starts: [], pausedUntil: 0, strikes: 0, round: lane.round + 1 });
    lane.seenAt = now;
    return lane;
  }

  function dropIdleLanes(now: number): void {
    for (const [key, lane] of lanes) {
      if (lane.pausedUntil <= now && (lane.starts.at(-1) ?? 0) < now - limits.windowMs) lanes.delete(key);
    }
  }

  function reserve(lane: Lane, deadline: number): number {
    const now = clock.now();
    const oldest = lane.starts.length >= limits.perWindow ? (lane.starts[lane.starts.length - limits.perWindow] ?? 0) : null;
    const slot = Math.max(now, lane.pausedUntil, lane.starts.at(-1) ?? 0, oldest === null ? 0 : oldest + limits.windowMs);
    if (slot > deadline) {
      throw new ChannelFailure('retry-later', 'waiting for the platform’s rate limit would take too long', { retryAfterMs: slot - now });
    }
    lane.starts.push(slot);
    if (lane.starts.length > limits.perWindow) lane.starts.shift();
    return slot;
  }

  return {
    async take(key) {
      const deadline = clock.now() + limits.maxWaitMs;
      for (;;) {
        const lane = laneOf(key);
        const slot = reserve(lane, deadline);
        const round = lane.round;
        while (lane.round === round && clock.now() < slot) await clock.sleep(slot - clock.now());
        if (lane.round === round) return;
      }
    },
    pause(key, retryAfterMs) {
      const lane = laneOf(key);
      const now = clock.now();
      if (now > lane.pausedUntil + FORGET_STRIKES_AFTER_MS) lane.strikes = 0;
      lane.strikes += 1;
      const ownMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (lane.strikes - 1));
      const restMs = retryAfterMs ?? Math.round(ownMs * (1 + random()));
      lane.pausedUntil = Math.max(lane.pausedUntil, now + restMs);
      lane.starts = lane.starts.filter((start) => start <= now);
      lane.round += 1;
      return lane.pausedUntil - now;
    },
  };
}
