import { randomUUID } from 'node:crypto';
import type { AnswerOf, Routes } from '@tradewind/contract';
import { evaluatePolicy, PolicyInputError, policyCatalogue, policyIds } from '@tradewind/rules/policies';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, problemIn, startTestServer, type TestServer } from '../../platform/http/testing.ts';
import { type Bench, type BuiltShop, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { buildOrder, CREATED_AT, takeIn } from '../orders/testing.ts';
import { policyHandlers } from './index.ts';

let server: TestServer;
let shops: { gb: BuiltShop; us: BuiltShop; foreign: BuiltShop };
let key: string;

beforeAll(async () => {
  let bench: Bench | undefined;
  server = await startTestServer({
    handlers: ({ database }) => {
      bench = createBench(database);
      return policyHandlers(bench.services);
    },
  });
  if (!bench) throw new Error('the server asked for no handlers');
  const { merchantId } = server.owner;
  shops = {
    gb: await buildShop(bench, merchantId, { market: 'GB' }),
    us: await buildShop(bench, merchantId, { market: 'US' }),
    foreign: await buildShop(bench, server.test.otherMerchantId, { market: 'GB' }),
  };
  await takeIn(bench.services, shops.gb, [buildOrder({ shipBy: CREATED_AT + 1 }), buildOrder({ shipBy: START_AT + 1 })]);
  key = await server.keyWith({ scopes: ['tasks:read'] });
});
afterAll(() => server.close());

const get = (path: string, with_: string = key) => server.call('GET', `/api/v1/policies${path}`, { key: with_ });
const evaluate = (id: string, body: unknown) => server.call('POST', `/api/v1/policies/${id}/evaluate`, { key, body });
// The cast: the server checks its answers by the contract in tests.
const filledOf = (body: unknown) => body as AnswerOf<Routes['policies.from-shop']>;

test('every rule is listed with its source, and opens with a schema and an example that it accepts', async () => {
  // The cast: as above.
  const { items } = (await get('')).body as AnswerOf<Routes['policies.list']>;
  expect(items.map((item) => item.id)).toEqual(policyIds);
  for (const id of policyIds) {
    const { status, body } = await get(`/${id}`);
    expect(status).toBe(200);
    const { example, inputSchema } = body as AnswerOf<Routes['policies.get']>;
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect((await evaluate(id, example)).status, id).toBe(200);
  }
});

test('the answer is the very one of the rules', async () => {
  const input = { merchantEntities: ['A'], shopEntity: 'B', asOf: '2026-01-31T23:59:59Z' };
  const { status, body } = await evaluate('shop-binding', input);
  expect(status).toBe(200);
  expect(body).toEqual(evaluatePolicy('shop-binding', input));
});

test('bad input: 422 with every path; an unknown rule: 404; nobody: 401', async () => {
  const bad = await evaluate('shop-binding', { merchantEntities: [1], shopEntity: '', asOf: '2026-02-01', 'a/b': 1 });
  expect([bad.status, codeOf(bad)]).toEqual([422, 'invalid-input']);
  expect(
    problemIn(bad)
      .errors?.map(({ path }) => path)
      .sort(),
  ).toEqual(['/asOf', '/a~1b', '/merchantEntities/0', '/shopEntity']);
  const odd = JSON.parse('{"merchantEntities":[],"shopEntity":"A","asOf":"2026-02-01T00:00:00Z","__proto__":"x"}');
  expect((await evaluate('shop-binding', odd)).status).toBe(422);
  for (const id of ['toString', 'no-such', 'x'.repeat(65)])
    expect([(await evaluate(id, {})).status, (await get(`/${id}`)).status]).toEqual([404, 404]);
  expect((await server.call('GET', '/api/v1/policies')).status).toBe(401);
});

test('a shop fills what is known of it; figures of orders only for those who may read orders', async () => {
  const reader = await server.keyWith({ scopes: ['shops:read'] });
  const { body } = await get(`/shop-binding/from-shop/${shops.gb.shopId}`, reader);
  expect(filledOf(body).filled).toEqual([
    { path: '/asOf', value: new Date(START_AT).toISOString(), from: 'clock' },
    { path: '/channel', value: 'tiktok-shop', from: 'shop' },
    { path: '/merchantEntities', value: ['Harbour Goods Ltd'], from: 'legal-entities' },
    { path: '/shopEntity', value: 'Harbour Goods Ltd', from: 'legal-entities' },
  ]);
  expect((await get(`/shop-binding/from-shop/${shops.gb.shopId}`)).status).toBe(403);
});

test('a foreign shop, one that never was and one beyond the key’s own read alike', async () => {
  const limited = await server.keyWith({ scopes: ['shops:read'], shopIds: [shops.us.shopId] });
  for (const shopId of [shops.foreign.shopId, shops.gb.shopId, randomUUID()])
    expect((await get(`/shop-binding/from-shop/${shopId}`, limited)).status).toBe(404);
  const { body } = await get(`/shop-binding/from-shop/${shops.us.shopId}`, limited);
  // The other shops are none of its business.
  expect(filledOf(body).filled).toContainEqual({ path: '/merchantEntities', value: [], from: 'legal-entities' });
});

test('whatever is filled has its place in the rule’s own input, and the rule takes it', async () => {
  const reader = await server.keyWith();
  for (const id of policyIds) {
    const { status, body } = await get(`/${id}/from-shop/${shops.gb.shopId}`, reader);
    expect(status, id).toBe(200);
    const { filled } = filledOf(body);
    const input = structuredClone(policyCatalogue(id)?.example ?? {});
    for (const { path, value } of filled) put(input, path.split('/').slice(1), value);
    expect(
      refusedPaths(id, input).filter((path) => filled.some((each) => path.startsWith(each.path))),
      id,
    ).toEqual([]);
  }
});

function put(target: Record<string, unknown>, [key_ = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) target[key_] = value;
  // The cast: a filled path leads through the objects of the example.
  else put(target[key_] as Record<string, unknown>, rest, value);
}

function refusedPaths(id: string, input: unknown): string[] {
  try {
    evaluatePolicy(id, input);
    return [];
  } catch (error) {
    if (error instanceof PolicyInputError) return error.errors.map(({ path }) => path);
    throw error;
  }
}
