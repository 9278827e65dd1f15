/** The built server as a process of its own, as an operator runs it, and programs beside it that play a control. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;

export type Running = { pid: number; url: string; stop(): Promise<void> };
type Program = { args: string[]; settings?: Record<string, string>; portSetting?: string; path: string };

/** `tradewind serve` on a DATA_DIR, ready. Where its database is open already, it joins it. */
export function serve(dataDir: string): Promise<Running> {
  return run({ args: ['apps/server/dist/main.js', 'serve'], settings: { DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, path: '/readyz' });
}

/** Only what answers people, and as often as it is asked: a bench is no runaway script. */
export function serveApi(dataDir: string): Promise<Running> {
  return run({
    args: ['apps/server/dist/main.js', 'serve', '--roles', 'api'],
    settings: { DATA_DIR: dataDir, LOG_LEVEL: 'silent', RATE_LIMITS: 'off' },
    path: '/readyz',
  });
}

/** Starts a Node program that listens on the port it is given, and waits for its first good answer on `path`. */
export async function run({ args, settings = {}, portSetting = 'PORT', path }: Program): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // The operator's own settings must not decide what is measured.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, [portSetting]: String(port), ...settings };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  try {
    await ready(child, url + path);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, url, stop };
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const endsAt = performance.now() + READY_WITHIN_MS;
  while (performance.now() < endsAt) {
    if (child.exitCode !== null) throw new Error(`the program ended with exit code ${child.exitCode} before it was ready`);
    const isReady = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await pause(10);
  }
  throw new Error(`the program was not ready within ${READY_WITHIN_MS / 1000} s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
