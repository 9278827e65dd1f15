import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createSimulation } from '../../world/simulation.ts';
import { ENDS_AT, exchange, firstSeller, firstShop, NO_FAULTS, refresh, type Stage, stage, tokenCall } from './client.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SHOPS = '/authorization/202309/shops';
const Shops = z.object({ shops: z.array(z.object({ id: z.string() })) });
let set: Stage;
afterEach(() => set.close());

const codeOf = async (token: string) => (await set.call({ path: SHOPS, token })).code;
/** A quiet world, so that a week passes quickly. */
const quiet = (dataDir?: string) =>
  createSimulation({ seed: 7, merchants: 1, shops: 2, days: 1, ordersPerShopDay: 1, endsAt: ENDS_AT, clock: 'virtual', dataDir });

test('a code works once, within half an hour', async () => {
  set = stage({ sim: quiet() });
  const ask = async (code: string | null) =>
    (await tokenCall(set.shop, 'get', { auth_code: code ?? '', grant_type: 'authorized_code' })).code;
  const code = set.shop.issueCode(firstSeller(set.sim).id);
  expect([await ask(code), await ask(code)]).toEqual([0, 36004004]);
  const late = set.shop.issueCode(firstSeller(set.sim).id);
  await set.sim.advance(30 * MINUTE_MS);
  expect(await ask(late)).toBe(36004004);
});

test('a wrong secret, key or grant type gets nothing', async () => {
  set = stage({ sim: quiet() });
  const code = set.shop.issueCode(firstSeller(set.sim).id) ?? '';
  const good = { auth_code: code, grant_type: 'authorized_code' };
  const wrong = [{ app_secret: 'x' }, { app_key: 'x' }, { grant_type: 'password' }];
  for (const parameters of wrong) expect((await tokenCall(set.shop, 'get', { ...good, ...parameters })).code).toBe(36004004);
  expect((await tokenCall(set.shop, 'get', good)).code).toBe(0);
});

test('a grant covers the ticked shops of one seller and no other', async () => {
  set = stage();
  const seller = firstSeller(set.sim);
  const [only = ''] = seller.shopIds;
  const { access_token: token } = await exchange(set.shop, seller.id, [only]);
  const answer = await set.call({ path: SHOPS, token });
  expect(Shops.parse(answer.data).shops).toEqual([expect.objectContaining({ id: only })]);
  const foreign = [...set.sim.world.shops.values()].find((shop) => shop.sellerId !== seller.id);
  expect(set.shop.issueCode(seller.id, [only, foreign?.id ?? ''])).toBeNull();
  expect(set.shop.issueCode('1')).toBeNull();
});

test('an access token ends after seven days and a refresh carries on to the same end of authorisation', async () => {
  set = stage({ sim: quiet() });
  const first = await exchange(set.shop, firstSeller(set.sim).id);
  expect(first.access_token_expire_in).toBe((set.sim.now() + 7 * DAY_MS) / 1000);
  expect(first.refresh_token_expire_in).toBe((set.sim.now() + 365 * DAY_MS) / 1000);
  expect(await codeOf(first.access_token)).toBe(0);
  await set.sim.advance(7 * DAY_MS);
  expect(await codeOf(first.access_token)).toBe(105002);
  const second = await refresh(set.shop, first.refresh_token);
  expect(second?.refresh_token).not.toBe(first.refresh_token);
  expect(second?.refresh_token_expire_in).toBe(first.refresh_token_expire_in);
  expect(await codeOf(second?.access_token ?? '')).toBe(0);
});

test('a refresh can be repeated until its new access token is used, and the replaced one lives on', async () => {
  set = stage({ sim: quiet() });
  const first = await exchange(set.shop, firstSeller(set.sim).id);
  const second = await refresh(set.shop, first.refresh_token);
  expect(await refresh(set.shop, first.refresh_token)).toEqual(second);
  expect(await codeOf(first.access_token)).toBe(0);
  expect(await codeOf(second?.access_token ?? '')).toBe(0);
  expect(await refresh(set.shop, first.refresh_token)).toBeNull();
  expect(await refresh(set.shop, second?.refresh_token ?? '')).not.toBeNull();
});

test('a lost refresh answer leaves a client that asks again whole', async () => {
  set = stage({ sim: quiet() });
  const first = await exchange(set.shop, firstSeller(set.sim).id);
  set.faults.current = { ...NO_FAULTS, auth: { expireToken: 0, loseRefreshAnswer: 1 } };
  expect((await tokenCall(set.shop, 'refresh', { refresh_token: first.refresh_token, grant_type: 'refresh_token' })).code).toBe(36009007);
  set.faults.current = NO_FAULTS;
  const again = await refresh(set.shop, first.refresh_token);
  expect(await codeOf(again?.access_token ?? '')).toBe(0);
});

test('a token that the platform ends early answers 105002 from then on', async () => {
  set = stage({ sim: quiet() });
  const first = await exchange(set.shop, firstSeller(set.sim).id);
  set.faults.current = { ...NO_FAULTS, auth: { expireToken: 1, loseRefreshAnswer: 0 } };
  expect(await codeOf(first.access_token)).toBe(105002);
  set.faults.current = NO_FAULTS;
  expect(await codeOf(first.access_token)).toBe(105002);
  const second = await refresh(set.shop, first.refresh_token);
  expect(await codeOf(second?.access_token ?? '')).toBe(0);
});

test('all tokens can be ended at once, and each is replaced as usual', async () => {
  set = stage({ sim: quiet() });
  const first = await exchange(set.shop, firstSeller(set.sim).id);
  expect(set.shop.expireTokens()).toBe(1);
  expect(await codeOf(first.access_token)).toBe(105002);
  expect(set.shop.expireTokens()).toBe(0);
  const second = await refresh(set.shop, first.refresh_token);
  expect(await codeOf(second?.access_token ?? '')).toBe(0);
  expect(set.shop.counters().tokenRefreshes).toBe(1);
});

test('one official client says authorized_code when it refreshes, and POST is as good as GET', async () => {
  set = stage({ sim: quiet() });
  const { refresh_token } = await exchange(set.shop, firstSeller(set.sim).id);
  expect((await tokenCall(set.shop, 'refresh', { refresh_token, grant_type: 'authorized_code' })).code).toBe(0);
  const { appKey, appSecret } = set.shop.appCredentials();
  const auth_code = set.shop.issueCode(firstSeller(set.sim).id) ?? '';
  const parameters = { app_key: appKey, app_secret: appSecret, auth_code, grant_type: 'authorized_code' };
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(parameters) };
  expect(await (await set.shop.app.request('/api/v2/token/get', init)).json()).toMatchObject({ code: 0 });
});

test('tokens and subscriptions outlive a restart; a reset ends them', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  try {
    set = stage({ sim: quiet(dataDir) });
    const { cipher } = firstShop(set.sim);
    const tokens = await exchange(set.shop, firstSeller(set.sim).id);
    const body = '{"address":"http://127.0.0.1:4310/hooks","event_type":"NEW_MESSAGE"}';
    await set.call({ path: '/event/202309/webhooks', method: 'PUT', token: tokens.access_token, query: { shop_cipher: cipher }, body });
    const second = await refresh(set.shop, tokens.refresh_token);
    set.close();

    set = stage({ sim: quiet(dataDir) });
    expect(await codeOf(tokens.access_token)).toBe(0);
    const kept = await set.call({ path: '/event/202309/webhooks', token: second?.access_token ?? '', query: { shop_cipher: cipher } });
    expect(kept.data).toMatchObject({ total_count: 1 });
    set.close();

    set = stage({ sim: quiet() });
    expect(await codeOf(tokens.access_token)).toBe(36009004);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
