import { randomUUID } from 'node:crypto';
import type { Role, SavedView } from '@tradewind/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, codeOf, startTestServer, type TestServer } from '../../platform/http/testing.ts';
import { viewHandlers } from './index.ts';

let server: TestServer;
let olive: Person;
let vera: Person;
let wim: Person;
beforeAll(async () => {
  server = await startTestServer({ handlers: viewHandlers });
  olive = personWith(await server.cookieOf(server.owner));
  vera = await addPerson('vera@example.test', 'viewer');
  wim = await addPerson('wim@example.test', 'listing');
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.test.database.withMerchant(server.owner.merchantId, (tx) => tx.deleteFrom('saved_view').execute());
});

type Person = (method: string, path: string, body?: object) => Promise<Answer>;

const personWith =
  (cookie: string): Person =>
  (method, path, body) =>
    server.call(method, `/api/v1/saved-views${path}`, { cookie, headers: { origin: server.url }, ...(body && { body }) });

async function addPerson(email: string, role: Role): Promise<Person> {
  const key = await server.keyWith();
  const made = await server.call('POST', '/api/v1/members', { key, body: { name: email, email, role } });
  // The cast: the server parses its answers by the contract in tests.
  const { password } = made.body as { password: string };
  return personWith(await server.cookieOf({ email, password }));
}

// The casts: as above.
const viewIn = (answer: Answer) => answer.body as SavedView;
const listOf = async (person: Person, query = 'page=orders') => ((await person('GET', `?${query}`)).body as { items: SavedView[] }).items;
const names = async (person: Person) => (await listOf(person)).map(({ name }) => name);
const save = (person: Person, facts: object = {}) =>
  person('POST', '', { page: 'orders', name: 'Late in Britain', search: { status: 'awaiting-shipment', market: 'GB' }, ...facts });

test('a view keeps what the address said, and only its owner sees it', async () => {
  const made = viewIn(await save(olive, { search: { q: '576912345678901234', sort: 'createdAt', columns: 'status,sku' } }));
  expect(made).toMatchObject({ isOwn: true, isShared: false, isEditable: true, isDefault: false });
  expect((await listOf(olive))[0]?.search).toEqual({ q: '576912345678901234', sort: 'createdAt', columns: 'status,sku' });
  expect(await names(vera)).toEqual([]);
  for (const [method, path, body] of [
    ['PATCH', `/${made.id}`, { name: 'mine now' }],
    ['DELETE', `/${made.id}`, undefined],
    ['PUT', `/${made.id}/default`, { isDefault: true }],
  ] as const)
    expect((await vera(method, path, body)).status).toBe(404);
  expect(await names(olive)).toEqual(['Late in Britain']);
});

test('a shared view is seen by colleagues, and changed by its author or an owner only', async () => {
  const shared = viewIn(await save(vera, { isShared: true }));
  expect(await names(olive)).toEqual(['Late in Britain']);
  const second = await addPerson('second@example.test', 'viewer');
  expect((await listOf(second))[0]).toMatchObject({ isOwn: false, isEditable: false });
  expect(codeOf(await second('PATCH', `/${shared.id}`, { name: 'x' }))).toBe('forbidden');
  expect(codeOf(await second('DELETE', `/${shared.id}`))).toBe('forbidden');
  expect(viewIn(await olive('PATCH', `/${shared.id}`, { name: 'Late, GB' }))).toMatchObject({ name: 'Late, GB', isOwn: false });
  expect(await names(vera)).toEqual(['Late, GB']);
  expect((await olive('DELETE', `/${shared.id}`)).status).toBe(204);
  expect(await names(vera)).toEqual([]);
});

test('an owner who withdraws a colleague’s view leaves it to its author, and nobody else’s table opens with it', async () => {
  const shared = viewIn(await save(vera, { isShared: true }));
  await olive('PUT', `/${shared.id}/default`, { isDefault: true });
  await vera('PUT', `/${shared.id}/default`, { isDefault: true });
  expect(viewIn(await olive('PATCH', `/${shared.id}`, { isShared: false }))).toMatchObject({ isShared: false, isDefault: false });
  expect(await names(olive)).toEqual([]);
  expect(await listOf(vera)).toMatchObject([{ isDefault: true }]);
});

test('one default for each person; a colleague’s choice is their own', async () => {
  const [first, second] = [viewIn(await save(olive, { isShared: true })), viewIn(await save(olive, { name: 'Another' }))];
  await olive('PUT', `/${first.id}/default`, { isDefault: true });
  await vera('PUT', `/${first.id}/default`, { isDefault: true });
  await olive('PUT', `/${second.id}/default`, { isDefault: true });
  const defaults = async (person: Person) => (await listOf(person)).filter(({ isDefault }) => isDefault).map(({ name }) => name);
  expect(await defaults(olive)).toEqual(['Another']);
  expect(await defaults(vera)).toEqual(['Late in Britain']);
  await olive('PUT', `/${second.id}/default`, { isDefault: false });
  expect(await defaults(olive)).toEqual([]);
});

test('a name is used once by one person for one table; another person may use it too', async () => {
  await save(olive);
  expect(codeOf(await save(olive))).toBe('name-taken');
  const other = viewIn(await save(olive, { name: 'Other' }));
  expect(codeOf(await olive('PATCH', `/${other.id}`, { name: 'Late in Britain' }))).toBe('name-taken');
  expect((await save(vera)).status).toBe(201);
});

test('the fifty-first view of one’s own is refused with what to do', async () => {
  for (let count = 1; count <= 50; count += 1) await save(olive, { name: `View ${count}` });
  const refused = await save(olive, { name: 'View 51' });
  expect(codeOf(refused)).toBe('too-many-views');
  expect(refused.text).toContain('delete one');
  expect((await save(vera)).status).toBe(201);
});

test('who may not see the table may not see its views, shared ones included', async () => {
  const shared = viewIn(await save(olive, { isShared: true }));
  expect(codeOf(await wim('GET', '?page=orders'))).toBe('forbidden');
  expect(codeOf(await save(wim))).toBe('forbidden');
  expect((await wim('PUT', `/${shared.id}/default`, { isDefault: true })).status).toBe(404);
});

test('another merchant’s view reads like one that never was', async () => {
  const shared = viewIn(await save(olive, { isShared: true }));
  const key = await server.keyWith({ merchantId: server.test.otherMerchantId });
  for (const id of [shared.id, randomUUID()]) {
    for (const [method, path, body] of [
      ['PATCH', '', { name: 'x' }],
      ['DELETE', '', undefined],
      ['PUT', '/default', { isDefault: true }],
    ] as const)
      expect((await server.call(method, `/api/v1/saved-views/${id}${path}`, { key, ...(body && { body }) })).status).toBe(404);
  }
  expect((await server.call('GET', '/api/v1/saved-views?page=orders', { key })).text).not.toContain(shared.id);
});

test('what is no address is refused, by field', async () => {
  for (const facts of [
    { search: { 'a b': 'x' } },
    { search: { q: 'x'.repeat(301) } },
    { search: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`key${index}`, 'x'])) },
    { search: { q: 1 } },
    { name: '   ' },
    { page: 'secrets' },
  ])
    expect(codeOf(await save(olive, facts))).toBe('invalid-input');
});
