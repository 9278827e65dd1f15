import type { ChangedHint } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../clock/real-clock.ts';
import { HEARTBEAT_MS, STREAMS_PER_CALLER } from './events.ts';
import { startTestServer, type TestServer } from './testing.ts';

const [shopA, shopB] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b'];
let server: TestServer;
let beat = (): void => undefined;
let draining = false;
beforeAll(async () => {
  server = await startTestServer({
    isDraining: () => draining,
    // Heartbeats come when the test says so.
    realClock: {
      ...realClock,
      sleep: (ms, signal) => (ms === HEARTBEAT_MS ? new Promise((resolve) => (beat = resolve)) : realClock.sleep(ms, signal)),
    },
  });
});
afterAll(() => server.close());

async function listen(key: string) {
  const stop = new AbortController();
  const answer = await fetch(`${server.url}/api/v1/events`, { headers: { authorization: `Bearer ${key}` }, signal: stop.signal });
  const hints: ChangedHint[] = [];
  const pieces: string[] = [];
  const ended = (async () => {
    let rest = '';
    for await (const chunk of answer.body ?? []) {
      const text = rest + Buffer.from(chunk).toString('utf8');
      const parts = text.split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        pieces.push(part);
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data) hints.push(JSON.parse(data));
      }
    }
  })().catch(() => undefined);
  await expect.poll(() => pieces.length).toBeGreaterThan(0);
  return { status: answer.status, headers: answer.headers, hints, pieces, ended, stop: () => stop.abort() };
}

const publish = (merchantId: string, hints: ChangedHint[]) =>
  server.test.database.withMerchant(merchantId, (tx) => server.hints.publish(tx, merchantId, hints));
const order = (id: string, shopId: string | null): ChangedHint => ({ type: 'order.changed', ids: [id], shopId });

describe('changed hints', () => {
  test('reach the own merchant’s browsers, each for its own shops and rights only', async () => {
    const { merchantId } = server.owner;
    const all = await listen(await server.keyWith());
    const onlyA = await listen(await server.keyWith({ shopIds: [shopA] }));
    const noOrders = await listen(await server.keyWith({ scopes: ['shops:read'] }));
    const foreign = await listen(await server.keyWith({ merchantId: server.test.otherMerchantId }));
    expect(all.headers.get('content-type')).toBe('text/event-stream');
    const shop: ChangedHint = { type: 'shop.changed', ids: [], shopId: null };
    await publish(merchantId, [order('1', shopA), order('2', shopB), order('3', null), shop]);
    await publish(server.test.otherMerchantId, [order('9', null)]);
    await expect.poll(() => [all.hints.length, onlyA.hints.length, noOrders.hints.length, foreign.hints.length]).toEqual([4, 3, 1, 1]);
    expect(onlyA.hints).toEqual(expect.arrayContaining([order('1', shopA), { ...order('3', null), ids: [] }, shop]));
    expect(noOrders.hints).toEqual([shop]);
    expect(foreign.hints).toEqual([order('9', null)]);
    for (const stream of [all, onlyA, noOrders, foreign]) stream.stop();
    await expect.poll(() => server.api.events.count()).toBe(0);
  });

  test('a heartbeat keeps the line, and finds out that a key was revoked', async () => {
    const stream = await listen(await server.keyWith());
    beat();
    await expect.poll(() => stream.pieces.length).toBe(2);
    await server.test.database.system.updateTable('system.api_key').set({ revoked_at: new Date() }).execute();
    beat();
    await stream.ended;
    expect(server.api.events.count()).toBe(0);
  });

  test('so many per caller and no more; draining ends them all', async () => {
    const key = await server.keyWith();
    const streams = await Promise.all(Array.from({ length: STREAMS_PER_CALLER }, () => listen(key)));
    expect((await server.call('GET', '/api/v1/events', { key })).status).toBe(429);
    draining = true;
    server.api.events.closeAll();
    await Promise.all(streams.map(({ ended }) => ended));
    expect((await server.call('GET', '/api/v1/events', { key })).status).toBe(503);
    draining = false;
  });

  test('nobody without a credential', async () => {
    expect((await server.call('GET', '/api/v1/events')).status).toBe(401);
  });
});
