/**
 * Calls per second for each API × app × shop, under the virtual clock: a bucket of 50 that fills
 * at 50 a second. With a frozen clock a bucket stays empty until someone moves the time.
 */
import type { Instant } from '../world/types.ts';

const CALLS_PER_SECOND = 50;
type Bucket = { tokens: number; at: Instant };

export function createRateLimit(now: () => Instant) {
  const buckets = new Map<string, Bucket>();
  return {
    /** Seconds to wait, or null when the call may pass. */
    take(key: string): number | null {
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: CALLS_PER_SECOND, at };
      const refilled = Math.min(CALLS_PER_SECOND, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * CALLS_PER_SECOND);
      const passes = refilled >= 1;
      buckets.set(key, { tokens: passes ? refilled - 1 : refilled, at });
      return passes ? null : 1;
    },
    clear: () => buckets.clear(),
  };
}
export type RateLimit = ReturnType<typeof createRateLimit>;
