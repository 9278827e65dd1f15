/**
 * The HTTP side on a real socket and a real database, for tests. Routes of modules that a test does not bring
 * answer 404 after the guards, which is all that tests of the guards need.
 */
import { randomBytes } from 'node:crypto';
import type { ProblemCode, RouteId, Scope } from '@tradewind/contract';
import { routes, scopes } from '@tradewind/contract';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { listen } from '../../testing/listen.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { hashApiKey, makeApiKey, prefixOf } from '../auth/api-key.ts';
import { peopleHandlers } from '../auth/people-handlers.ts';
import { createSignIn, type SignIn } from '../auth/sign-in.ts';
import { realClock } from '../clock/real-clock.ts';
import { realRandom } from '../clock/real-random.ts';
import { createHints, type Hints } from '../hints.ts';
import { uuidv7 } from '../ids.ts';
import type { Clock, Log } from '../ports.ts';
import { createSecrets, type Secrets } from '../secrets/secrets.ts';
import type { Services } from '../services.ts';
import { type Api, createApi } from './api.ts';
import { type Handlers, refuse } from './handler.ts';
import { createIdempotency } from './idempotency.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { ApiOptions } from './options.ts';

export type TestServices = Pick<Services, 'database' | 'newId' | 'random' | 'clock' | 'secrets'>;
type TestServerOptions = Partial<Pick<ApiOptions, 'publicUrl' | 'rateLimits' | 'webDir' | 'loopbackOnly' | 'isReady' | 'isDraining'>> & {
  handlers?: (services: TestServices) => Partial<Handlers>;
  mount?: (api: Api) => void;
  realClock?: Clock;
  log?: Log;
};

export type Answer = { status: number; headers: Headers; text: string; body: unknown };
export type CallOptions = { key?: string; cookie?: string; body?: unknown; headers?: Record<string, string>; raw?: string | Uint8Array };

export type TestServer = {
  url: string;
  api: Api;
  test: TestDatabase;
  services: TestServices;
  signIn: SignIn;
  hints: Hints;
  metrics: Metrics;
  owner: { email: string; password: string; merchantId: string; userId: string };
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Signs in and answers the cookie header. */
  cookieOf(person: { email: string; password: string }): Promise<string>;
  keyWith(rights?: { merchantId?: string; scopes?: readonly Scope[]; shopIds?: string[] | null }): Promise<string>;
  close(): Promise<void>;
};

export const codeOf = (answer: Answer): ProblemCode => problemIn(answer).code;
// The cast: tests assert on it at once.
export const problemIn = (answer: Answer) =>
  answer.body as { code: ProblemCode; errors?: { path: string; code: string }[]; requestId: string };

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const test = await createTestDatabase();
  const { database } = test;
  const time = options.realClock ?? realClock;
  const newId = () => uuidv7({ clock: time, random: realRandom });
  const secrets = testSecrets({ database, clock: time });
  const services: TestServices = { database, newId, random: realRandom, clock: time, secrets };
  const hints = createHints({ database, clock: realClock, log: silentLog });
  const metrics = createMetrics();
  const signIn = createSignIn({
    database,
    secret: randomBytes(32).toString('base64'),
    publicUrl: options.publicUrl ?? null,
    newId,
    realClock: time,
    rateLimits: options.rateLimits ?? false,
  });
  const api = openApi({ options, services, secrets, hints, metrics, signIn });
  options.mount?.(api);
  const { url, stop } = await listen(api);
  const password = 'correct horse battery';
  const email = 'owner@example.test';
  const owner = await signIn.createOwner({ email, password, name: 'Olive Owner', merchantName: 'Harbour Goods' });
  const call = (method: string, path: string, how: CallOptions = {}) => send(`${url}${path}`, method, how);
  return {
    url,
    api,
    test,
    services,
    signIn,
    hints,
    metrics,
    owner: { email, password, merchantId: owner.merchantId, userId: owner.userId },
    call,
    cookieOf: async (person) => {
      const { status, headers } = await call('POST', '/api/auth/sign-in/email', {
        body: { email: person.email, password: person.password },
        headers: { origin: url },
      });
      if (status !== 200) throw new Error(`sign-in answered ${status}`);
      return headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ');
    },
    keyWith: async ({ merchantId = owner.merchantId, scopes: granted = scopes, shopIds = null } = {}) => {
      const key = makeApiKey(realRandom);
      const row = { id: newId(), merchant_id: merchantId, name: 'test', prefix: prefixOf(key), key_hash: hashApiKey(key) };
      await database.system
        .insertInto('system.api_key')
        .values({ ...row, scopes: [...granted], shop_ids: shopIds, created_by: 'test', created_at: new Date(time.now()) })
        .execute();
      return key;
    },
    close: async () => {
      api.events.closeAll();
      await hints.close();
      await stop();
      await test.close();
    },
  };
}

function testSecrets({ database, clock }: Pick<TestServices, 'database' | 'clock'>): Secrets {
  const masterKey = { id: 'test', key: randomBytes(32) };
  return createSecrets({ database, masterKey: { current: masterKey, byId: () => masterKey.key }, random: realRandom, clock });
}

type ApiParts = { options: TestServerOptions; services: TestServices; secrets: Secrets; hints: Hints; metrics: Metrics; signIn: SignIn };

function openApi({ options, services, secrets, hints, metrics, signIn }: ApiParts): Api {
  const { database, clock, newId } = services;
  return createApi({
    handlers: { ...absentHandlers(), ...peopleHandlers(services, clock), ...options.handlers?.(services) },
    signIn,
    idempotency: createIdempotency({ database, secrets, now: () => clock.now() }),
    hints,
    metrics,
    log: options.log ?? silentLog,
    random: realRandom,
    newId,
    realClock: clock,
    publicUrl: options.publicUrl ?? null,
    loopbackOnly: options.loopbackOnly ?? true,
    rateLimits: options.rateLimits ?? false,
    webDir: options.webDir ?? null,
    checkAnswers: true,
    isReady: options.isReady ?? (async () => true),
    isDraining: options.isDraining ?? (() => false),
  });
}

function absentHandlers(): Handlers {
  const absent = async () => refuse('not-found');
  // The cast: one answer that every route allows.
  return Object.fromEntries((Object.keys(routes) as RouteId[]).map((id) => [id, absent])) as unknown as Handlers;
}

async function send(url: string, method: string, { key, cookie, body, headers, raw }: CallOptions): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(cookie !== undefined && { cookie }),
      ...headers,
    },
    ...(payload !== undefined && { body: payload as string }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
