/** How colleagues share the inbox, on the real database: labels, mentions, macros, and who answered what in time. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { notificationHandlers } from '../../platform/notifications/index.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { inboxHandlers, sumTurns } from './index.ts';
import { buildConversation, buildMember, createTalk, done } from './testing.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// A Monday.
const START_AT = Date.UTC(2026, 10, 23, 9);
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let handlers: ReturnType<typeof inboxHandlers>;
type Member = Awaited<ReturnType<typeof buildMember>>;
let ada: Member;
let bo: Member;
let conversationId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database, { startAt: START_AT });
  shop = await buildShop(bench, database.merchantId, { timeZone: 'UTC' });
  handlers = inboxHandlers(bench.services);
  ada = await buildMember(bench, shop, { name: 'Ada' });
  bo = await buildMember(bench, shop, { name: 'Bo' });
});
afterAll(() => database.close());
beforeEach(async () => {
  conversationId = await buildConversation(bench, shop, 'Rosa');
});

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const about = (member: Member = ada) => ({ caller: member.caller, requestId: 'test', query: {}, params: {}, body: undefined });
const stranger = () => ({ ...about(), caller: buildCaller(database.otherMerchantId) });
const detail = async () => done(await handlers['conversations.get']({ ...about(), params: { conversationId } }));
const list = async (query: object, member: Member = ada) =>
  done(await handlers['conversations.list']({ ...about(member), query: { limit: 50, ...query } })).items.map(({ id }) => id);

describe('labels', () => {
  const create = async (name: string) => handlers['conversation-labels.create']({ ...about(), body: { name, colour: 'blue' } });

  test('one makes a label while another takes its name: one of them is told', async () => {
    const { id } = done(await create('Held'));
    for (let round = 0; round < 8; round += 1) {
      const body = { name: `Wanted ${round}`, colour: 'teal' as const };
      const both = await Promise.all([
        create(body.name),
        handlers['conversation-labels.set']({ ...about(), params: { labelId: id }, body }),
      ]);
      expect(both.filter((answer) => isRefusal(answer))).toMatchObject([{ refused: 'invalid-input', errors: [{ code: 'taken' }] }]);
    }
    const { items } = done(await handlers['conversation-labels.list'](about()));
    for (const { id: labelId } of items) await handlers['conversation-labels.remove']({ ...about(), params: { labelId } });
  });

  test('are made once by name, put on and taken off, filtered by, and gone from everywhere with themselves', async () => {
    const label = done(await create('Refund'));
    expect(await create('Refund')).toMatchObject({ errors: [{ path: '/name', code: 'taken' }] });
    const params = { conversationId, labelId: label.id };
    const put = () => handlers['conversations.put-label']({ ...about(), params, body: {} });
    expect(await Promise.all([put(), put()])).toMatchObject([{ labels: [{ name: 'Refund' }] }, { labels: [{ name: 'Refund' }] }]);
    expect(await list({ labelId: label.id })).toEqual([conversationId]);
    const renamed = { ...about(), params: { labelId: label.id }, body: { name: 'Money back', colour: 'pink' as const } };
    expect(done(await handlers['conversation-labels.set'](renamed))).toMatchObject({ name: 'Money back', conversations: 1 });
    done(await create('Other'));
    expect(await handlers['conversation-labels.set']({ ...renamed, body: { name: 'Other', colour: 'pink' } })).toMatchObject({
      errors: [{ code: 'taken' }],
    });
    expect((await detail()).labels).toEqual([{ id: label.id, name: 'Money back', colour: 'pink' }]);
    expect(await handlers['conversations.take-label']({ ...about(), params })).toBe(undefined);
    expect(await handlers['conversations.take-label']({ ...about(), params })).toMatchObject({ refused: 'not-found' });
    done(await put());
    expect(await handlers['conversation-labels.remove']({ ...about(), params: { labelId: label.id } })).toBe(undefined);
    expect((await detail()).labels).toEqual([]);
    expect(done(await handlers['conversation-labels.list'](about())).items.map(({ name }) => name)).toEqual(['Other']);
  });

  test('another merchant neither puts, sees nor takes them', async () => {
    const label = done(await create('Ours'));
    const params = { conversationId, labelId: label.id };
    expect(await handlers['conversations.put-label']({ ...stranger(), params, body: {} })).toMatchObject({ refused: 'not-found' });
    expect(await handlers['conversations.put-label']({ ...about(), params: { ...params, labelId: randomUUID() }, body: {} })).toMatchObject(
      {
        refused: 'not-found',
      },
    );
    expect(done(await handlers['conversation-labels.list'](stranger())).items).toEqual([]);
    expect(await handlers['conversation-labels.remove']({ ...stranger(), params: { labelId: label.id } })).toMatchObject({
      refused: 'not-found',
    });
  });
});

describe('mentions', () => {
  const note = (mentions: string[]) =>
    handlers['conversation-notes.create']({ ...about(), params: { conversationId }, body: { text: 'Bo, can you look?', mentions } });
  const noticesOf = async (member: Member) => {
    const { items } = done(
      await notificationHandlers(bench.services)['notifications.list']({ ...about(member), query: { limit: 50, unread: 'false' } }),
    );
    return items.filter(({ kind }) => kind === 'conversation-mentioned').map(({ facts }) => facts);
  };

  test('are told to whom they name and to nobody else, not to oneself, and never to who may not see the shop', async () => {
    const elsewhere = await buildMember(bench, shop, { name: 'Elsewhere', shopIds: [] });
    expect(await note([elsewhere.id])).toMatchObject({ errors: [{ path: '/mentions/0' }] });
    expect(await note([randomUUID()])).toMatchObject({ errors: [{ path: '/mentions/0' }] });
    expect((await detail()).notes).toEqual([]);
    expect(done(await note([bo.id, ada.id, bo.id])).mentions.map(({ name }) => name)).toEqual(['Bo', 'Ada']);
    expect(await noticesOf(bo)).toEqual([{ conversation: conversationId, by: 'Ada' }]);
    expect(await noticesOf(ada)).toEqual([]);
    expect((await detail()).notes[0]?.mentions).toEqual([
      { id: bo.id, name: 'Bo' },
      { id: ada.id, name: 'Ada' },
    ]);
  });
});

describe('macros', () => {
  type Acts = Parameters<(typeof handlers)['inbox-macros.create']>[0]['body']['acts'];
  const create = (acts: Acts, key: '1' | null = null) => handlers['inbox-macros.create']({ ...about(), body: { name: 'Late', key, acts } });
  const run = (macroId: string, from = about()) => handlers['inbox-macros.run']({ ...from, params: { conversationId }, body: { macroId } });
  const label = async () =>
    done(await handlers['conversation-labels.create']({ ...about(), body: { name: randomUUID(), colour: 'grey' } }));
  const sent = () => within((tx) => tx.selectFrom('outgoing_message').select('id').execute());

  test('two people who take one key at once: one has it, the other is told', async () => {
    const [one, other] = await Promise.all([1, 2].map((count) => create([{ kind: 'reply', text: `Hello ${count}` }], '1')));
    expect([isRefusal(one), isRefusal(other)].sort()).toEqual([false, true]);
    expect(isRefusal(one) ? one : other).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/key', code: 'taken' }] });
    const macro = done(isRefusal(one) ? other : one);
    await handlers['inbox-macros.remove']({ ...about(), params: { macroId: macro?.id ?? '' } });
  });

  test('label, give, set aside and draft at once; a draft is nobody’s message', async () => {
    const { id: labelId } = await label();
    const macro = done(
      await create([
        { kind: 'reply', text: 'So sorry, {buyer}.' },
        { kind: 'label', labelId },
        { kind: 'assign', memberId: 'me' },
        { kind: 'set-aside', hours: 4 },
      ]),
    );
    const { conversation, draft } = done(await run(macro.id, about(bo)));
    expect(draft).toBe('So sorry, {buyer}.');
    expect(conversation).toMatchObject({ labels: [{ id: labelId }], assignee: { name: 'Bo' } });
    expect(conversation.aside?.until).toBe(new Date(bench.clock.now() + 4 * HOUR_MS).toISOString());
    expect(await sent()).toEqual([]);
    expect(await list({ assigneeId: 'me' }, bo)).toEqual([conversationId]);
    expect(await list({ assigneeId: 'me' })).toEqual([]);
  });

  test('do all or nothing', async () => {
    const { id: labelId } = await label();
    const cy = await buildMember(bench, shop, { name: 'Cy' });
    const macro = done(
      await create([
        { kind: 'label', labelId },
        { kind: 'assign', memberId: cy.id },
      ]),
    );
    await database.database.system.updateTable('system.member').set({ shop_ids: [] }).where('id', '=', cy.id).execute();
    expect(await run(macro.id)).toMatchObject({ errors: [{ code: 'no-right' }] });
    expect(await detail()).toMatchObject({ labels: [], assignee: null });
  });

  test('are kept whole, each key for one, and forgotten', async () => {
    const macro = done(await create([{ kind: 'reply', text: 'Hello' }], '1'));
    expect(await create([{ kind: 'reply', text: 'Hello' }], '1')).toMatchObject({ errors: [{ path: '/key', code: 'taken' }] });
    expect(await create([{ kind: 'label', labelId: randomUUID() }])).toMatchObject({ errors: [{ path: '/acts/0/labelId' }] });
    expect(await create([{ kind: 'assign', memberId: randomUUID() }])).toMatchObject({ errors: [{ path: '/acts/0/memberId' }] });
    const params = { macroId: macro.id };
    const body = { name: 'Later', key: '1' as const, acts: [{ kind: 'set-aside' as const, hours: null }] };
    expect(done(await handlers['inbox-macros.set']({ ...about(), params, body }))).toMatchObject(body);
    expect(await handlers['inbox-macros.set']({ ...stranger(), params, body })).toMatchObject({ refused: 'not-found' });
    expect(done(await run(macro.id)).draft).toBe(null);
    expect(await run(macro.id, stranger())).toMatchObject({ refused: 'not-found' });
    expect(await handlers['inbox-macros.remove']({ ...about(), params })).toBe(undefined);
    expect(await run(macro.id)).toMatchObject({ refused: 'not-found' });
  });
});

test('only who leads says for a colleague that they take no more', async () => {
  const accept = (member: Member, scopes: string[] = []) =>
    handlers['inbox-agents.accept']({
      ...about(member),
      // The cast: a list of names that are scopes.
      caller: { ...member.caller, scopes: new Set([...member.caller.scopes, ...scopes]) as typeof member.caller.scopes },
      ...{ params: { agentId: bo.id }, body: { isAccepting: false } },
    });
  expect(await accept(ada)).toMatchObject({ refused: 'forbidden' });
  expect(await accept(ada, ['members:read'])).toMatchObject({ isAccepting: false, isMe: false });
  expect(await accept(bo)).toMatchObject({ isMe: true });
});

describe('the report of who answered in time', () => {
  /** As one of us, or in the seller centre. */
  async function answered(talk: ReturnType<typeof createTalk>, by: Member | null): Promise<void> {
    const messageId = await talk(conversationId, 'seller', 'Here you are.');
    if (!by) return;
    const at = new Date(bench.clock.now());
    const none = {
      image_id: null,
      image_url: null,
      image_width: null,
      image_height: null,
      channel_order_id: null,
      channel_product_id: null,
    };
    await within((tx) =>
      tx
        .insertInto('outgoing_message')
        .values({
          ...{ merchant_id: shop.merchantId, id: randomUUID(), shop_id: shop.shopId, conversation_id: conversationId, ...none },
          ...{ place: Number(messageId.replace(/\D/g, '')), kind: 'text', body: 'Here you are.', intent: 'confirmed', failure_code: null },
          ...{ channel_message_id: messageId, after_sequence: null, asked_by_kind: 'user', asked_by_id: by.personId, asked_by: by.name },
          ...{ planned_at: at, sent_at: at, ended_at: at },
        })
        .execute(),
    );
  }
  const report = async (query: object = {}) =>
    done(await handlers['reply-report.get']({ ...about(), query: { from: '2026-11-23', to: '2026-12-31', by: 'agent', ...query } }));

  test('counts each turn once, for whoever ended it, as the sums of the platform’s rates do', async () => {
    const other = await buildShop(bench, database.merchantId, { timeZone: 'UTC', market: 'US' });
    const hours = { week: Array.from({ length: 7 }, () => [{ from: 540, until: 1080 }]), holidays: [], firstAnswerMinutes: 60 };
    done(await handlers['working-hours.set']({ ...about(), body: { shopIds: [shop.shopId], ...hours } }));
    // Minutes until an answer, and by whom; null: nobody answers. Begun at 17:30, half an hour before the shop closes.
    await bench.clock.advance(START_AT + 8.5 * HOUR_MS - bench.clock.now());
    const waits: [number | null, Member | null][] = [
      [10, ada],
      [30, ada],
      [31, bo],
      [24 * 60, bo],
      [24 * 60 + 1, bo],
      [49 * 60, null],
      [null, null],
    ];
    const talk = createTalk(bench, shop);
    for (const [minutes, by] of waits) {
      conversationId = await buildConversation(bench, shop, 'Rosa');
      if (minutes === null) await handlers['conversations.assign']({ ...about(), params: { conversationId }, body: { memberId: ada.id } });
      await talk(conversationId, 'buyer');
      if (minutes === null) continue;
      await bench.clock.advance(minutes * MINUTE_MS);
      await answered(talk, by);
      // The same hour of the next day but one: each begins as the first did.
      const day = 24 * HOUR_MS;
      const past = (bench.clock.now() - START_AT - 8.5 * HOUR_MS) % day;
      await bench.clock.advance(day - past);
    }
    const { rows, total, days, isWhole } = await report();
    const figures = new Map(rows.map((row) => [row.name, row]));
    expect([...figures.keys()].sort()).toEqual(['', 'Ada', 'Bo']);
    expect(figures.get('Ada')).toMatchObject({ turns: 3, answered: 2, within30m: 2, within24h: 2, missed: 1 });
    expect(figures.get('Ada')?.wait).toEqual({ meanSeconds: 20 * 60, medianSeconds: 20 * 60 });
    expect(figures.get('Bo')).toMatchObject({ turns: 3, within30m: 0, within24h: 2, within48h: 3, missed: 0 });
    expect(figures.get('Bo')?.wait.medianSeconds).toBe(24 * 3600);
    // From 17:30: a minute past six is half an hour of work, a whole day is nine hours.
    expect(figures.get('Bo')?.workingWait).toEqual({ meanSeconds: ((30 + 540 + 541) * 60) / 3, medianSeconds: 540 * 60 });
    expect(figures.get('Bo')?.withinWorkingTarget).toEqual({ part: 1, whole: 3 });
    expect(figures.get('')).toMatchObject({ key: null, turns: 1, answered: 1, within48h: 0, missed: 1 });
    expect(total).toMatchObject({ turns: 7, answered: 6, within30m: 2, within24h: 4, within48h: 5, missed: 2 });
    expect(days.reduce((sum, one) => sum + one.turns, 0)).toBe(7);
    expect(isWhole).toBe(true);
    const sums = await within(async (tx) => (await sumTurns(tx, { shopIds: [shop.shopId], now: bench.clock.now() }))[0]);
    expect(sums).toMatchObject({ replied: total.answered, within24h: { part: total.within24h }, within48h: { part: total.within48h } });
    expect((sums?.waitedMs ?? 0) / 1000 / total.answered).toBeCloseTo(total.wait.meanSeconds ?? 0, 6);

    expect((await report({ by: 'shop' })).rows).toMatchObject([{ key: shop.shopId, turns: 7 }]);
    expect((await report({ by: 'market' })).rows).toMatchObject([{ key: shop.market, turns: 7 }]);
    expect((await report({ shopIds: [other.shopId] })).total).toMatchObject({ turns: 0, wait: { meanSeconds: null, medianSeconds: null } });
    expect((await report({ from: '2026-11-24' })).total.turns).toBe(6);
  });

  test('is for 366 days at most, and never of another merchant’s', async () => {
    const query = { from: '2025-01-01', to: '2026-12-31', by: 'agent' as const };
    expect(await handlers['reply-report.get']({ ...about(), query })).toMatchObject({ errors: [{ path: '/to' }] });
    const foreign = { ...stranger(), query: { ...query, from: '2026-11-01', shopIds: [shop.shopId] } };
    expect(done(await handlers['reply-report.get'](foreign))).toMatchObject({ rows: [], total: { turns: 0 } });
  });
});
