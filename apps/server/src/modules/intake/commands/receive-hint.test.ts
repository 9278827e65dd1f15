import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../../../platform/http/metrics.ts';
import { mountRaw } from '../../../platform/http/mount-raw.ts';
import { createRateLimiter } from '../../../platform/http/rate-limit.ts';
import { startTestServer, type TestServer } from '../../../platform/http/testing.ts';
import { jobHandlers } from '../../../wiring.ts';
import { APP, type Bench, type BuiltShop, buildShop, createBench } from '../../accounts/testing.ts';
import { hookHandler } from '../index.ts';
import { hintContext } from '../sealed-hint.ts';
import { receiveHint } from './receive-hint.ts';

/** What the platform's deliveries lead to: an answer, a row, and work. The body's own words are never applied. */
let server: TestServer;
let bench: Bench;
let shop: BuiltShop;
beforeAll(async () => {
  server = await startTestServer({
    handlers: ({ database }) => {
      bench = createBench(database);
      return {};
    },
    mount: (api) => mountRaw(api, { method: 'POST', path: '/hooks/{channel}' }, hookHandler(bench.services, createMetrics())),
  });
  shop = await buildShop(bench, server.owner.merchantId);
});
afterAll(() => server.close());

const sign = (body: string) => createHmac('sha256', APP.appSecret).update(APP.appKey).update(body).digest('hex');
type Hook = { body?: string; authorization?: string | null; channel?: string };
let notes = 0;
const hint = (facts: object = {}) => {
  notes += 1;
  const timestamp = Math.floor(bench.clock.now() / 1000);
  return JSON.stringify({
    type: 1,
    tts_notification_id: `n-${notes}`,
    shop_id: shop.channelShopId,
    timestamp,
    data: { order_id: `57600${notes}` },
    ...facts,
  });
};
async function deliver({ body = hint(), authorization, channel = 'tiktok-shop' }: Hook = {}): Promise<number> {
  const headers: Record<string, string> = authorization === null ? {} : { authorization: authorization ?? sign(body) };
  return (await server.call('POST', `/hooks/${channel}`, { raw: body, headers })).status;
}

const inbound = () =>
  server.test.database.withMerchant(server.owner.merchantId, (tx) =>
    tx.selectFrom('inbound').selectAll().orderBy('notification_id').execute(),
  );
const work = async () => {
  const { rows } = await sql<{
    kind: string;
    lane: string;
    key: string;
    revision: number;
  }>`SELECT kind, lane, dedupe_key AS key, revision FROM system.job ORDER BY kind, lane`.execute(server.test.database.system);
  return rows;
};
const reset = async () => {
  await server.test.database.withMerchant(server.owner.merchantId, (tx) => tx.deleteFrom('inbound').execute());
  await sql`DELETE FROM system.job`.execute(server.test.database.system);
  await sql`DELETE FROM system.inbound_unrouted`.execute(server.test.database.system);
};
const traces = async () => [(await inbound()).length, (await work()).length];

describe('a good delivery', () => {
  test('is on disk with its raw bytes, sealed, and its order is to be fetched, before it is answered', async () => {
    await reset();
    const body = hint({ data: { order_id: '576001', order_status: 'CANCEL' } });
    expect(await deliver({ body })).toBe(200);
    const [row] = await inbound();
    expect(row).toMatchObject({ topic: 'ORDER_STATUS_CHANGE', channel_object_id: '576001', shop_id: shop.shopId });
    expect(row?.body?.includes('576001')).toBe(false);
    const secrets = await bench.services.secrets.forMerchant(server.owner.merchantId);
    const { channel, notification_id: notificationId } = row ?? { channel: '', notification_id: '' };
    expect(secrets.openText(hintContext({ channel, notificationId }), row?.body ?? Buffer.alloc(0))).toBe(body);
    expect(await work()).toEqual([{ kind: 'intake.fetch-orders', lane: `shop:${shop.shopId}:orders`, key: '576001', revision: 0 }]);
    // The platform was not called within the request.
    expect(bench.platform.calls).toEqual([]);
  });

  test('repeated fifty times at once is one row and one job', async () => {
    await reset();
    const body = hint();
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => deliver({ body }))))).toEqual(new Set([200]));
    expect(await traces()).toEqual([1, 1]);
    expect((await work())[0]?.revision).toBe(0);
  });

  test('of the same content under another id is a second row and raises the waiting job', async () => {
    await reset();
    for (const tts_notification_id of ['a', 'b']) await deliver({ body: hint({ tts_notification_id, data: { order_id: '1' } }) });
    expect(await traces()).toEqual([2, 1]);
    expect((await work())[0]?.revision).toBe(1);
  });

  test('under a known id but with another body changes nothing', async () => {
    await reset();
    await deliver({ body: hint({ tts_notification_id: 'same', data: { order_id: '1' } }) });
    expect(await deliver({ body: hint({ tts_notification_id: 'same', data: { order_id: '2' } }) })).toBe(200);
    expect((await work()).map((job) => job.key)).toEqual(['1']);
  });

  test.each<[string, object, string[]]>([
    ['a package', { type: 4, data: { package_list: [{ package_id: '11' }] } }, ['packages']],
    ['a return', { type: 12, data: { return_id: '12' } }, ['cancellations', 'returns']],
    ['a cancellation', { type: 11, data: { cancel_id: '13' } }, ['cancellations', 'returns']],
    ['a listing', { type: 5, data: { product_id: '14' } }, ['listings']],
    ['a consent taken back', { type: 6, data: {} }, ['account']],
    ['a consent about to end', { type: 7, data: {} }, []],
    ['a message', { type: 14, data: { conversation_id: '15' } }, ['conversations']],
    ['a topic nobody knows', { type: 999 }, []],
    ['a topic by its name', { type: 'ORDER_STATUS_CHANGE', data: { order_id: '16' } }, ['orders']],
    ['an order without its number', { type: 1, data: {} }, []],
    ['no data at all', { type: 1, data: undefined }, []],
  ])('about %s wakes what it concerns', async (_name, facts, lanes) => {
    await reset();
    expect(await deliver({ body: hint(facts) })).toBe(200);
    expect((await inbound()).length).toBe(1);
    expect((await work()).map((job) => job.lane.split(':').at(-1)).sort()).toEqual(lanes);
  });

  test('stamps the shop', async () => {
    await deliver();
    const row = await server.test.database.withMerchant(shop.merchantId, (tx) =>
      tx.selectFrom('shop').select('last_webhook_at').where('id', '=', shop.shopId).executeTakeFirstOrThrow(),
    );
    expect(row.last_webhook_at?.getTime()).toBe(bench.clock.now());
  });
});

describe('what leaves no trace', () => {
  test.each<[string, () => Hook, number]>([
    ['a wrong signature', () => ({ authorization: '0'.repeat(64) }), 401],
    ['no signature', () => ({ authorization: null }), 401],
    ['an empty signature', () => ({ authorization: '' }), 401],
    ['a signature of another body', () => ({ authorization: sign(hint()) }), 401],
    ['a body cut short, signed as it was whole', () => ({ body: hint().slice(0, -5), authorization: sign(hint()) }), 401],
    ['a body cut short', () => ({ body: hint().slice(0, -5) }), 400],
    ['no body', () => ({ body: '' }), 400],
    ['a list', () => ({ body: '[]' }), 400],
    ['a number for everything', () => ({ body: '{"type":{}}' }), 400],
    ['bytes that are no text', () => ({ body: '\u0000\u0001' }), 400],
    ['an unknown channel', () => ({ channel: 'amazon' }), 404],
    ['a channel that is not set up', () => ({ channel: 'shopify' }), 404],
    ['a member of every object for a channel', () => ({ channel: 'constructor' }), 404],
  ])('%s', async (_name, hook, status) => {
    await reset();
    expect(await deliver(hook())).toBe(status);
    expect(await traces()).toEqual([0, 0]);
  });
});

describe('a shop that nobody has bound', () => {
  const unrouted = async () =>
    (await sql<Record<string, unknown>>`SELECT * FROM system.inbound_unrouted`.execute(server.test.database.system)).rows;

  test('is answered as any other and leaves one line without the body', async () => {
    await reset();
    const body = hint({ shop_id: '799', data: { order_id: '5', buyer: 'Nadia' } });
    expect([await deliver({ body }), await deliver({ body })]).toEqual([200, 200]);
    expect(await traces()).toEqual([0, 0]);
    const rows = await unrouted();
    expect(rows).toMatchObject([{ channel_shop_id: '799', topic: 'ORDER_STATUS_CHANGE' }]);
    expect(JSON.stringify(rows)).not.toContain('Nadia');
  });

  test('neither does one without a shop', async () => {
    await reset();
    expect(await deliver({ body: hint({ shop_id: undefined }) })).toBe(200);
    expect(await unrouted()).toHaveLength(1);
  });

  test('and the same number at another merchant stays theirs', async () => {
    await reset();
    const theirs = await buildShop(bench, server.test.otherMerchantId);
    expect(await deliver({ body: hint({ shop_id: theirs.channelShopId }) })).toBe(200);
    expect(await inbound()).toEqual([]);
    const rows = await server.test.database.withMerchant(server.test.otherMerchantId, (tx) =>
      tx.selectFrom('inbound').select('shop_id').execute(),
    );
    expect(rows).toEqual([{ shop_id: theirs.shopId }]);
  });
});

describe('a consent taken back', () => {
  const handlers = () => {
    const config = { fxFeedUrl: null };
    return jobHandlers({
      services: bench.services,
      config,
      send: () => Promise.reject(new Error('unused')),
      hookAddress: () => 'http://x',
    });
  };
  const stateOf = (target: BuiltShop) =>
    server.test.database.withMerchant(target.merchantId, (tx) =>
      tx.selectFrom('shop').select('state').where('id', '=', target.shopId).executeTakeFirstOrThrow(),
    );

  test('is believed only after the platform was asked: an old or forged word stops nothing', async () => {
    const target = await buildShop(bench, server.owner.merchantId);
    await deliver({ body: hint({ type: 6, shop_id: target.channelShopId }) });
    await bench.worker(handlers()).drain();
    expect(await stateOf(target)).toEqual({ state: 'active' });
  });

  test('and then stops the shop and destroys its tokens', async () => {
    const target = await buildShop(bench, server.owner.merchantId, { accountId: 'left' });
    bench.platform.addAccount({ id: 'left', name: 'left', shops: [] });
    await deliver({ body: hint({ type: 6, shop_id: target.channelShopId }) });
    await bench.worker(handlers()).drain();
    expect(await stateOf(target)).toEqual({ state: 're-authorise' });
    const consent = await server.test.database.withMerchant(target.merchantId, (tx) =>
      tx
        .selectFrom('channel_authorization')
        .select(['access_token', 'refresh_token', 'state'])
        .where('id', '=', target.authorizationId)
        .executeTakeFirstOrThrow(),
    );
    expect(consent).toEqual({ access_token: null, refresh_token: null, state: 'revoked' });
  });
});

describe('what is not the platform’s', () => {
  test('not one byte of a delivery may differ from what was signed', async () => {
    await reset();
    const body = hint();
    const authorization = sign(body);
    const bytes = Buffer.from(body);
    let accepted = 0;
    const { channel } = bench.platform;
    for (let at = 0; at < bytes.length; at += 1)
      for (let by = 1; by < 256; by += 1) {
        bytes[at] = (bytes[at] ?? 0) ^ by;
        if (channel.verifyHint({ authorization }, bytes).ok) accepted += 1;
        bytes[at] = (bytes[at] ?? 0) ^ by;
      }
    for (let at = 0; at < authorization.length; at += 1)
      for (let code = 32; code < 127; code += 1) {
        const other = `${authorization.slice(0, at)}${String.fromCharCode(code)}${authorization.slice(at + 1)}`;
        if (other !== authorization && channel.verifyHint({ authorization: other }, bytes).ok) accepted += 1;
      }
    expect(accepted).toBe(0);
    expect(channel.verifyHint({ authorization }, bytes).ok).toBe(true);
  });

  test('every captured delivery sent ten times more changes nothing', async () => {
    await reset();
    const captured = [hint(), hint({ type: 4, data: {} }), hint({ type: 12, data: {} }), hint({ type: 5 }), hint({ shop_id: '1' })];
    for (const body of captured) await deliver({ body });
    const unrouted = async () => (await sql`SELECT * FROM system.inbound_unrouted`.execute(server.test.database.system)).rows;
    const state = async () => JSON.stringify([await inbound(), await work(), await unrouted()]);
    const before = await state();
    for (let time = 0; time < 10; time += 1) for (const body of captured) expect(await deliver({ body })).toBe(200);
    expect(await state()).toBe(before);
  });

  test('a shop’s flood waits, another shop’s delivery and a stranger’s do not draw on it', async () => {
    await reset();
    const limiter = createRateLimiter(() => 0);
    const receive = (body: string, authorization = sign(body)) =>
      receiveHint(bench.services, { channelName: 'tiktok-shop', headers: { authorization }, body: Buffer.from(body), limiter });
    for (let n = 0; n < 500; n += 1) expect(await receive(hint(), 'forged')).toBe('bad-signature');
    const body = hint();
    expect(await receive(body)).toBe('stored');
    for (let n = 1; n < 400; n += 1) limiter.take('webhook', `tiktok-shop ${shop.channelShopId}`);
    expect(await receive(hint())).toBe('too-many');
    expect(await receive(hint({ shop_id: '7' }))).toBe('unknown-shop');
  });
});
