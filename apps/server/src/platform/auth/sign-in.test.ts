import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../testing/silent-log.ts';
import { realClock } from '../clock/real-clock.ts';
import { isDatabaseAway, openDatabase } from '../database/database.ts';
import { isRefusal } from '../http/problem.ts';
import { codeOf, startTestServer, type TestServer } from '../http/testing.ts';
import { createSignInAttempts } from './attempts.ts';
import { createSignIn } from './sign-in.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const enter = (body: unknown, headers: Record<string, string> = {}, to = server) =>
  to.call('POST', '/api/auth/sign-in/email', { body, headers: { origin: to.url, ...headers } });

describe('signing in', () => {
  test('the cookie is for this host and no script; the body holds no token', async () => {
    const { email, password } = server.owner;
    const answer = await enter({ email: email.toUpperCase(), password });
    expect(answer.status).toBe(200);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^tradewind\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Path=\//i);
    expect(cookie).not.toMatch(/; (Secure|Domain)/i);
    const token = decodeURIComponent(cookie.split(';')[0]?.split('=')[1] ?? '').split('.')[0] ?? '?';
    expect(answer.text).not.toContain(token);
  });

  test('on https the cookie carries the __Host- prefix and Secure', async () => {
    const secure = await startTestServer({ publicUrl: 'https://desk.example.test' });
    try {
      const { email, password } = secure.owner;
      const answer = await enter({ email, password }, { origin: 'https://desk.example.test' }, secure);
      const [cookie = ''] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/^__Host-tradewind\.session_token=/);
      expect(cookie).toMatch(/; Secure/i);
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
      const me = await secure.call('GET', '/api/v1/me', { cookie: cookie.split(';')[0] ?? '' });
      expect(me.status).toBe(200);
    } finally {
      await secure.close();
    }
  });

  test('an unknown e-mail and a wrong password read alike', async () => {
    const wrong = await enter({ email: server.owner.email, password: 'not the password' });
    const unknown = await enter({ email: 'nobody@example.test', password: 'not the password' });
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'unauthenticated']);
    const plain = ({ body }: { body: unknown }) => ({ ...(body as object), requestId: '' });
    expect(plain(unknown)).toEqual(plain(wrong));
  });

  test('strangers cannot sign up, and the library has no other door', async () => {
    const body = { email: 'new@example.test', password: 'a long enough password', name: 'N' };
    for (const path of [
      '/sign-up/email',
      '/organization/create',
      '/organization/invite-member',
      '/update-user',
      '/sign-in/social',
      '/get-session',
    ]) {
      expect((await server.call('POST', `/api/auth${path}`, { body, headers: { origin: server.url } })).status, path).toBe(404);
    }
    const smuggled = await enter({ email: server.owner.email, password: server.owner.password, callbackURL: 'https://evil.example' });
    expect(smuggled.status).toBe(422);
  });

  test('signing out ends the session at once', async () => {
    const cookie = await server.cookieOf(server.owner);
    expect((await server.call('GET', '/api/v1/me', { cookie })).status).toBe(200);
    const out = await server.call('POST', '/api/auth/sign-out', { cookie, body: {}, headers: { origin: server.url } });
    expect(out.status).toBe(200);
    expect((await server.call('GET', '/api/v1/me', { cookie })).status).toBe(401);
  });

  test('each sign-in has a session of its own, also in a browser that brings another’s cookie', async () => {
    const planted = await server.cookieOf(server.owner);
    const { email, password } = server.owner;
    const answer = await enter({ email, password }, { cookie: planted });
    const given = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(answer.status).toBe(200);
    expect(given).toMatch(/^tradewind\.session_token=./);
    expect(given).not.toBe(planted);
  });

  test('being used renews a session, a heartbeat looking at it does not', async () => {
    const cookie = await server.cookieOf(server.owner);
    const { system } = server.test.database;
    const soon = new Date(Date.now() + 10 * 60_000);
    const expiry = async () => {
      const rows = await system.selectFrom('system.auth_session').select('expires_at').execute();
      return Math.max(...rows.map((row) => row.expires_at.getTime()));
    };
    await system.updateTable('system.auth_session').set({ expires_at: soon }).execute();
    const looked = await server.signIn.identify(new Headers({ cookie }), { renew: false });
    expect([isRefusal(looked), await expiry()]).toEqual([false, soon.getTime()]);
    const used = await server.call('GET', '/api/v1/me', { cookie });
    expect(await expiry()).toBeGreaterThan(soon.getTime());
    // The browser forgets its cookie at the time it was told: it must be told the new one.
    expect(used.headers.getSetCookie().join()).toMatch(/session_token=.*Max-Age=1800/i);
  });

  test('a session ends after 30 minutes without use, and after 12 hours in any case', async () => {
    const cookie = await server.cookieOf(server.owner);
    const { system } = server.test.database;
    const age = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await system
      .updateTable('system.auth_session')
      .set({ created_at: age(11.9) })
      .execute();
    expect((await server.call('GET', '/api/v1/me', { cookie })).status).toBe(200);
    await system
      .updateTable('system.auth_session')
      .set({ created_at: age(12.1) })
      .execute();
    expect((await server.call('GET', '/api/v1/me', { cookie })).status).toBe(401);
    const other = await server.cookieOf(server.owner);
    await system
      .updateTable('system.auth_session')
      .set({ expires_at: age(0.01) })
      .execute();
    expect((await server.call('GET', '/api/v1/me', { cookie: other })).status).toBe(401);
  });

  test('a tampered cookie is nobody', async () => {
    const cookie = await server.cookieOf(server.owner);
    const at = cookie.indexOf('=') + 3;
    const tampered = `${cookie.slice(0, at)}${cookie[at] === 'a' ? 'b' : 'a'}${cookie.slice(at + 1)}`;
    expect((await server.call('GET', '/api/v1/me', { cookie: tampered })).status).toBe(401);
  });

  test('a new password has 12 characters and ends the other sessions', async () => {
    const { email, password } = server.owner;
    const [here, elsewhere] = [await server.cookieOf(server.owner), await server.cookieOf(server.owner)];
    const change = (newPassword: string) =>
      server.call('POST', '/api/auth/change-password', {
        cookie: here,
        body: { currentPassword: password, newPassword },
        headers: { origin: server.url },
      });
    expect((await change('elevenchars')).status).toBe(422);
    expect((await change('another long password')).status).toBe(200);
    expect((await server.call('GET', '/api/v1/me', { cookie: elsewhere })).status).toBe(401);
    expect((await enter({ email, password })).status).toBe(401);
    server.owner.password = 'another long password';
    expect((await enter({ email, password: server.owner.password })).status).toBe(200);
  });

  test('creating the same owner again finds the merchant and keeps the password', async () => {
    const { email, merchantId, userId } = server.owner;
    const again = await server.signIn.createOwner({ email, password: 'something different', name: 'X', merchantName: 'Harbour Goods' });
    expect(again).toEqual({ merchantId, userId, created: false });
    expect((await enter({ email, password: 'something different' })).status).toBe(401);
  });
});

describe('a database that is away', () => {
  test('is no wrong cookie and no bug: the error says so, and HTTP answers 503', async () => {
    const options = { secret: 's'.repeat(44), publicUrl: null, newId: randomUUID, realClock, rateLimits: false };
    const here = createSignIn({ ...options, database: server.test.database });
    const { email, password } = server.owner;
    const entered = await here.enter({
      path: '/sign-in/email',
      headers: new Headers(),
      body: { email, password },
      address: '',
      requestId: '',
    });
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(isRefusal(await here.identify(new Headers({ cookie })))).toBe(false);
    const gone = openDatabase({ app: { host: '/nowhere' }, system: { host: '/nowhere' }, log: silentLog });
    const away = createSignIn({ ...options, database: gone });
    for (const headers of [new Headers({ cookie }), new Headers({ authorization: `Bearer twk_${'a'.repeat(43)}` })]) {
      await expect(away.identify(headers)).rejects.toSatisfy(isDatabaseAway);
    }
    await gone.close();
  });
});

describe('second factor', () => {
  test('once enabled and proved, a password alone signs nobody in', async () => {
    const own = await startTestServer();
    try {
      const { email, password } = own.owner;
      const cookie = await own.cookieOf(own.owner);
      const headers = { origin: own.url };
      const enabled = await own.call('POST', '/api/auth/two-factor/enable', { cookie, body: { password }, headers });
      expect(enabled.status).toBe(200);
      const { totpURI } = enabled.body as { totpURI: string };
      const code = totp(new URL(totpURI).searchParams.get('secret') ?? '', Date.now());
      const proved = await own.call('POST', '/api/auth/two-factor/verify-totp', { cookie, body: { code }, headers });
      expect(proved.status).toBe(200);
      const first = await enter({ email, password }, {}, own);
      expect(first.body).toMatchObject({ twoFactorRedirect: true });
      const half = first.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ');
      expect((await own.call('GET', '/api/v1/me', { cookie: half })).status).toBe(401);
      const second = await own.call('POST', '/api/auth/two-factor/verify-totp', { cookie: half, body: { code }, headers });
      expect(second.status).toBe(200);
      const whole = second.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ');
      expect((await own.call('GET', '/api/v1/me', { cookie: whole })).status).toBe(200);
    } finally {
      await own.close();
    }
  });
});

describe('cookies and other pages', () => {
  const write = async (headers: Record<string, string>, how: { raw?: string } = {}) => {
    const cookie = await server.cookieOf(server.owner);
    const { status } = await server.call('POST', '/api/v1/members', { cookie, headers, body: {}, ...how });
    return status;
  };

  test.each([
    ['own origin', () => ({ origin: server.url }), 422],
    ['no origin, browser says same-origin', () => ({ 'sec-fetch-site': 'same-origin' }), 422],
    ['foreign origin', () => ({ origin: 'https://evil.example' }), 403],
    ['origin null', () => ({ origin: 'null' }), 403],
    ['own name, other port', () => ({ origin: 'http://127.0.0.1:1' }), 403],
    ['same site, other page', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['own origin but the browser says cross-site', () => ({ origin: server.url, 'sec-fetch-site': 'cross-site' }), 403],
    ['neither header', () => ({}), 403],
  ])('%s', async (_name, headers, status) => {
    expect(await write(headers())).toBe(status);
  });

  test('a form cannot send what is accepted', async () => {
    expect(await write({ origin: server.url, 'content-type': 'text/plain' }, { raw: '{}' })).toBe(415);
  });

  test('signing in from another page is refused too', async () => {
    const { email, password } = server.owner;
    expect((await enter({ email, password }, { origin: 'https://evil.example' })).status).toBe(403);
  });

  test('an API key needs no origin', async () => {
    expect((await server.call('POST', '/api/v1/members', { key: await server.keyWith(), body: {} })).status).toBe(422);
  });
});

describe('guessing', () => {
  test('the sixth wrong password within 15 minutes waits; a right one forgives; others are not held up', async () => {
    const own = await startTestServer({ rateLimits: true });
    try {
      const { email, password } = own.owner;
      const guess = () => enter({ email, password: 'a wrong password' }, {}, own);
      for (let n = 0; n < 4; n++) expect((await guess()).status).toBe(401);
      expect((await enter({ email, password }, {}, own)).status).toBe(200);
      for (let n = 0; n < 5; n++) expect((await guess()).status).toBe(401);
      const sixth = await guess();
      expect([sixth.status, codeOf(sixth)]).toEqual([429, 'rate-limited']);
      expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await enter({ email, password }, {}, own)).status).toBe(429);
      expect((await enter({ email: 'other@example.test', password: 'a wrong password' }, {}, own)).status).toBe(401);
    } finally {
      await own.close();
    }
  });

  test('an attempt comes back every 3 minutes, and many at once do not slip through', async () => {
    let now = Date.UTC(2026, 0, 1);
    const attempts = createSignInAttempts(server.test.database, () => now);
    const one = { address: '192.0.2.1', email: 'slow@example.test' };
    const burst = await Promise.all(Array.from({ length: 20 }, () => attempts.take(one)));
    expect(burst.filter((wait) => wait === null)).toHaveLength(5);
    now += 180_000;
    expect(await attempts.take(one)).toBeNull();
    expect(await attempts.take(one)).toBe(180);
  });
});

/** RFC 6238 with its usual parameters, written out here so that the test does not lean on what it tests. */
function totp(secretBase32: string, at: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secretBase32.replaceAll('=', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
