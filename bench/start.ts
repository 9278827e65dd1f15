/**
 * From `tradewind serve` to its first good answer on /readyz, without a platform: the first start on an empty DATA_DIR and later ones on
 * the same; then the server's memory five seconds after the last of them. The control is the database alone, made and started from this process,
 * below which no start of ours can go.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../apps/server/src/platform/database/embedded.ts';
import { withClient } from '../apps/server/src/platform/database/roles.ts';
import { mean, percentile, printFigure, progress, timed } from './figure.ts';
import { quietLog } from './place.ts';
import { type Running, serve } from './served.ts';

const IDLE_AFTER_MS = 5_000;
/** A single round is for seeing that the bench works. */
const HURRIED_IDLE_MS = 500;

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
      const warm = await serveOnce(dataDir, size === 1 ? HURRIED_IDLE_MS : IDLE_AFTER_MS);
      ours.warm.push(warm.tookMs);
      memory = warm.memoryMegabytes;
    });
  }
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
  let server: Running | undefined;
  const tookMs = await timed(async () => {
    server = await serve(dataDir);
  });
  try {
    await pause(idleMs);
    return { tookMs, memoryMegabytes: residentMegabytes(server?.pid ?? 0) };
  } finally {
    await server?.stop();
  }
}

/** The server's own process, its database not included; only Linux tells. */
function residentMegabytes(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1000;
}
