/** Colleagues in one conversation: who is there, what was begun, and that nobody answers past another. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { inboxHandlers } from './index.ts';
import { buildConversation, buildMember, createTalk, done } from './testing.ts';

type Member = Awaited<ReturnType<typeof buildMember>>;
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let other: BuiltShop;
let handlers: ReturnType<typeof inboxHandlers>;
let mei: Member;
let nora: Member;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  other = await buildShop(bench, database.merchantId);
  handlers = inboxHandlers(bench.services);
  mei = await buildMember(bench, shop, { name: 'Mei' });
  nora = await buildMember(bench, shop, { name: 'Nora' });
});
afterAll(() => database.close());

const asked = { requestId: 'test', query: {}, params: {}, body: undefined };
const of = (conversationId: string) => ({ ...asked, params: { conversationId } });
const look = ({ caller }: Pick<Member, 'caller'>, id: string, { isTyping = false, through = handlers } = {}) =>
  through['conversation-presence.set']({ ...of(id), caller, body: { isTyping } });
const seenBy = async ({ caller }: Pick<Member, 'caller'>, through = handlers) =>
  done(await through['conversation-presence.list']({ ...asked, caller })).items.map(
    ({ person, isTypingUntil }) => `${person.name}${isTypingUntil ? ' types' : ''}`,
  );

test('a colleague is seen while they say so, typing for a few seconds; whoever goes without a word is forgotten', async () => {
  const id = await buildConversation(bench, shop, 'Ann');
  expect(await look(mei, id)).toBe(undefined);
  expect(await seenBy(nora)).toEqual(['Mei']);
  expect(await seenBy(mei)).toEqual([]);
  await look(mei, id, { isTyping: true });
  expect(await seenBy(nora)).toEqual(['Mei types']);
  await bench.clock.advance(9_000);
  expect(await seenBy(nora)).toEqual(['Mei']);
  await bench.clock.advance(52_000);
  expect(await seenBy(nora)).toEqual([]);
  await look(mei, id);
  await handlers['conversation-presence.remove']({ ...of(id), caller: mei.caller });
  expect(await seenBy(nora)).toEqual([]);
});

test('several processes agree, and only colleagues with the right to the shop see it', async () => {
  const id = await buildConversation(bench, shop, 'Bob');
  const second = inboxHandlers({ ...createBench(database.database).services, clock: bench.services.clock });
  await look(mei, id, { isTyping: true, through: second });
  expect(await seenBy(nora)).toEqual(['Mei types']);
  const elsewhere = await buildMember(bench, shop, { name: 'Olga', shopIds: [other.shopId] });
  expect(await seenBy(elsewhere)).toEqual([]);
  expect(await look(elsewhere, id)).toMatchObject({ refused: 'not-found' });
  const stranger = { caller: buildCaller(database.otherMerchantId) };
  expect(await look(stranger, id)).toMatchObject({ refused: 'not-found' });
  expect(await seenBy(stranger)).toEqual([]);
  expect(await look(mei, randomUUID())).toMatchObject({ refused: 'not-found' });
});

test('each change is told to browsers, who still looks is not', async () => {
  const id = await buildConversation(bench, shop, 'Cleo');
  const told: string[] = [];
  const publish = bench.services.hints.publish;
  const hints: typeof bench.services.hints = {
    ...bench.services.hints,
    publish: (tx, merchantId, all) => {
      told.push(...all.map(({ type }) => type));
      return publish(tx, merchantId, all);
    },
  };
  const listening = inboxHandlers({ ...bench.services, hints });
  for (const isTyping of [false, false, true, true, false, false]) await look(mei, id, { isTyping, through: listening });
  expect(told).toEqual(['presence.changed', 'presence.changed', 'presence.changed', 'presence.changed']);
});

const seenUpTo = { sequence: 3, place: 1 };
const keep = ({ caller }: Member, id: string, text: string) =>
  handlers['conversation-drafts.set']({ ...of(id), caller, body: { text, seenUpTo } });
const draftOf = async ({ caller }: Member, id: string) => done(await handlers['conversation-drafts.get']({ ...of(id), caller })).draft;

test('what was begun is there on every device of whoever began it, and for nobody else', async () => {
  const id = await buildConversation(bench, shop, 'Dora');
  expect(await draftOf(mei, id)).toBe(null);
  await keep(mei, id, 'It is ');
  await keep(mei, id, 'It is on <b>its</b> way');
  expect(await draftOf(mei, id)).toMatchObject({ text: 'It is on <b>its</b> way', seenUpTo });
  expect(await draftOf(nora, id)).toBe(null);
  await keep(mei, id, '');
  expect(await draftOf(mei, id)).toBe(null);
  const stranger = buildCaller(database.otherMerchantId);
  expect(await handlers['conversation-drafts.get']({ ...of(id), caller: stranger })).toMatchObject({ refused: 'not-found' });
});

type Sent = Awaited<ReturnType<(typeof handlers)['messages.create']>>;
type Seen = { sequence: number; place: number };
const send = ({ caller }: Member, id: string, { text, seen }: { text: string; seen: Seen }): Promise<Sent> =>
  handlers['messages.create']({ ...of(id), caller, body: { message: { kind: 'text', text }, isConfirmed: false, seenUpTo: seen } });
const wordsOf = (refusal: Sent): string[] => (isRefusal(refusal) ? (refusal.errors ?? []).map(({ message }) => message) : []);
const isSaid = (answer: Sent): boolean => !isRefusal(answer);
const codeOf = (answer: Sent): Refusal['refused'] | null => (isRefusal(answer) ? answer.refused : null);
const lastSequence = async (id: string) =>
  done(await handlers['messages.list']({ ...of(id), caller: mei.caller, query: { limit: 1 } })).items[0]?.sequence ?? 0;

test('of two who answer at once one is sent, and the other sees it first', async () => {
  const talk = createTalk(bench, shop);
  const id = await buildConversation(bench, shop, 'Eve');
  await talk(id, 'buyer', 'Where is it?');
  const seen = { sequence: await lastSequence(id), place: 0 };
  const both = await Promise.all([send(mei, id, { text: 'It left on Monday.', seen }), send(nora, id, { text: 'It leaves today.', seen })]);
  expect(both.filter(isSaid)).toHaveLength(1);
  const late = both.find((answer) => !isSaid(answer));
  expect(codeOf(late ?? { refused: 'internal' })).toBe('answered-meanwhile');
  const [winner, loser] = isSaid(both[0]) ? [mei, nora] : [nora, mei];
  expect(wordsOf(late ?? { refused: 'internal' })).toEqual([
    `${winner.name}: ${winner === mei ? 'It left on Monday.' : 'It leaves today.'}`,
  ]);
  const { lastPlace } = done(await handlers['conversations.get']({ ...of(id), caller: loser.caller }));
  expect(isSaid(await send(loser, id, { text: 'And here is the number.', seen: { ...seen, place: lastPlace } }))).toBe(true);
});

test('own words collide with nobody; words from the seller centre do, a machine’s do not', async () => {
  const talk = createTalk(bench, shop);
  const id = await buildConversation(bench, shop, 'Fay');
  await talk(id, 'buyer', 'Hello?');
  const seen = { sequence: await lastSequence(id), place: 0 };
  expect(isSaid(await send(mei, id, { text: 'One moment.', seen }))).toBe(true);
  expect(isSaid(await send(mei, id, { text: 'Here I am.', seen }))).toBe(true);
  await talk(id, 'automatic', 'We answer soon.');
  await talk(id, 'buyer', 'Hurry!');
  expect(isSaid(await send(mei, id, { text: 'Yes.', seen }))).toBe(true);
  await talk(id, 'seller', 'From the seller centre');
  expect(wordsOf(await send(mei, id, { text: 'It leaves tomorrow.', seen }))).toEqual([': From the seller centre']);
  expect(isSaid(await send(mei, id, { text: 'It leaves tomorrow.', seen: { ...seen, sequence: await lastSequence(id) } }))).toBe(true);
});

test('a message without what was seen goes as before, and a draft goes with the answer that came of it', async () => {
  const talk = createTalk(bench, shop);
  const id = await buildConversation(bench, shop, 'Gil');
  await talk(id, 'buyer', 'Hello?');
  await talk(id, 'seller', 'Seen by nobody');
  await keep(mei, id, 'On its');
  const body = { message: { kind: 'text' as const, text: 'On its way.' }, isConfirmed: false };
  expect(isRefusal(await handlers['messages.create']({ ...of(id), caller: mei.caller, body }))).toBe(false);
  expect(await draftOf(mei, id)).toBe(null);
});
