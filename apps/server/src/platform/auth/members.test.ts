import { randomUUID } from 'node:crypto';
import type { Member } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, codeOf, startTestServer, type TestServer } from '../http/testing.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  key = await server.keyWith();
});
afterAll(() => server.close());

// The cast: the server parses its answers by the contract in tests (checkAnswers).
const memberIn = (answer: Answer) => answer.body as Member & { password: string };
const add = (body: object, by = key) =>
  server.call('POST', '/api/v1/members', {
    key: by,
    body: { name: 'Mai', email: `${randomUUID()}@example.test`, role: 'viewer', ...body },
  });
const listed = async () => {
  const { body } = await server.call('GET', '/api/v1/members?limit=200', { key });
  return (body as { items: Member[] }).items;
};

describe('members', () => {
  test('a new one signs in with the password shown and sees what the role allows', async () => {
    const made = await add({ name: 'Wen', email: 'Wen@Example.test', role: 'warehouse' });
    expect(made.status).toBe(201);
    const cookie = await server.cookieOf({ email: 'wen@example.test', password: memberIn(made).password });
    const me = await server.call('GET', '/api/v1/me', { cookie });
    expect(me.body).toMatchObject({
      kind: 'user',
      name: 'Wen',
      role: 'warehouse',
      merchant: { id: server.owner.merchantId, name: 'Harbour Goods' },
    });
    expect((me.body as { scopes: string[] }).scopes).not.toContain('members:read');
    expect((await server.call('GET', '/api/v1/members', { cookie })).status).toBe(403);
    expect(codeOf(await add({ email: 'wen@example.test' }))).toBe('member-exists');
  });

  test('pages through the list by cursor without loss or repeat', async () => {
    for (let n = 0; n < 4; n++) await add({});
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer: Answer = await server.call('GET', `/api/v1/members?limit=2${cursor && `&cursor=${cursor}`}`, { key });
      const page = answer.body as { items: Member[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual((await listed()).map(({ id }) => id));
  });

  test('the last owner can be neither removed nor demoted nor bound to some shops', async () => {
    const owner = (await listed()).find(({ role }) => role === 'owner');
    const path = `/api/v1/members/${owner?.id}`;
    expect(codeOf(await server.call('DELETE', path, { key }))).toBe('last-owner');
    expect(codeOf(await server.call('PATCH', path, { key, body: { role: 'viewer' } }))).toBe('last-owner');
    expect(codeOf(await server.call('PATCH', path, { key, body: { shopIds: [] } }))).toBe('last-owner');
  });

  test('of two owners who remove each other at once, one stays', async () => {
    const [a, b] = [memberIn(await add({ role: 'owner' })), memberIn(await add({ role: 'owner' }))];
    const first = (await listed()).find(({ role, id }) => role === 'owner' && id !== a.id && id !== b.id);
    expect((await server.call('DELETE', `/api/v1/members/${first?.id}`, { key })).status).toBe(204);
    const both = await Promise.all([a, b].map(({ id }) => server.call('DELETE', `/api/v1/members/${id}`, { key })));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect((await listed()).filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  test('removing ends the sessions', async () => {
    const made = memberIn(await add({ email: 'gone@example.test' }));
    const cookie = await server.cookieOf({ email: 'gone@example.test', password: made.password });
    expect((await server.call('GET', '/api/v1/me', { cookie })).status).toBe(200);
    expect((await server.call('DELETE', `/api/v1/members/${made.id}`, { key })).status).toBe(204);
    expect((await server.call('GET', '/api/v1/me', { cookie })).status).toBe(401);
    expect((await server.call('DELETE', `/api/v1/members/${made.id}`, { key })).status).toBe(404);
  });

  test('nobody gives more than they have', async () => {
    const weak = await server.keyWith({ scopes: ['members:write', 'members:read'] });
    expect(codeOf(await add({ role: 'owner' }, weak))).toBe('forbidden');
    const bound = await server.keyWith({ shopIds: [] });
    expect(codeOf(await add({ role: 'viewer' }, bound))).toBe('forbidden');
    expect((await add({ role: 'viewer', shopIds: [] }, bound)).status).toBe(201);
    const strong = memberIn(await add({ role: 'operations' }));
    expect(codeOf(await server.call('DELETE', `/api/v1/members/${strong.id}`, { key: weak }))).toBe('forbidden');
  });

  test('a shop that is not the merchant’s is a field error', async () => {
    const { status, body } = await add({ shopIds: [randomUUID()] });
    expect([status, (body as { errors: { path: string }[] }).errors[0]?.path]).toEqual([422, '/shopIds/0']);
  });

  test('every change leaves an audit entry, a refused one none', async () => {
    const before = await entries();
    const made = memberIn(await add({}));
    await server.call('PATCH', `/api/v1/members/${made.id}`, { key, body: { role: 'finance' } });
    await server.call('DELETE', `/api/v1/members/${made.id}`, { key });
    await server.call('DELETE', `/api/v1/members/${randomUUID()}`, { key });
    expect((await entries()).slice(before.length)).toEqual(['member.create', 'member.update', 'member.remove']);
  });
});

describe('two merchants', () => {
  test('a person of both switches; a stranger’s merchant and an absent one read alike', async () => {
    const email = 'both@example.test';
    const made = memberIn(await add({ email, name: 'Bo' }));
    const second = await server.signIn.createOwner({ email, password: 'never used here', name: 'Bo B', merchantName: 'Second' });
    const cookie = await server.cookieOf({ email, password: made.password });
    const merchantOf = async () => ((await server.call('GET', '/api/v1/me', { cookie })).body as { merchant: { id: string } }).merchant.id;
    const choose = (organizationId: string) =>
      server.call('POST', '/api/auth/organization/set-active', { cookie, body: { organizationId }, headers: { origin: server.url } });
    expect(await merchantOf()).toBe(server.owner.merchantId);
    expect((await choose(second.merchantId)).status).toBe(200);
    expect(await merchantOf()).toBe(second.merchantId);
    const [foreign, absent] = [await choose(server.test.otherMerchantId), await choose(randomUUID())];
    expect([foreign.status, codeOf(foreign)]).toEqual([absent.status, codeOf(absent)]);
    expect(foreign.status).toBe(403);
  });

  test('a member of another merchant is not found, and adding a known e-mail tells nothing', async () => {
    const other = await server.signIn.createOwner({
      email: 'far@example.test',
      password: 'a far away password',
      name: 'Far Away',
      merchantName: 'Far',
    });
    const farKey = await server.keyWith({ merchantId: other.merchantId });
    const far = ((await server.call('GET', '/api/v1/members', { key: farKey })).body as { items: Member[] }).items[0];
    expect((await server.call('PATCH', `/api/v1/members/${far?.id}`, { key, body: { role: 'viewer' } })).status).toBe(404);
    const added = await add({ email: 'far@example.test', name: 'F.' });
    expect([added.status, memberIn(added).name]).toEqual([201, 'F.']);
    expect(added.text).not.toContain('Far Away');
    await server.cookieOf({ email: 'far@example.test', password: 'a far away password' });
  });
});

async function entries(): Promise<string[]> {
  const { rows } = await server.test.database.withMerchant(server.owner.merchantId, async (tx) => ({
    rows: await tx.selectFrom('audit_entry').select('action').orderBy('at').orderBy('id').execute(),
  }));
  return rows.map(({ action }) => action);
}
