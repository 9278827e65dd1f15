import type { RealTime } from './real-time.ts';
import type { Instant } from './types.ts';

/**
 * Programs that follow the virtual clock. A follower is who acknowledged within the last 30 s of real time, or who
 * asked for the clock within the last 10 s (it may be about to acknowledge its first). A step waits until all have
 * acknowledged its time, 5 s of real time at most; who kept a step waiting that long is no follower again until the
 * next acknowledgement or question, so that a killed worker or somebody's curl costs one wait, not one per step.
 * Several processes may follow under names of their own; without a name they count as one.
 */
const WAIT_MS = 5_000;
const ACK_COUNTS_MS = 30_000;
const LOOK_COUNTS_MS = 10_000;
const UNNAMED = '';

type Follower = { until: number; ackedAt: Instant };

export class Followers {
  private readonly known = new Map<string, Follower>();
  private readonly time: RealTime;
  private wake: () => void = () => undefined;

  constructor(time: RealTime) {
    this.time = time;
  }

  sawClock(): void {
    const follower = this.known.get(UNNAMED);
    const until = this.time.now() + LOOK_COUNTS_MS;
    // Whoever looks is no newcomer where named followers acknowledge already: they look as well.
    if (!follower && this.alive().length > 0) return;
    this.known.set(UNNAMED, { until: Math.max(until, follower?.until ?? 0), ackedAt: follower?.ackedAt ?? Number.NEGATIVE_INFINITY });
  }

  acked(now: Instant, name = UNNAMED): void {
    const before = this.known.get(name)?.ackedAt ?? Number.NEGATIVE_INFINITY;
    this.known.set(name, { until: this.time.now() + ACK_COUNTS_MS, ackedAt: Math.max(before, now) });
    if (name !== UNNAMED && this.known.get(UNNAMED)?.ackedAt === Number.NEGATIVE_INFINITY) this.known.delete(UNNAMED);
    this.wake();
  }

  async haveReached(at: Instant): Promise<void> {
    const missing = (): [string, Follower][] => this.alive().filter(([, follower]) => follower.ackedAt < at);
    if (missing().length === 0) return;
    const limit = this.time.wait(WAIT_MS);
    let isOver = false;
    const over = limit.done.then(() => {
      isOver = true;
    });
    while (!isOver && missing().length > 0) {
      await Promise.race([
        over,
        new Promise<void>((resolve) => {
          this.wake = resolve;
        }),
      ]);
    }
    limit.cancel();
    for (const [name] of missing()) this.known.delete(name);
  }

  private alive(): [string, Follower][] {
    const now = this.time.now();
    return [...this.known].filter(([, follower]) => follower.until >= now);
  }
}
