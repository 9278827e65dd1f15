/**
 * Supervisor of the embedded PostgreSQL.
 *
 * States: starting → ready → (lost → starting)* → stopping → stopped.
 *
 * The server runs under a shell that holds a pipe from this process. The shell's watcher reads from the pipe; nothing is ever written,
 * so the read ends exactly when the pipe closes: on stop(), and also when this process is killed with SIGKILL. Then the watcher asks
 * the server for a fast shutdown. No way of dying leaves a server behind, and the next start needs no crash recovery.
 *
 * lost: the server ended without being asked (kill -9, out of memory, full disk). It is started again on the same socket after a
 * pause that doubles from 100 ms to 10 s and begins anew once a server was ready. It never gives up: a full disk may be
 * emptied, and /readyz says meanwhile that the database is away. Pools reconnect by themselves.
 *
 * The pauses are the operating system's time, not the product's: a virtual clock that stands still must not keep a database down.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../ports.ts';
import { fatalLines, serverEnvironment } from './cluster.ts';
import { settlePostmaster, trySignal } from './instance-lock.ts';
import { systemSleep } from './system-sleep.ts';

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 12_000;

const SHELL = `
exec 3<&0 </dev/null
"$@" 3<&- >&2 &
server=$!
echo "$server"
( read -r _ <&3; kill -INT "$server" ) 2>/dev/null &
watcher=$!
exec 3<&-
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

/** `prefix` is what makes root somebody else, `command` the server with its settings. */
export type Server = { pgdata: string; logFile: string; prefix: string[]; command: string[] };
type Running = { shell: ChildProcess; pid: number; logStart: number };

/** The first start must succeed; every later one is repeated until it does or stop() is called. */
export async function supervise(server: Server, log: Log, lost: () => void): Promise<{ pid(): number; stop(): Promise<void> }> {
  const stopping = new AbortController();
  let running = await startServer(server);
  const keepRunning = async (): Promise<void> => {
    let pauseMs = 100;
    while (true) {
      await ended(running.shell);
      if (stopping.signal.aborted) return;
      log.error('database.lost', { pid: running.pid, errorMessage: fatalLines(server.logFile, running.logStart) });
      lost();
      // Should only the shell have died, its watcher still reads from the pipe and now stops the server it left behind.
      running.shell.stdin?.end();
      await systemSleep(pauseMs, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        running = await startServer(server);
        // stop() may have come meanwhile and found nothing to stop.
        if (stopping.signal.aborted) return await stopServer(running);
        pauseMs = 100;
        log.info('database.back', { pid: running.pid });
      } catch (error) {
        pauseMs = Math.min(pauseMs * 2, 10_000);
        log.error('database.not-started', { errorMessage: error instanceof Error ? error.message : 'unknown' });
      }
    }
  };
  const watching = keepRunning();
  return {
    pid: () => running.pid,
    stop: async () => {
      stopping.abort();
      await stopServer(running);
      await watching;
    },
  };
}

async function startServer({ prefix, command, pgdata, logFile }: Server): Promise<Running> {
  await settlePostmaster(pgdata, systemSleep);
  const logStart = statSync(logFile).size;
  const log = openSync(logFile, 'a');
  // Detached: Ctrl+C in a terminal reaches the whole group, and the database must outlive the program's own graceful stop.
  const [program = '', ...rest] = [...prefix, '/bin/sh', '-c', SHELL, 'sh', ...command];
  const shell = spawn(program, rest, {
    stdio: ['pipe', 'pipe', log],
    detached: true,
    env: serverEnvironment(),
    cwd: pgdata,
  });
  closeSync(log);
  const running: Running = { shell, pid: 0, logStart };
  let broken: string | null = null;
  shell.once('error', (error) => {
    broken = error.message;
  });
  shell.stdin?.on('error', () => undefined);
  shell.stdout?.on('data', (line: Buffer) => {
    running.pid = Number(line.toString());
  });
  for (let waitedMs = 0; waitedMs < START_LIMIT_MS && !hasEnded(shell) && broken === null; waitedMs += 10) {
    // The first line of the file is the server it speaks of, the eighth that server's own word on its state.
    const [pid, , , , , , , state] = readPidFile(pgdata);
    if (running.pid > 0 && Number(pid) === running.pid && state?.trim() === 'ready') return running;
    await systemSleep(10);
  }
  if (broken !== null) throw new Error(`PostgreSQL did not start: ${broken}`);
  await stopServer(running);
  throw new Error(`PostgreSQL did not start: ${fatalLines(logFile, logStart)}`);
}

async function stopServer({ shell, pid }: Running): Promise<void> {
  if (hasEnded(shell)) return;
  const done = ended(shell);
  shell.stdin?.end();
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    const patience = new AbortController();
    await Promise.race([done, systemSleep(STOP_LIMIT_MS, patience.signal)]);
    patience.abort();
    if (hasEnded(shell)) return;
    if (pid > 0) trySignal(pid, signal);
  }
  await done;
}

function hasEnded(shell: ChildProcess): boolean {
  return shell.exitCode !== null || shell.signalCode !== null;
}

function ended(shell: ChildProcess): Promise<void> {
  if (hasEnded(shell)) return Promise.resolve();
  return new Promise((resolve) => shell.once('exit', () => resolve()));
}

/** The server's own account of itself, by lines: process, folder, start, port, socket folder, addresses, memory key, state. */
export function readPidFile(pgdata: string): string[] {
  try {
    return readFileSync(path.join(pgdata, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
