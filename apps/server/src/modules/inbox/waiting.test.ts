/** Who waits is given to somebody and told of in time: timers under a virtual clock, on the real database. */
import { createWorkCalendar } from '@tradewind/rules/working-hours';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { keepSummary } from './commands/keep-summary.ts';
import { watchWaiting } from './commands/watch-waiting.ts';
import { inboxHandlers, watchWaitingJobHandler } from './index.ts';
import { readAgents } from './queries/agents.ts';
import { buildConversation, buildMember, createTalk, done } from './testing.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// A Monday.
const START_AT = Date.UTC(2026, 10, 23, 8);
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let handlers: ReturnType<typeof inboxHandlers>;
let talk: ReturnType<typeof createTalk>;
let work: () => Promise<void>;
type Member = Awaited<ReturnType<typeof buildMember>>;
let ada: Member;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database, { startAt: START_AT });
  shop = await buildShop(bench, database.merchantId, { timeZone: 'UTC' });
  handlers = inboxHandlers(bench.services);
  talk = createTalk(bench, shop);
  // The cast: a worker's list forgets payloads; this handler is only given its own.
  const worker = bench.worker([watchWaitingJobHandler(bench.services) as Parameters<Bench['worker']>[0][number]]);
  work = async () => void (await worker.drain());
  ada = await buildMember(bench, shop, { name: 'Ada' });
});
afterEach(() => database.close());

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const about = () => ({ caller: ada.caller, requestId: 'test', query: {}, params: {} });
const pass = async (ms: number) => {
  await bench.clock.advance(ms);
  await work();
};
/** As `due first` or, when it is over, `-due first`. */
async function told(): Promise<string[]> {
  const rows = await within((tx) =>
    tx.selectFrom('notification').select(['kind', 'facts', 'closed_at', 'person_id']).orderBy('raised_at').orderBy('kind').execute(),
  );
  return rows
    .filter(({ kind }) => kind === 'reply-due' || kind === 'reply-escalated')
    .map(({ kind, facts, closed_at }) => `${closed_at ? '-' : ''}${kind === 'reply-due' ? 'due' : 'leads'} ${facts.clock}`);
}
const week = (from: number, until: number) => Array.from({ length: 7 }, () => [{ from: from * 60, until: until * 60 }]);
const setHours = async (from: number, until: number, facts: { firstAnswerMinutes?: number; holidays?: string[] } = {}) => {
  const body = { shopIds: [shop.shopId], week: week(from, until), holidays: [], firstAnswerMinutes: 30, ...facts };
  done(await handlers['working-hours.set']({ ...about(), body }));
  await work();
};
const give = async (conversationId: string, memberId: string | null) =>
  done(await handlers['conversations.assign']({ ...about(), params: { conversationId }, body: { memberId } }));
const assigneeOf = async (id: string) =>
  (await within((tx) => tx.selectFrom('conversation').select('assignee_name').where('id', '=', id).executeTakeFirstOrThrow()))
    .assignee_name;

describe('clocks', () => {
  test('are shown by the platform and by the team, and end with the answer', async () => {
    await setHours(9, 18, { firstAnswerMinutes: 60 });
    const conversationId = await buildConversation(bench, shop, 'Rosa');
    await talk(conversationId, 'buyer');
    const clocks = async () =>
      done(await handlers['conversations.get']({ ...about(), params: { conversationId }, body: undefined })).clocks;
    expect(await clocks()).toEqual({
      firstBy: '2026-11-23T08:30:00.000Z',
      by24h: '2026-11-24T08:00:00.000Z',
      by48h: '2026-11-25T08:00:00.000Z',
      workingFirstBy: '2026-11-23T10:00:00.000Z',
      isWorkingNow: false,
    });
    done(await handlers['working-hours.remove']({ ...about(), params: { shopId: shop.shopId }, body: undefined }));
    expect(await clocks()).toMatchObject({ workingFirstBy: null, isWorkingNow: null });
    await talk(conversationId, 'automatic', 'We are closed.');
    expect(await clocks()).not.toBe(null);
    await talk(conversationId, 'seller', 'Tomorrow.');
    expect(await clocks()).toBe(null);
  });

  test('a shop counts by its own clock, over the night in which it is put back', async () => {
    const market = await buildShop(bench, database.merchantId, { market: 'US', timeZone: 'America/New_York' });
    const body = { shopIds: [market.shopId], week: week(0, 24), holidays: ['2026-11-02'], firstAnswerMinutes: 26 * 60 };
    done(await handlers['working-hours.set']({ ...about(), body }));
    const conversationId = await buildConversation(bench, market, 'Rosa');
    // Saturday, 31 October 2026, at ten in the evening; Sunday has 25 hours there, and on Monday nobody works.
    const askedAt = Date.UTC(2026, 10, 1, 2);
    const turn = { merchant_id: market.merchantId, shop_id: market.shopId, conversation_id: conversationId };
    const asked = { id: bench.services.newId(), asked_message_id: 'said', asked_at: new Date(askedAt), replied_at: null };
    await within(async (tx) => {
      await tx
        .insertInto('buyer_turn')
        .values({ ...turn, ...asked })
        .execute();
      await keepSummary(tx, [conversationId]);
    });
    const { clocks } = done(await handlers['conversations.get']({ ...about(), params: { conversationId }, body: undefined }));
    expect(clocks).toMatchObject({ by24h: '2026-11-02T02:00:00.000Z', workingFirstBy: '2026-11-02T04:00:00.000Z' });
    const longer = { ...body, firstAnswerMinutes: 28 * 60 };
    done(await handlers['working-hours.set']({ ...about(), body: longer }));
    const later = done(await handlers['conversations.get']({ ...about(), params: { conversationId }, body: undefined })).clocks;
    expect(later?.workingFirstBy).toBe('2026-11-03T06:00:00.000Z');
  });

  test('hours are set by who may, for shops of theirs, and periods neither overlap nor run backwards', async () => {
    const stranger = { ...about(), caller: buildCaller(database.otherMerchantId) };
    const body = { shopIds: [shop.shopId], week: week(9, 18), holidays: [], firstAnswerMinutes: 30 };
    expect(await handlers['working-hours.set']({ ...stranger, body })).toMatchObject({ errors: [{ code: 'unknown-shop' }] });
    expect(await handlers['working-hours.remove']({ ...stranger, params: { shopId: shop.shopId }, body: undefined })).toMatchObject({
      refused: 'not-found',
    });
    await setHours(9, 18);
    await setHours(10, 16);
    const { items } = done(await handlers['working-hours.list']({ ...about(), body: undefined }));
    expect(items[0]?.hours?.week[0]).toEqual([{ from: 600, until: 960 }]);
  });
});

describe('warnings', () => {
  test('come once each, first to whoever answers, then to whoever leads, and end with the answer', async () => {
    const conversationId = await buildConversation(bench, shop, 'Rosa');
    await give(conversationId, ada.id);
    await talk(conversationId, 'buyer');
    await work();
    expect(await told()).toEqual([]);
    await pass(20 * MINUTE_MS);
    expect(await told()).toEqual(['due first']);
    await pass(MINUTE_MS);
    await talk(conversationId, 'buyer', 'Hello??');
    await work();
    expect(await told()).toEqual(['due first']);
    await pass(4 * MINUTE_MS);
    expect(await told()).toEqual(['due first', 'leads first']);
    for (let hour = 0; hour < 24; hour += 1) await pass(HOUR_MS);
    expect(await told()).toEqual(['due first', 'leads first', 'due reply-24h', 'leads reply-24h']);
    await talk(conversationId, 'seller', 'So sorry.');
    await pass(30 * HOUR_MS);
    expect(await told()).toEqual(['-due first', '-leads first', '-due reply-24h', '-leads reply-24h']);
    // The next question is another fact.
    await talk(conversationId, 'buyer', 'And now?');
    await pass(20 * MINUTE_MS);
    expect((await told()).at(-1)).toBe('due first');
  });

  test('an answer in time leaves nothing to tell', async () => {
    const conversationId = await buildConversation(bench, shop, 'Rosa');
    await talk(conversationId, 'buyer');
    await pass(19 * MINUTE_MS);
    await talk(conversationId, 'seller');
    await pass(60 * HOUR_MS);
    expect(await told()).toEqual([]);
  });

  test('a first answer is due by the team’s hours: nobody is woken at night or on a holiday', async () => {
    await setHours(9, 18, { holidays: ['2026-11-24'] });
    await bench.clock.advance(9.75 * HOUR_MS);
    const conversationId = await buildConversation(bench, shop, 'Rosa');
    await talk(conversationId, 'buyer');
    await pass(10 * HOUR_MS);
    expect(await told()).toEqual([]);
    // Asked at 17:45 on Monday; Tuesday is a holiday, and the platform's own hours go on.
    await pass(13 * HOUR_MS);
    expect(await told()).toEqual(['due reply-24h', 'leads reply-24h']);
    await pass(16 * HOUR_MS + 20 * MINUTE_MS);
    const calendar = createWorkCalendar({ timeZone: 'UTC', week: week(9, 18), holidays: ['2026-11-24'] });
    expect(calendar.dueAfter(START_AT + 9.75 * HOUR_MS, 30 * MINUTE_MS)).toBe(Date.UTC(2026, 10, 25, 9, 15));
    expect(await told()).toContain('due first');
  });

  test('go with the conversation when it is given to another, and end when it needs no answer', async () => {
    const bo = await buildMember(bench, shop, { name: 'Bo' });
    const conversationId = await buildConversation(bench, shop, 'Rosa');
    await give(conversationId, ada.id);
    await talk(conversationId, 'buyer');
    await pass(21 * MINUTE_MS);
    const whom = async () =>
      (await within((tx) => tx.selectFrom('notification').select('person_id').execute())).map((row) => row.person_id);
    expect(await whom()).toEqual([ada.personId]);
    await give(conversationId, bo.id);
    expect(await whom()).toEqual([bo.personId]);
    await give(conversationId, null);
    expect(await whom()).toEqual([null]);
    done(await handlers['conversations.set-aside']({ ...about(), params: { conversationId }, body: { until: null } }));
    expect(await told()).toEqual(['-due first']);
    await pass(30 * HOUR_MS);
    expect(await told()).toEqual(['-due first']);
    // The buyer's next word of the same turn brings it back, and its clock with it.
    await pass(10 * HOUR_MS);
    await talk(conversationId, 'buyer', 'Really?');
    await pass(5 * HOUR_MS);
    expect(await told()).toEqual(['-due first', 'due reply-48h']);
  });

  test('a look that comes too late says nothing, and two looks at once say it once', async () => {
    const conversationId = await buildConversation(bench, shop, 'Rosa');
    await talk(conversationId, 'buyer');
    await bench.clock.advance(25 * MINUTE_MS);
    const agents = await readAgents(bench.services, shop.merchantId);
    const look = () => within((tx) => watchWaiting(tx, { services: bench.services, shop, agents, now: bench.clock.now() }));
    await Promise.all([look(), look(), look()]);
    expect(await told()).toEqual(['due first', 'leads first']);
    const late = await buildConversation(bench, shop, 'Late');
    await talk(late, 'buyer');
    await bench.clock.advance(3 * HOUR_MS);
    await look();
    expect(await told()).toEqual(['due first', 'leads first']);
  });
});

describe('rules', () => {
  type Fields = Parameters<(typeof handlers)['assignment-rules.create']>[0]['body'];
  const fields = (): Fields => ({
    ...{ name: 'Everybody in turn', isLive: true, shopIds: [], markets: [], languages: [], hours: 'any' },
    ...{ memberIds: [ada.id], by: 'round-robin', mostOpen: null },
  });
  const rule = async (facts: Partial<Fields> = {}) =>
    done(await handlers['assignment-rules.create']({ ...about(), body: { ...fields(), ...facts } }));

  test('give a conversation when a buyer begins to wait, each once, in turn, and never what a person has given', async () => {
    const [bo, cy] = [await buildMember(bench, shop, { name: 'Bo' }), await buildMember(bench, shop, { name: 'Cy' })];
    await rule({ memberIds: [ada.id, bo.id] });
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) ids.push(await buildConversation(bench, shop, `buyer ${count}`));
    await give(ids[0] ?? '', cy.id);
    for (const id of ids) await talk(id, 'buyer');
    await work();
    // They wait since one instant: who of them comes first is anybody's guess.
    const [first, ...others] = await Promise.all(ids.map(assigneeOf));
    expect([first, others.sort()]).toEqual(['Cy', ['Ada', 'Ada', 'Bo']]);
    for (const id of ids) await talk(id, 'buyer', 'Hello??');
    await work();
    expect(await within((tx) => tx.selectFrom('rule_assignment').select('conversation_id').execute())).toHaveLength(3);
    expect(done(await handlers['assignment-rules.list']({ ...about(), body: undefined })).items[0]?.given).toBe(3);
  });

  test('two runs at once assign once', async () => {
    const bo = await buildMember(bench, shop, { name: 'Bo' });
    await rule({ memberIds: [ada.id, bo.id] });
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1) ids.push(await buildConversation(bench, shop, `buyer ${count}`));
    for (const id of ids) await talk(id, 'buyer');
    const agents = await readAgents(bench.services, shop.merchantId);
    const run = () => within((tx) => watchWaiting(tx, { services: bench.services, shop, agents, now: bench.clock.now() }));
    await Promise.all([run(), run(), run()]);
    const given = await within((tx) => tx.selectFrom('rule_assignment').select(['conversation_id', 'member_id']).execute());
    expect(new Set(given.map(({ conversation_id }) => conversation_id)).size).toBe(6);
    expect(given).toHaveLength(6);
    expect(given.filter(({ member_id }) => member_id === ada.id)).toHaveLength(3);
  });

  test('pass over who takes no more, and ask again once somebody does', async () => {
    await rule();
    const accept = async (isAccepting: boolean) =>
      done(await handlers['inbox-agents.accept']({ ...about(), params: { agentId: ada.id }, body: { isAccepting } }));
    expect(await accept(false)).toMatchObject({ isAccepting: false, isMe: true, load: 0 });
    const id = await buildConversation(bench, shop, 'Rosa');
    await talk(id, 'buyer');
    await work();
    expect(await assigneeOf(id)).toBe(null);
    await accept(true);
    await work();
    expect(await assigneeOf(id)).toBe('Ada');
    expect(done(await handlers['inbox-agents.list']({ ...about(), body: undefined })).items).toMatchObject([{ name: 'Ada', load: 1 }]);
  });

  test('never give to somebody without the right to the shop or to answer, neither by rule nor by hand', async () => {
    const elsewhere = await buildMember(bench, shop, { name: 'Elsewhere', shopIds: [] });
    const viewer = await buildMember(bench, shop, { name: 'Viewer', role: 'viewer' });
    const refusal = await handlers['assignment-rules.create']({ ...about(), body: { ...fields(), memberIds: [viewer.id] } });
    expect(refusal).toMatchObject({ errors: [{ path: '/memberIds/0', code: 'unknown' }] });
    const named = await handlers['assignment-rules.create']({
      ...{ ...about(), body: { ...fields(), shopIds: [shop.shopId], memberIds: [elsewhere.id] } },
    });
    expect(named).toMatchObject({ errors: [{ path: '/memberIds/0', code: 'no-right' }] });
    await rule({ memberIds: [elsewhere.id] });
    const id = await buildConversation(bench, shop, 'Rosa');
    await talk(id, 'buyer');
    await work();
    expect(await assigneeOf(id)).toBe(null);
    const byHand = { ...about(), params: { conversationId: id }, body: { memberId: elsewhere.id } };
    expect(await handlers['conversations.assign'](byHand)).toMatchObject({ errors: [{ code: 'no-right' }] });
    expect(await handlers['conversations.assign']({ ...byHand, body: { memberId: viewer.id } })).toMatchObject({
      errors: [{ code: 'unknown' }],
    });
    // Who loses the right keeps no turn in the rule either.
    await rule({ memberIds: [ada.id] });
    await database.database.system.updateTable('system.member').set({ shop_ids: [] }).where('id', '=', ada.id).execute();
    await talk(id, 'buyer', 'Hello??');
    await work();
    expect(await assigneeOf(id)).toBe(null);
  });

  test('decide by shop, market, language as far as it is known, and working hours; the first that finds somebody', async () => {
    const bo = await buildMember(bench, shop, { name: 'Bo' });
    const thai = await rule({ languages: ['th'], memberIds: [bo.id] });
    await rule({ markets: [shop.market], hours: 'closed' });
    const [first, second] = [await buildConversation(bench, shop, 'Som'), await buildConversation(bench, shop, 'Rosa')];
    await talk(first, 'buyer', 'สินค้าจะมาถึงเมื่อไหร่');
    await talk(second, 'buyer', 'When?');
    await work();
    expect([await assigneeOf(first), await assigneeOf(second)]).toEqual(['Bo', null]);
    // At eight nobody works yet.
    await setHours(9, 18);
    expect(await assigneeOf(second)).toBe('Ada');
    const body = { ...fields(), languages: ['th'], memberIds: [bo.id], version: 1, isLive: false };
    const params = { assignmentRuleId: thai.id };
    expect(done(await handlers['assignment-rules.set']({ ...about(), params, body }))).toMatchObject({ version: 2, isLive: false });
    expect(await handlers['assignment-rules.set']({ ...about(), params, body })).toMatchObject({ refused: 'conflict' });
  });

  test('a dry run says to whom the latest would go, and gives nothing', async () => {
    const bo = await buildMember(bench, shop, { name: 'Bo' });
    for (const [buyer, words] of [
      ['Som', 'สินค้าจะมาถึงเมื่อไหร่'],
      ['Rosa', 'When?'],
      ['Mai', 'ขอบคุณ'],
    ] as const) {
      await bench.clock.advance(1000);
      await talk(await buildConversation(bench, shop, buyer), 'buyer', words);
    }
    const body = { ...fields(), languages: ['th'], memberIds: [ada.id, bo.id], latest: 10 };
    const { items } = done(await handlers['assignment-rules.try']({ ...about(), body }));
    expect(items.map(({ buyerName, isMet, agent, language }) => [buyerName, language, isMet, agent?.name ?? null])).toEqual([
      ['Mai', 'th', true, 'Bo'],
      ['Rosa', 'en', false, null],
      ['Som', 'th', true, 'Ada'],
    ]);
    await work();
    expect(await within((tx) => tx.selectFrom('rule_assignment').selectAll().execute())).toEqual([]);
  });

  test('are asked in the order that somebody gave them, and go without what they gave', async () => {
    const bo = await buildMember(bench, shop, { name: 'Bo' });
    const [first, second] = [await rule(), await rule({ memberIds: [bo.id] })];
    const arrange = (assignmentRuleIds: string[]) => handlers['assignment-rules.arrange']({ ...about(), body: { assignmentRuleIds } });
    expect(await arrange([second.id])).toMatchObject({ refused: 'conflict' });
    expect(done(await arrange([second.id, first.id])).items.map(({ id }) => id)).toEqual([second.id, first.id]);
    const id = await buildConversation(bench, shop, 'Rosa');
    await talk(id, 'buyer');
    await work();
    expect(await assigneeOf(id)).toBe('Bo');
    const params = { assignmentRuleId: second.id };
    expect(await handlers['assignment-rules.remove']({ ...about(), params, body: undefined })).toBe(undefined);
    expect(await handlers['assignment-rules.remove']({ ...about(), params, body: undefined })).toMatchObject({ refused: 'not-found' });
    expect(await assigneeOf(id)).toBe('Bo');
  });
});
