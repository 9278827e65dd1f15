/** The programs of a seed: two at a time, killed and frozen by its faults at any of their events, started again. */
import { announce } from '../world/network.ts';
import { type Addresses, createProgram, type Program } from '../world/program.ts';
import type { World } from '../world/world.ts';
import { checkCursors } from './checks.ts';
import type { Change } from './story.ts';

const HOW_MANY = 2;
const RESTART_MS = [500, 20_000] as const;
/** Often longer than a lease. */
const FREEZE_MS = [4_000, 100_000] as const;
const STOPS_WITHIN_MS = 60_000;

export class Crew {
  readonly #world: World;
  readonly #addresses: Addresses;
  #programs: Program[] = [];
  #made = 0;
  #isStriking = false;

  constructor(world: World, addresses: Addresses) {
    this.#world = world;
    this.#addresses = addresses;
    world.schedule.beforeEach((owner) => this.#strike(owner.name));
  }

  /** Runs what must be done before the story begins, by a program of its own and without faults. */
  async prepare(work: (program: Program) => Promise<unknown>): Promise<void> {
    const { schedule } = this.#world;
    const program = this.#create();
    let done: Promise<unknown> | null = null;
    let isOver = false;
    done = work(program).finally(() => {
      isOver = true;
    });
    await schedule.runUntil(Number.POSITIVE_INFINITY, () => isOver);
    await done;
    await program.kill();
  }

  start(): void {
    this.#isStriking = true;
    for (let index = 0; index < HOW_MANY; index += 1) this.#startOne();
  }

  /** The programs that are up; a frozen one still has its socket open. */
  receiver(): Program | null {
    const up = this.#up();
    const [first, ...others] = up;
    return first ? this.#world.chance.network.pick([first, ...others]) : null;
  }

  announce(change: Change): void {
    announce(this.#world, change, () => this.receiver());
  }

  /** No more strikes: the frozen go on, the dead are started. */
  async heal(): Promise<void> {
    this.#isStriking = false;
    for (const program of this.#up()) this.#world.schedule.resume(program);
    while (this.#up().length < HOW_MANY) this.#startOne();
  }

  async stop(): Promise<void> {
    const { schedule } = this.#world;
    let isOver = false;
    void Promise.all(this.#up().map((program) => program.stop())).then(() => {
      isOver = true;
    });
    await schedule.runUntil(schedule.now() + STOPS_WITHIN_MS, () => isOver);
    if (!isOver) this.#world.complaints.push('a program did not stop');
  }

  async killAll(): Promise<void> {
    for (const program of this.#programs) await program.kill();
    this.#programs = [];
  }

  #up(): Program[] {
    return this.#programs.filter((program) => program.isAlive);
  }

  #create(): Program {
    this.#made += 1;
    const program = createProgram({
      world: this.#world,
      name: `p${this.#made}`,
      addresses: this.#addresses,
      committed: async (statements) => {
        if (statements.some((text) => text.includes('"sync_stream" set'))) await checkCursors(this.#world);
      },
    });
    this.#programs.push(program);
    return program;
  }

  #startOne(): void {
    this.#create().start();
  }

  /** Whether the program lives to see its next event. */
  async #strike(name: string): Promise<boolean> {
    const { faults, chance, schedule, disturbed } = this.#world;
    if (!this.#isStriking) return true;
    const program = this.#programs.find((each) => each.name === name);
    if (!program) return true;
    if (faults.strikes('crashed')) {
      disturbed.push({ program: name, at: schedule.now() });
      await program.kill();
      schedule.after(chance.programs.between(...RESTART_MS), { owner: null, label: 'restart' }, () => {
        if (this.#isStriking && this.#up().length < HOW_MANY) this.#startOne();
      });
      return false;
    }
    if (!faults.strikes('frozen')) return true;
    disturbed.push({ program: name, at: schedule.now() });
    program.freeze(schedule.now() + chance.programs.between(...FREEZE_MS));
    return false;
  }
}
