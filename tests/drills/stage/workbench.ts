/**
 * The workbench of a drill, as an operator would run it: one process for HTTP, one for the work, on one embedded database.
 * The first owns the database and starts it again when it is killed; the second may be killed at any moment and is started
 * again until it stays, as a supervisor would.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Client, openClient } from './client.ts';
import { freePort, type Program, runCommand, sleep, startProgram } from './program.ts';
import type { PlatformState } from './sandbox.ts';

const SERVER = 'apps/server/dist/main.js';
const START_TRIES = 12;

export type WorkbenchOptions = {
  dataDir: string;
  logFolder: string;
  sandboxUrl: string;
  platform: PlatformState;
  sabotage: string | null;
};

export type Workbench = {
  url: string;
  /** A merchant with its owner, signed in. */
  owner(merchant: string): Promise<Client>;
  startWorker(): Promise<void>;
  /** SIGKILL; answers the name under which it followed the clock. */
  killWorker(): Promise<string>;
  /** SIGKILL to the postmaster, then waits until another one serves. */
  killDatabase(): Promise<void>;
  stop(): Promise<void>;
};

export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { dataDir } = options;
  const env = environmentOf(options, await freePort());
  const api = await serve('api', options, env);
  let worker: Program | null = null;
  return {
    url: api.said,
    owner: async (merchant) => {
      const email = `owner@${merchant.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}.example`;
      const args = [SERVER, 'merchant', 'create', '--merchant', merchant, '--name', `Owner of ${merchant}`, '--email', email];
      const password = (await runCommand({ args, env })).trim();
      return openClient(api.said, { email, password });
    },
    startWorker: async () => {
      worker = await untilItStays(() => serve('worker,scheduler', options, env));
    },
    killWorker: async () => {
      const name = `workbench-${worker?.pid ?? 0}`;
      await worker?.kill();
      worker = null;
      return name;
    },
    killDatabase: async () => {
      const before = postmaster(dataDir);
      process.kill(before.pid, 'SIGKILL');
      for (let now = before; now.pid === before.pid || !now.ready; now = postmaster(dataDir)) await sleep(50);
    },
    stop: async () => {
      await worker?.stop();
      await api.stop();
    },
  };
}

function environmentOf({ dataDir, sandboxUrl, platform, sabotage }: WorkbenchOptions, port: number): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    PORT: String(port),
    RATE_LIMITS: 'off',
    CLOCK_URL: `${sandboxUrl}/_control/clock`,
    TIKTOK_SHOP_API_URL: sandboxUrl,
    TIKTOK_SHOP_AUTH_URL: sandboxUrl,
    TIKTOK_SHOP_CONSENT_URL: `${sandboxUrl}/services/authorize`,
    TIKTOK_SHOP_SERVICE_ID: platform.appKey,
    TIKTOK_SHOP_APP_KEY: platform.appKey,
    TIKTOK_SHOP_APP_SECRET: platform.appSecret,
    TIKTOK_SHOP_EXTENSION_URL: `${sandboxUrl}/sandbox-extension`,
    FX_FEED_URL: `${sandboxUrl}/fx/eurofxref-hist.xml`,
    ...(sabotage === null ? {} : { SABOTAGE: sabotage }),
  };
}

function serve(roles: string, { logFolder }: WorkbenchOptions, env: Record<string, string>): Promise<Program> {
  return startProgram({
    name: `the workbench (${roles})`,
    args: [SERVER, 'serve', '--roles', roles],
    env,
    logFile: path.join(logFolder, `${roles.split(',')[0] ?? roles}.log`),
    ready: (line) => /^serving at (\S+)$/.exec(line)?.[1] ?? null,
  });
}

/** A worker started while the database is away gives up with exit 1; whoever runs it starts it again. */
async function untilItStays(start: () => Promise<Program>): Promise<Program> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries === START_TRIES) throw error;
      await sleep(500);
    }
  }
}

/** PostgreSQL's own word: the first line of its file is its process, the eighth its state. */
function postmaster(dataDir: string): { pid: number; ready: boolean } {
  try {
    const lines = readFileSync(path.join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return { pid: 0, ready: false };
  }
}
