/** A conversation of a party's own with a picture from the buyer, one of ours, and a message that the platform refused; bodies for all of it. */
import { z } from 'zod';
import type { Client } from '../stage/client.ts';
import { picture } from '../stage/picture.ts';
import type { Stage } from '../stage/stage.ts';
import { ASKED, assistBodies, assistOf } from './assist.ts';
import { translationBodies, translationOf } from './translation.ts';

const made = z.object({ id: z.string() });
const oneConversation = z.object({ id: z.string(), channelConversationId: z.string() });
const oneMessage = z.object({ id: z.string(), text: z.string(), image: z.object({ state: z.string() }).nullable() });
const detail = z.object({ outgoing: z.array(z.object({ id: z.string(), state: z.string() })) });
type Ids = Readonly<Record<string, string>>;
type Of = { name: string; shopId: string; channelShopId: string };

export async function messagesOf({ sandbox }: Stage, session: Client, { name, shopId, channelShopId }: Of) {
  const [said] = await sandbox.messages({ shopId: channelShopId, count: 1, kind: 'image' });
  const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
    for (let time = 0; time < 20; time += 1) {
      await sandbox.advance(30_000);
      const found = await look();
      if (found !== undefined) return found;
    }
    throw new Error(`${what} never came`);
  };
  const { id: conversationId } = await until('a buyer’s message', async () => {
    const all = await session.all(oneConversation, `/conversations?shopIds=${shopId}`);
    return all.find(({ channelConversationId }) => channelConversationId === said?.conversationId);
  });
  const path = `/conversations/${conversationId}`;
  const { id: messageId } = await until('a buyer’s picture', async () =>
    (await session.all(oneMessage, `${path}/messages`)).find(({ image }) => image?.state === 'kept'),
  );
  await sandbox.messages({ shopId: channelShopId, count: 1, conversationId: said?.conversationId ?? '', text: ASKED });
  await until('a buyer’s question', async () => (await session.all(oneMessage, `${path}/messages`)).find(({ text }) => text === ASKED));
  const image = await session.call(made, `${path}/images`, {
    ...{ method: 'POST', body: picture(), headers: { 'content-type': 'image/png' } },
  });
  // The platform takes no addresses: it refuses this one.
  const message = { kind: 'text', text: `Write to ${name}@secret.example` };
  await session.call(made, `${path}/messages`, { body: { message, isConfirmed: true } });
  const { id: outgoingMessageId } = await until('a refusal', async () =>
    (await session.call(detail, path)).outgoing.find(({ state }) => state === 'rejected'),
  );
  const note = await session.call(made, `${path}/notes`, { body: { text: `${name} asks for a receipt` } });
  const reply = await session.call(made, '/saved-replies', { body: { title: `${name} greets`, text: `${name} says hello, {buyer}` } });
  const { providerId } = await translationOf(session, { name, conversationId });
  const assist = await assistOf(session, { name, shopId, conversationId });
  const team = await teamOf(session, { name, shopId, conversationId });
  return {
    ...team,
    ...assist,
    providerId,
    conversationId,
    messageId,
    outgoingMessageId,
    imageId: image.id,
    noteId: note.id,
    savedReplyId: reply.id,
  };
}

/** What colleagues share: a label put on, a rule, a macro, hours, and a member who answers. */
async function teamOf(session: Client, { name, shopId, conversationId }: { name: string; shopId: string; conversationId: string }) {
  const [agent] = (await session.call(z.object({ items: z.array(made) }), '/inbox-agents')).items;
  const agentId = agent?.id ?? '';
  const label = await session.call(made, '/conversation-labels', { body: { name: `${name} refunds`, colour: 'blue' } });
  await session.call(z.object({}), `/conversations/${conversationId}/labels/${label.id}`, { method: 'PUT', body: {} });
  const acts = [{ kind: 'reply', text: `${name} is sorry, {buyer}` }];
  const macro = await session.call(made, '/inbox-macros', { body: { name: `${name} late`, key: null, acts } });
  const rule = await session.call(made, '/assignment-rules', { body: { ...ruleOf(agentId, `${name} in turn`), shopIds: [shopId] } });
  const week = Array.from({ length: 7 }, () => [{ from: 540, until: 1080 }]);
  const hours = { shopIds: [shopId], week, holidays: [], firstAnswerMinutes: 30 };
  await session.call(z.object({}), '/working-hours', { method: 'PUT', body: hours });
  return { labelId: label.id, macroId: macro.id, assignmentRuleId: rule.id, agentId };
}

/** Off: what others of the drill look at stays with whoever has it. */
const ruleOf = (agentId: string | undefined, name: string) => ({
  ...{
    name,
    isLive: false,
    shopIds: [],
    markets: [],
    languages: [],
    hours: 'any',
    memberIds: [agentId],
    by: 'round-robin',
    mostOpen: null,
  },
});

const teamBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'conversation-labels.create': { name: label, colour: 'grey' },
  'conversation-labels.set': { name: label, colour: 'teal' },
  'conversations.put-label': {},
  'inbox-agents.accept': { isAccepting: true },
  'assignment-rules.create': { ...ruleOf(ids.agentId, label), shopIds: [ids.shopId] },
  'assignment-rules.set': { ...ruleOf(ids.agentId, label), version: 1 },
  'assignment-rules.arrange': { assignmentRuleIds: [ids.assignmentRuleId] },
  'assignment-rules.try': { ...ruleOf(ids.agentId, label), latest: 20 },
  'inbox-macros.create': { name: label, key: null, acts: [{ kind: 'label', labelId: ids.labelId }] },
  'inbox-macros.set': { name: label, key: null, acts: [{ kind: 'assign', memberId: ids.agentId }] },
  'inbox-macros.run': { macroId: ids.macroId },
  'working-hours.set': {
    ...{ shopIds: [ids.shopId], week: Array.from({ length: 7 }, () => [{ from: 480, until: 720 }]), holidays: [], firstAnswerMinutes: 45 },
  },
});

export const messageBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  ...teamBodies(ids, label),
  'conversations.read': { messageId: ids.messageId },
  'conversations.assign': { memberId: null },
  'conversations.set-aside': { until: null },
  'conversations.take-up': {},
  'conversation-notes.create': { text: label },
  'saved-replies.create': { title: label, text: label },
  'saved-replies.set': { title: label, text: label },
  'message-checks.create': { text: label },
  'conversation-presence.set': { isTyping: true },
  'conversation-drafts.set': { text: label, seenUpTo: { sequence: 0, place: 0 } },
  'messages.create': { message: { kind: 'text', text: label } },
  'outgoing-messages.retry': {},
  'outgoing-messages.discard': {},
  ...assistBodies(ids, label),
  ...translationBodies(ids, label),
  'message-images.create': picture(60 + (label.length % 40)),
});
