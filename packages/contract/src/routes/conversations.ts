import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, market, pageOf, paging, uuid } from '../shapes.ts';
import { orderSummary, shopChip } from './orders.ts';

const kind = z.enum([
  ...(['text', 'image', 'order-card', 'product-card', 'return-card', 'coupon-card'] as const),
  ...(['sticker', 'video', 'notice', 'other'] as const),
]);
const sender = z.enum(['buyer', 'seller', 'automatic']);
/** A buyer's words as they are: whoever shows them shows text, never markup. */
const words = z.string();
/** On its way to the platform, then what came of it. `unknown`: its answer was lost and the conversation is looked at; `rejected`: a person must look. */
const outgoingState = z.enum(['planned', 'sent', 'unknown', 'confirmed', 'rejected', 'discarded']);
/** More is said as this many. */
const UNREAD_MAX = 99;

export const conversation = z.strictObject({
  id: uuid,
  channelConversationId: z.string(),
  shop: shopChip,
  /** Empty where the platform does not say, or the buyer's data was deleted. */
  buyerName: z.string(),
  latestAt: instant,
  /** What a person said last: a machine's answer hides no question. `text` is cut short. Null: not read yet. */
  latest: z.strictObject({ kind, sender, text: words, isDeleted: z.boolean() }).nullable(),
  /** The buyer's messages after the last that was read here or answered. */
  unread: z.int().max(UNREAD_MAX),
  /** Since when the buyer waits for an answer; null: not. */
  waitingSince: instant.nullable(),
  /** The next end of the platform's two counts of replies; once both have passed, the last of them. Null: nobody waits. */
  replyBy: z.strictObject({ hours: z.union([z.literal(24), z.literal(48)]), at: instant }).nullable(),
  /** Its clocks, each the last instant in time; `workingFirstBy`: of the first answer by the shop’s working hours. Null: nobody waits. */
  clocks: z
    .strictObject({
      firstBy: instant,
      by24h: instant,
      by48h: instant,
      workingFirstBy: instant.nullable(),
      isWorkingNow: z.boolean().nullable(),
    })
    .nullable(),
  labels: z.array(z.strictObject({ id: uuid, name: z.string(), colour: z.string() })),
  /** Who of us answers it. */
  assignee: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  /** Set aside until then, or until the buyer writes again (`until` null); null: it is not. */
  aside: z.strictObject({ until: instant.nullable() }).nullable(),
});

/** Between colleagues; never told to the buyer or the platform. */
const note = z.strictObject({
  id: uuid,
  text: z.string(),
  by: z.string(),
  at: instant,
  /** Colleagues who were called to it. */
  mentions: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});

/** What somebody had before them: the newest message, by its sequence, and the last of the shop's own wishes, by its place. */
export const seenUpTo = z.strictObject({ sequence: z.int().min(0), place: z.int().min(0) });

const outgoing = z.strictObject({
  id: uuid,
  /** Its turn within the conversation. */
  place: z.int(),
  conversationId: uuid,
  kind: z.enum(['text', 'image', 'order-card', 'product-card']),
  text: words,
  imageId: uuid.nullable(),
  channelOrderId: z.string().nullable(),
  channelProductId: z.string().nullable(),
  state: outgoingState,
  /** The platform's, or ours (`no-consent`, `shop-not-active`, `buyer-erased`). */
  failureCode: z.string().nullable(),
  askedBy: z.strictObject({ kind: z.enum(['user', 'api-key']), name: z.string() }),
  plannedAt: instant,
  endedAt: instant.nullable(),
});

const conversationDetail = z.strictObject({
  ...conversation.shape,
  /** What the channel takes from a seller; null where its messages cannot be answered through it. */
  limits: z
    .strictObject({
      kinds: z.array(z.enum(['text', 'image', 'order-card', 'product-card'])),
      text: z.int(),
      imageBytes: z.int(),
      /** After it the platform takes nothing more, until the buyer writes again. */
      until: instant.nullable(),
    })
    .nullable(),
  /** What was asked to be sent and is not among the messages yet, in its order. */
  outgoing: z.array(outgoing),
  /** Of all that was ever asked to be sent; 0: nothing was. */
  lastPlace: z.int(),
  /** Oldest first. */
  notes: z.array(note),
});

export const message = z.strictObject({
  id: uuid,
  channelMessageId: z.string(),
  /** The platform's count within the conversation. */
  sequence: z.int(),
  sender,
  kind,
  text: words,
  /** Its bytes come from messages.image once it is `kept`; `unusable`: what lies there is no picture; `passed`: too old when it was read. */
  image: z.strictObject({ state: z.enum(['waiting', 'kept', 'unusable', 'passed']), width: z.int(), height: z.int() }).nullable(),
  /** Of a card; `orderId` null: not known here. */
  order: z.strictObject({ channelOrderId: z.string(), orderId: uuid.nullable() }).nullable(),
  product: z.strictObject({ channelProductId: z.string(), listingId: uuid.nullable(), title: z.string().nullable() }).nullable(),
  isDeleted: z.boolean(),
  sentAt: instant,
  /** Who of us asked for it; null: it was said elsewhere. */
  askedBy: outgoing.shape.askedBy.nullable(),
});

/** What is shown to the agent is what is sent: nothing is trimmed, translated or added on the way. */
const text = z
  .string()
  .max(10_000)
  .refine((value) => value.trim() !== '', 'must not be empty');
const sending = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text }),
  z.strictObject({ kind: z.literal('image'), imageId: uuid }),
  z.strictObject({ kind: z.literal('order-card'), orderId: uuid }),
  z.strictObject({ kind: z.literal('product-card'), listingId: uuid }),
]);
const messageImage = z.strictObject({ id: uuid, mediaType: z.string(), bytes: z.int(), uploadedAt: instant });

const ofConversation = z.strictObject({ conversationId: uuid });
const ofOutgoing = z.strictObject({ conversationId: uuid, outgoingMessageId: uuid });
const images = { mediaTypes: ['image/png', 'image/jpeg'], maxBytes: 10 * 1024 * 1024 } as const;

/** What a text to a buyer must not say, with the places. */
export const messageCheck = z.strictObject({
  isAllowed: z.boolean(),
  /** Whether a person who has seen the reasons may send it all the same. */
  mayConfirm: z.boolean(),
  /** By place; `start` and `end` count UTF-16 units of the text as it was given. */
  reasons: z.array(
    z.strictObject({
      code: z.enum(['asks-to-cancel', 'offers-substitute', 'external-contact', 'unsolicited-advertising', 'abuse', 'other-buyer']),
      start: z.int(),
      end: z.int(),
    }),
  ),
});

export const conversationRoutes = {
  'conversations.list': route({
    id: 'conversations.list',
    method: 'get',
    path: '/conversations',
    scope: 'buyers:read',
    summary: 'Conversations of all shops, the latest message first; those who wait (`isWaiting`) by when their time ends',
    query: z.strictObject({
      ...paging,
      shopIds: idList.optional(),
      market: market.optional(),
      isWaiting: z.enum(['true']).optional(),
      isUnread: z.enum(['true']).optional(),
      isAside: z.enum(['true', 'false']).optional(),
      /** A member's id, `nobody`, or `me`. */
      assigneeId: z.union([uuid, z.literal('nobody'), z.literal('me')]).optional(),
      labelId: uuid.optional(),
      /** Words of the buyer's name or of what was said, the last perhaps a beginning; or the whole id of a conversation or an order. */
      q: z.string().trim().min(1).max(100).optional(),
    }),
    answer: pageOf(conversation),
  }),
  'conversations.get': route({
    id: 'conversations.get',
    method: 'get',
    path: '/conversations/{conversationId}',
    scope: 'buyers:read',
    summary: 'One conversation with what the channel takes from a seller, and what is on its way',
    params: ofConversation,
    answer: conversationDetail,
  }),
  'conversations.read': route({
    id: 'conversations.read',
    method: 'post',
    path: '/conversations/{conversationId}/read',
    scope: 'returns:write',
    summary: 'Say up to which message somebody has read; the platform is told',
    status: 202,
    params: ofConversation,
    body: z.strictObject({ messageId: uuid }),
    answer: z.strictObject({ conversationId: uuid }),
  }),
  'conversations.assign': route({
    id: 'conversations.assign',
    method: 'post',
    path: '/conversations/{conversationId}/assign',
    scope: 'returns:write',
    summary: 'Give a conversation to a person, or to nobody',
    params: ofConversation,
    body: z.strictObject({ memberId: uuid.nullable() }),
    answer: conversation,
  }),
  'conversations.set-aside': route({
    id: 'conversations.set-aside',
    method: 'post',
    path: '/conversations/{conversationId}/set-aside',
    scope: 'returns:write',
    summary: 'Take a conversation off the list until the buyer writes again, or until an hour',
    params: ofConversation,
    body: z.strictObject({ until: instant.nullable() }),
    answer: conversation,
  }),
  'conversations.take-up': route({
    id: 'conversations.take-up',
    method: 'post',
    path: '/conversations/{conversationId}/take-up',
    scope: 'returns:write',
    summary: 'Put a conversation that was set aside on the list again',
    params: ofConversation,
    body: z.strictObject({}),
    answer: conversation,
  }),
  'conversations.orders': route({
    id: 'conversations.orders',
    method: 'get',
    path: '/conversations/{conversationId}/orders',
    scope: 'buyers:read',
    summary: 'What the buyer has bought in this shop, the twenty newest',
    params: ofConversation,
    answer: z.strictObject({ items: z.array(orderSummary) }),
  }),
  'conversation-notes.create': route({
    id: 'conversation-notes.create',
    method: 'post',
    path: '/conversations/{conversationId}/notes',
    scope: 'returns:write',
    summary: 'Write a note for colleagues, at most a hundred to a conversation',
    idempotent: true,
    status: 201,
    params: ofConversation,
    body: z.strictObject({
      text: z.string().trim().min(1).max(2000),
      /** Members who are told of it. */
      mentions: z.array(uuid).max(20).default([]),
    }),
    answer: note,
  }),
  'conversation-notes.remove': route({
    id: 'conversation-notes.remove',
    method: 'delete',
    path: '/conversations/{conversationId}/notes/{noteId}',
    scope: 'returns:write',
    summary: 'Take a note away',
    params: z.strictObject({ conversationId: uuid, noteId: uuid }),
    status: 204,
  }),
  'messages.list': route({
    id: 'messages.list',
    method: 'get',
    path: '/conversations/{conversationId}/messages',
    scope: 'buyers:read',
    summary: 'What was said in a conversation, in the platform’s sequence, the newest first',
    params: ofConversation,
    query: z.strictObject(paging),
    answer: pageOf(message),
  }),
  'message-checks.create': route({
    id: 'message-checks.create',
    method: 'post',
    path: '/conversations/{conversationId}/message-checks',
    scope: 'returns:write',
    summary:
      'Whether a text may go to this buyer, and which places of it keep it back: the platform’s rule of misconduct, and orders of other buyers',
    params: ofConversation,
    body: z.strictObject({ text: z.string().max(20_000) }),
    answer: messageCheck,
  }),
  'messages.create': route({
    id: 'messages.create',
    method: 'post',
    path: '/conversations/{conversationId}/messages',
    scope: 'returns:write',
    summary: 'Send a text, a picture, an order card or a product card to the buyer, once',
    idempotent: true,
    status: 202,
    params: ofConversation,
    body: z.strictObject({
      message: sending,
      /** Of a text that the check does not allow: somebody has seen why and sends it all the same. Another buyer's order number never goes out. */
      isConfirmed: z.boolean().default(false),
      /** What the writer had seen: where somebody else of the shop has said something after it, nothing is sent (`answered-meanwhile`). Left out: sent in any case. */
      seenUpTo: seenUpTo.optional(),
      /** Of a text that was translated: what was written, and from which language into which. What is sent is `message`, as it was seen. */
      typed: z.strictObject({ text, from: z.string().regex(/^[a-z]{2}$/), to: z.string().regex(/^[a-z]{2}$/) }).optional(),
      /** The draft that it was written from: what became of it is counted. */
      suggestionId: uuid.optional(),
    }),
    answer: outgoing,
  }),
  'outgoing-messages.retry': route({
    id: 'outgoing-messages.retry',
    method: 'post',
    path: '/conversations/{conversationId}/outgoing-messages/{outgoingMessageId}/retry',
    scope: 'returns:write',
    summary: 'Send again what the platform refused, as it stands',
    status: 202,
    params: ofOutgoing,
    body: z.strictObject({}),
    answer: outgoing,
  }),
  'outgoing-messages.discard': route({
    id: 'outgoing-messages.discard',
    method: 'post',
    path: '/conversations/{conversationId}/outgoing-messages/{outgoingMessageId}/discard',
    scope: 'returns:write',
    summary: 'Give up what the platform refused',
    params: ofOutgoing,
    body: z.strictObject({}),
    answer: outgoing,
  }),
  'message-images.create': route({
    id: 'message-images.create',
    method: 'post',
    path: '/conversations/{conversationId}/images',
    scope: 'returns:write',
    summary: 'Keep a picture to be sent in this conversation; its bytes as the body',
    idempotent: true,
    status: 201,
    params: ofConversation,
    upload: images,
    answer: messageImage,
  }),
  'message-images.file': route({
    id: 'message-images.file',
    method: 'get',
    path: '/conversations/{conversationId}/images/{imageId}/file',
    scope: 'buyers:read',
    summary: 'A picture that was kept to be sent, as an attachment',
    params: z.strictObject({ conversationId: uuid, imageId: uuid }),
    file: images.mediaTypes,
    isStoredFile: true,
  }),
  'messages.image': route({
    id: 'messages.image',
    method: 'get',
    path: '/conversations/{conversationId}/messages/{messageId}/image',
    scope: 'buyers:read',
    summary: 'The picture of a message, from here and never from where the buyer’s lies, as an attachment',
    params: z.strictObject({ conversationId: uuid, messageId: uuid }),
    file: images.mediaTypes,
    isStoredFile: true,
  }),
};
