import { randomUUID } from 'node:crypto';
import { ChannelFailure, type ChannelShop } from '@tradewind/channels';
import type { ShopAuthorization } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mountRaw } from '../../../platform/http/mount-raw.ts';
import { type Answer, codeOf, startTestServer, type TestServer } from '../../../platform/http/testing.ts';
import type { LaneWorker } from '../../../platform/lanes/lanes.ts';
import { jobHandlers, routeHandlers } from '../../../wiring.ts';
import { consentCallback } from '../index.ts';
import { type Bench, buildChannelShop, createBench, expired } from '../testing.ts';
import { withdrawShop } from './unbind-shop.ts';

/** From the consent page to a bound shop and back, as a person and a script meet it; the worker runs beside the requests. */
let server: TestServer;
let bench: Bench;
let worker: LaneWorker;
let key: string;
let entityId: string;
beforeAll(async () => {
  server = await startTestServer({
    handlers: ({ database }) => {
      bench = createBench(database);
      return routeHandlers(bench.services);
    },
    mount: (api) =>
      mountRaw(api, { method: 'GET', path: '/oauth/{channel}/callback' }, (request) => consentCallback(bench.services)(request)),
  });
  const config = { fxFeedUrl: null };
  const send = () => Promise.reject(new Error('nothing is sent'));
  worker = bench.worker(
    jobHandlers({ services: bench.services, config, send, hookAddress: (channel) => `https://shops.test/hooks/${channel}` }),
  );
  worker.start();
  key = await server.keyWith();
  entityId = await entity(key, 'Harbour Goods Ltd');
});
afterAll(async () => {
  await worker.stop(1_000);
  await server.close();
});
beforeEach(() => {
  bench.platform.calls.length = 0;
  bench.platform.before = () => undefined;
});

const post = (path: string, body: object | undefined, by = key) =>
  server.call('POST', `/api/v1${path}`, { key: by, ...(body && { body }) });
async function entity(by: string, name: string): Promise<string> {
  const made = await post('/legal-entities', { name, jurisdiction: 'CN' }, by);
  return (made.body as { id: string }).id; // parsed by the server
}
type Begun = ShopAuthorization & { state: string; authorizeUrl: string };
const begin = async ({ by = key, legalEntityId = entityId } = {}) =>
  (await post('/shop-authorizations', { channel: 'tiktok-shop', market: 'GB', legalEntityId }, by)).body as Begun; // parsed by the server
const complete = (begun: Begun, code: string, by = key) =>
  post(`/shop-authorizations/${begun.id}/complete`, { code, state: begun.state }, by);
const viewOf = (answer: Answer) => answer.body as ShopAuthorization; // parsed by the server

let accounts = 0;
function account(...markets: string[]): { id: string; shops: ChannelShop[] } {
  accounts += 1;
  const id = `consent-${accounts}`;
  const shops = markets.map((market, index) => buildChannelShop(`${id}-${index}`, market));
  bench.platform.addAccount({ id, name: id, shops });
  return { id, shops };
}

describe('a consent', () => {
  test('binds every shop it covers, subscribes their webhooks and starts reading them', async () => {
    const { id } = account('GB', 'US');
    const begun = await begin();
    expect(begun.authorizeUrl).toContain(encodeURIComponent(begun.state));
    const done = viewOf(await complete(begun, bench.platform.grant(id)));
    expect(done).toMatchObject({ status: 'completed', failureCode: null, refused: [] });
    expect(done.shopIds).toHaveLength(2);
    await worker.drain();
    const shop = await server.call('GET', `/api/v1/shops/${done.shopIds[0]}`, { key });
    expect(shop.body).toMatchObject({
      state: 'active',
      legalEntity: { id: entityId },
      backfill: { finishedAt: expect.any(String) },
      health: { troubles: [] },
    });
    expect(bench.platform.count('subscribe')).toBe(2);
    const audited = await server.call('GET', '/api/v1/audit-entries', { key });
    expect(audited.text).toContain('shop.bind');
    expect(audited.text).not.toContain('code-');
  });

  test('given twice is used once: the second time says so and asks the platform nothing', async () => {
    const { id } = account('GB');
    const begun = await begin();
    const code = bench.platform.grant(id);
    await complete(begun, code);
    const again = await complete(begun, code);
    expect([again.status, codeOf(again)]).toEqual([409, 'authorization-used']);
    expect(bench.platform.count('exchangeCode')).toBe(1);
  });

  test('given ten times at once is used once', async () => {
    const { id } = account('GB');
    const begun = await begin();
    const code = bench.platform.grant(id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => complete(begun, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(bench.platform.count('exchangeCode')).toBe(1);
  });

  test('with a code that the platform refuses fails, and a new one can be begun', async () => {
    expect(viewOf(await complete(await begin(), 'nonsense'))).toMatchObject({ status: 'failed', failureCode: 'code-refused', shopIds: [] });
    expect(viewOf(await complete(await begin(), bench.platform.grant(account('GB').id))).status).toBe('completed');
  });

  test('is exchanged again when the platform was only busy', async () => {
    const { id } = account('GB');
    let busy = true;
    bench.platform.before = (call) => {
      if (call !== 'exchangeCode' || !busy) return;
      busy = false;
      throw new ChannelFailure('retry-later', 'busy', { retryAfterMs: 0 });
    };
    expect(viewOf(await complete(await begin(), bench.platform.grant(id))).status).toBe('completed');
  });

  test('after ten minutes has expired', async () => {
    const begun = await begin();
    await bench.clock.advance(10 * 60_000);
    const late = await complete(begun, bench.platform.grant(account('GB').id));
    expect([late.status, codeOf(late)]).toEqual([409, 'authorization-expired']);
    expect((await server.call('GET', `/api/v1/shop-authorizations/${begun.id}`, { key })).body).toMatchObject({ status: 'expired' });
  });

  test('that covers no shop of ours fails with the reason', async () => {
    const { id } = account('ZZ');
    expect(viewOf(await complete(await begin(), bench.platform.grant(id)))).toMatchObject({
      status: 'failed',
      failureCode: 'market-not-supported',
      refused: [{ name: 'ZZ store', market: 'ZZ', code: 'market-not-supported' }],
    });
  });

  test('given again for the same shop renews it instead of doubling it', async () => {
    const { id } = account('GB');
    const first = viewOf(await complete(await begin(), bench.platform.grant(id)));
    const second = viewOf(await complete(await begin(), bench.platform.grant(id)));
    expect(second.shopIds).toEqual(first.shopIds);
    const { items } = (await server.call('GET', '/api/v1/shops?limit=200', { key })).body as { items: { id: string }[] }; // parsed by the server
    expect(items.filter((shop) => first.shopIds.includes(shop.id))).toHaveLength(1);
  });
});

describe('whose consent it is', () => {
  test('a state of another key, a wrong state and another merchant’s request are refused before the platform is asked', async () => {
    const begun = await begin();
    const code = bench.platform.grant(account('GB').id);
    const colleague = await server.keyWith();
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    expect(codeOf(await complete(begun, code, colleague))).toBe('authorization-state-mismatch');
    expect(codeOf(await complete({ ...begun, state: `${begun.id}.guessed` }, code))).toBe('authorization-state-mismatch');
    expect(codeOf(await complete(begun, code, foreign))).toBe('not-found');
    expect(codeOf(await complete({ ...begun, id: randomUUID() }, code))).toBe('not-found');
    expect(bench.platform.count('exchangeCode')).toBe(0);
    expect(viewOf(await complete(begun, code)).status).toBe('completed');
  });

  test('a consent whose shops the platform then refuses to name fails, and its tokens are not kept', async () => {
    bench.platform.before = (name) => {
      if (name === 'authorisedShops') throw expired();
    };
    const refused = await complete(await begin(), bench.platform.grant(account('GB').id));
    bench.platform.before = () => undefined;
    expect(viewOf(refused)).toMatchObject({ status: 'failed', shopIds: [] });
    const kept = await server.test.database.withMerchant(server.owner.merchantId, (tx) =>
      tx
        .selectFrom('shop_authorization as asked')
        .innerJoin('channel_authorization as auth', 'auth.id', 'asked.authorization_id')
        .select(['auth.access_token', 'auth.refresh_token', 'auth.state'])
        .where('asked.id', '=', viewOf(refused).id)
        .execute(),
    );
    expect(kept).toEqual([{ access_token: null, refresh_token: null, state: 'revoked' }]);
  });

  test('a shop that another merchant has is not available, and nothing says whose it is', async () => {
    const { id, shops } = account('GB');
    await complete(await begin(), bench.platform.grant(id));
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    const legalEntityId = await entity(foreign, 'Somebody Else Ltd');
    const refused = await complete(await begin({ by: foreign, legalEntityId }), bench.platform.grant(id), foreign);
    expect(viewOf(refused)).toMatchObject({
      status: 'failed',
      failureCode: 'shop-not-available',
      shopIds: [],
      refused: [{ name: shops[0]?.name, market: 'GB', code: 'shop-not-available' }],
    });
    expect(refused.text).not.toContain(server.owner.merchantId);
    expect((await server.call('GET', '/api/v1/shops', { key: foreign })).body).toEqual({ items: [], nextCursor: null });
    // A consent that bound nothing leaves no key to somebody's shop behind.
    const kept = await server.test.database.withMerchant(server.test.otherMerchantId, (tx) =>
      tx.selectFrom('channel_authorization').select('id').where('access_token', 'is not', null).execute(),
    );
    expect(kept).toEqual([]);
    const own = await server.call('GET', '/api/v1/shops?limit=200', { key });
    expect(own.text).toContain(shops[0]?.channelShopId);
  });

  test('a key without shops:write may not begin', async () => {
    const reader = await server.keyWith({ scopes: ['shops:read'] });
    expect((await post('/shop-authorizations', { channel: 'tiktok-shop', market: 'GB', legalEntityId: entityId }, reader)).status).toBe(
      403,
    );
  });

  test.each([
    [{ market: 'ZZ' }, '/market'],
    [{ legalEntityId: randomUUID() }, '/legalEntityId'],
    [{ redirect: 'https://evil.test' }, '/redirect'],
  ])('a beginning with %j is refused with the path', async (change, path) => {
    const answer = await post('/shop-authorizations', { channel: 'tiktok-shop', market: 'GB', legalEntityId: entityId, ...change });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(path);
  });

  test('a channel without credentials says so', async () => {
    const answer = await post('/shop-authorizations', { channel: 'shopify', market: 'GB', legalEntityId: entityId });
    expect(codeOf(answer)).toBe('channel-not-configured');
  });
});

describe('the rule shop-binding', () => {
  test('keeps a second legal entity out before February 2026 and lets it in after', async () => {
    const merchantId = server.test.otherMerchantId;
    const by = await server.keyWith({ merchantId });
    const [one, two] = [await entity(by, 'First Ltd'), await entity(by, 'Second Ltd')];
    const bind = async (legalEntityId: string, accountId: string) =>
      viewOf(await complete(await begin({ by, legalEntityId }), bench.platform.grant(accountId), by));
    const now = bench.clock.now;
    try {
      bench.clock.now = () => Date.UTC(2026, 0, 31, 23, 59);
      expect((await bind(one, account('DE').id)).status).toBe('completed');
      const other = account('FR').id;
      expect(await bind(two, other)).toMatchObject({ status: 'failed', failureCode: 'cross-entity-not-yet' });
      bench.clock.now = () => Date.UTC(2026, 1, 1);
      expect((await bind(two, other)).status).toBe('completed');
    } finally {
      bench.clock.now = now;
    }
  });
});

describe('the browser that comes back', () => {
  const back = (query: Record<string, string>, cookie?: string) =>
    server.call('GET', `/oauth/tiktok-shop/callback?${new URLSearchParams(query)}`, cookie ? { cookie } : {});
  const whereTo = (answer: Answer) => [answer.status, answer.headers.get('location')];
  let cookie: string;
  beforeAll(async () => {
    cookie = await server.cookieOf(server.owner);
  });
  const asPerson = async () => {
    const body = { channel: 'tiktok-shop', market: 'GB', legalEntityId: entityId };
    return (await server.call('POST', '/api/v1/shop-authorizations', { cookie, headers: { origin: server.url }, body })).body as Begun; // parsed by the server
  };
  const statusOf = async (id: string) => viewOf(await server.call('GET', `/api/v1/shop-authorizations/${id}`, { key })).status;

  test('with a code: the shops page names the binding; loaded twice it shows the same', async () => {
    const begun = await asPerson();
    const query = { code: bench.platform.grant(account('GB').id), state: begun.state };
    expect(whereTo(await back(query, cookie))).toEqual([302, `/shops?authorization=${begun.id}`]);
    expect(whereTo(await back(query, cookie))).toEqual([302, `/shops?authorization=${begun.id}`]);
    await worker.drain();
    expect(await statusOf(begun.id)).toBe('completed');
    expect(bench.platform.count('exchangeCode')).toBe(1);
  });

  test.each([{ error: 'auth_denied', code: 'null' }, { code: 'null' }, {}])(
    'cancelled (%j): nothing is bound, nothing exchanged',
    async (query) => {
      const begun = await asPerson();
      expect(whereTo(await back({ ...query, state: begun.state } as Record<string, string>, cookie))).toEqual([
        302,
        `/shops?authorization=${begun.id}`,
      ]);
      expect(await statusOf(begun.id)).toBe('cancelled');
      expect(bench.platform.count('exchangeCode')).toBe(0);
    },
  );

  test('of nobody, without a state, with a state of another: no binding is told', async () => {
    const begun = await asPerson();
    const stranger = await begin();
    expect(whereTo(await back({ code: 'x', state: begun.state }))).toEqual([302, '/shops?bindingProblem=unauthenticated']);
    expect(whereTo(await back({ code: 'x' }, cookie))).toEqual([302, '/shops?bindingProblem=authorization-state-mismatch']);
    expect(whereTo(await back({ code: 'x', state: stranger.state }, cookie))).toEqual([
      302,
      '/shops?bindingProblem=authorization-state-mismatch',
    ]);
    expect(whereTo(await back({ code: 'x', state: '//evil.test' }, cookie))).toEqual([
      302,
      '/shops?bindingProblem=authorization-state-mismatch',
    ]);
    expect(await statusOf(begun.id)).toBe('pending');
  });
});

describe('a call-back that is not this person’s', () => {
  const junk = [
    '',
    '.',
    'x',
    '//evil.test',
    '\\\\evil.test',
    'https://evil.test/',
    '%0d%0aSet-Cookie: a=b',
    'a'.repeat(5_000),
    '\u0000',
    '__proto__',
  ];
  const address = (state: string, channel = 'tiktok-shop') => `/oauth/${channel}/callback?${new URLSearchParams({ code: 'x', state })}`;

  test('leads to the shops page whatever it brings, and ends nothing', async () => {
    const cookie = await server.cookieOf(server.owner);
    const body = { channel: 'tiktok-shop', market: 'GB', legalEntityId: entityId };
    const begun = (await server.call('POST', '/api/v1/shop-authorizations', { cookie, headers: { origin: server.url }, body }))
      .body as Begun; // parsed by the server
    const spoilt = [
      begun.id,
      `${begun.id}.`,
      `${begun.state}x`,
      begun.state.slice(0, -1),
      begun.state.toUpperCase(),
      `${randomUUID()}.${begun.state.split('.')[1]}`,
    ];
    for (const state of [...junk, ...spoilt]) {
      const { status, headers } = await server.call('GET', address(state), { cookie });
      expect([status, headers.get('location')?.split('?')[0], headers.getSetCookie().some((line) => line.startsWith('a='))], state).toEqual(
        [302, '/shops', false],
      );
    }
    // Another person of the merchant, another merchant, nobody, and the call-back of another platform.
    const stranger = await server.signIn.createOwner({
      email: 'o2@example.test',
      password: 'a long password',
      name: 'O',
      merchantName: 'Else',
    });
    const others = [await server.cookieOf({ email: 'o2@example.test', password: 'a long password' })];
    expect(stranger.created).toBe(true);
    for (const other of others)
      expect((await server.call('GET', address(begun.state), { cookie: other })).headers.get('location')).toMatch(/bindingProblem=/);
    expect((await server.call('GET', address(begun.state, 'shopify'), { cookie })).headers.get('location')).toMatch(
      /bindingProblem=authorization-state-mismatch/,
    );
    expect(viewOf(await server.call('GET', `/api/v1/shop-authorizations/${begun.id}`, { key })).status).toBe('pending');
  });
});

describe('unbinding', () => {
  test('stops the calls, wipes the tokens with the last shop of the consent, keeps the history, and a new consent resumes', async () => {
    const { id, shops } = account('GB', 'US');
    const { shopIds } = viewOf(await complete(await begin(), bench.platform.grant(id)));
    await worker.drain();
    const tokens = () =>
      server.test.database.withMerchant(server.owner.merchantId, (tx) =>
        tx
          .selectFrom('channel_authorization')
          .select(['access_token', 'refresh_token'])
          .where('channel_account_id', '=', id)
          .executeTakeFirstOrThrow(),
      );
    const [first, second] = shopIds;
    expect((await post(`/shops/${first}/unbind`, undefined)).body).toMatchObject({ state: 'unbound', health: { troubles: [] } });
    await worker.drain();
    expect((await tokens()).access_token).not.toBeNull();
    expect(codeOf(await post(`/shops/${first}/unbind`, undefined))).toBe('shop-already-unbound');
    await post(`/shops/${second}/unbind`, undefined);
    await worker.drain();
    expect(await tokens()).toEqual({ access_token: null, refresh_token: null });
    expect(bench.platform.count('unsubscribe')).toBe(2);

    bench.platform.read.length = 0;
    await bench.clock.advance(10 * 60_000);
    await worker.drain();
    expect(bench.platform.read.length).toBeGreaterThan(0);
    expect(bench.platform.read.filter((cipher) => shops.some((shop) => shop.cipher === cipher))).toEqual([]);
    expect((await server.call('GET', `/api/v1/shops/${first}`, { key })).body).toMatchObject({
      state: 'unbound',
      channelShopId: shops[0]?.channelShopId,
    });

    const again = viewOf(await complete(await begin(), bench.platform.grant(id)));
    expect([...again.shopIds].sort()).toEqual([...shopIds].sort());
    await worker.drain();
    expect((await server.call('GET', `/api/v1/shops/${first}`, { key })).body).toMatchObject({ state: 'active', unboundAt: null });
  });

  test('of another merchant’s shop, or outside a caller’s shops, is not found', async () => {
    const { shopIds } = viewOf(await complete(await begin(), bench.platform.grant(account('GB').id)));
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    expect(codeOf(await post(`/shops/${shopIds[0]}/unbind`, undefined, foreign))).toBe('not-found');
    const bound = await server.keyWith({ shopIds: [randomUUID()] });
    expect(codeOf(await post(`/shops/${shopIds[0]}/unbind`, undefined, bound))).toBe('not-found');
  });

  test('a platform that does not answer cannot keep the tokens alive', async () => {
    const { id } = account('GB');
    const { shopIds } = viewOf(await complete(await begin(), bench.platform.grant(id)));
    await worker.drain();
    bench.platform.before = (call) => {
      if (call === 'unsubscribe') throw new ChannelFailure('retry-later', 'down');
    };
    await post(`/shops/${shopIds[0]}/unbind`, undefined);
    await worker.drain();
    const { rows } = await server.test.database.withMerchant(server.owner.merchantId, (tx) =>
      sql`SELECT 1 FROM channel_authorization WHERE channel_account_id = ${id} AND access_token IS NOT NULL`.execute(tx),
    );
    expect(rows).toEqual([]);
  });
});

describe('a consent that the platform takes back', () => {
  test('stops the shop with the remedy, and the next consent goes on at once, not after the lane’s rest', async () => {
    const { id } = account('GB');
    const { shopIds } = viewOf(await complete(await begin(), bench.platform.grant(id)));
    await worker.drain();
    bench.platform.before = (call) => {
      if (call === 'orders') throw new ChannelFailure('re-authorise', 'the grant does not cover this shop', { channelCode: '101000' });
    };
    await bench.clock.advance(60_000);
    await worker.drain();
    const health = await server.call('GET', `/api/v1/shops/${shopIds[0]}`, { key });
    expect(health.body).toMatchObject({
      state: 're-authorise',
      health: { troubles: [{ code: 're-authorise', owner: 'you', remedy: 're-authorise' }] },
    });
    bench.platform.before = () => undefined;
    await complete(await begin(), bench.platform.grant(id));
    await worker.drain();
    expect((await server.call('GET', `/api/v1/shops/${shopIds[0]}`, { key })).body).toMatchObject({
      state: 'active',
      health: { lagSeconds: 0, troubles: [] },
    });
  });
});

describe('people are told', () => {
  type Told = { kind: string; shopId: string | null; closedAt: string | null; facts: object };
  const told = async (kind: string, shopId: string | null = null) => {
    const { body } = await server.call('GET', '/api/v1/notifications?limit=200', { key });
    return (body as { items: Told[] }).items.filter((each) => each.kind === kind && (shopId === null || each.shopId === shopId)); // parsed by the server
  };

  test('of a history that is complete, once', async () => {
    const { shopIds } = viewOf(await complete(await begin(), bench.platform.grant(account('GB').id)));
    await worker.drain();
    await bench.clock.advance(60_000);
    await worker.drain();
    expect(await told('backfill-complete', shopIds[0] ?? '')).toHaveLength(1);
  });

  test('of a consent that the platform takes back, and of its mending', async () => {
    const { id } = account('GB');
    const { shopIds } = viewOf(await complete(await begin(), bench.platform.grant(id)));
    const shopId = shopIds[0] ?? '';
    await worker.drain();
    bench.platform.before = (call) => {
      if (call === 'orders') throw new ChannelFailure('re-authorise', 'the grant does not cover this shop', { channelCode: '101000' });
    };
    await bench.clock.advance(60_000);
    await worker.drain();
    expect(await told('shop-re-authorise', shopId)).toMatchObject([{ closedAt: null }]);
    bench.platform.before = () => undefined;
    await complete(await begin(), bench.platform.grant(id));
    expect(await told('shop-re-authorise', shopId)).toMatchObject([{ closedAt: expect.any(String) }]);
  });

  test('of a seller who withdrew the consent at the platform, and unbinding closes it', async () => {
    const { id } = account('GB');
    const { shopIds } = viewOf(await complete(await begin(), bench.platform.grant(id)));
    const shopId = shopIds[0] ?? '';
    await withdrawShop(bench.services, { merchantId: server.owner.merchantId, shopId });
    expect(await told('shop-re-authorise', shopId)).toMatchObject([{ closedAt: null }]);
    await post(`/shops/${shopId}/unbind`, undefined);
    expect(await told('shop-re-authorise', shopId)).toMatchObject([{ closedAt: expect.any(String) }]);
  });

  test('of a binding that brought no shop, until one of the same market does', async () => {
    await complete(await begin(), 'nonsense');
    const open = async () => (await told('consent-failed')).filter(({ closedAt }) => closedAt === null);
    expect(await open()).toMatchObject([{ facts: { market: 'GB', code: 'code-refused' } }]);
    await complete(await begin(), bench.platform.grant(account('GB').id));
    expect(await open()).toEqual([]);
  });
});
