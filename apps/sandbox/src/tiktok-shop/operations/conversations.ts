/**
 * Conversations with buyers. They come by latest message, newest first, so one in which
 * somebody writes while the list is read moves to the front: a client learns of it by notification
 * or on its next round.
 */
import { z } from 'zod';
import { sellerMayWrite } from '../../world/chats.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Conversation, Message, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { intText, locale, pageToken, parseJson, platformId, sortOrder } from '../fields.ts';
import { seconds } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';

const SCOPE = 'seller.customer_service';
/** The platform keeps buyer and seller on it: no links, no addresses. */
const SENSITIVE = /https?:\/\/|www\.|[\w.+-]+@[\w-]+\.\w/i;
const MAX_TEXT = 2000;

const list = shopOperation({
  method: 'GET',
  template: '/customer_service/{version}/conversations',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ page_token: pageToken, page_size: intText(1, 100), locale }),
  answer({ sim, shop, now, query }) {
    const rows = sim.lists(shop.id).conversations;
    const request = { size: query.page_size, token: query.page_token, order: 'DESC' as const };
    const found = page(rows, request, { key: (item) => [lastAt(item), item.id], filters: [shop.id] });
    return { next_page_token: found.nextToken, conversations: found.items.map((item) => conversationShape(item, shop, now)) };
  },
});

const messages = shopOperation({
  method: 'GET',
  template: '/customer_service/{version}/conversations/{conversation_id}/messages',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({
    page_token: pageToken,
    page_size: intText(1, 100),
    locale,
    sort_order: sortOrder.default('DESC'),
    sort_field: z.enum(['create_time']).optional(),
  }),
  answer({ sim, shop, path, query }) {
    const conversation = conversationOf(sim, shop, path.conversation_id);
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(conversation.messages, request, { key: (item) => [item.at, item.id], filters: [conversation.id] });
    return { next_page_token: found.nextToken, unsupported_msg_tips: '', messages: found.items.map(messageShape) };
  },
});

const send = shopOperation({
  method: 'POST',
  template: '/customer_service/{version}/conversations/{conversation_id}/messages',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({
    type: z.enum(['TEXT', 'IMAGE', 'PRODUCT_CARD', 'ORDER_CARD', 'RETURN_REFUND_CARD', 'COUPON_CARD']),
    content: z.string().max(10_000),
  }),
  answer({ sim, shop, now, path, body }) {
    const conversation = conversationOf(sim, shop, path.conversation_id);
    const content = readContent(body.type, body.content);
    if (!sellerMayWrite(conversation, now)) throw new PlatformError(CODE.conversationClosed, 'The buyer has not written for a week');
    if (body.type === 'TEXT' && SENSITIVE.test(content))
      throw new PlatformError(CODE.messageSensitive, 'The message holds a link or an address');
    const message = sim.acts.reply({ conversationId: conversation.id, type: body.type, content });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST messages', data: { messageId: message.id, conversationId: conversation.id } });
    return { message_id: message.id };
  },
});

const read = shopOperation({
  method: 'POST',
  template: '/customer_service/{version}/conversations/{conversation_id}/messages/read',
  versions: ['202309'],
  scope: SCOPE,
  answer({ sim, shop, path }) {
    const { id } = conversationOf(sim, shop, path.conversation_id);
    sim.acts.readMessages({ conversationId: id });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST messages/read', data: { conversationId: id } });
    return {};
  },
});

function conversationOf(sim: Simulation, shop: Shop, id = ''): Conversation {
  const conversation = sim.world.conversations.get(id);
  if (conversation?.shopId !== shop.id) throw new PlatformError(CODE.conversationForeign, 'No access to this conversation');
  return conversation;
}

const CONTENTS: Readonly<Record<string, z.ZodType>> = {
  TEXT: z.strictObject({ content: z.string().min(1).max(MAX_TEXT) }),
  IMAGE: z.object({ url: z.url(), width: z.number(), height: z.number() }),
  PRODUCT_CARD: z.object({ product_id: platformId }),
  ORDER_CARD: z.object({ order_id: platformId }),
};

/** Content is JSON inside JSON, of a shape that its type fixes; kept as the seller sent it. */
function readContent(type: string, content: string): string {
  const value = parseJson(content);
  const shape = CONTENTS[type] ?? z.record(z.string(), z.unknown());
  if (!shape.safeParse(value).success) throw new PlatformError(CODE.invalid, `Invalid parameter: content: does not fit type ${type}`);
  return content;
}

function lastAt(item: Conversation): number {
  return item.messages.at(-1)?.at ?? item.createdAt;
}

function conversationShape(item: Conversation, shop: Shop, now: number) {
  const last = item.messages.at(-1);
  return {
    id: item.id,
    participant_count: 2,
    can_send_message: sellerMayWrite(item, now),
    unread_count: item.unread,
    create_time: seconds(item.createdAt),
    participants: [
      {
        im_user_id: imUserOfBuyer(item),
        user_id: item.buyer.id,
        role: 'BUYER',
        nickname: item.buyer.nickname,
        avatar: '',
        buyer_platform: 'TIKTOK_SHOP',
      },
      { im_user_id: shop.id, user_id: shop.id, role: 'SHOP', nickname: shop.name, avatar: '' },
    ],
    ...(last ? { latest_message: messageShape(last) } : {}),
  };
}

/** Chat knows people by ids of its own, which differ from the buyer id of orders. */
function imUserOfBuyer(item: Conversation): string {
  return item.messages.find((message) => message.role === 'BUYER')?.senderId ?? item.buyer.id;
}

function messageShape(message: Message) {
  return {
    id: message.id,
    index: message.index,
    type: message.type,
    content: contentOf(message),
    create_time: seconds(message.at),
    is_visible: true,
    sender: { im_user_id: message.senderId, role: message.role, nickname: message.nickname, avatar: '' },
  };
}

/** Content is JSON inside JSON; plain words are wrapped as the platform wraps text. */
function contentOf(message: Message): string {
  return message.content.startsWith('{') ? message.content : JSON.stringify({ content: message.content });
}

export const CONVERSATION_OPERATIONS = [list, messages, send, read];
