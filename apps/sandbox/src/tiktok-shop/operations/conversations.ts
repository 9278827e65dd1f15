/**
 * Conversations with buyers, read only. They come by latest message, newest first, so one in which
 * somebody writes while the list is read moves to the front: a client learns of it by notification
 * or on its next round.
 */
import { z } from 'zod';
import type { Conversation, Message, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { intText, locale, pageToken, sortOrder } from '../fields.ts';
import { seconds } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';

const SCOPE = 'seller.customer_service';
/** A buyer's silence: after a week the seller may no longer write. */
const SELLER_MAY_WRITE_MS = 7 * 86_400_000;

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
    const conversation = sim.world.conversations.get(path.conversation_id ?? '');
    if (conversation?.shopId !== shop.id) throw new PlatformError(CODE.conversationForeign, 'No access to this conversation');
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(conversation.messages, request, { key: (item) => [item.at, item.id], filters: [conversation.id] });
    return { next_page_token: found.nextToken, unsupported_msg_tips: '', messages: found.items.map(messageShape) };
  },
});

function lastAt(item: Conversation): number {
  return item.messages.at(-1)?.at ?? item.createdAt;
}

function conversationShape(item: Conversation, shop: Shop, now: number) {
  const last = item.messages.at(-1);
  return {
    id: item.id,
    participant_count: 2,
    can_send_message: now - lastAt(item) <= SELLER_MAY_WRITE_MS,
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

export const CONVERSATION_OPERATIONS = [list, messages];
