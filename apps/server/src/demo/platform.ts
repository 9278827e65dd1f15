import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { besideProgram } from '../storage.ts';

/** The simulated platform as a child process: only its addresses and its own control calls are known here. */
export type Platform = {
  url: string;
  pid: number;
  state: PlatformState;
  control(path: string, body: unknown): Promise<void>;
  stop(): Promise<void>;
};

const shopState = z.object({ id: z.string(), market: z.string(), name: z.string() });
const stateShape = z.object({
  appKey: z.string(),
  appSecret: z.string(),
  merchants: z.array(z.object({ id: z.string(), name: z.string(), shops: z.array(shopState) })),
});
export type PlatformState = z.output<typeof stateShape>;

const STOP_WITHIN_MS = 10_000;

export async function startPlatform({
  port,
  dataDir,
  redirectUrl,
}: {
  port: number;
  dataDir: string;
  redirectUrl: string;
}): Promise<Platform> {
  const child = spawn(process.execPath, [besideProgram('..', 'sandbox', 'dist', 'main.js'), '--control', '--until-stdin-ends'], {
    env: { ...process.env, SANDBOX_PORT: String(port), DATA_DIR: dataDir, SANDBOX_REDIRECT_URL: redirectUrl },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const url = await readyUrl(child);
  const state = stateShape.parse(await (await fetch(`${url}/_control/state`)).json());
  return {
    url,
    state,
    pid: child.pid ?? 0,
    control: async (path, body) => {
      const answer = await fetch(`${url}/_control${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${answer.status}`);
    },
    stop: () => stop(child),
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const complaints: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString('utf8')));
  if (!child.stdout) throw new Error('the sandbox has no output');
  const ended = once(child, 'exit').then(() => {
    throw new Error(complaints.join('').trim() || 'the sandbox ended before it was ready');
  });
  const lines = createInterface({ input: child.stdout });
  const ready = (async () => {
    for await (const line of lines) {
      const parsed = z.object({ ready: z.literal(true), url: z.string() }).safeParse(JSON.parse(line));
      if (parsed.success) return parsed.data.url;
    }
    return ended;
  })();
  const url = await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  child.stdout.resume();
  return url;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}
