/**
 * Takes lanes as long as it has room, and otherwise sleeps until a notification, the next due time (business clock, so a jump of
 * virtual time wakes it) or a second of real time, whichever comes first. Notifications only make it quick; the second makes it sure.
 */
import type { Database } from '../database/database.ts';
import { type Guards, guardsWithout } from '../guards.ts';
import { errorFields } from '../log.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { isPassing, type LaneFailure } from './failures.ts';
import type { JobHandler } from './handler.ts';
import { claimLanes, freeLanesOf, hasClaimable, holders, type Instants, type Lease, nextLaneDueAt, renewLeases } from './lane-store.ts';
import { runTurn, type TurnPorts } from './run-turn.ts';

export type WorkerOptions = {
  database: Database;
  clock: Clock;
  /** The real clock where `clock` follows a virtual one; leases are about processes, not about business time. Default: `clock`. */
  leaseClock?: Clock;
  random: Random;
  log: Log;
  handlers: JobHandler<unknown>[];
  /** Unique per process start. */
  workerId: string;
  /** Whether the worker of that id is known to be dead, so that its leases need not run out. Default: never known. */
  isGone?: (workerId: string) => boolean;
  /** Lanes at once. Each may hold one connection of the app pool while it commits. */
  concurrency: number;
  leaseMs: number;
  guards?: Pick<Guards, 'fence'>;
  onFailure?: (failure: LaneFailure) => void | Promise<void>;
};

export type LaneWorker = {
  start(): void;
  /** No new batch from now on; those under way get graceMs, then their signal, then a second to end. */
  stop(graceMs: number): Promise<void>;
  /** Runs until nothing that this worker may take is due at clock.now(). Works with and without start(). */
  drain(): Promise<void>;
  idle(): boolean;
};

type Running = { lease: Lease; turn: AbortController; done: Promise<void> };

const POLL_MS = 1_000;
const DATABASE_PAUSE_MS = 500;
const ABORTED_GRACE_MS = 1_000;

export function createWorker(options: WorkerOptions): LaneWorker {
  if (options.leaseMs < 30_000) throw new RangeError('a lease under 30 s is lost to a garbage collection or a slow disk');
  return new Worker(options);
}

class Worker implements LaneWorker {
  readonly #options: WorkerOptions;
  readonly #ports: TurnPorts;
  readonly #leaseClock: Clock;
  readonly #stopper = new AbortController();
  readonly #running = new Set<Running>();
  #isRenewing = false;
  #lookedForDeadAt = Number.NEGATIVE_INFINITY;
  #pumping = Promise.resolve();
  #isPumping = false;
  #pumpAgain = false;
  #waking = new AbortController();
  #unlisten: Promise<(() => Promise<void>) | undefined> = Promise.resolve(undefined);

  constructor(options: WorkerOptions) {
    const { database, clock, random, log, onFailure, guards = guardsWithout() } = options;
    this.#options = options;
    this.#leaseClock = options.leaseClock ?? clock;
    const handlers = handlersByKind(options.handlers);
    this.#ports = {
      database,
      clock,
      leaseClock: this.#leaseClock,
      random,
      log,
      handlers,
      guards,
      onFailure,
      stopping: this.#stopper.signal,
    };
  }

  start(): void {
    this.#unlisten = this.#patiently(() => this.#ports.database.listen('lanes', () => this.#waking.abort()));
    void this.#watch();
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopper.abort();
    this.#waking.abort();
    await this.#unlisten.then((close) => close?.());
    await this.#pumping;
    await this.#turnsEnd(graceMs);
    for (const { turn } of this.#running) turn.abort(new Error('the worker stops'));
    await this.#turnsEnd(ABORTED_GRACE_MS);
  }

  async drain(): Promise<void> {
    while (!this.#isStopping()) {
      await this.#pump();
      if (this.#running.size > 0) await Promise.race([...this.#running].map(({ done }) => done));
      else if (!(await this.#patiently(() => hasClaimable(this.#ports.database.system, this.#at())))) return;
    }
  }

  idle(): boolean {
    return this.#running.size === 0;
  }

  #isStopping(): boolean {
    return this.#stopper.signal.aborted;
  }

  #at(): Instants {
    return { now: this.#ports.clock.now(), real: this.#leaseClock.now() };
  }

  /** Repeats while the database is away; undefined once the worker stops. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T | undefined> {
    while (!this.#isStopping()) {
      try {
        return await ask();
      } catch (error) {
        this.#ports.log[isPassing(error) ? 'warn' : 'error']('lanes.cannot-look', errorFields(error));
        await this.#leaseClock.sleep(DATABASE_PAUSE_MS, this.#stopper.signal);
      }
    }
    return undefined;
  }

  async #watch(): Promise<void> {
    const { clock, database } = this.#ports;
    while (!this.#isStopping()) {
      this.#waking = new AbortController();
      const { signal } = this.#waking;
      await this.#patiently(() => this.#inheritFromDead());
      await this.#pump();
      const next = await this.#patiently(() => nextLaneDueAt(database.system, this.#at()));
      const naps = [this.#leaseClock.sleep(POLL_MS, signal)];
      if (next != null && next > clock.now()) naps.push(clock.sleep(next - clock.now(), signal));
      if (!this.#isStopping()) await Promise.race(naps);
      // The nap that lost the race must not stay behind as a sleeper.
      this.#waking.abort();
    }
  }

  /** A dead holder writes nothing more, and what it left undone need not wait for the end of its lease. */
  async #inheritFromDead(): Promise<void> {
    const { isGone, database } = this.#options;
    const real = this.#leaseClock.now();
    if (!isGone || real - this.#lookedForDeadAt < POLL_MS) return;
    this.#lookedForDeadAt = real;
    const dead = (await holders(database.system, real)).filter(isGone);
    if (dead.length === 0) return;
    await freeLanesOf(database.system, dead, real);
    this.#ports.log.info('lanes.inherited', { count: dead.length });
  }

  /** One claim at a time; whoever asks meanwhile is served by one more round. */
  #pump(): Promise<void> {
    this.#pumpAgain = true;
    if (!this.#isPumping) {
      this.#isPumping = true;
      this.#pumping = this.#fill();
    }
    return this.#pumping;
  }

  async #fill(): Promise<void> {
    const { workerId, leaseMs, concurrency, database } = this.#options;
    try {
      while (this.#pumpAgain && !this.#isStopping() && this.#running.size < concurrency) {
        this.#pumpAgain = false;
        const claim = { at: this.#at(), count: concurrency - this.#running.size, workerId, leaseMs };
        for (const lease of (await this.#patiently(() => claimLanes(database.system, claim))) ?? []) this.#take(lease);
      }
    } finally {
      this.#isPumping = false;
    }
  }

  #take(lease: Lease): void {
    const turn = new AbortController();
    const entry: Running = { lease, turn, done: Promise.resolve() };
    this.#running.add(entry);
    entry.done = runTurn({ ports: this.#ports, lease, signal: turn.signal }).finally(() => {
      this.#running.delete(entry);
      if (this.#isStopping()) return;
      // When all is quiet the watch looks itself, for failures may have made times earlier than it knows of.
      if (this.#running.size > 0) void this.#pump();
      else this.#waking.abort();
    });
    if (!this.#isRenewing) void this.#keepLeases();
  }

  async #keepLeases(): Promise<void> {
    this.#isRenewing = true;
    while (this.#running.size > 0) {
      // While stopping the signal is up for good; the turns in their grace still need their leases.
      if (this.#isStopping()) await this.#leaseClock.sleep(DATABASE_PAUSE_MS);
      else await this.#leaseClock.sleep(this.#options.leaseMs / 3, this.#stopper.signal);
      if (this.#running.size > 0) await this.#renew();
    }
    this.#isRenewing = false;
  }

  async #renew(): Promise<void> {
    const held = [...this.#running];
    const until = this.#leaseClock.now() + this.#options.leaseMs;
    try {
      const kept = await renewLeases(this.#ports.database.system, { leases: held.map(({ lease }) => lease), until });
      const keptFences = new Set(kept.map(identity));
      for (const { lease, turn } of held) {
        if (keptFences.has(identity(lease))) lease.until = until;
        else turn.abort(new Error('the lease was lost'));
      }
    } catch (error) {
      this.#ports.log.warn('lanes.cannot-renew', { count: held.length, ...errorFields(error) });
      // Another worker may have the lane by now; what the fence cannot guard, calls to the outside, must end.
      for (const { lease, turn } of held) if (lease.until <= this.#leaseClock.now()) turn.abort(new Error('the lease ran out'));
    }
  }

  async #turnsEnd(withinMs: number): Promise<void> {
    if (this.#running.size === 0) return;
    const ended = new AbortController();
    await Promise.race([Promise.all([...this.#running].map(({ done }) => done)), this.#leaseClock.sleep(withinMs, ended.signal)]);
    ended.abort();
  }
}

function handlersByKind(handlers: JobHandler<unknown>[]): Map<string, JobHandler<unknown>> {
  const byKind = new Map(handlers.map((handler) => [handler.kind, handler]));
  if (byKind.size !== handlers.length) throw new Error('two handlers for one kind of job');
  return byKind;
}

function identity({ merchantId, lane, fence }: Lease): string {
  return `${merchantId} ${fence} ${lane}`;
}
