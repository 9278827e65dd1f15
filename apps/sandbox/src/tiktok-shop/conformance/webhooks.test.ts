import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Faults } from '../../world/types.ts';
import type { Post } from '../webhook-delivery.ts';
import { firstShop, NO_FAULTS, type Stage, stage } from './client.ts';

const MINUTE_MS = 60_000;
const HOOK = 'http://127.0.0.1:4310/hooks/tiktok-shop';
const Body = z.object({
  type: z.number(),
  tts_notification_id: z.string(),
  shop_id: z.string(),
  timestamp: z.number(),
  data: z.record(z.string(), z.unknown()),
});
type Received = { at: number; authorization: string; body: string };
let set: Stage;
afterEach(() => set.close());

/** A subscribed shop and a receiver that answers what `answer` says. */
async function subscribed(answer: (attempt: number) => number | null = () => 200) {
  const received: Received[] = [];
  const post: Post = async (_address, { body, authorization }) => {
    received.push({ at: set.sim.now(), authorization, body });
    return answer(received.length);
  };
  set = stage({ post });
  await put('ORDER_STATUS_CHANGE', HOOK);
  const shop = firstShop(set.sim);
  const emit = async (status: 'UNPAID' | 'AWAITING_SHIPMENT' = 'UNPAID') => {
    set.sim.acts.placeOrders({ shopId: shop.id, count: 1, status });
    await set.shop.settled();
  };
  return { received, emit, shop };
}

async function put(eventType: string, address: string) {
  const body = JSON.stringify({ address, event_type: eventType });
  const query = { shop_cipher: firstShop(set.sim).cipher };
  return set.call({ path: '/event/202309/webhooks', method: 'PUT', token: await set.token(), query, body });
}

const withFaults = (webhooks: Partial<Faults['webhooks']>) => ({ ...NO_FAULTS, webhooks: { ...NO_FAULTS.webhooks, ...webhooks } });
const parse = ({ body }: Received) => Body.parse(JSON.parse(body));

test('a notification carries the envelope and a signature over key and raw body', async () => {
  const { received, emit, shop } = await subscribed();
  await emit();
  const [first] = received;
  const { appKey, appSecret } = set.shop.appCredentials();
  expect(first?.authorization).toBe(
    createHmac('sha256', appSecret)
      .update(appKey + first?.body)
      .digest('hex'),
  );
  const body = Body.parse(JSON.parse(first?.body ?? ''));
  expect([body.type, body.shop_id]).toEqual([1, shop.id]);
  expect(set.sim.world.orders.has(String(body.data.order_id))).toBe(true);
});

test('what was answered 200 is on record, once for each answer, and a forged one that was taken as forged', async () => {
  const { received, emit, shop } = await subscribed((attempt) => (attempt === 1 ? 503 : 200));
  await emit();
  expect(set.shop.deliveries()).toEqual([]);
  set.faults.current = withFaults({ wrongSignature: 1, duplicate: 1 });
  await emit();
  const ids = received.slice(1).map((item) => parse(item).tts_notification_id);
  expect(ids[0]).toBe(ids[1]);
  expect(set.shop.deliveries()).toMatchObject(ids.map((id) => ({ id, shopId: shop.id, eventType: 'ORDER_STATUS_CHANGE', forged: true })));
});

test('an unanswered notification comes again after 2 min, 30 min, 3 h and 12 h, with the same id, and then never', async () => {
  const { received, emit } = await subscribed(() => null);
  await emit();
  const id = received[0] ? parse(received[0]).tts_notification_id : '';
  await set.sim.advance(48 * 60 * MINUTE_MS);
  await set.shop.settled();
  const mine = received.filter((item) => parse(item).tts_notification_id === id);
  const waits = mine.slice(1).map((item, index) => (item.at - (mine[index]?.at ?? 0)) / MINUTE_MS);
  expect(waits.map(Math.round)).toEqual([2, 30, 180, 720]);
  expect(set.shop.counters().webhooksGivenUp).toBeGreaterThan(0);
});

test('a notification accepted at the second attempt is not sent a third time', async () => {
  const { received, emit } = await subscribed((attempt) => (attempt === 1 ? 500 : 200));
  await emit();
  const id = received[0] ? parse(received[0]).tts_notification_id : '';
  await set.sim.advance(60 * MINUTE_MS);
  await set.shop.settled();
  expect(received.filter((item) => parse(item).tts_notification_id === id)).toHaveLength(2);
});

test('faults drop, duplicate, forge and delay', async () => {
  const { received, emit } = await subscribed();
  set.faults.current = withFaults({ drop: 1 });
  await emit();
  expect(received).toHaveLength(0);
  expect(set.shop.counters().webhooksDropped).toBeGreaterThan(0);

  set.faults.current = withFaults({ duplicate: 1 });
  await emit();
  const ids = received.splice(0).map((item) => parse(item).tts_notification_id);
  expect(new Set(ids).size * 2).toBe(ids.length);

  set.faults.current = withFaults({ wrongSignature: 1 });
  await emit();
  expect(received.splice(0)[0]?.authorization).toBe('0'.repeat(64));

  set.faults.current = withFaults({ reorder: 1 });
  await emit();
  expect(received).toHaveLength(0);
  await set.sim.advance(MINUTE_MS);
  await set.shop.settled();
  expect(received.length).toBeGreaterThan(0);
});

test('only what a shop subscribed to is sent, and only to addresses the platform accepts', async () => {
  const { received } = await subscribed();
  set.sim.acts.sendMessages({ shopId: firstShop(set.sim).id, count: 1 });
  await set.shop.settled();
  expect(received).toHaveLength(0);
  expect((await put('NEW_MESSAGE', HOOK)).code).toBe(0);
  set.sim.acts.sendMessages({ shopId: firstShop(set.sim).id, count: 1 });
  await set.shop.settled();
  expect(received.map(parse).some(({ type }) => type === 14)).toBe(true);

  for (const address of [
    'http://shop.example/hook',
    'https://shop.example:8443/hook',
    'https://10.0.0.1/hook',
    'ftp://127.0.0.1/',
    'hook',
  ]) {
    expect((await put('NEW_MESSAGE', address)).code).toBe(36009004);
  }
  expect((await put('NEW_MESSAGE', 'https://shop.example/hook')).code).toBe(0);
});

test('a removed subscription is gone, and removing it twice is no error', async () => {
  const { received, emit } = await subscribed();
  const query = { shop_cipher: firstShop(set.sim).cipher };
  const call = {
    path: '/event/202309/webhooks',
    method: 'DELETE',
    token: await set.token(),
    query,
    body: '{"event_type":"ORDER_STATUS_CHANGE"}',
  };
  expect([(await set.call(call)).code, (await set.call(call)).code]).toEqual([0, 0]);
  await emit();
  expect(received).toHaveLength(0);
});

test('at most sixteen notifications are on their way at once', async () => {
  let open = 0;
  let most = 0;
  const post: Post = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    return 200;
  };
  set = stage({ post });
  await put('ORDER_STATUS_CHANGE', HOOK);
  set.sim.acts.placeOrders({ shopId: firstShop(set.sim).id, count: 60 });
  await set.shop.settled();
  expect(most).toBe(16);
  expect(set.shop.counters().webhooksAccepted).toBeGreaterThanOrEqual(60);
});
