/** A child process of a drill: started, waited for, killed without mercy, stopped in order. What it says goes to a file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export type ProgramOptions = {
  name: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  logFile: string;
  /** Finds in a line of its output that it is ready, and what it said; null = not yet. */
  ready: (line: string) => string | null;
  /** The pipe to its input stays open, so that it notices our death (sandbox). */
  holdInput?: boolean;
};

export type Program = {
  pid: number;
  /** What `ready` found. */
  said: string;
  isRunning(): boolean;
  /** SIGKILL, resolved once it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP, until `thaw`: it keeps its connections and knows nothing of the time that passes. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

/** A start takes a second or two; a machine that is busy with other things may need far longer. */
const READY_WITHIN_MS = 150_000;
const STOP_WITHIN_MS = 12_000;
const running = new Set<ChildProcess>();

// A drill that is interrupted must not leave servers behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    for (const child of running) child.kill('SIGTERM');
    setTimeout(() => process.exit(1), 3_000);
  });
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** Only what a program needs to run: nothing of the caller's own settings may bend a drill. */
function cleanEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']])));
}

export async function startProgram({ name, args, env, logFile, ready, holdInput }: ProgramOptions): Promise<Program> {
  const child = spawn(process.execPath, [...args], {
    env: { ...cleanEnvironment(), ...env },
    stdio: [holdInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const gone = once(child, 'exit').then(() => void running.delete(child));
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stderr?.pipe(log);
  const said = await Promise.race([
    firstSaid(child, ready),
    gone.then(() => Promise.reject(new Error(`${name} ended before it was ready: see ${logFile}`))),
    sleep(READY_WITHIN_MS).then(() => Promise.reject(new Error(`${name} was not ready within ${READY_WITHIN_MS / 1000} s`))),
  ]);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    said,
    isRunning,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      if (!isRunning()) return;
      // A frozen one would take the signal only when it is thawed.
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await Promise.race([gone, sleep(STOP_WITHIN_MS)]);
      if (isRunning()) child.kill('SIGKILL');
      await gone;
    },
  };
}

function firstSaid(child: ChildProcess, ready: ProgramOptions['ready']): Promise<string> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = ready(line);
      if (found !== null) resolve(found);
    });
  });
}

/** Runs a command to its end and gives back what it printed. */
export async function runCommand({ args, env }: Pick<ProgramOptions, 'args' | 'env'>): Promise<string> {
  const child = spawn(process.execPath, [...args], { env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  await once(child, 'close');
  if (child.exitCode !== 0)
    throw new Error(`${args.slice(1, 3).join(' ')} failed: ${Buffer.concat(complaints).toString('utf8').slice(-500)}`);
  return Buffer.concat(output).toString('utf8');
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
