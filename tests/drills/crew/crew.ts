/** The workers as the drill holds them: started, held up, killed with -9, and replaced. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromWorker, Opening, ToWorker } from './orders.ts';

export class Crew {
  readonly #children: ChildProcess[] = [];
  readonly #opening: Opening;
  readonly #worker: string;
  killed = 0;

  /** `worker`: the word on the command line under which the program is started as one. */
  constructor(opening: Opening, worker: string) {
    this.#opening = opening;
    this.#worker = worker;
  }

  async add(): Promise<void> {
    const child = fork(fileURLToPath(import.meta.url), [this.#worker], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('exit', () => this.#children.splice(this.#children.indexOf(child), 1));
    this.#children.push(child);
    const isOpen = said(child, 'open');
    tell(child, { what: 'open', opening: this.#opening });
    await isOpen;
  }

  /** The oldest stops with parcels in its hands; answers how it goes on. */
  async holdOldest(): Promise<{ isHeld: Promise<void>; go: () => void }> {
    const [oldest] = this.#children;
    if (!oldest) throw new Error('nobody works');
    const isHeld = said(oldest, 'held');
    tell(oldest, { what: 'hold' });
    return { isHeld, go: () => tell(oldest, { what: 'go' }) };
  }

  async kill(): Promise<void> {
    const [oldest] = this.#children;
    if (!oldest) return;
    const isGone = once(oldest, 'exit');
    oldest.kill('SIGKILL');
    await isGone;
    this.killed += 1;
  }

  async end(): Promise<void> {
    const children = [...this.#children];
    const ended = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ended);
  }
}

const tell = (child: ChildProcess, message: ToWorker): void => void (child.connected && child.send(message));

function said(child: ChildProcess, what: FromWorker['what']): Promise<void> {
  return new Promise((resolve) => {
    // The cast: only a worker speaks through this pipe.
    const hear = (given: unknown): void => {
      if ((given as FromWorker).what !== what) return;
      child.off('message', hear);
      resolve();
    };
    child.on('message', hear);
  });
}
