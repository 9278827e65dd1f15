/**
 * Messages in the language of whoever reads them. The originals are on the screen already; this is asked beside them, within a time, outside of any
 * transaction, and what nobody can translate says so. What was translated once is kept beside its message and not asked for again.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { detectLanguage, saysNothing } from '@tradewind/rules/language';
import { languageOf } from '@tradewind/rules/localisation';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { findTalk, namesOf, type Talk } from '../queries/conversation.ts';
import { readReader } from '../reader.ts';
import { rememberMade, type Said, TEXT_MAX, translateGroup } from './translate-group.ts';

type Input = Parameters<Handlers['message-translations.create']>[0];
type Answer = AnswerOf<Routes['message-translations.create']>;
type Item = Answer['items'][number];
type Message = { id: string; body: string; typed_body: string | null; typed_language: string | null };
type Open = { message: Message; from: string };

const item = (messageId: string, state: Item['state'], more: Partial<Item> = {}): Item => ({
  ...{ messageId, state, from: null, text: null, by: null, reason: null },
  ...more,
});

export async function translateMessages(services: Services, { caller, params, body }: Input): Promise<Answer | Refusal> {
  const { merchantId } = caller;
  const asked = { ...params, caller, to: body.language, from: body.from ?? null, ids: [...new Set(body.messageIds)] };
  const known = await services.database.withMerchant(merchantId, (tx) => knownOf(tx, asked));
  if (!known) return refuse('not-found');
  const { items, open, talk } = known;
  const groups = new Map<string, Open[]>();
  for (const one of open) groups.set(one.from, [...(groups.get(one.from) ?? []), one]);
  const made = await Promise.all(
    [...groups].map(([from, group]) => fromProviders(services, { merchantId, talk, from, to: asked.to, group })),
  );
  return { items: [...items, ...made.flat()] };
}

type Asked = { conversationId: string; caller: Caller; to: string; from: string | null; ids: string[] };

/** What needs nobody: the same language, what was translated before, what the agent had typed. */
async function knownOf(tx: TenantTx, { conversationId, caller, to, from, ids }: Asked) {
  const talk = await findTalk(tx, { conversationId, caller });
  if (!talk) return null;
  const messages = await messagesOf(tx, talk, ids);
  const { untranslated } = await readReader(tx, caller);
  const held = new Map((await heldOf(tx, ids, to)).map((row) => [row.message_id, row]));
  const items: Item[] = [];
  const open: Open[] = [];
  for (const message of messages) {
    const { id, body } = message;
    const kept = from === null ? held.get(id) : undefined;
    const detected = from ?? detectLanguage(body, languageOf(talk.market)).language;
    if (message.typed_body !== null && message.typed_language === to)
      items.push(item(id, 'translated', { from: null, text: message.typed_body, by: { kind: 'typed', name: '' } }));
    else if (kept)
      items.push(item(id, 'translated', { from: kept.from_language, text: kept.body, by: { kind: kept.by_kind, name: kept.by_name } }));
    else if (detected === to || untranslated.includes(detected) || saysNothing(body.slice(0, TEXT_MAX), { names: namesOf(talk) }))
      items.push(item(id, 'unneeded', { from: detected === 'unknown' ? null : detected }));
    else if (detected === 'unknown') items.push(item(id, 'unknown-language'));
    else if (body.length > TEXT_MAX) items.push(item(id, 'unavailable', { from: detected, reason: 'too-long' }));
    else open.push({ message, from: detected });
  }
  return { talk, items, open };
}

function messagesOf(tx: TenantTx, { id }: Talk, ids: readonly string[]): Promise<Message[]> {
  return tx
    .selectFrom('message')
    .leftJoin('outgoing_message as own', (join) =>
      join.onRef('own.conversation_id', '=', 'message.conversation_id').onRef('own.channel_message_id', '=', 'message.channel_message_id'),
    )
    .select(['message.id', 'message.body', 'own.typed_body', 'own.typed_language'])
    .where('message.conversation_id', '=', id)
    .where('message.id', 'in', [...ids])
    .where('message.kind', '=', 'text')
    .where('message.deleted_at', 'is', null)
    .where('message.body', '<>', '')
    .execute();
}

const heldOf = (tx: TenantTx, ids: readonly string[], language: string) =>
  tx
    .selectFrom('message_translation')
    .selectAll()
    .where('message_id', 'in', [...ids])
    .where('language', '=', language)
    .execute();

type Group = { merchantId: string; talk: Talk; from: string; to: string; group: Open[] };

async function fromProviders(services: Services, { merchantId, talk, from, to, group }: Group): Promise<Item[]> {
  const names = namesOf(talk);
  const messages = group.map(({ message }) => message);
  const { said, failed } = await translateGroup(services, { merchantId, from, to, names, group: messages });
  await services.database.withMerchant(merchantId, (tx) => keep(tx, { now: services.clock.now(), merchantId, from, to, names, said }));
  return [
    ...failed.map(({ id, reason }) => item(id, 'unavailable', { from, reason })),
    ...said.map(({ id, text, by }) => item(id, 'translated', { from, text, by })),
  ];
}

type Keeping = { now: number; merchantId: string; from: string; to: string; names: string[]; said: readonly Said[] };

/** Only beside what is still said: a message may have been taken back, or its buyer forgotten, while somebody translated it. */
async function keep(tx: TenantTx, { now, merchantId, from, to, names, said }: Keeping): Promise<void> {
  if (said.length === 0) return;
  const still = await tx
    .selectFrom('message')
    .select(['id', 'body'])
    .where(
      'id',
      'in',
      said.map(({ id }) => id),
    )
    .where('deleted_at', 'is', null)
    .forUpdate()
    .execute();
  const bodies = new Map(still.map(({ id, body }) => [id, body]));
  const good = said.filter(({ id, body }) => bodies.get(id) === body);
  for (const { id, text, by } of good) {
    const columns = { from_language: from, body: text, by_kind: by.kind, by_name: by.name, made_at: new Date(now) };
    await tx
      .insertInto('message_translation')
      .values({ merchant_id: merchantId, message_id: id, language: to, ...columns })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'message_id', 'language']).doUpdateSet(columns))
      .execute();
  }
  await rememberMade(tx, { merchantId, now, names, from, to, said: good });
}
