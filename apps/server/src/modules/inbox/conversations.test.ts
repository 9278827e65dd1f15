/** The list as those who answer work it off: whom first, what of it, whose, and what was set aside. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { inboxHandlers } from './index.ts';

const HOUR_MS = 3_600_000;
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let handlers: ReturnType<typeof inboxHandlers>;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  handlers = inboxHandlers(bench.services);
});
afterAll(() => database.close());

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const about = () => ({ caller: buildCaller(shop.merchantId, { scopes: new Set(['buyers:read', 'returns:write']) }), requestId: 'test' });
function done<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer;
}
type Query = Parameters<(typeof handlers)['conversations.list']>[0]['query'];
const list = async (query: Partial<Query> = {}) =>
  done(await handlers['conversations.list']({ ...about(), params: {}, query: { limit: 50, ...query }, body: undefined }));
const named = async (query: Partial<Query> = {}) => (await list(query)).items.map(({ buyerName }) => buyerName);

let sequence = 0;
/** The buyer wrote so long ago and nobody answered, or somebody did in the same minute. */
async function said(id: string, hoursAgo: number, { text = 'When does it leave?', isAnswered = false } = {}): Promise<void> {
  const at = new Date(bench.clock.now() - hoursAgo * HOUR_MS);
  const own = { merchant_id: shop.merchantId, shop_id: shop.shopId, conversation_id: id };
  const rest = { kind: 'text' as const, body: text, sent_at: at };
  const none = { image_url: null, image_width: null, image_height: null, image_state: null, image_type: null };
  const cards = { channel_order_id: null, channel_product_id: null, deleted_at: null };
  const one = (sender: 'buyer' | 'seller') => {
    sequence += 1;
    return { ...own, ...rest, ...none, ...cards, id: randomUUID(), channel_message_id: String(sequence), sequence, sender };
  };
  const turn = { id: randomUUID(), asked_message_id: String(sequence + 1), asked_at: at, replied_at: isAnswered ? at : null };
  await within(async (tx) => {
    await tx
      .insertInto('message')
      .values([one('buyer'), ...(isAnswered ? [one('seller')] : [])])
      .execute();
    await tx
      .insertInto('buyer_turn')
      .values({ ...own, ...turn })
      .execute();
    await tx.updateTable('conversation').set({ latest_at: at }).where('id', '=', id).execute();
  });
}
async function conversation(buyer: string, hash: string | null = null): Promise<string> {
  const id = randomUUID();
  const at = new Date(0);
  await within((tx) =>
    tx
      .insertInto('conversation')
      .values({
        ...{ merchant_id: shop.merchantId, id, shop_id: shop.shopId, channel_conversation_id: `chat-${buyer}`, created_at: at },
        ...{ latest_at: at, latest_message_id: null, read_for: null, buyer_hash: hash, buyer_name: buyer, read_up_to: 0, read_told: 0 },
        ...{ assignee_id: null, assignee_name: null, aside_up_to: null, aside_until: null },
      })
      .execute(),
  );
  return id;
}

const ids: Record<string, string> = {};
beforeAll(async () => {
  for (const [buyer, hours, facts] of [
    ['late', 60, {}],
    ['new', 1, {}],
    ['second', 46, { text: 'Is 100% cotton\\?' }],
    ['first', 23, {}],
    ['answered', 0.5, { isAnswered: true }],
  ] as const) {
    ids[buyer] = await conversation(buyer);
    await said(ids[buyer], hours, facts);
  }
});

test('whose time ends first comes first, those beyond help last, on pages as on one', async () => {
  expect(await named()).toEqual(['answered', 'new', 'first', 'second', 'late']);
  const whole = await list({ isWaiting: 'true' });
  expect(whole.items.map(({ buyerName, replyBy }) => [buyerName, replyBy?.hours])).toEqual([
    ['first', 24],
    ['second', 48],
    ['new', 24],
    ['late', 48],
  ]);
  const paged: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await list({ isWaiting: 'true', limit: 1, ...(cursor ? { cursor } : {}) });
    paged.push(...page.items.map(({ buyerName }) => buyerName));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(['first', 'second', 'new', 'late']);
});

test.each([
  [{ isUnread: 'true' }, ['new', 'first', 'second', 'late']],
  [{ q: 'FIR' }, ['first']],
  [{ q: '100% c' }, ['second']],
  [{ q: 'on\\?' }, ['second']],
  [{ q: '_' }, []],
  [{ q: 'chat-late' }, ['late']],
  [{ market: 'ZZ' }, []],
  [{ assigneeId: 'nobody', q: 'new' }, ['new']],
] as const)('narrowed by %j', async (query, names) => {
  expect(await named(query)).toEqual(names);
});

test('what was set aside comes back with the hour, by hand, and with the buyer’s next word', async () => {
  const params = { conversationId: ids.first ?? '' };
  const aside = (until: string | null) => handlers['conversations.set-aside']({ ...about(), params, query: {}, body: { until } });
  const until = new Date(bench.clock.now() + HOUR_MS).toISOString();
  expect(done(await aside(until)).aside).toEqual({ until });
  expect(await named({ isAside: 'false', isWaiting: 'true' })).toEqual(['second', 'new', 'late']);
  expect(await named({ isAside: 'true' })).toEqual(['first']);
  await bench.clock.advance(HOUR_MS);
  expect(await named({ isAside: 'true' })).toEqual([]);
  done(await aside(null));
  expect(await named({ isAside: 'true' })).toEqual(['first']);
  expect(done(await handlers['conversations.take-up']({ ...about(), params, query: {}, body: {} })).aside).toBe(null);
  done(await aside(null));
  await said(params.conversationId, 0);
  expect(await named({ isAside: 'true' })).toEqual([]);
  expect(isRefusal(await aside(new Date(0).toISOString()))).toBe(true);
});

test('notes are for colleagues; a stranger is given nothing', async () => {
  const params = { conversationId: ids.new ?? '' };
  const { id } = done(
    await handlers['conversation-notes.create']({ ...about(), params, query: {}, body: { text: 'Wants a receipt', mentions: [] } }),
  );
  const notes = async () =>
    done(await handlers['conversations.get']({ ...about(), params, query: {}, body: undefined })).notes.map(({ text }) => text);
  expect(await notes()).toEqual(['Wants a receipt']);
  done(await handlers['conversation-notes.remove']({ ...about(), params: { ...params, noteId: id }, query: {}, body: undefined }));
  expect(await notes()).toEqual([]);
  const stranger = { memberId: randomUUID() };
  expect(isRefusal(await handlers['conversations.assign']({ ...about(), params, query: {}, body: stranger }))).toBe(true);
});

test('beside the words stands what this buyer bought in this shop, and an order finds its buyer', async () => {
  await takeIn(bench.services, shop, [buildOrder({ channelOrderId: '5700001' }), buildOrder({ channelOrderId: '5700002' })]);
  const { buyer_hash: hash } = await within((tx) =>
    tx.selectFrom('orders').select('buyer_hash').where('channel_order_id', '=', '5700001').executeTakeFirstOrThrow(),
  );
  const conversationId = await conversation('customer', hash);
  const orders = await handlers['conversations.orders']({ ...about(), params: { conversationId }, query: {}, body: undefined });
  expect(done(orders).items.map(({ channelOrderId }) => channelOrderId)).toContain('5700001');
  expect(await named({ q: '5700001' })).toEqual(['customer']);
});

test('an answer is kept, changed and forgotten', async () => {
  const empty = { params: {}, query: {} };
  const texts = async () =>
    done(await handlers['saved-replies.list']({ ...about(), ...empty, body: undefined })).items.map(({ text }) => text);
  const body = { title: 'Where is it', text: '{order} is with the carrier', texts: { es: '{order} va en camino' } };
  const { id } = done(await handlers['saved-replies.create']({ ...about(), ...empty, body }));
  const params = { savedReplyId: id };
  done(await handlers['saved-replies.set']({ ...about(), params, query: {}, body: { ...body, text: 'Soon' } }));
  expect(await texts()).toEqual(['Soon']);
  done(await handlers['saved-replies.remove']({ ...about(), params, query: {}, body: undefined }));
  expect(await texts()).toEqual([]);
});
