/**
 * From `tradewind serve` to its first good answer on /readyz, without a platform: the first start on an empty DATA_DIR and later ones on
 * the same; then the server's memory five seconds after the last of them. The control is the database alone, made and started from this process,
 * below which no start of ours can go.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../apps/server/src/platform/database/embedded.ts';
import { withClient } from '../apps/server/src/platform/database/roles.ts';
import { percentile, printFigure, progress, sum, timed } from './figure.ts';
import { quietLog } from './place.ts';

const READY_WITHIN_MS = 60_000;
const IDLE_AFTER_MS = 5_000;

type Times = { cold: number[]; warm: number[] };

export async function benchStart(size: number): Promise<void> {
  const ours: Times = { cold: [], warm: [] };
  const alone: Times = { cold: [], warm: [] };
  let memory: number | null = null;
  let postgres = '';
  for (let round = 0; round < size; round += 1) {
    progress(`round ${round + 1} of ${size}`);
    await inFolder(async (dataDir) => {
      const { tookMs, version } = await databaseAlone(dataDir);
      postgres = version;
      alone.cold.push(tookMs);
      alone.warm.push((await databaseAlone(dataDir)).tookMs);
    });
    await inFolder(async (dataDir) => {
      ours.cold.push((await serveOnce(dataDir)).tookMs);
      const warm = await serveOnce(dataDir, IDLE_AFTER_MS);
      ours.warm.push(warm.tookMs);
      memory = warm.memoryMegabytes;
    });
  }
  const mean = (values: number[]) => sum(values) / values.length;
  for (const kind of ['cold', 'warm'] as const)
    printFigure({
      bench: `start-${kind}`,
      size,
      value: mean(ours[kind]),
      unit: 'ms',
      control: mean(alone[kind]),
      p50: percentile(ours[kind], 0.5),
      p95: percentile(ours[kind], 0.95),
      postgres,
    });
  if (memory !== null)
    printFigure({ bench: 'idle-memory', size: 1, value: memory, unit: 'MB', control: null, p50: null, p95: null, postgres });
}

async function inFolder(run: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tradewind-bench-'));
  try {
    await run(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function databaseAlone(dataDir: string): Promise<{ tookMs: number; version: string }> {
  let version = '';
  let stop = async (): Promise<void> => undefined;
  const tookMs = await timed(async () => {
    const postgres = await startEmbeddedPostgres({ dataDir, log: quietLog });
    stop = postgres.stop;
    version = await withClient(postgres.superuser, async (client) => {
      const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
      return rows[0]?.server_version.split(' ')[0] ?? '';
    });
  });
  await stop();
  return { tookMs, version };
}

async function serveOnce(dataDir: string, idleMs = 0): Promise<{ tookMs: number; memoryMegabytes: number | null }> {
  const port = await freePort();
  // The operator's own settings must not decide what is measured.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'silent' };
  let child: ChildProcess | undefined;
  try {
    const tookMs = await timed(async () => {
      child = spawn(process.execPath, ['apps/server/dist/main.js', 'serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
      await ready(child, `http://127.0.0.1:${port}/readyz`);
    });
    await pause(idleMs);
    return { tookMs, memoryMegabytes: residentMegabytes(child?.pid ?? 0) };
  } finally {
    if (child && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const endsAt = performance.now() + READY_WITHIN_MS;
  while (performance.now() < endsAt) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode} before it was ready`);
    const isReady = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await pause(10);
  }
  throw new Error(`the server was not ready within ${READY_WITHIN_MS / 1000} s`);
}

/** The server's own process, its database not included; only Linux tells. */
function residentMegabytes(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1000;
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
