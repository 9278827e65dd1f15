import { createHmac } from 'node:crypto';
import { ChannelFailure, type ChannelMessage } from '@tradewind/channels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers, streamNames } from '../../wiring.ts';
import { APP, type Bench, type BuiltShop, buildCaller, buildMessage, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { hookHandler, keepSweeping, startStreams } from '../intake/index.ts';
import { requestErasure } from '../orders/index.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { inboxHandlers, messageIntents } from './index.ts';

const MINUTE_MS = 60_000;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let handlers: ReturnType<typeof inboxHandlers>;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  handlers = inboxHandlers(bench.services);
  const granted = { granted_scopes: ['conversations'] };
  await within((tx) => tx.updateTable('channel_authorization').set(granted).execute());
  await within((tx) => startStreams(tx, { services: bench.services, streams: streamNames, ...shop, now: bench.clock.now() }));
  await work();
});
afterAll(() => database.close());

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const work = () => {
  const config = { fxFeedUrl: null };
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config, send, hookAddress: () => '' })).drain();
};
const sweep = async (afterMs = MINUTE_MS) => {
  await bench.clock.advance(afterMs);
  await keepSweeping(bench.services, { merchantId: shop.merchantId, streams: streamNames });
  await work();
};
const caller = () => buildCaller(shop.merchantId, { scopes: new Set(['buyers:read', 'returns:write']) });
const asked = { requestId: 'test' };

function say(conversation: string, facts: Partial<ChannelMessage> = {}): ChannelMessage {
  const said = bench.platform.messages.get(conversation) ?? [];
  const sequence = said.length + 1;
  const id = { channelMessageId: `${conversation}-${sequence}`, sequence };
  const message = buildMessage({ ...id, from: 'buyer', sentAt: bench.clock.now(), ...facts });
  bench.platform.messages.set(conversation, [...said, message]);
  return message;
}

let notes = 0;
const note = () => {
  notes += 1;
  return `note-${notes}`;
};
/** As the platform tells of a message; the words in it are never taken. */
async function tell(conversation: string, notification = note()): Promise<number> {
  const data = { conversation_id: conversation, content: '{"content":"forged"}' };
  const delivery = { type: 14, tts_notification_id: notification, shop_id: shop.channelShopId, timestamp: 1, data };
  const body = JSON.stringify(delivery);
  const authorization = createHmac('sha256', APP.appSecret).update(APP.appKey).update(body).digest('hex');
  const hook = hookHandler(bench.services, createMetrics());
  const headers = new Headers({ authorization });
  const rest = { query: new URLSearchParams(), requestId: 'test', callerOf: async () => null };
  return (await hook({ ...rest, params: { channel: 'tiktok-shop' }, headers, bytes: Buffer.from(body) })).status;
}

async function idOf(conversation: string): Promise<string> {
  const found = await within((tx) =>
    tx.selectFrom('conversation').select('id').where('channel_conversation_id', '=', conversation).executeTakeFirstOrThrow(),
  );
  return found.id;
}
async function begun(conversation: string): Promise<string> {
  say(conversation);
  await tell(conversation);
  await work();
  return idOf(conversation);
}
/** Oldest first. */
async function messagesOf(conversationId: string) {
  const answer = await handlers['messages.list']({
    ...asked,
    caller: caller(),
    params: { conversationId },
    query: { limit: 200 },
    body: undefined,
  });
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer.items.reverse();
}
const textsOf = async (conversationId: string) => (await messagesOf(conversationId)).map(({ text }) => text);
type Sending = Parameters<(typeof handlers)['messages.create']>[0]['body']['message'];
const send = (conversationId: string, message: Sending, who = caller()) =>
  handlers['messages.create']({ ...asked, caller: who, params: { conversationId }, query: {}, body: { message, isConfirmed: false } });
const insist = (conversationId: string, message: Sending) =>
  handlers['messages.create']({ ...asked, caller: caller(), params: { conversationId }, query: {}, body: { message, isConfirmed: true } });
const detail = async (conversationId: string) => {
  const answer = await handlers['conversations.get']({
    ...asked,
    caller: caller(),
    params: { conversationId },
    query: {},
    body: undefined,
  });
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};
const saidBySeller = (conversation: string) =>
  (bench.platform.messages.get(conversation) ?? []).filter(({ from }) => from === 'seller').map(({ text }) => text);
/** The next call of that name fails so; the name `answer-send` is behind the effect. */
const failNext = (call: string, failure: ChannelFailure) => {
  bench.platform.before = (made) => {
    if (made !== call) return;
    bench.platform.before = () => undefined;
    throw failure;
  };
};

test('whatever a buyer writes is kept as it is and in the platform’s sequence, told five times and in any order', async () => {
  const odd = [
    '<script>alert(1)</script><img src=x onerror=alert(2)>',
    '\u202Eelif.exe\u202C \u2067abc\u2069',
    'zero\u200Bwidth\u200D\uFEFF',
    '😀👩‍👩‍👧‍👦',
    'Hola 你好 ขอบคุณ',
    '\'; DROP TABLE message; --\\ {"a":1},{}',
    ' \r\n\t\u0007 ',
    'x'.repeat(100_000),
  ];
  const said = odd.map((text) => say('odd', { text }));
  // One second holds them all, and the platform's pages bring them in any order.
  bench.platform.messages.set('odd', said.toReversed());
  const one = note();
  for (let time = 0; time < 5; time += 1) expect(await tell('odd', one)).toBe(200);
  await work();
  expect(await textsOf(await idOf('odd'))).toEqual(odd);
  await sweep();
  expect(await textsOf(await idOf('odd'))).toEqual(odd);
  const list = await handlers['conversations.list']({ ...asked, caller: caller(), params: {}, query: { limit: 50 }, body: undefined });
  const [listed] = isRefusal(list) ? [] : list.items;
  expect(listed).toMatchObject({ buyerName: 'Buyer odd', unread: 8, waitingSince: new Date(START_AT).toISOString() });
  expect(listed?.latest?.text).toHaveLength(200);
});

test('what no webhook told is found by the sweep, and what comes late stands where the platform has it', async () => {
  const first = say('late', { sequence: 1 });
  const third = say('late', { channelMessageId: 'late-3', sequence: 3 });
  await sweep();
  bench.platform.messages.set('late', [
    first,
    buildMessage({ channelMessageId: 'late-2', sequence: 2, from: 'seller', sentAt: first.sentAt }),
    third,
  ]);
  say('late', { channelMessageId: 'late-4', sequence: 4 });
  await sweep();
  expect((await messagesOf(await idOf('late'))).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
});

test('a text that may cost points is held back with its places, goes once somebody insists, and never with another buyer’s order', async () => {
  const id = await begun('guarded');
  const text = 'Sold out, please cancel your order';
  expect(await send(id, { kind: 'text', text })).toMatchObject({
    refused: 'invalid-input',
    errors: [{ path: '/message/text', code: 'asks-to-cancel' }],
  });
  const foreign = buildOrder({ channelOrderId: '576461413038785752', buyer: { channelBuyerId: 'somebody-else' } });
  await takeIn(bench.services, shop, [foreign]);
  const place = { ...asked, caller: caller(), params: { conversationId: id }, query: {} };
  const verdict = await handlers['message-checks.create']({ ...place, body: { text: 'See 576461413038785752, and +49 170 1234567' } });
  expect(verdict).toMatchObject({
    isAllowed: false,
    mayConfirm: false,
    reasons: [{ code: 'other-buyer', start: 4 }, { code: 'external-contact' }],
  });
  const named = { kind: 'text' as const, text: 'It is 576461413038785752' };
  expect(await insist(id, named)).toMatchObject({ errors: [{ code: 'other-buyer' }] });
  await work();
  expect(await messagesOf(id)).toHaveLength(1);
  await insist(id, { kind: 'text', text });
  await work();
  expect((await messagesOf(id)).at(-1)?.text).toBe(text);
});

test('a message that is taken back leaves its place and no words, also while it is being answered', async () => {
  const id = await begun('gone');
  await send(id, { kind: 'text', text: 'It is on its way.' });
  const [message] = bench.platform.messages.get('gone') ?? [];
  if (message) bench.platform.messages.set('gone', [{ ...message, text: '', isDeleted: true }]);
  await tell('gone');
  await work();
  const [first, answer] = await messagesOf(id);
  expect([first?.isDeleted, first?.text, answer?.text, answer?.askedBy?.name]).toEqual([true, '', 'It is on its way.', 'Olive']);
  // A copy that lags behind shows it again; here it stays gone.
  if (message) bench.platform.messages.set('gone', [message, ...(bench.platform.messages.get('gone') ?? []).slice(1)]);
  await tell('gone');
  await work();
  expect((await textsOf(id))[0]).toBe('');
});

test('two agents at once are both sent, once, in the order in which they asked, word for word', async () => {
  const id = await begun('two');
  const [one, two] = [' Guten Tag \u200B', 'Second <b>answer</b>'];
  await send(id, { kind: 'text', text: one });
  await send(id, { kind: 'text', text: two }, buildCaller(shop.merchantId, { id: 'user-2', name: 'Nora' }));
  expect((await detail(id)).outgoing.map(({ state, text }) => [state, text])).toEqual([
    ['planned', one],
    ['planned', two],
  ]);
  await Promise.all([work(), work()]);
  expect(saidBySeller('two')).toEqual([one, two]);
  expect((await messagesOf(id)).map(({ askedBy }) => askedBy?.name)).toEqual([undefined, 'Olive', 'Nora']);
  expect(await detail(id)).toMatchObject({ outgoing: [], unread: 0, waitingSince: null });
});

test.each([
  ['before its effect', 'send', 2],
  ['after its effect', 'answer-send', 1],
])('an answer lost %s: looked for, and the buyer reads it once', async (_, call, sends) => {
  const conversation = `lost ${call}`;
  const id = await begun(conversation);
  const before = bench.platform.count('send');
  failNext(call, new ChannelFailure('unknown-outcome', 'no answer arrived'));
  // The same words as before and after: each is told apart.
  await send(id, { kind: 'text', text: 'Thank you' });
  await send(id, { kind: 'text', text: 'Thank you' });
  await work();
  expect((await detail(id)).outgoing.map(({ state }) => state)).toEqual(['unknown', 'planned']);
  await sweep();
  expect(saidBySeller(conversation)).toEqual(['Thank you', 'Thank you']);
  expect(bench.platform.count('send')).toBe(before + sends + 1);
  expect((await detail(id)).outgoing).toEqual([]);
  expect(await textsOf(id)).toHaveLength(3);
});

test('a refused message is a person’s: it is sent again as it stands, or given up; what follows it goes on', async () => {
  const id = await begun('refused');
  const refusal = () => new ChannelFailure('rejected', 'sensitive', { channelCode: '45101006' });
  failNext('send', refusal());
  await send(id, { kind: 'text', text: 'Write to me elsewhere' });
  await send(id, { kind: 'text', text: 'Hello' });
  await work();
  expect(saidBySeller('refused')).toEqual(['Hello']);
  const [open] = (await detail(id)).outgoing;
  expect(open).toMatchObject({ state: 'rejected', failureCode: '45101006' });
  const question = { shopIds: [shop.shopId], before: new Date(bench.clock.now()), limit: 10 };
  expect(await within((tx) => messageIntents.find(tx, question))).toMatchObject([
    { kind: 'message', state: 'rejected', subject: 'refused' },
  ]);
  const settle = (to: 'retry' | 'discard') =>
    handlers[`outgoing-messages.${to}`]({
      ...{ ...asked, caller: caller(), params: { conversationId: id, outgoingMessageId: open?.id ?? '' }, query: {}, body: {} },
    });
  failNext('send', refusal());
  expect(await settle('retry')).toMatchObject({ state: 'planned' });
  expect(await settle('retry')).toMatchObject({ refused: 'conflict' });
  await work();
  expect(await settle('discard')).toMatchObject({ state: 'discarded' });
  expect(await within((tx) => messageIntents.find(tx, question))).toEqual([]);
  expect(saidBySeller('refused')).toEqual(['Hello']);
});

test('nobody is told of another’s order, of another shop’s goods, more than the channel takes, or after a week of silence', async () => {
  const id = await begun('cards');
  const buyer = (channelBuyerId: string) => ({ channelBuyerId, name: 'Ann', phone: '', email: '', address: '', region: 'GB' });
  const [own, other] = [buildOrder({ buyer: buyer('buyer-cards') }), buildOrder({ buyer: buyer('buyer-other') })];
  await takeIn(bench.services, shop, [own, other]);
  const orderId = (channelOrderId: string) =>
    within((tx) => tx.selectFrom('orders').select('id').where('channel_order_id', '=', channelOrderId).executeTakeFirstOrThrow());
  const [ownId, otherId] = [(await orderId(own.channelOrderId)).id, (await orderId(other.channelOrderId)).id];
  expect(await send(id, { kind: 'order-card', orderId: otherId })).toMatchObject({ errors: [{ path: '/message/orderId' }] });
  expect(await send(id, { kind: 'product-card', listingId: id })).toMatchObject({ errors: [{ path: '/message/listingId' }] });
  expect(await send(id, { kind: 'image', imageId: id })).toMatchObject({ errors: [{ path: '/message/imageId' }] });
  expect(await send(id, { kind: 'text', text: 'x'.repeat(2_001) })).toMatchObject({
    errors: [{ path: '/message/text', code: 'too-long' }],
  });
  expect(await send(id, { kind: 'text', text: 'Hi' }, buildCaller(shop.merchantId, { shopIds: [] }))).toMatchObject({
    refused: 'not-found',
  });
  await send(id, { kind: 'order-card', orderId: ownId });
  await work();
  expect((await messagesOf(id)).at(-1)).toMatchObject({
    kind: 'order-card',
    order: { channelOrderId: own.channelOrderId, orderId: ownId },
  });
  await bench.clock.advance(7 * 86_400_000 + 1000);
  expect(await send(id, { kind: 'text', text: 'Hi' })).toMatchObject({ refused: 'conflict' });
});

test('a picture comes through this server, once it is one; one of ours is uploaded and sent once', async () => {
  const of = (name: string) => ({
    kind: 'image' as const,
    text: '',
    picture: { url: `https://buyers.invalid/${name}`, width: 1, height: 1 },
  });
  say('pictures', of('good.png'));
  say('pictures', of('bad.png'));
  bench.platform.pictures.set('https://buyers.invalid/good.png', PNG);
  bench.platform.pictures.set('https://buyers.invalid/bad.png', Buffer.from('<html><script>alert(1)</script></html>'));
  await tell('pictures');
  await work();
  const id = await idOf('pictures');
  const [good, bad] = await messagesOf(id);
  expect([good?.image?.state, bad?.image?.state]).toEqual(['kept', 'unusable']);
  const open = (messageId = '') =>
    handlers['messages.image']({ ...asked, caller: caller(), params: { conversationId: id, messageId }, query: {}, body: undefined });
  expect(await open(good?.id)).toMatchObject({ file: { mediaType: 'image/png', bytes: PNG } });
  expect(await open(bad?.id)).toMatchObject({ refused: 'not-found' });
  const file = { mediaType: 'image/png', bytes: new Uint8Array(PNG), sha256: 'aa' };
  const keep = (body: typeof file) =>
    handlers['message-images.create']({ ...asked, caller: caller(), params: { conversationId: id }, query: {}, body });
  expect(await keep({ ...file, bytes: Buffer.from('no picture') })).toMatchObject({ refused: 'invalid-input' });
  const kept = await keep(file);
  if (isRefusal(kept)) throw new Error(kept.refused);
  failNext('answer-send', new ChannelFailure('unknown-outcome', 'no answer arrived'));
  await send(id, { kind: 'image', imageId: kept.id });
  await work();
  await sweep();
  expect(bench.platform.messages.get('pictures')?.filter(({ from }) => from === 'seller')).toHaveLength(1);
  expect(bench.platform.count('upload')).toBe(1);
});

test('what was read here the platform is told, once and never backwards', async () => {
  const id = await begun('read');
  say('read');
  await tell('read');
  await work();
  const [first, second] = await messagesOf(id);
  const read = (messageId = '') =>
    handlers['conversations.read']({ ...asked, caller: caller(), params: { conversationId: id }, query: {}, body: { messageId } });
  expect((await detail(id)).unread).toBe(2);
  await read(second?.id);
  await read(first?.id);
  await work();
  expect((await detail(id)).unread).toBe(0);
  expect(bench.platform.readConversations).toEqual(['read']);
  expect(await read(id)).toMatchObject({ refused: 'not-found' });
});

test('a buyer whose data is deleted leaves no words, and the platform’s copy brings none back', async () => {
  const id = await begun('erased');
  await send(id, { kind: 'text', text: 'Dear Buyer erased' });
  await work();
  await send(id, { kind: 'text', text: 'Still to be said' });
  await requestErasure(bench.services, { caller: caller(), requestId: 'test', channelBuyerId: 'buyer-erased' });
  await work();
  await bench.clock.advance(MINUTE_MS);
  say('erased', { text: 'Hello again' });
  await within((tx) => tx.updateTable('conversation').set({ read_for: null }).where('id', '=', id).execute());
  await within((tx) => tx.deleteFrom('message').where('conversation_id', '=', id).execute());
  await sweep();
  const texts = await textsOf(id);
  expect([...new Set(texts.slice(0, -1)), texts.at(-1)]).toEqual(['', 'Hello again']);
  const wished = await within((tx) =>
    tx.selectFrom('outgoing_message').select(['body', 'intent']).where('conversation_id', '=', id).execute(),
  );
  expect(wished.every(({ body }) => body === '')).toBe(true);
  const named = await within((tx) =>
    tx.selectFrom('inbound').select('body').where('channel_object_id', '=', 'erased').where('body', 'is not', null).execute(),
  );
  expect(named).toEqual([]);
});
