/**
 * Conversations with buyers. They come by latest message, newest first, so one in which
 * somebody writes while the list is read moves to the front: a client learns of it by notification
 * or on its next round.
 */
import { z } from 'zod';
import { sellerMayWrite, shownContent } from '../../world/chats.ts';
import { chatImagePath } from '../../world/said.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Conversation, Message, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { intText, locale, pageToken, parseJson, platformId, sortOrder } from '../fields.ts';
import { lookAt } from '../image-size.ts';
import { seconds } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';

const SCOPE = 'seller.customer_service';
/** The platform keeps buyer and seller on it: no links, no addresses, no other messengers. */
const SENSITIVE = /https?:\/\/|www\.|[\w.+-]+@[\w-]+\.\w|\b(whatsapp|wechat|telegram)\b/i;
const MAX_TEXT = 2000;
/** Of a shop in a day of UTC. */
const MESSAGES_A_DAY = 10_000;
const DAY_MS = 86_400_000;
const SEND = 'POST messages';

const list = shopOperation({
  method: 'GET',
  template: '/customer_service/{version}/conversations',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ page_token: pageToken, page_size: intText(1, 100), locale }),
  answer({ sim, shop, now, query, origin }) {
    const rows = sim.lists(shop.id).conversations;
    const request = { size: query.page_size, token: query.page_token, order: 'DESC' as const };
    const found = page(rows, request, { key: (item) => [lastAt(item), item.id], filters: [shop.id] });
    return { next_page_token: found.nextToken, conversations: found.items.map((item) => conversationShape(item, { shop, now, origin })) };
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
  answer({ sim, shop, path, query, origin }) {
    const conversation = conversationOf(sim, shop, path.conversation_id);
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(conversation.messages, request, { key: (item) => [item.at, item.id], filters: [conversation.id] });
    return { next_page_token: found.nextToken, unsupported_msg_tips: '', messages: found.items.map((item) => messageShape(item, origin)) };
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
    refuseCard(sim, conversation, { type: body.type, content: parseJson(content) });
    if (sentToday(sim, shop, now) >= MESSAGES_A_DAY) throw new PlatformError(CODE.messageQuota, 'Today’s messages are used up');
    if (!sellerMayWrite(conversation, now)) throw new PlatformError(CODE.conversationClosed, 'The buyer has not written for a week');
    if (body.type === 'TEXT' && SENSITIVE.test(content))
      throw new PlatformError(CODE.messageSensitive, 'The message holds a link or an address');
    const message = sim.acts.reply({ conversationId: conversation.id, type: body.type, content });
    sim.acts.recordWrite({ shopId: shop.id, operation: SEND, data: { messageId: message.id, conversationId: conversation.id } });
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

const get = shopOperation({
  method: 'GET',
  template: '/customer_service/{version}/conversations/{conversation_id}',
  versions: ['202601'],
  scope: SCOPE,
  query: z.strictObject({ need_session_id: z.string().optional() }),
  answer({ sim, shop, path }) {
    const item = conversationOf(sim, shop, path.conversation_id);
    const participants = participantsOf(item, shop).map(({ buyer_platform: _of, ...person }) => ({ ...person, platform: 'TIKTOK_SHOP' }));
    const { id, unread: unread_count, createdAt } = item;
    return { conversation: { id, unread_count, create_time: seconds(createdAt), cur_session_id: '', participant_count: 2, participants } };
  },
});

const MAX_IMAGE_SIDE = 10_000;

const uploadImage = shopOperation({
  method: 'POST',
  template: '/customer_service/{version}/images/upload',
  versions: ['202309'],
  scope: SCOPE,
  isUpload: true,
  body: z.object({ data: z.instanceof(Uint8Array) }),
  answer({ sim, shop, origin, body: { data } }) {
    const seen = lookAt(data);
    if (!seen || Math.max(seen.width, seen.height) > MAX_IMAGE_SIDE)
      throw new PlatformError(CODE.messageImage, 'The file is no JPEG, PNG or WEBP image that can be shown');
    const { uri } = sim.acts.uploadImage({ sellerId: shop.sellerId, ...seen, useCase: CHAT });
    return { url: origin + chatImagePath(uri.split('/').at(-1) ?? ''), width: seen.width, height: seen.height };
  },
});
const CHAT = 'CUSTOMER_SERVICE';

/** A card shows an order of this buyer in this shop, a product of the shop, and a picture that was uploaded here. */
function refuseCard({ world }: Simulation, conversation: Conversation, { type, content }: { type: string; content: unknown }): void {
  const { order_id: orderId = '', product_id: productId = '', url = '' } = card.parse(content);
  const order = world.orders.get(orderId);
  if (type === 'ORDER_CARD' && (order?.shopId !== conversation.shopId || order.buyer.id !== conversation.buyer.id))
    throw new PlatformError(CODE.messageCard, 'The order is not one of this buyer in this shop');
  if (type === 'PRODUCT_CARD' && world.products.get(productId)?.shopId !== conversation.shopId)
    throw new PlatformError(CODE.messageCard, 'The product is not one of this shop');
  const imageId = /\/chat-images\/(\d+)\.png$/.exec(url)?.[1] ?? '';
  if (type === 'IMAGE' && !world.images.has(`tos-sandbox/${imageId}`))
    throw new PlatformError(CODE.messageImageUnknown, 'The picture was not uploaded here');
}
const card = z.looseObject({ order_id: z.string().optional(), product_id: z.string().optional(), url: z.string().optional() });

/** The latest are looked at first, and of earlier days none. */
function sentToday({ world: { writes } }: Simulation, shop: Shop, now: number): number {
  const from = Math.floor(now / DAY_MS) * DAY_MS;
  let count = 0;
  for (let at = writes.length - 1; at >= 0; at -= 1) {
    const write = writes[at];
    if (!write || write.at < from) break;
    if (write.shopId === shop.id && write.operation === SEND) count += 1;
  }
  return count;
}

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

type Showing = { shop: Shop; now: number; origin: string };

function conversationShape(item: Conversation, { shop, now, origin }: Showing) {
  const last = item.messages.at(-1);
  return {
    id: item.id,
    participant_count: 2,
    can_send_message: sellerMayWrite(item, now),
    unread_count: item.unread,
    create_time: seconds(item.createdAt),
    participants: participantsOf(item, shop),
    ...(last ? { latest_message: messageShape(last, origin) } : {}),
  };
}

const participantsOf = (item: Conversation, shop: Shop) => [
  {
    im_user_id: imUserOfBuyer(item),
    user_id: item.buyer.id,
    role: 'BUYER',
    nickname: item.buyer.nickname,
    avatar: '',
    buyer_platform: 'TIKTOK_SHOP',
  },
  { im_user_id: shop.id, user_id: shop.id, role: 'SHOP', nickname: shop.name, avatar: '', buyer_platform: undefined },
];

/** Chat knows people by ids of its own, which differ from the buyer id of orders. */
function imUserOfBuyer(item: Conversation): string {
  return item.messages.find((message) => message.role === 'BUYER')?.senderId ?? item.buyer.id;
}

function messageShape(message: Message, origin: string) {
  return {
    id: message.id,
    index: message.index,
    type: message.type,
    content: contentOf(message, origin),
    create_time: seconds(message.at),
    is_visible: message.deletedAt === null,
    sender: { im_user_id: message.senderId, role: message.role, nickname: message.nickname, avatar: '' },
  };
}

/** Pictures lie here, wherever that is. */
function contentOf(message: Message, origin: string): string {
  const content = shownContent(message);
  return message.type === 'IMAGE' ? content.replace('"url":"/', `"url":"${origin}/`) : content;
}

export const CONVERSATION_OPERATIONS = [list, get, messages, send, read, uploadImage];
