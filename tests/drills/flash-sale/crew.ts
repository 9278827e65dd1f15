/** The processes of the workbench, as the drill holds them: asked, killed with -9, and replaced. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Errand, FromPart, Opening, PlatformCall, ToPart } from './messages.ts';
import { PART } from './part.ts';

type Reply = { value: unknown } | { broken: string };
type Part = { child: ChildProcess; waiting: Map<number, (reply: Reply) => void> };
type Platform = (call: PlatformCall) => { value: unknown } | { lost: true };

/** What is answered for a process that was killed. */
export const GONE = 'the process ended';
const TRIES_MAX = 40;

export class Crew {
  readonly #parts: Part[] = [];
  readonly #opening: Opening;
  readonly #platform: Platform;
  #asked = 0;
  repeated = 0;
  readonly broken = new Map<string, number>();

  constructor(opening: Opening, platform: Platform) {
    this.#opening = opening;
    this.#platform = platform;
  }

  async add(): Promise<void> {
    const child = fork(fileURLToPath(import.meta.url), [PART], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const part: Part = { child, waiting: new Map() };
    const say = (message: ToPart): void => void (child.connected && child.send(message));
    // The cast: only a part speaks through this pipe.
    child.on('message', (given) => {
      const message = given as FromPart;
      if ('calling' in message) return say({ called: message.calling, ...this.#platform(message.call) });
      part.waiting.get(message.id)?.(message.broken === undefined ? { value: message.value } : { broken: message.broken });
      part.waiting.delete(message.id);
    });
    child.on('exit', () => {
      const at = this.#parts.indexOf(part);
      if (at >= 0) this.#parts.splice(at, 1);
      for (const reply of part.waiting.values()) reply({ broken: GONE });
    });
    await this.#ask(part, { what: 'open', opening: this.#opening });
    this.#parts.push(part);
  }

  /** Asks one of them, and another one if the answer does not come; only what may be repeated is asked so. */
  async insist(errand: Errand, which: number): Promise<unknown> {
    for (let tries = 0; ; tries += 1) {
      const reply = await this.once(errand, which + tries);
      if ('value' in reply) return reply.value;
      if (tries >= TRIES_MAX) throw new Error(`${errand.what}: ${reply.broken}`);
      this.repeated += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async once(errand: Errand, which: number): Promise<Reply> {
    const part = this.#parts[which % Math.max(1, this.#parts.length)];
    const reply: Reply = part ? await this.#ask(part, errand) : { broken: GONE };
    if ('broken' in reply) this.broken.set(reply.broken, (this.broken.get(reply.broken) ?? 0) + 1);
    return reply;
  }

  #ask({ child, waiting }: Part, errand: Errand): Promise<Reply> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      if (!child.connected) resolve({ broken: GONE });
      else child.send({ id, errand } satisfies ToPart);
    });
  }

  kill(): void {
    this.#parts[0]?.child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    const children = this.#parts.map(({ child }) => child);
    const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ended);
  }
}
