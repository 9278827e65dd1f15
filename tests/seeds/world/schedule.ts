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

type Decide = (owner: Owner) => Promise<boolean>;

export type Schedule = {
  /** Whole milliseconds. */
  now(): number;
  /** `owner` null: nothing of ours, such as the platform or a fault. */
  after(ms: number, what: { owner: Owner | null; label: string }, run: () => void | Promise<void>): Event;
  /** Runs what is due until then, or until `isDone` says so, and leaves the clock there. */
  runUntil(at: number, isDone?: () => boolean): Promise<void>;
  /** A paused program goes on now. */
  resume(owner: Owner): void;
  /** Adds a line to what two plays of one seed must have in common. */
  note(line: string): void;
  /** Called before an event of a program that is alive and not paused; false drops the event (the program has just crashed) or puts it off. */
  beforeEach(decide: Decide): void;
  trace(): { hash: string; events: number };
};

export function createSchedule(startAt: number): Schedule {
  return new EventQueue(startAt);
}

class EventQueue implements Schedule {
  readonly #queue: Queued[] = [];
  readonly #hash = createHash('sha256');
  #clock: number;
  #order = 0;
  #events = 0;
  #decide: Decide = async () => true;

  constructor(startAt: number) {
    this.#clock = startAt;
  }

  now(): number {
    return Math.floor(this.#clock);
  }

  after(ms: number, { owner, label }: { owner: Owner | null; label: string }, run: Queued['run']): Event {
    this.#order += 1;
    const event: Queued = { at: this.#clock + Math.max(0, ms), order: this.#order, owner, label, run, isPutOff: false };
    this.#put(event);
    return {
      cancel: () => {
        const place = this.#queue.indexOf(event);
        if (place >= 0) this.#queue.splice(place, 1);
      },
    };
  }

  async runUntil(at: number, isDone: () => boolean = () => false): Promise<void> {
    await turnOfTheLoop();
    while (!isDone()) {
      const next = this.#queue[0];
      if (!next || next.at > at) break;
      this.#queue.shift();
      this.#clock = Math.max(this.#clock, next.at);
      await this.#run(next);
    }
    if (!isDone()) this.#clock = Math.max(this.#clock, at);
  }

  resume(owner: Owner): void {
    owner.pausedUntil = 0;
    for (const event of this.#queue.filter((each) => each.owner === owner && each.isPutOff)) {
      this.#queue.splice(this.#queue.indexOf(event), 1);
      event.at = this.#clock;
      this.#put(event);
    }
  }

  note(line: string): void {
    this.#hash.update(`${this.#clock} ${line}\n`);
  }

  beforeEach(decide: Decide): void {
    this.#decide = decide;
  }

  trace(): { hash: string; events: number } {
    return { hash: this.#hash.copy().digest('hex').slice(0, 16), events: this.#events };
  }

  async #run(event: Queued): Promise<void> {
    const { owner } = event;
    if (owner && !owner.isAlive) return;
    if (owner && owner.pausedUntil > this.#clock) return this.#putOff(event);
    if (owner && !(await this.#decide(owner))) return owner.isAlive ? this.#putOff(event) : undefined;
    this.#events += 1;
    this.note(`${owner?.name ?? '-'} ${event.label}`);
    await event.run();
    await turnOfTheLoop();
  }

  #putOff(event: Queued): void {
    event.at = Math.max(this.#clock, event.owner?.pausedUntil ?? 0);
    event.isPutOff = true;
    this.#put(event);
  }

  #put(event: Queued): void {
    let low = 0;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#queue[middle];
      if (other && (other.at < event.at || (other.at === event.at && other.order < event.order))) low = middle + 1;
      else high = middle;
    }
    this.#queue.splice(low, 0, event);
  }
}
