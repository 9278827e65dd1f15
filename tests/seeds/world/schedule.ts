/**
 * Virtual time and who runs next. Whatever a program waits for (a sleep, an answer over HTTP, a statement of the database) is an event
 * with an instant drawn from the seed; events run one at a time, the earliest first. So the seed alone decides how tasks interleave, and
 * an hour takes as long as what happens in it.
 *
 * After each event the loop turns once, so that everything that follows without waiting has happened before the next one: the product
 * waits on nothing but its ports, its pools use process.nextTick, and one turn of the loop comes after all of that.
 *
 * A program that crashed gets none of its events any more; one that is paused gets them when it goes on.
 */
import { createHash } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

/** A program as the scheduler sees it. */
export type Owner = { readonly name: string; isAlive: boolean; pausedUntil: number };
export type Event = { cancel(): void };
type Queued = { at: number; order: number; owner: Owner | null; label: string; run: () => void | Promise<void>; isPutOff: boolean };

export type Schedule = {
  /** Whole milliseconds. */
  now(): number;
  /** `owner` null: nothing of ours, such as the platform or a fault. */
  after(ms: number, owner: Owner | null, label: string, run: () => void | Promise<void>): Event;
  /** Runs what is due until then, or until `isDone` says so, and leaves the clock there. */
  runUntil(at: number, isDone?: () => boolean): Promise<void>;
  /** A paused program goes on now. */
  resume(owner: Owner): void;
  /** Adds a line to what two plays of one seed must have in common. */
  note(line: string): void;
  /** Called before an event of a program that is alive and not paused; false drops the event (the program has just crashed) or puts it off. */
  beforeEach(decide: (owner: Owner) => Promise<boolean>): void;
  trace(): { hash: string; events: number };
};

export function createSchedule(startAt: number): Schedule {
  const queue: Queued[] = [];
  const hash = createHash('sha256');
  let clock = startAt;
  let order = 0;
  let events = 0;
  let decide: (owner: Owner) => Promise<boolean> = async () => true;

  const put = (event: Queued): void => {
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = queue[middle];
      if (other && (other.at < event.at || (other.at === event.at && other.order < event.order))) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, event);
  };
  const note = (line: string): void => void hash.update(`${clock} ${line}\n`);

  const putOff = (event: Queued): void => {
    event.at = Math.max(clock, event.owner?.pausedUntil ?? clock);
    event.isPutOff = true;
    put(event);
  };

  async function run(event: Queued): Promise<void> {
    const { owner } = event;
    if (owner && !owner.isAlive) return;
    if (owner && owner.pausedUntil > clock) return putOff(event);
    if (owner && !(await decide(owner))) return owner.isAlive ? putOff(event) : undefined;
    events += 1;
    note(`${owner?.name ?? '-'} ${event.label}`);
    await event.run();
    await turnOfTheLoop();
  }

  return {
    now: () => Math.floor(clock),
    after: (ms, owner, label, action) => {
      order += 1;
      const event: Queued = { at: clock + Math.max(0, ms), order, owner, label, run: action, isPutOff: false };
      put(event);
      return {
        cancel: () => {
          const place = queue.indexOf(event);
          if (place >= 0) queue.splice(place, 1);
        },
      };
    },
    runUntil: async (at, isDone = () => false) => {
      await turnOfTheLoop();
      while (!isDone()) {
        const next = queue[0];
        if (!next || next.at > at) break;
        queue.shift();
        clock = Math.max(clock, next.at);
        await run(next);
      }
      if (!isDone()) clock = Math.max(clock, at);
    },
    note,
    resume: (owner) => {
      owner.pausedUntil = 0;
      for (const event of queue.filter((each) => each.owner === owner && each.isPutOff)) {
        queue.splice(queue.indexOf(event), 1);
        event.at = clock;
        put(event);
      }
    },
    beforeEach: (given) => {
      decide = given;
    },
    trace: () => ({ hash: hash.copy().digest('hex').slice(0, 16), events }),
  };
}
