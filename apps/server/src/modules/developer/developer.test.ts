import { randomUUID } from 'node:crypto';
import type { ApiKey } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, codeOf, startTestServer, type TestServer } from '../../platform/http/testing.ts';
import { developerHandlers } from './index.ts';

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer({ handlers: developerHandlers });
  cookie = await server.cookieOf(server.owner);
});
afterAll(() => server.close());

// The cast: the server parses its answers by the contract in tests (checkAnswers).
const keyIn = (answer: Answer) => answer.body as ApiKey & { key: string };
const asOwner = (method: string, path: string, body?: object) =>
  server.call(method, `/api/v1${path}`, { cookie, headers: { origin: server.url }, ...(body && { body }) });
const listed = async () => ((await asOwner('GET', '/api-keys?limit=200')).body as { items: ApiKey[] }).items;

describe('API keys', () => {
  test('live: made, shown once, used, revoked at once', async () => {
    const made = keyIn(await asOwner('POST', '/api-keys', { name: 'ERP', scopes: ['orders:read', 'api-keys:write'] }));
    expect(made.key).toMatch(/^twk_[\w-]{43}$/);
    expect((await server.call('GET', '/api/v1/me', { key: made.key })).body).toMatchObject({
      kind: 'api-key',
      name: 'ERP',
      scopes: ['orders:read', 'api-keys:write'],
    });
    const { text } = await asOwner('GET', '/api-keys');
    expect(text).not.toContain(made.key);
    expect((await listed())[0]).toMatchObject({ id: made.id, prefix: made.key.slice(0, 10), revokedAt: null });
    expect((await listed())[0]?.lastUsedAt).not.toBeNull();
    expect((await asOwner('DELETE', `/api-keys/${made.id}`)).status).toBe(204);
    expect((await server.call('GET', '/api/v1/me', { key: made.key })).status).toBe(401);
    expect((await asOwner('DELETE', `/api-keys/${made.id}`)).status).toBe(204);
    expect((await listed())[0]?.revokedAt).not.toBeNull();
  });

  test('the database holds no key', async () => {
    const { key } = keyIn(await asOwner('POST', '/api-keys', { name: 'x', scopes: ['orders:read'] }));
    const rows = await server.test.database.system.selectFrom('system.api_key').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(key.slice(12));
  });

  test('when it was last used is written at most once a minute', async () => {
    const { key, id } = keyIn(await asOwner('POST', '/api-keys', { name: 'x', scopes: ['orders:read'] }));
    const { system } = server.test.database;
    const used = async () =>
      (await system.selectFrom('system.api_key').select('last_used_at').where('id', '=', id).executeTakeFirstOrThrow()).last_used_at;
    await server.call('GET', '/api/v1/me', { key });
    const first = await used();
    await server.call('GET', '/api/v1/me', { key });
    expect(await used()).toEqual(first);
    await system
      .updateTable('system.api_key')
      .set({ last_used_at: new Date(Date.now() - 61_000) })
      .where('id', '=', id)
      .execute();
    await server.call('GET', '/api/v1/me', { key });
    expect((await used())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  test('a key makes and revokes no stronger key', async () => {
    const weak = keyIn(await asOwner('POST', '/api-keys', { name: 'weak', scopes: ['api-keys:write', 'orders:read'] }));
    const strong = keyIn(await asOwner('POST', '/api-keys', { name: 'strong', scopes: ['members:write'] }));
    const create = (body: object) => server.call('POST', '/api/v1/api-keys', { key: weak.key, body });
    expect((await create({ name: 'same', scopes: ['orders:read'] })).status).toBe(201);
    expect(codeOf(await create({ name: 'more', scopes: ['members:write'] }))).toBe('forbidden');
    expect(codeOf(await server.call('DELETE', `/api/v1/api-keys/${strong.id}`, { key: weak.key }))).toBe('forbidden');
    const bound = await server.keyWith({ shopIds: [] });
    expect(
      codeOf(await server.call('POST', '/api/v1/api-keys', { key: bound, body: { name: 'all shops', scopes: ['orders:read'] } })),
    ).toBe('forbidden');
  });

  test('another merchant’s key reads like an absent one', async () => {
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    const made = keyIn(await asOwner('POST', '/api-keys', { name: 'mine', scopes: ['orders:read'] }));
    for (const id of [made.id, randomUUID()]) {
      expect((await server.call('DELETE', `/api/v1/api-keys/${id}`, { key: foreign })).status).toBe(404);
    }
    const { text } = await server.call('GET', '/api/v1/api-keys', { key: foreign });
    expect(text).not.toContain(made.id);
  });

  test('with an Idempotency-Key the same key comes back', async () => {
    const create = () =>
      server.call('POST', '/api/v1/api-keys', {
        cookie,
        headers: { origin: server.url, 'idempotency-key': 'once' },
        body: { name: 'once', scopes: ['orders:read'] },
      });
    expect(keyIn(await create()).key).toBe(keyIn(await create()).key);
  });
});

describe('audit entries', () => {
  test('newest first, by action, paged; nobody else’s', async () => {
    const made = keyIn(await asOwner('POST', '/api-keys', { name: 'audited', scopes: ['orders:read'] }));
    await asOwner('DELETE', `/api-keys/${made.id}`);
    const page = async (query: string) =>
      (await asOwner('GET', `/audit-entries?${query}`)).body as {
        items: { action: string; objectId: string; sealed: boolean }[];
        nextCursor: string;
      };
    const first = await page('limit=1');
    expect(first.items).toMatchObject([{ action: 'api-key.revoke', objectId: made.id, sealed: false }]);
    expect((await page(`limit=1&cursor=${first.nextCursor}`)).items).toMatchObject([{ action: 'api-key.create', objectId: made.id }]);
    const revokes = await page('action=api-key.revoke');
    expect(new Set(revokes.items.map(({ action }) => action))).toEqual(new Set(['api-key.revoke']));
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    expect((await server.call('GET', '/api/v1/audit-entries', { key: foreign })).body).toEqual({ items: [], nextCursor: null });
  });
});
