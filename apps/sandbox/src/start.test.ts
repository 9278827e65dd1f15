import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sandbox, type SandboxOptions, startSandbox } from './start.ts';
import { ENDS_AT, newFolder, truthDigest } from './testing.ts';

const WORLD = { port: 0, clock: 'virtual', merchants: 1, shops: 2, days: 5, ordersPerShopDay: 10, endsAt: ENDS_AT } as const;
const running: Sandbox[] = [];
const start = async (options: SandboxOptions): Promise<Sandbox> => {
  const sandbox = await startSandbox({ ...WORLD, ...options });
  running.push(sandbox);
  return sandbox;
};
afterEach(() => Promise.all(running.splice(0).map((sandbox) => sandbox.close())));

const stateSchema = z.object({ appKey: z.string(), appSecret: z.string(), merchants: z.array(z.object({ id: z.string() })) });
const tokenSchema = z.object({ code: z.number(), data: z.object({ access_token: z.string(), refresh_token: z.string() }) });

async function control(url: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await fetch(`${url}/_control${path}`, init)).json();
}

async function askToken(url: string, kind: 'get' | 'refresh', proof: Record<string, string>): Promise<unknown> {
  const { appKey, appSecret } = stateSchema.parse(await control(url, '/state'));
  return (await fetch(`${url}/api/v2/token/${kind}?${new URLSearchParams({ app_key: appKey, app_secret: appSecret, ...proof })}`)).json();
}

it('knows its tokens and its world again after a restart, and forgets both at a reset', async () => {
  const dataDir = newFolder();
  const first = await start({ dataDir });
  const [merchant] = stateSchema.parse(await control(first.url, '/state')).merchants;
  const { code } = z.object({ code: z.string() }).parse(await control(first.url, '/grant', { merchantId: merchant?.id }));
  const token = tokenSchema.parse(await askToken(first.url, 'get', { auth_code: code, grant_type: 'authorized_code' }));
  await control(first.url, '/orders', { count: 7 });
  await control(first.url, '/clock', { advanceMs: 3_600_000 });
  const digest = truthDigest(first.sim);
  await first.close();
  running.length = 0;

  const second = await start({ dataDir });
  expect(truthDigest(second.sim)).toBe(digest);
  const proof = { refresh_token: token.data.refresh_token, grant_type: 'refresh_token' };
  expect(tokenSchema.safeParse(await askToken(second.url, 'refresh', proof)).success).toBe(true);
  await control(second.url, '/reset', { ...WORLD, seed: 7, clock: undefined, port: undefined });
  expect(tokenSchema.safeParse(await askToken(second.url, 'refresh', proof)).success).toBe(false);
});

it('has no control calls unless they are switched on', async () => {
  const { url } = await start({ control: false });
  expect((await fetch(`${url}/_control/state`)).status).toBe(404);
});

it('says that a port is taken before it touches the world', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const address = blocker.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startSandbox({ ...WORLD, port, dataDir: '/nowhere/that/can/be/made' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  blocker.close();
});
