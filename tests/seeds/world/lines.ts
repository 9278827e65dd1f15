/**
 * Real connections to PostgreSQL, kept open from seed to seed and lent to the connections that the product believes in.
 *
 * One statement runs at a time, so a statement that does not come back is waiting for a row that a suspended transaction holds. That is
 * asked of the server (pg_blocking_pids), never guessed from the time it takes: the answer is the same however slow the machine is. Such a
 * statement is left waiting, the schedule goes on, and whenever locks were released each waiting statement is looked at again, in order.
 * Meanwhile its server process is stopped (SIGSTOP): several that wait for one row would all wake at once and race for it.
 * Who closes a circle of waits gives way, as the server's own detector would make it after a second of real time.
 */
import pg from 'pg';

export type LineKind = 'app' | 'system';
export type Outcome = { result: pg.QueryResult } | { error: Error };
/** Settles, or is known to wait for another transaction's lock. */
export type Sent = { finished: Promise<Outcome>; outcome: Outcome | null };
export type Line = { kind: LineKind; client: pg.Client; pid: number };

export type Lines = {
  /** `settings` are those that the product gives its pool; its time limits are not the server's here, they are kept in virtual time. */
  take(kind: LineKind, settings: pg.ClientConfig): Promise<Line>;
  /** Whatever transaction is open on it is rolled back first. */
  giveBack(line: Line): Promise<void>;
  send(line: Line, text: string, values: unknown[] | undefined): Sent;
  /** True once it has finished, false while it waits for a lock. */
  settle(line: Line, sent: Sent): Promise<boolean>;
  /** Whether it waits for a transaction that waits, directly or not, for it. */
  isDeadlocked(line: Line): Promise<boolean>;
  /** Makes a waiting statement fail with this code of PostgreSQL's. */
  cancel(line: Line, sent: Sent, code: string): Promise<void>;
  /** The judge's own connection, as superuser. */
  judge: pg.Client;
  close(): Promise<void>;
};

const LOOK_AFTER_MS = 4;

const NO_REAL_LIMITS = { lock_timeout: 0, statement_timeout: 0, idle_in_transaction_session_timeout: 0 };

export async function openLines(superuser: pg.ClientConfig): Promise<Lines> {
  const idle: Record<LineKind, Line[]> = { app: [], system: [] };
  const all: pg.Client[] = [];
  const connect = async (address: pg.ClientConfig): Promise<pg.Client> => {
    const client = new pg.Client(address);
    await client.connect();
    all.push(client);
    return client;
  };
  const judge = await connect(superuser);
  const own = new Set<number>();
  const { stop, goOn, allGoOn } = createStops();

  async function blockers(pid: number): Promise<number[]> {
    const { rows } = await judge.query<{ pids: number[] }>('SELECT pg_blocking_pids($1) AS pids', [pid]);
    // A commit that notifies also waits for those of other databases of the server, and never for long: that is no wait of ours.
    return (rows[0]?.pids ?? []).filter((blocker) => own.has(blocker));
  }

  async function settle(line: Line, sent: Sent): Promise<boolean> {
    goOn(line.pid);
    for (;;) {
      await soon(sent.finished, LOOK_AFTER_MS);
      if (sent.outcome) return true;
      if ((await blockers(line.pid)).length === 0) continue;
      stop(line.pid);
      return false;
    }
  }

  return {
    judge,
    settle,
    take: async (kind, settings) => {
      const waiting = idle[kind].pop();
      if (waiting) return waiting;
      const client = await connect({ ...settings, password: settings.password, ...NO_REAL_LIMITS });
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const pid = rows[0]?.pid ?? 0;
      own.add(pid);
      return { kind, client, pid };
    },
    giveBack: async (line) => {
      await line.client.query('ROLLBACK');
      idle[line.kind].push(line);
    },
    send: (line, text, values) => {
      const finished = line.client.query(text, values).then(
        (result): Outcome => ({ result }),
        (error: unknown): Outcome => ({ error: error instanceof Error ? error : new Error(String(error)) }),
      );
      const sent: Sent = { finished, outcome: null };
      void finished.then((outcome) => {
        sent.outcome = outcome;
      });
      return sent;
    },
    isDeadlocked: (line) => isInCircle(line.pid, blockers),
    cancel: async (line, sent, code) => {
      await judge.query('SELECT pg_cancel_backend($1)', [line.pid]);
      goOn(line.pid);
      const outcome = await sent.finished;
      if ('error' in outcome) Object.assign(outcome.error, { code });
    },
    close: async () => {
      allGoOn();
      await Promise.all(all.map((client) => client.end()));
    },
  };
}

/** The promise, but not for longer than this. */
async function soon(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}

/** Whether the process waits for one that waits, directly or not, for it. */
async function isInCircle(own: number, blockers: (pid: number) => Promise<number[]>): Promise<boolean> {
  const seen = new Set<number>();
  const next = await blockers(own);
  for (let pid = next.pop(); pid !== undefined; pid = next.pop()) {
    if (pid === own) return true;
    if (!seen.has(pid)) next.push(...(await blockers(pid)));
    seen.add(pid);
  }
  return false;
}

function createStops(): { stop: (pid: number) => void; goOn: (pid: number) => void; allGoOn: () => void } {
  const stopped = new Set<number>();
  const stop = (pid: number): void => {
    stopped.add(pid);
    process.kill(pid, 'SIGSTOP');
  };
  const goOn = (pid: number): void => {
    if (stopped.delete(pid)) process.kill(pid, 'SIGCONT');
  };
  const allGoOn = (): void => stopped.forEach(goOn);
  // A server process that stays stopped would keep the whole server from ending.
  process.on('exit', allGoOn);
  return { stop, goOn, allGoOn };
}
