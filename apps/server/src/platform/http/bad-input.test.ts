/** Whatever a signed-in caller sends, the answer is a problem they can act on, never a 500. */
import { type RouteDefinition, routes } from '@tradewind/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../clock/real-clock.ts';
import { createRateLimiter } from './rate-limit.ts';
import { codeOf, startTestServer, type TestServer } from './testing.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  key = await server.keyWith();
});
afterAll(() => server.close());

const all: readonly RouteDefinition[] = Object.values(routes);
/** Any JSON; or the right keys with any JSON in them, which gets past the first look. */
const bodyFor = (route: RouteDefinition) => {
  const keys = Object.keys(route.body?.shape ?? {});
  const shaped = fc.record(Object.fromEntries([...keys, '__proto__x', 'id', 'merchant_id'].map((name) => [name, fc.jsonValue()])), {
    requiredKeys: [],
  });
  return fc.oneof(
    fc.jsonValue(),
    shaped,
    fc.constantFrom('\u0000', '\ud800').map((text) => Object.fromEntries(keys.map((name) => [name, text]))),
  );
};
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom('\u0000', "'", '../', '-1', '1e9', '{}'),
);

describe('bad input', () => {
  test.each(all)('$id', async (route) => {
    const query = fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(route.query?.shape ?? { limit: 1 })), text), text, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(text, query, bodyFor(route), async (part, search, body) => {
        const id = part === '' ? 'x' : encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, 'x'));
        const address = `/api/v1${route.path.replaceAll(/\{\w+\}/g, id)}?${new URLSearchParams(search)}`;
        const { status, headers } = await server.call(route.method.toUpperCase(), address, {
          key,
          ...(route.method !== 'get' && { body }),
        });
        expect(status).toBeLessThan(500);
        if (status >= 400) expect(headers.get('content-type')).toBe('application/problem+json');
      }),
      { numRuns: 25 },
    );
  });

  test.each(['/api/v1/legal-entities', '/api/v1/members'])('%s: a text that is an object with a length of its own', async (address) => {
    const name = { length: { valueOf: 1, toString: 1 } };
    const { status, headers } = await server.call('POST', address, { key, body: { name } });
    expect([status, headers.get('content-type')]).toEqual([422, 'application/problem+json']);
  });

  test('the same at the door of sign-in', async () => {
    const body = { email: { length: { valueOf: 1 } }, password: { length: { toString: 1, valueOf: 1 } } };
    expect((await server.call('POST', '/api/auth/sign-in/email', { body, headers: { origin: server.url } })).status).toBe(422);
  });

  test('raw bytes as a body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (raw) => {
        expect([400, 422]).toContain((await server.call('POST', '/api/v1/members', { key, raw })).status);
      }),
      { numRuns: 50 },
    );
  });
});

describe('too many requests', () => {
  test('a key has 50 at once and 10 a second; another key is not held up', async () => {
    let now = 1_000_000;
    const limited = await startTestServer({ rateLimits: true, realClock: { ...realClock, now: () => now } });
    try {
      const [busy, calm] = [await limited.keyWith(), await limited.keyWith()];
      const ask = async (by: string) => (await limited.call('GET', '/api/v1/me', { key: by })).status;
      const burst = await Promise.all(Array.from({ length: 55 }, () => ask(busy)));
      expect(burst.filter((status) => status === 429)).toHaveLength(5);
      expect(await ask(calm)).toBe(200);
      const refused = await limited.call('GET', '/api/v1/me', { key: busy });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
      now += 1_000;
      const next = await Promise.all(Array.from({ length: 12 }, () => ask(busy)));
      expect(next.filter((status) => status === 200)).toHaveLength(10);
    } finally {
      await limited.close();
    }
  });

  test('six files an hour for each caller; other requests go on', async () => {
    let now = 1_000_000;
    const limited = await startTestServer({ rateLimits: true, realClock: { ...realClock, now: () => now } });
    try {
      const [busy, calm] = [await limited.keyWith(), await limited.keyWith()];
      const address = '/api/v1/analytics/markets/export?from=2026-01-01&to=2026-01-02&format=csv';
      const ask = async (by: string) => (await limited.call('GET', address, { key: by })).status;
      for (let n = 0; n < 6; n++) expect(await ask(busy)).not.toBe(429);
      const seventh = await limited.call('GET', address, { key: busy });
      expect([seventh.status, codeOf(seventh), seventh.headers.get('retry-after')]).toEqual([429, 'rate-limited', '600']);
      expect([await ask(calm), (await limited.call('GET', '/api/v1/me', { key: busy })).status]).toEqual([404, 200]);
      now += 600_000;
      expect([await ask(busy), await ask(busy)]).toEqual([404, 429]);
    } finally {
      await limited.close();
    }
  });

  test('made-up keys run into their address’s limit, which a known credential does not fill', async () => {
    const limiter = createRateLimiter(() => 0);
    for (let n = 0; n < 60; n++) expect(limiter.take('bad-credential', 'a')).toBe(0);
    expect(limiter.waitOf('bad-credential', 'a')).toBe(1);
    expect(limiter.waitOf('bad-credential', 'b')).toBe(0);
  });
});
