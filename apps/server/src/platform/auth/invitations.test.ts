import { createHmac, randomUUID } from 'node:crypto';
import type { Invitation, Member } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, codeOf, problemIn, startTestServer, type TestServer } from '../http/testing.ts';
import { hashApiKey } from './api-key.ts';
import { markApiKeyRevoked } from './api-key-store.ts';

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.cookieOf(server.owner);
});
afterAll(() => server.close());

type Invited = Invitation & { token: string };
// The casts: the server parses its answers by the contract in tests (checkAnswers).
const itemsOf = <T>(answer: Answer) => (answer.body as { items: T[] }).items;
const asOwner = (method: string, path: string, body?: object) =>
  server.call(method, `/api/v1${path}`, { cookie, headers: { origin: server.url }, ...(body && { body }) });
const tryInvite = (body: object = {}) =>
  asOwner('POST', '/invitations', { email: `${randomUUID()}@example.test`, role: 'viewer', ...body });
const invite = async (body: object = {}) => (await tryInvite(body)).body as Invited;
const invited = async () => itemsOf<Invitation>(await asOwner('GET', '/invitations?limit=200'));
const members = async () => itemsOf<Member>(await asOwner('GET', '/members?limit=200'));
const door = (path: string, body: object, headers: Record<string, string> = {}) =>
  server.call('POST', `/api/auth/invitation/${path}`, { body, headers: { origin: server.url, ...headers } });
const accept = (token: string, body: object = {}, headers: Record<string, string> = {}) =>
  door('accept', { token, name: 'Mai', password: 'a password of hers', ...body }, headers);
const cookieFrom = ({ headers }: Answer) =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
const me = async (own: string) => (await server.call('GET', '/api/v1/me', { cookie: own })).body as Record<string, unknown>;

describe('an invitation', () => {
  test('opened, it says who invites to what; accepted, the colleague is signed in as invited and listed', async () => {
    const made = await invite({ email: 'Mai@Example.test', role: 'warehouse' });
    expect(made).toMatchObject({ email: 'mai@example.test', role: 'warehouse', state: 'pending', invitedBy: 'Olive Owner' });
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * 86_400_000);
    expect((await door('read', { token: made.token })).body).toEqual({
      merchant: 'Harbour Goods',
      invitedBy: 'Olive Owner',
      email: 'mai@example.test',
      role: 'warehouse',
    });
    const joined = await accept(made.token);
    expect([joined.status, joined.text.includes('token')]).toEqual([200, false]);
    expect(await me(cookieFrom(joined))).toMatchObject({ name: 'Mai', email: 'mai@example.test', role: 'warehouse' });
    expect((await members()).find(({ email }) => email === 'mai@example.test')?.lastActiveAt).not.toBeNull();
    expect((await invited()).map(({ id }) => id)).not.toContain(made.id);
    await server.cookieOf({ email: 'mai@example.test', password: 'a password of hers' });
    expect(codeOf(await tryInvite({ email: 'mai@example.test' }))).toBe('member-exists');
  });

  test('works once, also of two at the same moment', async () => {
    const { token, email } = await invite();
    const both = await Promise.all([accept(token), accept(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(codeOf(await accept(token))).toBe('invitation-ended');
    expect((await members()).filter((member) => member.email === email)).toHaveLength(1);
  });

  test('taken back, run out, replaced by a newer one, used and never made read alike', async () => {
    const [revoked, late, replaced] = [await invite(), await invite(), await invite({ email: 'twice@example.test' })];
    expect((await asOwner('DELETE', `/invitations/${revoked.id}`)).status).toBe(204);
    expect((await asOwner('DELETE', `/invitations/${revoked.id}`)).status).toBe(404);
    await server.test.database.system
      .updateTable('system.invitation')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('id', '=', late.id)
      .execute();
    const newer = await invite({ email: 'TWICE@example.test' });
    const answers = await Promise.all([revoked.token, late.token, replaced.token, `twi_${'a'.repeat(43)}`].map((token) => accept(token)));
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(Array(4).fill([409, 'invitation-ended']));
    expect((await door('read', { token: newer.token })).status).toBe(200);
    const list = await invited();
    expect(list.find(({ id }) => id === late.id)?.state).toBe('expired');
    expect(list.map(({ id }) => id)).not.toContain(replaced.id);
  });

  test('the token is nowhere in the database and in no list', async () => {
    const { token, id } = await invite();
    const row = await server.test.database.system.selectFrom('system.invitation').selectAll().where('id', '=', id).executeTakeFirst();
    expect(JSON.stringify(row)).not.toContain(token);
    expect((await asOwner('GET', '/invitations?limit=200')).text).not.toContain(token);
  });

  test('a password that is too short, and a link opened from another page, are refused', async () => {
    const { token } = await invite();
    const short = await accept(token, { password: 'elevenchars' });
    expect([short.status, problemIn(short).errors?.[0]?.path]).toEqual([422, '/password']);
    expect((await accept(token, {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await accept(token)).status).toBe(200);
  });

  test('every step leaves an audit entry, a refused one none', async () => {
    const { token, id } = await invite();
    await accept(token);
    await accept(token);
    await asOwner('DELETE', `/invitations/${id}`);
    await asOwner('DELETE', `/invitations/${(await invite()).id}`);
    const rows = await server.test.database.withMerchant(server.owner.merchantId, (tx) =>
      tx.selectFrom('audit_entry').select(['action', 'facts']).orderBy('at', 'desc').orderBy('id', 'desc').limit(4).execute(),
    );
    expect(rows.map(({ action }) => action).reverse()).toEqual([
      'invitation.create',
      'invitation.accept',
      'invitation.create',
      'invitation.revoke',
    ]);
    expect(JSON.stringify(rows)).not.toContain('@example.test');
  });

  test('who may see colleagues is told that one has joined, once', async () => {
    const { token } = await invite();
    const told = async () =>
      server.test.database.withMerchant(server.owner.merchantId, (tx) =>
        tx.selectFrom('notification').select(['kind', 'facts']).orderBy('raised_at', 'desc').orderBy('id', 'desc').execute(),
      );
    const before = (await told()).length;
    await accept(token);
    await accept(token);
    expect((await told()).slice(0, (await told()).length - before)).toMatchObject([
      { kind: 'member-joined', facts: { role: expect.any(String) } },
    ]);
  });
});

describe('somebody who signs in here already', () => {
  const password = 'the one from Elsewhere';
  const person = (email: string, merchantName = `Elsewhere ${email}`) =>
    server.signIn.createOwner({ email, password, name: 'Elsewhere Name', merchantName });

  test('joins with the password they have, and is then in the merchant that invited', async () => {
    await person('known@example.test');
    const { token } = await invite({ email: 'known@example.test', role: 'finance' });
    const opened = await door('read', { token });
    expect(opened.text).not.toContain('Elsewhere');
    const wrong = await accept(token, { password: 'not that password' });
    expect([wrong.status, wrong.headers.getSetCookie()]).toEqual([401, []]);
    const joined = await accept(token, { password });
    expect(await me(cookieFrom(joined))).toMatchObject({ name: 'Mai', role: 'finance', merchant: { name: 'Harbour Goods' } });
    // The account keeps its password: an invitation is no way to take one over.
    await server.cookieOf({ email: 'known@example.test', password });
  });

  test('joins without a password where they are signed in, and only as themselves', async () => {
    await person('here@example.test');
    const own = await server.cookieOf({ email: 'here@example.test', password });
    const { token } = await invite({ email: 'here@example.test' });
    const withoutPassword = (by: string) => door('accept', { token, name: 'Hera' }, { cookie: by });
    expect((await withoutPassword(cookie)).status).toBe(401);
    expect((await withoutPassword('')).status).toBe(401);
    expect((await withoutPassword(own)).status).toBe(200);
    expect(await me(own)).toMatchObject({ name: 'Hera', merchant: { name: 'Harbour Goods' } });
  });

  test('with a second factor the password alone does not join', async () => {
    await person('two@example.test');
    const own = await server.cookieOf({ email: 'two@example.test', password });
    const post = (path: string, body: object, by: string) =>
      server.call('POST', `/api/auth${path}`, { body, cookie: by, headers: { origin: server.url } });
    const { totpURI } = (await post('/two-factor/enable', { password }, own)).body as { totpURI: string };
    const code = totp(new URL(totpURI).searchParams.get('secret') ?? '', Date.now());
    expect((await post('/two-factor/verify-totp', { code }, own)).status).toBe(200);
    const { token } = await invite({ email: 'two@example.test' });
    const first = await accept(token, { password });
    expect(first.body).toMatchObject({ twoFactorRedirect: true });
    expect((await members()).map(({ email }) => email)).not.toContain('two@example.test');
    const second = await post('/two-factor/verify-totp', { code }, cookieFrom(first));
    expect((await door('accept', { token, name: 'Tuo' }, { cookie: cookieFrom(second) })).status).toBe(200);
    expect((await members()).map(({ name }) => name)).toContain('Tuo');
  });
});

describe('rights', () => {
  test('a viewer neither sees nor makes invitations; operations sees them', async () => {
    const as = async (role: string) => {
      const { token } = await invite({ role });
      return cookieFrom(await accept(token));
    };
    const [viewer, operations] = [await as('viewer'), await as('operations')];
    const list = async (own: string) => (await server.call('GET', '/api/v1/invitations', { cookie: own })).status;
    const make = async (own: string) => {
      const body = { email: 'friend@example.test', role: 'viewer' };
      return (await server.call('POST', '/api/v1/invitations', { cookie: own, headers: { origin: server.url }, body })).status;
    };
    expect([await list(viewer), await make(viewer)]).toEqual([403, 403]);
    expect([await list(operations), await make(operations)]).toEqual([200, 403]);
    const { id } = await invite();
    const end = await server.call('DELETE', `/api/v1/invitations/${id}`, { cookie: operations, headers: { origin: server.url } });
    expect(end.status).toBe(403);
  });

  test('nobody invites beyond what they have, nor takes such an invitation back', async () => {
    const weak = await server.keyWith({ scopes: ['members:write', 'members:read'] });
    const bound = await server.keyWith({ shopIds: [] });
    const by = (key: string, body: object) =>
      server.call('POST', '/api/v1/invitations', { key, body: { email: `${randomUUID()}@example.test`, ...body } });
    expect(codeOf(await by(weak, { role: 'owner' }))).toBe('forbidden');
    expect(codeOf(await by(bound, { role: 'viewer' }))).toBe('forbidden');
    expect((await by(bound, { role: 'viewer', shopIds: [] })).status).toBe(201);
    expect(problemIn(await tryInvite({ shopIds: [randomUUID()] })).errors?.[0]?.path).toBe('/shopIds/0');
    const { id } = await invite({ role: 'owner' });
    expect(codeOf(await server.call('DELETE', `/api/v1/invitations/${id}`, { key: weak }))).toBe('forbidden');
  });

  test.each([
    ['is removed', (id: string) => asOwner('DELETE', `/members/${id}`)],
    ['becomes a viewer', (id: string) => asOwner('PATCH', `/members/${id}`, { role: 'viewer' })],
  ])('an owner who %s comes back by no link made before', async (_what, end) => {
    const { token, email } = await invite({ role: 'owner' });
    const second = cookieFrom(await accept(token));
    const made = await server.call('POST', '/api/v1/invitations', {
      cookie: second,
      headers: { origin: server.url },
      body: { email: 'back-door@example.test', role: 'owner' },
    });
    const member = (await members()).find((each) => each.email === email);
    expect((await end(member?.id ?? '')).status).toBeLessThan(300);
    expect(codeOf(await accept((made.body as Invited).token))).toBe('invitation-ended');
  });

  test('a key that is revoked leaves no open link behind', async () => {
    const key = await server.keyWith();
    const body = { email: `${randomUUID()}@example.test`, role: 'viewer' };
    const made = (await server.call('POST', '/api/v1/invitations', { key, body })).body as Invited;
    const { system } = server.test.database;
    const { id } = await system.selectFrom('system.api_key').select('id').where('key_hash', '=', hashApiKey(key)).executeTakeFirstOrThrow();
    expect((await door('read', { token: made.token })).status).toBe(200);
    await markApiKeyRevoked(system, { id, at: Date.now() });
    expect(codeOf(await accept(made.token))).toBe('invitation-ended');
  });

  test('another merchant’s invitation is not found and not listed', async () => {
    const far = await server.keyWith({ merchantId: server.test.otherMerchantId });
    const { id } = await invite();
    const end = (each: string) => server.call('DELETE', `/api/v1/invitations/${each}`, { key: far });
    const [foreign, absent] = [await end(id), await end(randomUUID())];
    expect([foreign.status, codeOf(foreign)]).toEqual([404, codeOf(absent)]);
    expect(itemsOf(await server.call('GET', '/api/v1/invitations', { key: far }))).toEqual([]);
    expect((await invited()).map((each) => each.id)).toContain(id);
  });
});

/** RFC 6238 with its usual parameters, written out here so that the test does not lean on what it tests. */
function totp(secretBase32: string, at: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secretBase32.replaceAll('=', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))))
    .update(counter)
    .digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
