import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelFailure } from '../port.ts';
import { createThrottle } from './throttle.ts';

/** Time moves to the earliest sleeper once everything that could run has run. */
function virtualTime() {
  let now = Date.UTC(2026, 0, 1);
  let sleepers: { at: number; wake: () => void }[] = [];
  return {
    clock: { now: () => now, sleep: (ms: number) => new Promise<void>((wake) => sleepers.push({ at: now + ms, wake })) },
    set: (value: number) => {
      now = value;
    },
    async run(): Promise<void> {
      for (;;) {
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
        const next = sleepers.toSorted((a, b) => a.at - b.at)[0];
        if (!next) return;
        now = Math.max(now, next.at);
        sleepers = sleepers.filter((sleeper) => sleeper !== next);
        next.wake();
      }
    },
  };
}

function setUp(limits: { perWindow?: number; maxWaitMs?: number } = {}) {
  const time = virtualTime();
  const throttle = createThrottle(
    { perWindow: limits.perWindow ?? 40, windowMs: 1_000, maxWaitMs: limits.maxWaitMs ?? 60_000 },
    { clock: time.clock, random: () => 0.5 },
  );
  const starts: number[] = [];
  const refused: ChannelFailure[] = [];
  const take = (key = 'shop|orders') =>
    throttle.take(key).then(
      () => void starts.push(time.clock.now()),
      (error: unknown) => {
        if (!(error instanceof ChannelFailure)) throw error;
        refused.push(error);
      },
    );
  return { ...time, throttle, starts, refused, take };
}

describe('throttle', () => {
  it('never starts more than the limit within any second, and starts everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 60 }), async (perWindow, calls) => {
        const { run, starts, take } = setUp({ perWindow });
        for (let call = 0; call < calls; call += 1) void take();
        await run();
        expect(starts).toHaveLength(calls);
        for (const start of starts)
          expect(starts.filter((other) => other >= start && other < start + 1_000).length).toBeLessThanOrEqual(perWindow);
        expect(Math.max(...starts) - Math.min(...starts)).toBe(Math.floor((calls - 1) / perWindow) * 1_000);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps shops and operations apart', async () => {
    const { run, starts, take, clock } = setUp({ perWindow: 1 });
    const before = clock.now();
    void take('shop-1|orders');
    void take('shop-2|orders');
    void take('shop-1|packages');
    await run();
    expect(starts).toEqual([before, before, before]);
  });

  it('rests as long as the platform says, those already waiting included', async () => {
    const { run, starts, take, throttle, clock } = setUp({ perWindow: 1 });
    const before = clock.now();
    for (let call = 0; call < 3; call += 1) void take();
    await Promise.resolve();
    expect(throttle.pause('shop|orders', 7_000)).toBe(7_000);
    await run();
    expect(starts.filter((start) => start > before).every((start) => start >= before + 7_000)).toBe(true);
    expect(starts).toHaveLength(3);
  });

  it('rests longer with each refusal that names no time, and forgets after a minute of peace', () => {
    const { throttle, clock, set } = setUp();
    expect(throttle.pause('k', null)).toBe(1_500);
    set(clock.now() + 1_500);
    expect(throttle.pause('k', null)).toBe(3_000);
    set(clock.now() + 3_000);
    expect(throttle.pause('k', null)).toBe(6_000);
    set(clock.now() + 6_000 + 60_001);
    expect(throttle.pause('k', null)).toBe(1_500);
  });

  it('sends a caller back to the queue rather than let it wait too long', async () => {
    const { run, starts, refused, take, throttle } = setUp({ maxWaitMs: 5_000 });
    throttle.pause('shop|orders', 20_000);
    void take();
    await run();
    expect(starts).toEqual([]);
    expect(refused).toMatchObject([{ kind: 'retry-later', retryAfterMs: 20_000 }]);
  });

  it('forgets everything when the clock is set back', async () => {
    const { run, starts, take, throttle, set, clock } = setUp();
    throttle.pause('shop|orders', 50_000);
    set(clock.now() - 90 * 86_400_000);
    void take();
    await run();
    expect(starts).toEqual([clock.now()]);
  });
});
