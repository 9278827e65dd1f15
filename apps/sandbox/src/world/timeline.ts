import { z } from 'zod';
import type { Followers } from './followers.ts';
import type { Due, DueQueue } from './queue.ts';
import type { RealTime } from './real-time.ts';
import type { JournalRecord } from './simulation-type.ts';
import type { Instant } from './types.ts';
import { MINUTE } from './zone.ts';

/**
 * Virtual time. Whoever asks for the time first brings the world up to it, so nobody ever sees a world that lags
 * behind its clock. Under the real clock, virtual = virtualAt + (real − realAt) × speed; under the virtual one, time
 * stands until advance() moves it. In both, advance() goes in steps of at most 60 virtual seconds: keep the new time,
 * play what is due, wait for the deliveries that this started and for the followers (5 s real each at most).
 * Time never runs backwards, whatever the machine's clock does.
 */
const STEP_MS = MINUTE;
const DELIVERY_WAIT_MS = 5_000;
const TICK_MS = 100;

const clockSchema = z.strictObject({ realAt: z.number().nullable(), speed: z.number() });

type TimelineParts = {
  queue: DueQueue;
  followers: Followers;
  time: RealTime;
  mode: 'real' | 'virtual';
  startsAt: Instant;
  keep: (record: JournalRecord) => void;
};

export class Timeline {
  private readonly parts: TimelineParts;
  private reached: Instant;
  private readonly madeAt: number;
  private base: { virtualAt: Instant; realAt: number; speed: number } | null = null;
  private isPlaying = false;
  private ticker: NodeJS.Timeout | null = null;
  private turn: Promise<void> = Promise.resolve();
  private readonly deliveries = new Set<Promise<void>>();
  private readonly settlers: (() => Promise<void>)[] = [];

  constructor(parts: TimelineParts) {
    this.parts = parts;
    this.reached = parts.startsAt;
    this.madeAt = parts.time.now();
  }

  /** How far the world has been played. */
  current(): Instant {
    return this.reached;
  }

  now(): Instant {
    if (!this.isPlaying && this.base) this.play(this.wanted());
    return this.reached;
  }

  speed(): number {
    return this.parts.mode === 'virtual' ? 0 : (this.base?.speed ?? 1);
  }

  setSpeed(speed: number): boolean {
    if (this.parts.mode === 'virtual') return false;
    this.rebase(this.now(), speed);
    return true;
  }

  /** From the journal: the clock as it was last set, so that time runs on while the sandbox is down. */
  restore(record: JournalRecord): void {
    const { realAt, speed } = clockSchema.parse(record.data);
    this.base = realAt === null ? null : { virtualAt: record.at, realAt, speed };
  }

  /** History and replay are over. */
  begin(): void {
    if (this.parts.mode === 'virtual') this.base = null;
    else {
      // From when the making began, not when it was done: the sandbox's clock is not to lag by its own start.
      if (!this.base) this.rebase(this.reached, 1, this.madeAt);
      this.now();
      this.ticker = setInterval(() => this.now(), TICK_MS);
      this.ticker.unref();
    }
  }

  schedule(at: Instant, run: Due['run']): { cancel(): void } {
    const due = this.parts.queue.plan(Math.max(at, this.reached), run);
    // Due already: under a standing clock nobody else would come by.
    if (at <= this.reached && !this.isPlaying) setImmediate(() => this.play(this.reached));
    return {
      cancel: () => {
        due.cancelled = true;
      },
    };
  }

  play(until: Instant): void {
    if (this.isPlaying) return;
    const { queue } = this.parts;
    this.isPlaying = true;
    try {
      for (let at = queue.nextAt(); at !== null && at <= until; at = queue.nextAt()) {
        const due = queue.take();
        if (!due || due.cancelled) continue;
        this.reached = Math.max(this.reached, due.at);
        this.track(due.run());
      }
      this.reached = Math.max(this.reached, until);
    } finally {
      this.isPlaying = false;
    }
  }

  /** One at a time: two callers advance by the sum of what they asked for. */
  advance(ms: number): Promise<void> {
    const mine = this.turn.then(() => this.walk(ms));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  onStepEnd(settled: () => Promise<void>): void {
    this.settlers.push(settled);
  }

  close(): void {
    if (this.ticker) clearInterval(this.ticker);
    this.base = null;
  }

  private async walk(ms: number): Promise<void> {
    const target = this.now() + ms;
    while (this.reached < target) {
      const stepEnd = Math.min(this.reached + STEP_MS, target);
      this.rebase(stepEnd, this.base?.speed ?? 1);
      this.play(stepEnd);
      await this.delivered();
      await this.parts.followers.haveReached(stepEnd);
    }
  }

  /** Kept before it is seen: a sandbox killed here wakes up at the new time, not before it. */
  private rebase(virtualAt: Instant, speed: number, realNow = this.parts.time.now()): void {
    const realAt = this.parts.mode === 'real' ? realNow : null;
    if (realAt !== null) this.base = { virtualAt, realAt, speed };
    this.parts.keep({ kind: 'world:clock', at: virtualAt, data: { realAt, speed } });
  }

  private wanted(): Instant {
    const { base } = this;
    return base ? Math.max(this.reached, Math.floor(base.virtualAt + (this.parts.time.now() - base.realAt) * base.speed)) : this.reached;
  }

  private track(result: void | Promise<void>): void {
    if (!(result instanceof Promise)) return;
    const done = result.catch(() => undefined).finally(() => this.deliveries.delete(done));
    this.deliveries.add(done);
  }

  private async delivered(): Promise<void> {
    if (this.deliveries.size === 0 && this.settlers.length === 0) return;
    const limit = this.parts.time.wait(DELIVERY_WAIT_MS);
    const settled = Promise.all([...this.deliveries, ...this.settlers.map((settler) => settler())]);
    await Promise.race([settled.catch(() => undefined), limit.done]);
    limit.cancel();
  }
}
