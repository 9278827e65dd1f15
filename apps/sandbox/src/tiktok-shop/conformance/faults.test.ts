import { type ServerType, serve } from '@hono/node-server';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Faults } from '../../world/types.ts';
import { firstShop, NO_FAULTS, type Stage, stage } from './client.ts';

const HOOKS = '/event/202309/webhooks';
let set: Stage;
let server: ServerType | null = null;
afterEach(() => {
  server?.close();
  server = null;
  set.close();
});

const withFaults = (api: Partial<Faults['api']>, seed = 1): Faults => ({ ...NO_FAULTS, seed, api: { ...NO_FAULTS.api, ...api } });
const query = () => ({ shop_cipher: firstShop(set.sim).cipher });
const put = (token: string) =>
  set.call({ path: HOOKS, method: 'PUT', token, query: query(), body: '{"address":"https://a.example/h","event_type":"NEW_MESSAGE"}' });
const registered = async (token: string) =>
  z.object({ total_count: z.number() }).parse((await set.call({ path: HOOKS, token, query: query() })).data).total_count;

test('throttling and server errors answer as the platform does and have no effect', async () => {
  set = stage();
  const token = await set.token();
  set.faults.current = withFaults({ throttle: 1 });
  const throttled = await put(token);
  expect([throttled.status, throttled.code, throttled.headers.get('retry-after')]).toEqual([429, 36009002, '1']);
  set.faults.current = withFaults({ serverError: 1 });
  expect((await put(token)).code).toBe(36009003);
  set.faults.current = NO_FAULTS;
  expect(await registered(token)).toBe(0);
  expect(set.shop.counters()).toMatchObject({ throttled: 1, rateLimitViolations: 0 });
});

test('a call lost before its effect had none, one lost after it had', async () => {
  set = stage();
  const token = await set.token();
  set.faults.current = withFaults({ timeoutBefore: 1 });
  expect((await put(token)).code).toBe(36009007);
  set.faults.current = NO_FAULTS;
  expect(await registered(token)).toBe(0);
  set.faults.current = withFaults({ timeoutAfter: 1 });
  expect((await put(token)).code).toBe(36009007);
  set.faults.current = NO_FAULTS;
  expect(await registered(token)).toBe(1);
});

test('a stale read shows an order as it was, or not yet', async () => {
  set = stage();
  const token = await set.token();
  const [order] = set.sim.acts.placeOrders({ shopId: firstShop(set.sim).id, count: 1 });
  const Found = z.object({ orders: z.array(z.object({ id: z.string(), update_time: z.number() })) });
  const read = async () =>
    Found.parse((await set.call({ path: '/order/202309/orders', token, query: { ...query(), ids: order?.id ?? '' } })).data).orders;
  expect(await read()).toHaveLength(1);
  set.faults.current = withFaults({ staleRead: 1 });
  expect(await read()).toHaveLength(0);
  set.faults.current = NO_FAULTS;
  await set.sim.advance(3 * 86_400_000);
  const [now] = await read();
  set.faults.current = withFaults({ staleRead: 1 });
  expect((await read())[0]?.update_time).toBe(now?.update_time);
});

test('the same seed strikes the same calls', async () => {
  set = stage();
  const token = await set.token();
  const struck = async (seed: number) => {
    set.faults.current = withFaults({ serverError: 0.5 }, seed);
    const codes = [];
    for (let index = 0; index < 20; index += 1) codes.push((await set.call({ path: HOOKS, token, query: query() })).code);
    await set.sim.advance(1000);
    return codes;
  };
  const first = await struck(5);
  expect(new Set(first)).toEqual(new Set([0, 36009003]));
  expect(await struck(5)).toEqual(first);
  expect(await struck(6)).not.toEqual(first);
});

test('over a socket a lost call is cut off without an answer, and the next one works', async () => {
  set = stage();
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: set.shop.app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => resolve(address.port));
  });
  const base = `http://127.0.0.1:${port}`;
  expect(await refreshLost(base)).toBe('no answer');
  expect((await fetch(`${base}/authorization/202309/shops`)).status).toBe(400);
});

/** A refresh whose answer the fault swallows. */
async function refreshLost(base: string): Promise<string> {
  const { appKey, appSecret } = set.shop.appCredentials();
  const [seller] = set.sim.world.sellers.values();
  const get = new URLSearchParams({
    app_key: appKey,
    app_secret: appSecret,
    grant_type: 'authorized_code',
    auth_code: set.shop.issueCode(seller?.id ?? '') ?? '',
  });
  const Tokens = z.object({ data: z.object({ refresh_token: z.string() }) });
  const { data } = Tokens.parse(await (await fetch(`${base}/api/v2/token/get?${get}`)).json());
  set.faults.current = { ...NO_FAULTS, auth: { expireToken: 0, loseRefreshAnswer: 1 } };
  const again = new URLSearchParams({
    app_key: appKey,
    app_secret: appSecret,
    grant_type: 'refresh_token',
    refresh_token: data.refresh_token,
  });
  const outcome = await fetch(`${base}/api/v2/token/refresh?${again}`).then(
    () => 'an answer',
    () => 'no answer',
  );
  set.faults.current = NO_FAULTS;
  return outcome;
}
