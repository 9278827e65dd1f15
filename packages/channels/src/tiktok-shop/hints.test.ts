import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signHint } from './signing.ts';
import { CONFIG, NOW, scripted, success } from './testing/scripted-platform.ts';
import vectors from './testing/signature-vectors.json' with { type: 'json' };

const utf8 = new TextEncoder();
const { channel } = scripted(() => success({}));

function deliver(body: unknown) {
  const bytes = utf8.encode(typeof body === 'string' ? body : JSON.stringify(body));
  return channel.verifyHint({ authorization: signHint(CONFIG, bytes) }, bytes);
}

function hintOf(body: unknown) {
  const verdict = deliver(body);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.hint;
}

const [orderVector] = vectors.webhook_vectors;
if (!orderVector) throw new Error('the vectors are empty');

describe('webhook hints', () => {
  it.each(vectors.webhook_vectors)('accepts the platform’s own $id', (vector) => {
    const app = scripted(() => success({}), { config: { appKey: vector.app_key, appSecret: vector.app_secret } });
    expect(app.channel.verifyHint({ authorization: vector.authorization_header }, utf8.encode(vector.raw_body)).ok).toBe(true);
  });

  it('reads an order’s change', () => {
    expect(hintOf(orderVector.raw_body)).toEqual({
      notificationId: '7500000000000000001',
      channelShopId: '7490000000000000001',
      occurredAt: NOW,
      topic: 'order',
      channelObjectId: '576000000000000001',
      rawTopic: 'ORDER_STATUS_CHANGE',
    });
  });

  it.each([
    [3, { order_id: '5' }, 'order', '5'],
    [4, { package_list: [{ package_id: '8', order_id_list: ['5'] }] }, 'package', '8'],
    [4, { package_list: [{ package_id: '8' }, { package_id: '9' }] }, 'package', null],
    [4, {}, 'package', null],
    [5, { product_id: '7' }, 'listing', '7'],
    [6, { message: 'bye' }, 'authorisation-revoked', null],
    [7, { expiration_time: '1767225600' }, 'authorisation-expiring', null],
    [11, { order_id: '5', cancel_id: '6' }, 'after-sale', '6'],
    [12, { order_id: '5', return_id: '6' }, 'after-sale', '6'],
    [13, { conversation_id: '4' }, 'message', '4'],
    [14, { message_id: '3', conversation_id: '4' }, 'message', '4'],
    [15, { product_id: '7' }, 'listing', '7'],
    [99, { order_id: '5' }, 'unknown', null],
    ['ORDER_STATUS_CHANGE', { order_id: '5' }, 'order', '5'],
    ['1', { order_id: '5' }, 'order', '5'],
    ['A_TOPIC_OF_TOMORROW', {}, 'unknown', null],
    [1, 'a text where an object was', 'order', null],
    [1, { order_id: { length: { valueOf: 1, toString: 1 } } }, 'order', null],
    [1, { order_id: '5'.repeat(201) }, 'order', null],
    [4, { package_list: [{ package_id: { length: {} } }] }, 'package', null],
  ])('type %s with %j is about %s %s', (type, data, topic, channelObjectId) => {
    expect(hintOf({ type, tts_notification_id: '1', shop_id: '2', timestamp: NOW / 1000, data })).toMatchObject({ topic, channelObjectId });
  });

  it('keeps numeric ids past 2^53 whole', () => {
    const body =
      '{"type":16,"tts_notification_id":7500000000000000001,"shop_id":7490000000000000001,"timestamp":1767225600,"data":{"product_id":1729382256910270465}}';
    expect(hintOf(body)).toMatchObject({
      notificationId: '7500000000000000001',
      channelShopId: '7490000000000000001',
      channelObjectId: '1729382256910270465',
    });
  });

  it('makes a lasting id where the platform sends none', () => {
    const body = { type: 1, shop_id: '2', timestamp: NOW / 1000, data: { order_id: '5' } };
    const { notificationId } = hintOf(body);
    expect(notificationId).toMatch(/^body-[0-9a-f]{64}$/);
    expect(hintOf(body).notificationId).toBe(notificationId);
    expect(hintOf({ ...body, timestamp: NOW / 1000 + 1 }).notificationId).not.toBe(notificationId);
  });

  it('holds no NUL and no half character, which no database takes', () => {
    const hint = hintOf('{"type":1,"tts_notification_id":"a\\u0000b","shop_id":"\\ud800","data":{"order_id":"5\\uDC00"}}');
    expect([hint.notificationId, hint.channelShopId, hint.channelObjectId]).toEqual(['a\ufffdb', '\ufffd', '5\ufffd']);
  });

  it('lets seller-wide topics name no shop', () => {
    expect(hintOf({ type: 52, seller_open_id: 'x', timestamp: NOW / 1000, data: {} })).toMatchObject({
      channelShopId: null,
      topic: 'unknown',
      rawTopic: '52',
    });
  });

  it.each([
    '',
    'not json',
    '[]',
    '{}',
    'null',
    '{"type":1',
    '{"type":{}}',
    '{"type":1,"shop_id":{}}',
    '{"type":1,"shop_id":{"length":{"valueOf":1,"toString":1}}}',
    '{"type":1,"timestamp":9007199254740991}',
    `{"type":1,"tts_notification_id":"${'n'.repeat(201)}"}`,
  ])('takes signed nonsense %j for malformed', (body) => {
    expect(deliver(body)).toEqual({ ok: false, reason: 'malformed' });
  });

  it('refuses a missing signature and one with a scheme in front', () => {
    const bytes = utf8.encode(orderVector.raw_body);
    const bad = { ok: false, reason: 'bad-signature' };
    expect(channel.verifyHint({}, bytes)).toEqual(bad);
    expect(channel.verifyHint({ authorization: '' }, bytes)).toEqual(bad);
    expect(channel.verifyHint({ authorization: `Bearer ${orderVector.authorization_header}` }, bytes)).toEqual(bad);
    expect(channel.verifyHint({ authorization: orderVector.authorization_header.toUpperCase() }, bytes)).toEqual(bad);
  });

  it('refuses every single-byte change of body, signature or secret', () => {
    const original = utf8.encode(orderVector.raw_body);
    const flip = (bytes: Uint8Array, at: number, by: number) =>
      bytes.map((byte, index) => (index === at % bytes.length ? byte ^ by : byte));
    const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
    fc.assert(
      fc.property(fc.constantFrom('body', 'signature', 'secret'), fc.nat(5_000), fc.integer({ min: 1, max: 127 }), (part, at, by) => {
        const body = part === 'body' ? flip(original, at, by) : original;
        const signature = utf8.encode(orderVector.authorization_header);
        const authorization = text(part === 'signature' ? flip(signature, at, by) : signature);
        const appSecret = part === 'secret' ? text(flip(utf8.encode(CONFIG.appSecret), at, by)) : CONFIG.appSecret;
        const verifier = scripted(() => success({}), { config: { appSecret } }).channel;
        expect(verifier.verifyHint({ authorization }, body)).toEqual({ ok: false, reason: 'bad-signature' });
      }),
      { numRuns: 1_000 },
    );
  });
});
