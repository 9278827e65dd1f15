/**
 * What the product's pools take for a connection. Each statement is an event of the schedule and runs on a real connection that is lent
 * for as long as this one lives; being lost is therefore cheap: the real one rolls back and serves on.
 *
 * The session's time limits that the product asks for are kept here, in virtual time: a wait for a lock ends after lock_timeout, and a
 * program that is frozen inside a transaction loses its connection after idle_in_transaction_session_timeout, as on the server.
 */
import { EventEmitter } from 'node:events';
import type pg from 'pg';
import type { Line, LineKind, Lines, Outcome, Sent } from './lines.ts';
import type { Event, Owner, Schedule } from './schedule.ts';

export type Reset = 'before' | 'after' | null;
export type ConnectionPorts = {
  schedule: Schedule;
  lines: Lines;
  owner: Owner;
  kind: LineKind;
  /** Statements of all programs that wait for a lock. */
  waiting: Set<Waiting>;
  /** How long this statement is on its way. */
  latencyMs(): number;
  /** Whether the connection is lost at this statement: before it runs, or after, with the answer. */
  resetAt(text: string, inTransaction: boolean): Reset;
  committed(statements: readonly string[]): Promise<void>;
};
export type Waiting = { connection: Connection; look(): Promise<boolean> };
type Settle = { resolve: (result: pg.QueryResult) => void; reject: (error: Error) => void };

const DEFAULT_LOCK_TIMEOUT_MS = 10_000;

export class Connection extends EventEmitter {
  // The pool reads these two of every client it gets back.
  _queryable = true;
  _ending = false;
  readonly #ports: ConnectionPorts;
  readonly #settings: pg.ClientConfig;
  #line: Line | null = null;
  #waits: { sent: Sent; limit: Event; waiting: Waiting } | null = null;
  /** Of the transaction that is open; null outside of one. */
  #statements: string[] | null = null;

  constructor(ports: ConnectionPorts, settings: pg.ClientConfig) {
    super();
    this.#ports = ports;
    this.#settings = settings;
    this.on('error', () => undefined);
  }

  connect(done: (error?: Error) => void): void {
    const { schedule, owner, lines, kind } = this.#ports;
    schedule.after(this.#ports.latencyMs(), { owner, label: 'connect' }, async () => {
      this.#line = await lines.take(kind, this.#settings);
      done();
    });
  }

  /** A name under which the product would keep the plan is let go: the real connection serves other programs later, with other names. */
  query(statement: string | { text: string; values?: unknown[] }, parameters?: unknown[]): Promise<pg.QueryResult> {
    const { schedule, owner } = this.#ports;
    const { text, values = parameters } = typeof statement === 'string' ? { text: statement } : statement;
    return new Promise((resolve, reject) => {
      schedule.after(this.#ports.latencyMs(), { owner, label: `sql ${brief(text)}` }, () =>
        this.#execute({ text, values }, { resolve, reject }),
      );
    });
  }

  end(done?: () => void): void {
    this._ending = true;
    void this.drop().then(() => {
      this.emit('end');
      done?.();
    });
  }

  /** Its program stands still: a transaction that is open, and still the same when its idle time is over, ends with the connection. */
  keepIdleLimit(): void {
    const statements = this.#statements;
    if (!statements) return;
    const { schedule, owner } = this.#ports;
    schedule.after(this.#settings.idle_in_transaction_session_timeout ?? 0, { owner: null, label: 'idle in transaction' }, () =>
      this.#statements === statements && owner.pausedUntil > schedule.now() ? this.drop() : undefined,
    );
  }

  /** The server's side forgets it: what was not committed never was. */
  async drop(): Promise<void> {
    const line = this.#line;
    if (!line) return;
    this.#line = null;
    this._queryable = false;
    this.#statements = null;
    const waits = this.#waits;
    this.#waits = null;
    if (waits) {
      waits.limit.cancel();
      this.#ports.waiting.delete(waits.waiting);
      await this.#ports.lines.cancel(line, waits.sent, '57014');
    }
    await this.#ports.lines.giveBack(line);
    await this.#released();
  }

  async #execute({ text, values }: { text: string; values: unknown[] | undefined }, settle: Settle): Promise<void> {
    const { lines, resetAt } = this.#ports;
    const line = this.#line;
    if (!line) return settle.reject(lost());
    const reset = resetAt(text, this.#statements !== null);
    if (reset === 'before') return this.#lose(settle);
    const sent = lines.send(line, text, values);
    if (!(await lines.settle(line, sent))) return this.#wait(line, { sent, text }, settle);
    if (sent.outcome) await this.#after(text, sent.outcome);
    if (reset === 'after') return this.#lose(settle);
    if (sent.outcome) this.#tell(sent.outcome, settle);
  }

  async #lose({ reject }: Settle): Promise<void> {
    await this.drop();
    reject(lost());
  }

  #tell(outcome: Outcome, { resolve, reject }: Settle): void {
    this.#ports.schedule.note('error' in outcome ? `failed ${outcome.error.message}` : `rows ${outcome.result.rowCount}`);
    if ('error' in outcome) reject(outcome.error);
    else resolve(outcome.result);
  }

  async #wait(line: Line, { sent, text }: { sent: Sent; text: string }, settle: Settle): Promise<void> {
    const { schedule, lines, owner, waiting } = this.#ports;
    schedule.note(`waits ${brief(text)}`);
    const finish = async (outcome: Outcome): Promise<void> => {
      limit.cancel();
      waiting.delete(entry);
      this.#waits = null;
      await this.#after(text, outcome);
      schedule.after(this.#ports.latencyMs(), { owner, label: 'waited' }, () => this.#tell(outcome, settle));
    };
    const giveUp = async (code: string): Promise<void> => {
      await lines.cancel(line, sent, code);
      if (sent.outcome) await finish(sent.outcome);
    };
    const look = async (): Promise<boolean> => {
      if (!(await lines.settle(line, sent)) || !sent.outcome) return false;
      await finish(sent.outcome);
      return true;
    };
    const entry: Waiting = { connection: this, look };
    // Not the program's event: the server keeps this limit even while the program is frozen.
    const limit = schedule.after(this.#settings.lock_timeout ?? DEFAULT_LOCK_TIMEOUT_MS, { owner: null, label: 'lock timeout' }, () =>
      giveUp('55P03'),
    );
    this.#waits = { sent, limit, waiting: entry };
    waiting.add(entry);
    if (await lines.isDeadlocked(line)) await giveUp('40P01');
  }

  /** Follows the transaction, and looks after those who waited for its locks. */
  async #after(text: string, outcome: Outcome): Promise<void> {
    const failed = 'error' in outcome;
    if (text.startsWith('BEGIN')) this.#statements = failed ? null : [];
    else if (/^(COMMIT|ROLLBACK)/i.test(text)) {
      const statements = this.#statements ?? [];
      this.#statements = null;
      if (!failed && outcome.result.command === 'COMMIT') await this.#ports.committed(statements);
      await this.#released();
    } else if (this.#statements) this.#statements.push(text);
    else if (!failed) {
      await this.#ports.committed([text]);
      await this.#released();
    }
  }

  async #released(): Promise<void> {
    for (const entry of [...this.#ports.waiting]) {
      if (this.#ports.waiting.has(entry)) await entry.look();
    }
  }
}

function lost(): Error {
  return new Error('Connection terminated unexpectedly');
}

/** Enough of a statement to tell it from others; parameters are not in it. */
function brief(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 70);
}
