/**
 * The workbench of a drill, as an operator would run it: servers for HTTP and workers for what waits, each a process of its own, all on
 * one database that none of them owns. Any of them may be killed at any moment and is started again until it stays, as a supervisor
 * would. Where there are several servers, people, scripts and webhooks meet them in turn behind one address.
 */
import path from 'node:path';
import { type Client, openClient } from './client.ts';
import { freePort, type Program, runCommand, sleep, startProgram } from './program.ts';
import type { PlatformState } from './sandbox.ts';
import { startSplitter } from './splitter.ts';

const SERVER = 'apps/server/dist/main.js';
const START_TRIES = 12;

export type WorkbenchOptions = {
  dataDir: string;
  logFolder: string;
  sandboxUrl: string;
  platform: PlatformState;
  sabotage: string | null;
  servers: number;
  workers: number;
  /** Nobody may go on waiting for a process that was killed or frozen while it followed the clock. */
  forgetFollower(name: string): Promise<void>;
};

type Role = 'server' | 'worker';
export type Workbench = {
  url: string;
  /** Of each server, without the address that they share. */
  serverUrls: readonly string[];
  /** A merchant with its owner, signed in. */
  owner(merchant: string): Promise<Client>;
  /** Starts whatever of the role is down, all at once, or only the one of that place. */
  start(role: Role, place?: number): Promise<void>;
  /** SIGKILL to one of them by its place, or to all; answers how many died. */
  kill(role: Role, place?: number): Promise<number>;
  /** The names under which those that live follow the clock. */
  followers(): string[];
  /** SIGSTOP to the first of these processes that is a worker alive, and the way to go on; null when none is. */
  freezeWorker(pids: readonly number[]): Frozen | null;
  stop(): Promise<void>;
};

type Frozen = { pid: number; follower: string; wake(): void };
type Post = { role: Role; place: number; port: number; program: Program | null };

export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const posts: Post[] = [];
  for (const role of ['server', 'worker'] as const)
    for (let place = 0; place < (role === 'server' ? options.servers : options.workers); place += 1)
      posts.push({ role, place, port: await freePort(), program: null });
  const ports = posts.filter((post) => post.role === 'server').map((post) => post.port);
  const splitter = ports.length > 1 ? await startSplitter(ports) : null;
  const serverUrls = ports.map((port) => `http://127.0.0.1:${port}`);
  const url = splitter?.url ?? serverUrls[0] ?? '';
  const env = environmentOf(options, url);
  const chosen = (role: Role, place: number | undefined, runs: boolean): Post[] =>
    posts.filter(
      (post) => post.role === role && (place === undefined || post.place === place) && (post.program?.isRunning() ?? false) === runs,
    );
  const start = async (role: Role, place?: number): Promise<void> => {
    const down = chosen(role, place, false);
    await Promise.all(
      down.map(async (post) => {
        post.program = await untilItStays(() => serve(post, options, env));
      }),
    );
  };
  const followerOf = (post: Post): string => `workbench-${post.program?.pid ?? 0}`;
  await start('server');
  return {
    url,
    serverUrls,
    start,
    owner: async (merchant) => {
      const email = `owner@${merchant.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}.example`;
      const args = [SERVER, 'merchant', 'create', '--merchant', merchant, '--name', `Owner of ${merchant}`, '--email', email];
      const password = (await runCommand({ args, env })).trim();
      return openClient(url, { email, password });
    },
    kill: async (role, place) => {
      const doomed = chosen(role, place, true);
      await Promise.all(doomed.map((post) => post.program?.kill()));
      for (const post of doomed) await options.forgetFollower(followerOf(post));
      return doomed.length;
    },
    followers: () => posts.filter((post) => post.program?.isRunning()).map(followerOf),
    freezeWorker: (pids) => {
      const post = chosen('worker', undefined, true).find(({ program }) => pids.includes(program?.pid ?? -1));
      if (!post?.program) return null;
      const { program } = post;
      program.freeze();
      return { pid: program.pid, follower: followerOf(post), wake: () => program.thaw() };
    },
    stop: async () => {
      await Promise.all(posts.filter((post) => post.role === 'worker').map((post) => post.program?.stop()));
      await Promise.all(posts.map((post) => post.program?.stop()));
      await splitter?.close();
    },
  };
}

function environmentOf({ dataDir, sandboxUrl, platform, sabotage }: WorkbenchOptions, url: string): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    PUBLIC_URL: url,
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

function serve({ role, place, port }: Post, { logFolder }: WorkbenchOptions, env: Record<string, string>): Promise<Program> {
  return startProgram({
    name: `${role} ${place + 1} of the workbench`,
    args: [SERVER, 'serve', '--roles', role === 'server' ? 'api' : 'worker,scheduler'],
    env: { ...env, PORT: String(port) },
    logFile: path.join(logFolder, `${role}-${place + 1}.log`),
    ready: (line) => /^serving at (\S+)$/.exec(line)?.[1] ?? null,
  });
}

/** A process started while the database is away gives up with exit 1; whoever runs it starts it again. */
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
