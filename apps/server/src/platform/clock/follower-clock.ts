/**
 * Follows the clock named by CLOCK_URL: `GET` answers { now, speed }, read every POLL_MS of real time. Between readings time runs on at
 * the last speed; while the source is away it runs on the last offset. It never goes back: after a source that did, it stands still
 * until the source has caught up, because leases, cursors and due times of what is already stored lie in that time.
 *
 * A jump is a reading ahead of what was expected. Sleepers whose time has come wake, `onMove` runs to its end (a worker drains what
 * is due), and only then `POST <url>/ack { now, follower }` tells the source that it may move on. The source may still be delivering webhooks
 * of that step when the first ack goes out, so acks (each after another `onMove`) repeat for ACK_AGAIN_MS after a jump.
 *
 * Only on loopback: whoever moves the clock decides when tokens expire and what is overdue.
 */
import { z } from 'zod';
import { errorFields } from '../log.ts';
import type { Clock, HttpSend, Log } from '../ports.ts';
import { nap } from './real-clock.ts';

export type FollowerClock = Clock & { stop(): Promise<void> };
export type FollowerOptions = {
  url: string;
  send: HttpSend;
  log: Log;
  /** Tells the processes that follow one source apart: it waits for each. */
  name: string;
  /** Called at the first reading and after each jump; the ack waits for it. */
  onMove: (now: number) => Promise<void>;
};

type Reading = { now: number; speed: number; readAt: number; tookMs: number };

const POLL_MS = 60;
const TIMEOUT_MS = 1_000;
const ACK_AGAIN_MS = 1_000;
const FIRST_READING_WITHIN_MS = 15_000;
/** What scheduling and the network may add to a reading; a smaller jump of a running clock passes as no jump. */
const UNCERTAIN_MS = 50;
/** Timers beyond 24 days fire at once. */
const LONGEST_NAP_MS = 60_000;

const readingShape = z.object({ now: z.number().int().nonnegative(), speed: z.number().nonnegative() });

/** Resolves at the first reading; throws when there is none within 15 s, or when the address is not loopback. */
export async function createFollowerClock(options: FollowerOptions): Promise<FollowerClock> {
  refuseBeyondLoopback(options.url);
  return new Follower(options, await firstReading(options.url, options.send));
}

class Follower implements FollowerClock {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  readonly #sleepers = new Set<() => void>();
  readonly #following: Promise<void>;
  #reading: Reading;
  #latest: number;
  #movedAt = performance.now();
  #isAcking = false;
  #isAway = false;

  constructor(options: FollowerOptions, first: Reading) {
    this.#options = options;
    this.#reading = first;
    this.#latest = first.now;
    this.#following = this.#follow();
  }

  now(): number {
    this.#latest = Math.max(this.#latest, this.#expected());
    return this.#latest;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const dueAt = this.now() + ms;
      let timer: NodeJS.Timeout | undefined;
      const look = (): void => {
        clearTimeout(timer);
        const left = dueAt - this.now();
        if (left > 0 && !signal?.aborted) {
          // A standing clock moves only by a reading, which looks at every sleeper.
          const { speed } = this.#reading;
          if (speed > 0) timer = setTimeout(look, Math.min(Math.ceil(left / speed), LONGEST_NAP_MS));
          return;
        }
        this.#sleepers.delete(look);
        signal?.removeEventListener('abort', look);
        resolve();
      };
      this.#sleepers.add(look);
      signal?.addEventListener('abort', look);
      look();
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
  }

  #expected(): number {
    const { now, readAt, speed } = this.#reading;
    return Math.floor(now + (performance.now() - readAt) * speed);
  }

  async #follow(): Promise<void> {
    const { url, send, log } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        this.#accept(await read(url, send));
        if (this.#isAway) log.info('clock.source-back');
        this.#isAway = false;
      } catch (error) {
        if (!this.#isAway) log.warn('clock.source-away', errorFields(error));
        this.#isAway = true;
      }
      await nap(POLL_MS, this.#stopping.signal);
    }
  }

  #accept(next: Reading): void {
    const before = this.#reading;
    const tolerance = next.speed === 0 ? 0 : Math.max(UNCERTAIN_MS, next.tookMs) * next.speed;
    if (next.now > this.#expected() + tolerance || next.speed !== before.speed) this.#movedAt = performance.now();
    if (next.now < before.now) this.#options.log.warn('clock.source-went-back');
    this.#reading = next;
    for (const wake of [...this.#sleepers]) wake();
    if (performance.now() - this.#movedAt < ACK_AGAIN_MS && !this.#isAcking) void this.#settleAndAck();
  }

  async #settleAndAck(): Promise<void> {
    const { url, send, log, name, onMove } = this.#options;
    this.#isAcking = true;
    try {
      const seen = this.#reading.now;
      await onMove(this.now());
      const body = Buffer.from(JSON.stringify({ now: seen, follower: name }));
      await send({ method: 'POST', url: `${url}/ack`, headers: { 'content-type': 'application/json' }, body, timeoutMs: TIMEOUT_MS });
    } catch (error) {
      log.warn('clock.not-acknowledged', errorFields(error));
    } finally {
      this.#isAcking = false;
    }
  }
}

async function firstReading(url: string, send: HttpSend): Promise<Reading> {
  const startedAt = performance.now();
  while (true) {
    try {
      return await read(url, send);
    } catch (error) {
      if (performance.now() - startedAt > FIRST_READING_WITHIN_MS) {
        throw new Error(`CLOCK_URL does not answer as a clock: ${errorFields(error).errorMessage}`);
      }
      await nap(200);
    }
  }
}

/** The instant is taken to be that of the middle of the request. */
async function read(url: string, send: HttpSend): Promise<Reading> {
  const sentAt = performance.now();
  const answer = await send({ method: 'GET', url, headers: { accept: 'application/json' }, timeoutMs: TIMEOUT_MS });
  const answeredAt = performance.now();
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  const { now, speed } = readingShape.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
  return { now, speed, readAt: (sentAt + answeredAt) / 2, tookMs: answeredAt - sentAt };
}

function refuseBeyondLoopback(url: string): void {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host))
    throw new Error('CLOCK_URL may only name this machine (127.0.0.1, ::1 or localhost)');
}
