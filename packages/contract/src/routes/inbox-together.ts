import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, market, pageOf, paging, uuid } from '../shapes.ts';
import { conversation, message, seenUpTo } from './conversations.ts';

const ofConversation = z.strictObject({ conversationId: uuid });

const hit = z.strictObject({
  messageId: uuid,
  conversationId: uuid,
  shop: conversation.shape.shop,
  buyerName: z.string(),
  sequence: z.int(),
  sender: message.shape.sender,
  sentAt: instant,
  /** A piece of what was said, around the first place; shown as text, never as markup. */
  text: z.string(),
  isCut: z.strictObject({ before: z.boolean(), after: z.boolean() }),
  /** Places of what was asked for, in UTF-16 units of `text`. */
  marks: z.array(z.strictObject({ start: z.int(), end: z.int() })),
});

const draft = z.strictObject({ text: z.string(), seenUpTo, changedAt: instant });

export const inboxTogetherRoutes = {
  'messages.search': route({
    id: 'messages.search',
    method: 'get',
    path: '/messages',
    scope: 'buyers:read',
    summary: 'Messages of all shops in which all words of `q` stand, the newest first; the last word may be a beginning',
    query: z.strictObject({
      ...paging,
      q: z.string().trim().min(1).max(100),
      shopIds: idList.optional(),
      market: market.optional(),
    }),
    answer: pageOf(hit),
  }),
  'conversation-presence.list': route({
    id: 'conversation-presence.list',
    method: 'get',
    path: '/conversation-presence',
    scope: 'buyers:read',
    summary: 'Which colleagues have which conversations before them, or type in them',
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          conversationId: uuid,
          person: z.strictObject({ id: z.string(), name: z.string() }),
          /** Unless it is said again before. */
          isHereUntil: instant,
          isTypingUntil: instant.nullable(),
        }),
      ),
    }),
  }),
  'conversation-presence.set': route({
    id: 'conversation-presence.set',
    method: 'put',
    path: '/conversations/{conversationId}/presence',
    scope: 'buyers:read',
    summary: 'Say that a conversation is before somebody, and whether they type; it holds for a minute',
    status: 204,
    params: ofConversation,
    body: z.strictObject({ isTyping: z.boolean() }),
  }),
  'conversation-presence.remove': route({
    id: 'conversation-presence.remove',
    method: 'delete',
    path: '/conversations/{conversationId}/presence',
    scope: 'buyers:read',
    summary: 'Say that it no longer is',
    status: 204,
    params: ofConversation,
  }),
  'conversation-drafts.get': route({
    id: 'conversation-drafts.get',
    method: 'get',
    path: '/conversations/{conversationId}/draft',
    scope: 'returns:write',
    summary: 'What the caller has begun to write in a conversation, on whatever device',
    params: ofConversation,
    answer: z.strictObject({ draft: draft.nullable() }),
  }),
  'conversation-drafts.set': route({
    id: 'conversation-drafts.set',
    method: 'put',
    path: '/conversations/{conversationId}/draft',
    scope: 'returns:write',
    summary: 'Keep what the caller has begun to write; without a text it is forgotten',
    status: 204,
    params: ofConversation,
    body: z.strictObject({ text: z.string().max(20_000), seenUpTo }),
  }),
};
