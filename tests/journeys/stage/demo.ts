/**
 * The built product as `npm start` runs it, on free ports with a folder of its own: sandbox, database and workbench.
 * Its world is made smaller first, by the sandbox's own reset call: the journal in the folder remembers it, so the demo
 * that starts there afterwards meets the small world. The steady buyers of the demo are sent home, because a journey
 * that waits for one order must not find another; the world's own few orders a day go on coming.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { until } from './until.ts';

const SERVER = 'apps/server/dist/main.js';
const SANDBOX = 'apps/sandbox/dist/main.js';
const WORLD = { seed: 7, days: 90, ordersPerShopDay: 6 };
const START_WITHIN_MS = 90_000;
const HISTORY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 25_000;

const demoShape = z.object({
  url: z.string(),
  sandboxUrl: z.string(),
  email: z.string(),
  password: z.string(),
  apiKey: z.string(),
  backfill: z.object({ finishedAt: z.string().nullable() }),
});
/** `phrasePort`: a port of this machine that a merchant may name as a provider of translations. */
export type Demo = Omit<z.output<typeof demoShape>, 'backfill'> & { phrasePort: number };

/** `endsAt`: where the world's history ends and its time runs on from; now, unless a journey needs an hour of its own. `days`: of history. */
export async function startDemo({ endsAt = Date.now(), days = WORLD.days } = {}): Promise<Demo & { stop: () => Promise<void> }> {
  for (const program of [SERVER, SANDBOX, 'apps/web/dist/index.html'])
    if (!existsSync(program)) throw new Error(`${program} is not built: run the journeys by "npm run journeys".`);
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-journeys-'));
  const phrasePort = await freePort();
  const env = {
    ...{ DATA_DIR: folder, PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) },
    PRIVATE_HOSTS: `127.0.0.1:${phrasePort}`,
  };
  try {
    await makeSmallWorld(env, { endsAt, days });
    const program = startProgram([SERVER, 'demo'], env);
    const stop = async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      return { ...(await readyDemo(program, join(folder, 'demo.json'))), phrasePort, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function readyDemo(program: Program, file: string): Promise<Omit<Demo, 'phrasePort'>> {
  await program.says(/^ready after /m, START_WITHIN_MS);
  const read = () => demoShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { backfill: _backfill, ...demo } = read();
  await post(`${demo.sandboxUrl}/_control/buyers`, { ordersPerMinute: 0, messagesPerMinute: 0 });
  await until('the history of all shops is in', async () => read().backfill.finishedAt, HISTORY_WITHIN_MS);
  return demo;
}

async function makeSmallWorld(env: Record<string, string>, world: { endsAt: number; days: number }): Promise<void> {
  const sandbox = startProgram([SANDBOX, '--control'], env);
  try {
    await sandbox.says(/"ready":true/, START_WITHIN_MS);
    await post(`http://127.0.0.1:${env.SANDBOX_PORT}/_control/reset`, { ...WORLD, ...world });
  } finally {
    await sandbox.stop();
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
}

type Program = { says(pattern: RegExp, withinMs: number): Promise<void>; stop(): Promise<void> };

/** Nothing of the caller's own settings but what any program needs: a TIKTOK_SHOP_* of the shell would bend the demo. */
function startProgram(args: readonly string[], env: Record<string, string>): Program {
  const kept = Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const child: ChildProcess = spawn(process.execPath, args, { env: { ...kept, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    says: async (pattern, withinMs) => {
      const found = await until(`${args.join(' ')} says ${pattern}`, async () => pattern.test(output) || hasEnded(), withinMs);
      if (!found || !pattern.test(output)) throw new Error(`${args.join(' ')} ended before it was ready:\n${output.slice(-2000)}`);
    },
    stop: async () => {
      if (hasEnded()) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
