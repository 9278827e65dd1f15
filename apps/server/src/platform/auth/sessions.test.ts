import { randomUUID } from 'node:crypto';
import type { Session } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, problemIn, startTestServer, type TestServer } from '../http/testing.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';
const as = (cookie: string) => (method: string, path: string, body?: object) =>
  server.call(method, path, { cookie, headers: { origin: server.url }, ...(body && { body }) });
// The cast: the server parses its answers by the contract in tests (checkAnswers).
const listed = async (cookie: string) => ((await as(cookie)('GET', '/api/v1/sessions')).body as { items: Session[] }).items;
const works = async (cookie: string) => (await as(cookie)('GET', '/api/v1/me')).status === 200;

async function person(): Promise<{ email: string; password: string; open: (headers?: Record<string, string>) => Promise<string> }> {
  const email = `${randomUUID()}@example.test`;
  const password = 'a long enough password';
  await server.signIn.createOwner({ email, password, name: 'P', merchantName: `of ${email}` });
  const open = async (headers: Record<string, string> = {}) => {
    const answer = await server.call('POST', '/api/auth/sign-in/email', {
      body: { email, password },
      headers: { origin: server.url, ...headers },
    });
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };
  return { email, password, open };
}

describe('own sessions', () => {
  test('are listed with browser and address, the one that asks first and marked', async () => {
    const { open } = await person();
    const first = await open({ 'user-agent': FIREFOX });
    const second = await open({ 'user-agent': 'curl/8', 'x-tradewind-address': '203.0.113.9', 'x-forwarded-for': '203.0.113.9' });
    const seen = await listed(first);
    expect(seen.map(({ userAgent, address, isCurrent }) => ({ userAgent, address, isCurrent }))).toEqual([
      { userAgent: FIREFOX, address: '127.0.0.1', isCurrent: true },
      { userAgent: 'curl/8', address: '127.0.0.1', isCurrent: false },
    ]);
    expect((await listed(second)).find(({ isCurrent }) => isCurrent)?.userAgent).toBe('curl/8');
  });

  test('one is ended at once, then all others, and this one stays', async () => {
    const { open } = await person();
    const [here, lost, spare, third] = [await open(), await open(), await open(), await open()];
    const target = (await listed(lost)).find(({ isCurrent }) => isCurrent);
    expect((await as(here)('DELETE', `/api/v1/sessions/${target?.id}`)).status).toBe(204);
    expect([await works(lost), await works(spare)]).toEqual([false, true]);
    expect((await as(here)('DELETE', `/api/v1/sessions/${target?.id}`)).status).toBe(404);
    expect((await as(here)('DELETE', '/api/v1/sessions')).status).toBe(204);
    expect([await works(here), await works(spare), await works(third)]).toEqual([true, false, false]);
    expect(await listed(here)).toHaveLength(1);
  });

  test('somebody else’s is neither listed nor ended, and reads like one that never was', async () => {
    const [one, other] = [await person(), await person()];
    const [mine, theirs] = [await one.open(), await other.open()];
    const [target] = await listed(theirs);
    const foreign = await as(mine)('DELETE', `/api/v1/sessions/${target?.id}`);
    const absent = await as(mine)('DELETE', `/api/v1/sessions/${randomUUID()}`);
    expect([foreign.status, codeOf(foreign)]).toEqual([404, codeOf(absent)]);
    expect((await as(mine)('DELETE', '/api/v1/sessions')).status).toBe(204);
    expect(await works(theirs)).toBe(true);
    expect((await listed(mine)).map(({ id }) => id)).not.toContain(target?.id);
  });

  test('a key has none', async () => {
    const key = await server.keyWith();
    for (const [method, path] of [
      ['GET', '/api/v1/sessions'],
      ['DELETE', '/api/v1/sessions'],
      ['DELETE', `/api/v1/sessions/${randomUUID()}`],
    ] as const) {
      expect(codeOf(await server.call(method, path, { key }))).toBe('forbidden');
    }
  });

  test('signing in makes a new session and never takes over one that the browser came with', async () => {
    const { open } = await person();
    const planted = await open();
    const after = await open({ cookie: planted });
    expect(after).not.toBe(planted);
    expect((await listed(after)).filter(({ isCurrent }) => isCurrent).map(({ id }) => id)).not.toEqual(
      (await listed(planted)).filter(({ isCurrent }) => isCurrent).map(({ id }) => id),
    );
  });
});

describe('a new password', () => {
  const change = (cookie: string, currentPassword: string) =>
    as(cookie)('POST', '/api/auth/change-password', { currentPassword, newPassword: 'another long password' });

  test('makes a new session in the same merchant and ends all others', async () => {
    const { email, password, open } = await person();
    const second = await server.signIn.createOwner({ email, password, name: 'P', merchantName: `second of ${email}` });
    const [here, elsewhere] = [await open(), await open()];
    await as(here)('POST', '/api/auth/organization/set-active', { organizationId: second.merchantId });
    const answer = await change(here, password);
    expect(answer.status).toBe(200);
    const fresh = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect([await works(here), await works(elsewhere)]).toEqual([false, false]);
    expect((await as(fresh)('GET', '/api/v1/me')).body).toMatchObject({ merchant: { id: second.merchantId } });
  });

  test('the wrong old one is a field error and changes nothing', async () => {
    const { open } = await person();
    const [here, elsewhere] = [await open(), await open()];
    const wrong = await change(here, 'not the password');
    expect([wrong.status, problemIn(wrong).errors]).toMatchObject([422, [{ path: '/currentPassword', code: 'wrong-password' }]]);
    expect([await works(here), await works(elsewhere)]).toEqual([true, true]);
  });

  test('the old one cannot be guessed at an open page any faster than at the door', async () => {
    const own = await startTestServer({ rateLimits: true });
    try {
      const cookie = await own.cookieOf(own.owner);
      const guess = () =>
        own.call('POST', '/api/auth/change-password', {
          cookie,
          headers: { origin: own.url },
          body: { currentPassword: 'not the password', newPassword: 'another long password' },
        });
      for (let n = 0; n < 5; n++) expect((await guess()).status).toBe(422);
      expect((await guess()).status).toBe(429);
    } finally {
      await own.close();
    }
  });
});
