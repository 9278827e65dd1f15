import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, firstShop, type Stage, stage } from './client.ts';

/**
 * A call with every fault at once is healed step by step: at each step the next check must answer.
 * So a check that is missing, or out of order, shows.
 */
const SEARCH = '/order/202309/orders/search';
let set: Stage;
let narrow: Stage;
beforeAll(() => {
  set = stage();
  narrow = stage({ sim: set.sim, scopes: ['seller.authorization.info'] });
});
afterAll(() => set.close());

async function codes(steps: Call[], at: Stage): Promise<[number, number][]> {
  const seen: [number, number][] = [];
  for (const step of steps) {
    const { code, status } = await at.call(step);
    seen.push([code, status]);
  }
  return seen;
}

test('the gateway checks path, method, version, key, time, signature, token, scope, cipher and fields in this order', async () => {
  const shop = firstShop(set.sim);
  const token = await set.token();
  const scopeless = await narrow.token();
  const all = { app_key: 'nobody', timestamp: '1000000000', sign: 'bad', page_size: 'x' };
  const good = { page_size: '10', shop_cipher: shop.cipher };
  const body = '{"order_status":"NONSENSE"}';
  const steps: Call[] = [
    { path: '/order/202309/nothing', override: all },
    { path: SEARCH, method: 'GET', override: all },
    { path: '/order/202001/orders/search', method: 'POST', override: all },
    { path: SEARCH, method: 'POST', override: all },
    { path: SEARCH, method: 'POST', override: { timestamp: '1000000000', sign: 'bad' } },
    { path: SEARCH, method: 'POST', override: { sign: null } },
    { path: SEARCH, method: 'POST', override: { sign: 'bad' } },
    { path: SEARCH, method: 'POST' },
    { path: SEARCH, method: 'POST', token },
    { path: SEARCH, method: 'POST', token, query: { shop_cipher: 'GCP_other' } },
    { path: SEARCH, method: 'POST', token, query: good, body },
    { path: SEARCH, method: 'POST', token, query: good, body: '{}' },
  ];
  expect(await codes(steps, set)).toEqual([
    [36009009, 404],
    [36009010, 405],
    [36009014, 400],
    [36009004, 400],
    [36009004, 400],
    [36009004, 400],
    [106001, 401],
    [36009004, 400],
    [106013, 400],
    [101000, 403],
    [36009004, 400],
    [0, 200],
  ]);
  expect((await narrow.call({ path: SEARCH, method: 'POST', token: scopeless })).code).toBe(105005);
});

describe('messages tell the causes of the catch-all apart', () => {
  test.each([
    ['app_key', { app_key: 'nobody' }, 'Invalid app_key'],
    ['timestamp missing', { timestamp: null }, 'Invalid timestamp'],
    ['timestamp negative', { timestamp: '-1' }, 'Invalid timestamp'],
    ['sign', { sign: null }, 'Missing sign'],
    ['version', { version: 'two' }, 'Invalid version'],
  ])('%s', async (_what, override, message) => {
    const answer = await set.call({ path: '/authorization/202309/shops', override });
    expect([answer.code, answer.message]).toEqual([36009004, message]);
  });
});

test('the clock window reaches from five minutes behind to thirty seconds ahead', async () => {
  const token = await set.token();
  const now = Math.floor(set.sim.now() / 1000);
  const at = async (timestamp: number) =>
    (await set.call({ path: '/authorization/202309/shops', token, override: { timestamp: String(timestamp) } })).code;
  expect(await at(now - 300)).toBe(0);
  expect(await at(now - 302)).toBe(36009004);
  expect(await at(now + 30)).toBe(0);
  expect(await at(now + 32)).toBe(36009004);
});

test('a shop of another seller looks like any wrong cipher', async () => {
  const token = await set.token();
  const foreign = [...set.sim.world.shops.values()].find((shop) => shop.sellerId !== firstShop(set.sim).sellerId);
  const answers = [foreign?.cipher ?? '', 'GCP_none'].map((cipher) =>
    set.call({ path: '/logistics/202309/warehouses', token, query: { shop_cipher: cipher } }),
  );
  const [known, unknown] = await Promise.all(answers);
  expect(known?.code).toBe(101000);
  expect([known?.status, known?.message]).toEqual([unknown?.status, unknown?.message]);
});

test('a cipher where none belongs is refused, unless the lenient switch is on', async () => {
  const lenient = stage({ sim: set.sim, lenientShopCipher: true });
  const call = { path: '/authorization/202309/shops', query: { shop_cipher: firstShop(set.sim).cipher } };
  expect((await set.call({ ...call, token: await set.token() })).code).toBe(36009004);
  expect((await lenient.call({ ...call, token: await lenient.token() })).code).toBe(0);
});

test('unknown parameters and fields are named', async () => {
  const token = await set.token();
  const query = { shop_cipher: firstShop(set.sim).cipher, page_size: '10' };
  const inBody = await set.call({ path: SEARCH, method: 'POST', token, query, body: '{"colour":"red"}' });
  const inQuery = await set.call({ path: SEARCH, method: 'POST', token, query: { ...query, colour: 'red' } });
  expect([inBody.code, inBody.message, inQuery.code, inQuery.message]).toEqual([
    36009004,
    'Invalid parameter: colour: unknown parameter',
    36009004,
    'Invalid parameter: colour: unknown parameter',
  ]);
});

test('more than fifty calls in a virtual second are told to wait, and the next second they pass', async () => {
  const shop = firstShop(set.sim);
  const token = await set.token();
  const call = { path: '/event/202309/webhooks', token, query: { shop_cipher: shop.cipher } };
  const answers = [];
  for (let index = 0; index < 51; index += 1) answers.push(await set.call(call));
  expect(answers.filter(({ code }) => code === 0)).toHaveLength(50);
  expect([answers[50]?.status, answers[50]?.code, answers[50]?.headers.get('retry-after')]).toEqual([429, 36009002, '1']);
  expect(set.shop.counters().rateLimitViolations).toBe(1);
  const other = await set.call({ path: '/logistics/202309/warehouses', token, query: { shop_cipher: shop.cipher } });
  expect(other.code).toBe(0);
  await set.sim.advance(1000);
  expect((await set.call(call)).code).toBe(0);
});
