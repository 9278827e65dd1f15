/** What was said is found by its words in every script, the newest first, and what is taken back or forgotten is found no more. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withClient } from '../../platform/database/roles.ts';
import { enqueue } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { explained } from '../../testing/plans.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { forgetWords } from './commands/forget-words.ts';
import { inboxHandlers } from './index.ts';
import { makeTermsJob } from './jobs.ts';
import { buildConversation, createTalk, done } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let handlers: ReturnType<typeof inboxHandlers>;
let talk: ReturnType<typeof createTalk>;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  handlers = inboxHandlers(bench.services);
});
beforeEach(() => {
  talk = createTalk(bench, shop);
});
afterAll(() => database.close());

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const asked = { requestId: 'test', params: {}, body: undefined };
type Query = Parameters<(typeof handlers)['messages.search']>[0]['query'];
const caller = () => buildCaller(shop.merchantId, { scopes: new Set(['buyers:read', 'returns:write']) });
const search = async (query: Partial<Query> & { q: string }, who = caller()) =>
  done(await handlers['messages.search']({ ...asked, caller: who, query: { limit: 50, ...query } }));
/** What is marked in each hit. */
const marked = async (q: string) =>
  (await search({ q })).items.map(({ text, marks }) => marks.map(({ start, end }) => text.slice(start, end)).join('|'));

const said = [
  'Where is my parcel?',
  '你好，我的包裹在哪里？',
  'Un café con leche, por favor',
  'Wann kommt mein Päckchen? Größe M',
  'Où est mon colis ?',
  'Dov’è il mio pacco?',
  'Onde está meu pacote?',
  '荷物はどこですか。カタログもください',
  'พัสดุของฉันอยู่ที่ไหน',
  'Đơn hàng của tôi ở đâu?',
  'Di mana bungkusan saya?',
  'Hola, 我的 order TW-1001 where is it? ขอบคุณค่ะ',
  '<script>alert("parcels")</script>',
  '😀🎁',
  `${'lorem '.repeat(15_000)}needle ${'ipsum '.repeat(5_000)}`,
] as const;
beforeAll(async () => {
  const speak = createTalk(bench, shop);
  const id = await buildConversation(bench, shop, 'Ana María 王小明');
  for (const text of said) {
    await bench.clock.advance(1_000);
    await speak(id, 'buyer', text);
  }
});

test.each([
  ['parcel', ['parcels', 'parcel']],
  ['parcel ', ['parcel']],
  ['PARCEL my', ['my|parcel']],
  ['包裹', ['包裹']],
  ['包', ['包']],
  ['里', ['里']],
  ['我的', ['我的', '我的']],
  ['包裹里', []],
  ['cafe', ['café']],
  ['päckchen', ['Päckchen']],
  ['grosse', []],
  ['größe', ['Größe']],
  ['荷物', ['荷物']],
  ['カタログ', ['カタログ']],
  ['พัสดุ', ['พัสดุ']],
  ['don hang', []],
  ['đon hang', ['Đơn|hàng']],
  ['tw-1001', ['TW|1001']],
  ['<script', ['script|script']],
  ['%', []],
  ['😀', []],
  ['bungku', ['bungkusan']],
])('%s finds and marks %j', async (q, found) => {
  expect(await marked(q)).toEqual(found);
});

test('a long message is found, with a piece around the place', async () => {
  const [hit] = (await search({ q: 'lorem' })).items;
  expect(hit?.text.length).toBeLessThan(300);
  expect(hit?.isCut.after).toBe(true);
});

test('the newest first, page by page; nothing of a shop out of sight or of another merchant', async () => {
  const id = await buildConversation(bench, shop, 'Pia');
  for (let time = 1; time <= 5; time += 1) {
    await bench.clock.advance(1_000);
    await talk(id, 'buyer', `pagination ${time}`);
  }
  const texts: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await search({ q: 'pagination', limit: 2, ...(cursor ? { cursor } : {}) });
    texts.push(...page.items.map(({ text }) => text));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(texts).toEqual([5, 4, 3, 2, 1].map((time) => `pagination ${time}`));
  const elsewhere = buildCaller(shop.merchantId, { shopIds: [randomUUID()] });
  expect((await search({ q: 'pagination' }, elsewhere)).items).toEqual([]);
  expect((await search({ q: 'pagination' }, buildCaller(database.otherMerchantId))).items).toEqual([]);
});

const termsLeft = (text: string) =>
  within(
    async (tx) => (await sql<{ n: number }>`SELECT count(*)::int AS n FROM inbox_term WHERE term LIKE ${text}`.execute(tx)).rows[0]?.n,
  );

test('a buyer who is forgotten leaves no term, neither of words nor of the name', async () => {
  const id = await buildConversation(bench, shop, 'Zebedee');
  await within((tx) => tx.updateTable('conversation').set({ buyer_hash: 'hash' }).where('id', '=', id).execute());
  await talk(id, 'buyer', 'unforgettable words');
  await talk(id, 'seller', 'unforgettable answer');
  await makeTerms();
  expect(await termsLeft('unforgettable')).toBe(2);
  expect(await termsLeft('zebedee')).toBe(1);
  const now = bench.clock.now();
  const buyer = { merchantId: shop.merchantId, now, orders: [], buyerHash: 'hash', upTo: new Date(now) };
  await within((tx) => forgetWords(tx, bench.services, buyer));
  await makeTerms();
  expect([await termsLeft('unforgettable'), await termsLeft('zebedee')]).toEqual([0, 0]);
});

async function makeTerms(): Promise<void> {
  const now = bench.clock.now();
  await within((tx) => enqueue(tx, { merchantId: shop.merchantId, jobs: [makeTermsJob(shop.shopId, now)], now }));
  const config = { fxFeedUrl: null };
  await bench
    .worker(jobHandlers({ services: bench.services, config, send: () => Promise.reject(new Error('unused')), hookAddress: () => '' }))
    .drain();
}

test('what stood there before there were terms is found once the job has been, and a name that changed under its new one', async () => {
  const id = await buildConversation(bench, shop, 'Quentin');
  await talk(id, 'buyer', 'antediluvian');
  await within((tx) => sql`DELETE FROM inbox_term WHERE term = 'antediluvian'`.execute(tx));
  await within((tx) => sql`UPDATE message SET has_terms = false WHERE body = 'antediluvian'`.execute(tx));
  expect(await marked('antediluvian')).toEqual([]);
  await makeTerms();
  expect(await marked('antediluvian')).toEqual(['antediluvian']);
  const named = async (q: string) =>
    done(await handlers['conversations.list']({ ...asked, caller: caller(), query: { limit: 10, q } })).items.map(({ id: found }) => found);
  expect(await named('quen')).toEqual([id]);
  await within((tx) => tx.updateTable('conversation').set({ buyer_name: 'Rosalind', has_terms: false }).where('id', '=', id).execute());
  await makeTerms();
  expect([await named('quen'), await named('rosal')]).toEqual([[], [id]]);
  expect(await named('小明')).toHaveLength(1);
  expect(await named('maria ana')).toHaveLength(1);
});

test('whatever is said, read and answered, what the list keeps is what the messages say', async () => {
  const step = fc.constantFrom('buyer', 'seller', 'automatic', 'read' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const id = await buildConversation(bench, shop, 'Kept');
      const speak = createTalk(bench, shop);
      for (const one of steps) {
        await bench.clock.advance(1_000);
        if (one !== 'read') await speak(id, one);
        const of = { ...asked, caller: caller(), params: { conversationId: id } };
        const [newest] = done(await handlers['messages.list']({ ...of, query: { limit: 1 } })).items;
        if (one === 'read' && newest) await handlers['conversations.read']({ ...of, query: {}, body: { messageId: newest.id } });
      }
      const { rows } = await within((tx) =>
        sql<{ kept: unknown; counted: unknown }>`
          SELECT to_jsonb(ARRAY[c.unread, c.heard_up_to, extract(epoch FROM c.heard_at), extract(epoch FROM c.waiting_since)]) AS kept,
            to_jsonb(ARRAY[
              (SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND m.sender = 'buyer' AND m.sequence > GREATEST(c.read_up_to,
                (SELECT max(sequence) FROM message s WHERE s.conversation_id = c.id AND s.sender = 'seller'))),
              (SELECT COALESCE(max(sequence), 0) FROM message m WHERE m.conversation_id = c.id AND m.sender = 'buyer'),
              (SELECT extract(epoch FROM max(sent_at)) FROM message m WHERE m.conversation_id = c.id AND m.sender = 'buyer'),
              (SELECT extract(epoch FROM max(asked_at)) FROM buyer_turn t WHERE t.conversation_id = c.id AND t.replied_at IS NULL)]) AS counted
          FROM conversation c WHERE c.id = ${id}::uuid`.execute(tx),
      );
      expect(rows[0]?.kept).toEqual(rows[0]?.counted);
    }),
    { numRuns: 15 },
  );
});

const ROWS = 12_000;
const FILLED = ['conversation', 'message', 'inbox_term', 'outgoing_message', 'conversation_presence'];

test('lists and searches read no table from end to end', async () => {
  const { merchantId, shopId } = shop;
  const { shopId: small } = await buildShop(bench, merchantId);
  const id = (kind: string) => sql`md5(${kind}::text || n)::uuid`;
  const n = sql`generate_series(1, ${ROWS}) AS n`;
  const at = sql`'2026-11-01'::timestamptz + n * interval '1 second'`;
  await within(async (tx) => {
    const run = (statement: RawBuilder<unknown>) => statement.execute(tx);
    await run(sql`INSERT INTO conversation (merchant_id, id, shop_id, channel_conversation_id, created_at, latest_at, buyer_name, unread, waiting_since,
        assignee_id, assignee_name, aside_up_to, heard_up_to, shown_message_id, has_terms)
      SELECT ${merchantId}::uuid, ${id('chat')}, CASE WHEN n % 100 = 0 THEN ${small}::uuid ELSE ${shopId}::uuid END, 'plan' || n, ${at}, ${at}, 'Plan', (n % 50 = 0)::int, CASE WHEN n % 20 = 0 THEN ${at} END,
        CASE WHEN n % 40 = 0 THEN ${merchantId} END, CASE WHEN n % 40 = 0 THEN 'x' END, CASE WHEN n % 30 = 0 THEN 5 END, 1, ${id('message')}, true FROM ${n}`);
    await run(sql`INSERT INTO message (merchant_id, id, shop_id, conversation_id, channel_message_id, sequence, sender, kind, body, sent_at, has_terms)
      SELECT ${merchantId}::uuid, ${id('message')}, CASE WHEN n % 100 = 0 THEN ${small}::uuid ELSE ${shopId}::uuid END, ${id('chat')}, 'p' || n, 1, 'buyer', 'text', 'plan' || n, ${at}, true FROM ${n}`);
    await run(sql`INSERT INTO inbox_term SELECT ${merchantId}::uuid, field, CASE field WHEN 'message' THEN 'plan' || n ELSE 'buyer' || n END, ${at}, ${id('message')}
      FROM ${n}, unnest(ARRAY['message', 'buyer']) AS field`);
  });
  await withClient(database.access.migrator, async (client) => {
    for (const table of FILLED) await client.query(`ANALYZE tenant.${table}`);
  });
  const list = (query: object) =>
    explained(bench.services, FILLED, (services) =>
      inboxHandlers(services)['conversations.list']({ ...asked, caller: caller(), query: { limit: 50, ...query } }),
    );
  for (const [query, index] of [
    [{}, 'conversation_latest'],
    [{ shopIds: [small] }, 'conversation_of_shop'],
    [{ isUnread: 'true', isAside: 'false' }, 'conversation_to_read'],
    [{ isWaiting: 'true', isAside: 'false' }, 'conversation_waiting_since'],
    [{ isAside: 'true' }, 'conversation_aside'],
    [{ assigneeId: merchantId, isAside: 'false' }, 'conversation_assigned'],
    [{ q: 'plan77' }, 'inbox_term_pkey'],
  ] as const) {
    const { scans, indexes } = await list(query);
    expect([query, scans]).toEqual([query, []]);
    expect([query, indexes]).toEqual([query, expect.arrayContaining([index])]);
  }
  for (const q of ['plan777 ', 'plan77', 'plan777 plan77']) {
    const { scans } = await explained(bench.services, FILLED, (services) =>
      inboxHandlers(services)['messages.search']({ ...asked, caller: caller(), query: { limit: 50, q } }),
    );
    expect([q, scans]).toEqual([q, []]);
  }
  const presence = await explained(bench.services, FILLED, (services) =>
    inboxHandlers(services)['conversation-presence.list']({ ...asked, caller: caller(), query: {} }),
  );
  expect(presence.scans.filter((table) => table === 'conversation')).toEqual([]);
});
