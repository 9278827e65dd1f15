import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstSeller, type Stage, shopsOf, stage, tokenCall } from './client.ts';

const REDIRECT = 'http://127.0.0.1:4999/oauth/tiktok-shop/callback';
let set: Stage;
beforeEach(() => {
  set = stage({ redirectUrl: REDIRECT });
});
afterEach(() => set.close());

const open = async (path: string, query: Record<string, string>) => {
  const response = await set.shop.app.request(`${path}?${new URLSearchParams(query)}`);
  return { status: response.status, html: await response.text() };
};

async function submit(fields: [string, string][]) {
  const response = await set.shop.app.request('/services/authorize', { method: 'POST', body: new URLSearchParams(fields) });
  const location = response.headers.get('location');
  return { status: response.status, back: location === null ? null : new URL(location) };
}

test.each(['/services/authorize', '/open/authorize', '/oauth/authorize'])(
  '%s shows the accounts, then the shops of the chosen one',
  async (path) => {
    const { serviceId, appKey } = set.shop.appCredentials();
    for (const named of [{ service_id: serviceId }, { app_key: appKey }]) {
      const accounts = await open(path, { ...named, state: 'st"><b>' });
      expect(accounts.status).toBe(200);
      for (const seller of set.sim.world.sellers.values()) expect(accounts.html).toContain(`data-testid="consent-seller-${seller.id}"`);
      expect(accounts.html).not.toContain('st"><b>');
    }
    const shops = await open(path, { service_id: serviceId, state: 's1', seller_id: firstSeller(set.sim).id });
    for (const shop of shopsOf(set.sim)) expect(shops.html).toContain(`data-testid="consent-shop-${shop.id}"`);
    expect(shops.html).toContain('data-testid="consent-agree"');
  },
);

test('agreeing leads back with a code for the ticked shops and the state unchanged', async () => {
  const [shop] = shopsOf(set.sim);
  const { serviceId } = set.shop.appCredentials();
  const { status, back } = await submit([
    ['service_id', serviceId],
    ['state', 'a b&c=d'],
    ['seller_id', firstSeller(set.sim).id],
    ['shop_id', shop?.id ?? ''],
    ['decision', 'agree'],
  ]);
  expect(status).toBe(302);
  expect(`${back?.origin}${back?.pathname}`).toBe(REDIRECT);
  expect(back?.searchParams.get('state')).toBe('a b&c=d');
  const tokens = await tokenCall(set.shop, 'get', { auth_code: back?.searchParams.get('code') ?? '', grant_type: 'authorized_code' });
  expect([tokens.code, tokens.data]).toEqual([0, expect.objectContaining({ seller_name: firstSeller(set.sim).name })]);
});

test('cancelling leads back with a refusal', async () => {
  const { back } = await submit([
    ['service_id', set.shop.appCredentials().serviceId],
    ['state', 's1'],
    ['decision', 'cancel'],
  ]);
  expect(back?.search).toBe('?code=null&error=auth_denied&state=s1');
});

test('no shop, a foreign shop or an unknown app goes nowhere', async () => {
  const { serviceId } = set.shop.appCredentials();
  const foreign = [...set.sim.world.shops.values()].find(({ sellerId }) => sellerId !== firstSeller(set.sim).id);
  const base: [string, string][] = [
    ['service_id', serviceId],
    ['seller_id', firstSeller(set.sim).id],
    ['decision', 'agree'],
  ];
  expect((await submit(base)).status).toBe(400);
  expect((await submit([...base, ['shop_id', foreign?.id ?? '']])).status).toBe(400);
  expect(
    (
      await submit([
        ['service_id', 'nobody'],
        ['decision', 'agree'],
      ])
    ).status,
  ).toBe(400);
  expect((await open('/services/authorize', { service_id: 'nobody' })).status).toBe(400);
});
