import { routes } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertComplete } from './api.ts';
import { watchServer } from './server-metrics.ts';
import { codeOf, problemIn, startTestServer, type TestServer } from './testing.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  key = await server.keyWith();
});
afterAll(() => server.close());

describe('who may ask what', () => {
  const all = Object.values(routes).map((route) => ({
    ...route,
    address: `/api/v1${route.path.replaceAll(/\{\w+\}/g, '018f0000-0000-7000-8000-000000000000')}`,
  }));

  test.each(all)('$id: nobody 401, without its scope 403', async ({ method, address, scope }) => {
    const verb = method.toUpperCase();
    const nobody = await server.call(verb, address);
    expect([nobody.status, codeOf(nobody)]).toEqual([401, 'unauthenticated']);
    if (scope === null) return;
    const others = Object.values(routes).flatMap((other) => (other.scope !== null && other.scope !== scope ? [other.scope] : []));
    const lacking = await server.call(verb, address, { key: await server.keyWith({ scopes: others }) });
    expect([lacking.status, codeOf(lacking)]).toEqual([403, 'forbidden']);
    const enough = await server.call(verb, address, { key: await server.keyWith({ scopes: [scope] }) });
    expect([401, 403]).not.toContain(enough.status);
  });

  test('a route without a handler, or whose scope nobody wrote down, does not boot', () => {
    expect(() => assertComplete([{ id: 'me', method: 'get', path: '/me', scope: null, summary: '' }], {})).toThrow('no handler');
    // The cast: what a careless author could get past the compiler.
    const careless = { id: 'me', method: 'get', path: '/me', summary: '' } as unknown as typeof routes.me;
    expect(() => assertComplete([careless], {})).toThrow('no scope');
  });

  test('a wrong key is not forgiven because of a good cookie', async () => {
    const cookie = await server.cookieOf(server.owner);
    expect((await server.call('GET', '/api/v1/me', { cookie })).status).toBe(200);
    expect((await server.call('GET', '/api/v1/me', { cookie, key: `twk_${'a'.repeat(43)}` })).status).toBe(401);
    expect((await server.call('GET', '/api/v1/me', { cookie, headers: { authorization: 'Basic x' } })).status).toBe(401);
  });
});

describe('problems', () => {
  const create = '/api/v1/members';
  const cases = [
    ['malformed JSON', 'POST', create, { raw: '{"name":' }, 400, 'malformed-json'],
    ['invalid UTF-8', 'POST', create, { raw: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'malformed-json'],
    ['bad cursor', 'GET', '/api/v1/members?cursor=nonsense', {}, 400, 'bad-cursor'],
    ['cursor of another shape', 'GET', `/api/v1/members?cursor=${Buffer.from('[1,2]').toString('base64url')}`, {}, 400, 'bad-cursor'],
    ['malformed id in the path', 'DELETE', '/api/v1/members/12', {}, 404, 'not-found'],
    ['broken escape in the path', 'DELETE', '/api/v1/members/%E0%A4%A', {}, 404, 'not-found'],
    ['unknown address', 'GET', '/api/v1/nothing', {}, 404, 'not-found'],
    ['unknown verb', 'PUT', '/api/v1/members', { body: {} }, 405, 'method-not-allowed'],
    [
      'not JSON by its type',
      'POST',
      create,
      { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    ['too large', 'POST', create, { raw: `{"name":"${'x'.repeat(1024 * 1024)}"}` }, 413, 'body-too-large'],
    ['bad limit', 'GET', '/api/v1/members?limit=201', {}, 422, 'invalid-input'],
    ['unknown query key', 'GET', '/api/v1/members?offset=3', {}, 422, 'invalid-input'],
    ['query key given twice', 'GET', '/api/v1/members?limit=3&limit=4', {}, 422, 'invalid-input'],
    ['text that cannot be stored', 'GET', '/api/v1/orders?q=%00', {}, 422, 'invalid-input'],
  ] as const;

  test.each(cases)('%s', async (_name, method, path, how, status, code) => {
    const answer = await server.call(method, path, { key, ...how });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe(problemIn(answer).requestId);
  });

  test('every complaint at once, each by JSON Pointer', async () => {
    const body = { name: '', email: 'x', role: 'owner', shopIds: ['no'], 'a/b~c': 1 };
    const { status, body: problem } = await server.call('POST', create, { key, body });
    expect(status).toBe(422);
    const { errors = [] } = problem as { errors?: { path: string; code: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual(['/a~1b~0c', '/email', '/name', '/shopIds/0']);
    expect(errors.find(({ path }) => path === '/a~1b~0c')?.code).toBe('unknown-key');
  });

  test.each(['a\u0000b', 'a\ud800b'])('text that the database cannot hold is a field error', async (name) => {
    const { status, body } = await server.call('POST', create, { key, body: { name, email: 'fine@example.test', role: 'viewer' } });
    expect([status, body]).toMatchObject([422, { errors: [{ path: '/name', code: 'bad-text' }] }]);
  });

  test('405 and OPTIONS say which verbs there are', async () => {
    expect((await server.call('PUT', create, { key, body: {} })).headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    const options = await server.call('OPTIONS', create);
    expect([options.status, options.headers.get('allow'), options.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'GET, POST, HEAD, OPTIONS',
      null,
    ]);
    const head = await server.call('HEAD', '/api/v1/me', { key });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  test('what nobody foresaw is 500 with the request id and nothing else', async () => {
    const logged: unknown[] = [];
    const note = (event: string, fields?: object) => void logged.push({ event, ...fields });
    const broken = await startTestServer({
      log: { debug: note, info: note, warn: note, error: note },
      handlers: () => ({
        me: async () => {
          throw new Error('secret text of a bug');
        },
      }),
    });
    try {
      const answer = await broken.call('GET', '/api/v1/me', { key: await broken.keyWith() });
      expect([answer.status, codeOf(answer)]).toEqual([500, 'internal']);
      expect(answer.text).not.toContain('secret text');
      expect(answer.text).not.toContain('at ');
      expect(logged).toContainEqual(expect.objectContaining({ event: 'http.failed', requestId: problemIn(answer).requestId, route: 'me' }));
    } finally {
      await broken.close();
    }
  });
});

describe('good answers', () => {
  test('a list of shops that could not be bound is no refusal; files come as attachments; the contract is kept', async () => {
    const authorization = {
      id: '018f0000-0000-7000-8000-000000000000',
      channel: 'tiktok-shop' as const,
      market: 'GB',
      legalEntityId: '018f0000-0000-7000-8000-000000000001',
      status: 'completed' as const,
      failureCode: null,
      shopIds: [],
      refused: [{ name: 'Shop', market: 'GB', code: 'shop-not-available' }],
      createdAt: '2026-01-01T00:00:00Z',
      expiresAt: '2026-01-01T00:10:00Z',
    };
    const own = await startTestServer({
      handlers: () => ({
        'shop-authorizations.get': async () => authorization,
        'analytics.markets-export': async () => ({ file: { name: 'märkte "1".csv', mediaType: 'text/csv', bytes: Buffer.from('a,b') } }),
        'shops.get': async () => ({ id: 'not a shop' }) as never,
      }),
    });
    try {
      const ownKey = await own.keyWith();
      const got = await own.call('GET', `/api/v1/shop-authorizations/${authorization.id}`, { key: ownKey });
      expect([got.status, got.body]).toEqual([200, authorization]);
      const file = await own.call('GET', '/api/v1/analytics/markets/export?from=2026-01-01&to=2026-01-02&format=csv', { key: ownKey });
      expect([file.status, file.text, file.headers.get('content-type')]).toEqual([200, 'a,b', 'text/csv']);
      expect(file.headers.get('content-disposition')).toBe(
        `attachment; filename="m_rkte__1_.csv"; filename*=UTF-8''m%C3%A4rkte%20%221%22.csv`,
      );
      expect((await own.call('GET', `/api/v1/shops/${authorization.id}`, { key: ownKey })).status).toBe(500);
    } finally {
      await own.close();
    }
  });
});

describe('health', () => {
  test('livez, readyz, metrics', async () => {
    expect((await server.call('GET', '/livez')).status).toBe(200);
    expect((await server.call('GET', '/readyz')).status).toBe(200);
    await server.call('GET', '/api/v1/me', { key });
    expect((await server.call('GET', '/metrics')).text).toMatch(/tw_http_requests_total\{route="me",status="200"\} \d+/);
  });

  test('metrics say how the queue and the pools stand', async () => {
    watchServer(server.metrics, { database: server.test.database, clock: server.services.clock, events: server.api.events });
    const { text } = await server.call('GET', '/metrics');
    expect(text).toContain('tw_queue_lag_seconds 0\n');
    expect(text).toMatch(/tw_database_connections\{pool="system",state="idle"\} \d+/);
    expect(text).not.toContain(server.owner.merchantId);
  });

  test('not ready is 503, also when asking itself fails', async () => {
    const away = await startTestServer({ isReady: () => Promise.reject(new Error('away')) });
    try {
      expect((await away.call('GET', '/readyz')).status).toBe(503);
      expect((await away.call('GET', '/livez')).status).toBe(200);
    } finally {
      await away.close();
    }
  });
});
