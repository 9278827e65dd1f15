/** Time and chance that a test sets. Nothing moves by itself: `advance` does, waking each sleeper at its own instant, in order. */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { Clock, Random } from '../platform/ports.ts';

export type VirtualClock = Clock & { advance(ms: number): Promise<void> };

export function createVirtualClock(startAt = Date.UTC(2026, 0, 15, 12)): VirtualClock {
  let now = startAt;
  const sleepers = new Set<{ dueAt: number; wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted) return resolve();
        const sleeper = {
          dueAt: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
      }),
    advance: async (ms) => {
      const target = now + ms;
      while (true) {
        const [next] = [...sleepers].sort((a, b) => a.dueAt - b.dueAt);
        if (!next || next.dueAt > target) break;
        now = Math.max(now, next.dueAt);
        next.wake();
        // What the sleeper does next may be another sleep that ends before the target.
        await turnOfTheLoop();
      }
      now = target;
    },
  };
}

/** mulberry32: small, even enough for tests, the same on every machine. */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0;
  const number = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { number, bytes: (length) => Uint8Array.from({ length }, () => Math.floor(number() * 256)) };
}
