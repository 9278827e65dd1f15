import type { Member, Profile } from '@tradewind/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, problemIn, startTestServer, type TestServer } from '../http/testing.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const patch = (cookie: string, body: object) => server.call('PATCH', '/api/v1/profile', { cookie, body, headers: { origin: server.url } });
// The cast: the server parses its answers by the contract in tests (checkAnswers).
const me = async (cookie: string) => (await server.call('GET', '/api/v1/me', { cookie })).body as { name: string; profile: Profile };

test('what one sets is there in the next browser; what one does not name stays', async () => {
  const [here, elsewhere] = [await server.cookieOf(server.owner), await server.cookieOf(server.owner)];
  expect((await me(here)).profile).toEqual({ language: null, timeZone: null, theme: null, density: null });
  expect((await patch(here, { language: 'zh-CN', timeZone: 'Asia/Shanghai' })).status).toBe(200);
  await patch(here, { theme: 'dark', density: 'compact' });
  expect((await me(elsewhere)).profile).toEqual({ language: 'zh-CN', timeZone: 'Asia/Shanghai', theme: 'dark', density: 'compact' });
  await patch(elsewhere, { timeZone: null });
  expect((await me(here)).profile).toMatchObject({ language: 'zh-CN', timeZone: null });
});

test('a name is changed for this merchant, seen by colleagues, and audited without being written down', async () => {
  const { email, password, merchantId } = server.owner;
  const other = await server.signIn.createOwner({ email, password, name: 'Known There', merchantName: 'Second' });
  const cookie = await server.cookieOf(server.owner);
  expect((await patch(cookie, { name: '  林小信 ' })).body).toMatchObject({ name: '林小信' });
  expect((await me(cookie)).name).toBe('林小信');
  const names = async (of: string) => {
    const { body } = await server.call('GET', '/api/v1/members', { key: await server.keyWith({ merchantId: of }) });
    return (body as { items: Member[] }).items.map(({ name }) => name);
  };
  expect([await names(merchantId), await names(other.merchantId)]).toEqual([['林小信'], ['Known There']]);
  const rows = await server.test.database.withMerchant(merchantId, (tx) =>
    tx.selectFrom('audit_entry').select(['action', 'facts']).execute(),
  );
  expect(rows).toEqual([{ action: 'member.rename', facts: {} }]);
});

test.each([
  [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
  [{ timeZone: 'shop' }, '/timeZone'],
  [{ timeZone: '+08:00' }, '/timeZone'],
  [{ language: 'de' }, '/language'],
  [{ name: '   ' }, '/name'],
  [{ role: 'owner' }, '/role'],
])('%j is refused by its field', async (body, path) => {
  const answer = await patch(await server.cookieOf(server.owner), body);
  expect([answer.status, problemIn(answer).errors?.[0]?.path]).toEqual([422, path]);
});

test('a key has no profile to change or to see', async () => {
  const key = await server.keyWith();
  expect(codeOf(await server.call('PATCH', '/api/v1/profile', { key, body: { theme: 'dark' } }))).toBe('forbidden');
  expect((await server.call('GET', '/api/v1/me', { key })).body).toMatchObject({ profile: null });
});
