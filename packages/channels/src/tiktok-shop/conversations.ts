/**
 * Conversations with buyers, who wrote what in each, and what the seller says.
 * The platform lists conversations by their latest message, the newest first, without a filter: a page is read until one lies before the
 * range. One in which somebody writes meanwhile moves to the front, and the next reading finds it there.
 */
import { z } from 'zod';
import type {
  ChannelConversation,
  ChannelConversations,
  ChannelMessage,
  ChannelPicture,
  ChannelWriter,
  MessageLimits,
  OutgoingMessage,
  Page,
  ShopAccess,
  UpdatedRange,
} from '../port.ts';
import { eachPage } from '../shared/paging.ts';
import { id, instant, list, optionalId, pageFields, readAnswer, text } from './fields.ts';
import { contentOf, messageOf, wireMessage } from './message-wire.ts';
import { OPERATIONS } from './operations.ts';
import { fetchable, type Platform, readDetail, searchPage } from './platform.ts';

const SCOPE = 'seller.customer_service';
const PAGE_SIZE = 100;
/** A conversation of ten thousand messages between two readings is not one. */
const MESSAGE_PAGES = 100;
/** The seven days are documented; the length of a text is what the seller centre is known by, unverified. */
const LIMITS: MessageLimits = {
  kinds: ['text', 'image', 'order-card', 'product-card'],
  text: 2_000,
  imageBytes: 10_000_000,
  quietMs: 7 * 86_400_000,
};

const participants = list(z.object({ role: text, user_id: optionalId, im_user_id: optionalId, nickname: text }));
const conversation = z.object({
  id,
  create_time: instant,
  participants,
  latest_message: z.object({ id, create_time: instant }).nullish(),
});
const conversationPage = z.object({ conversations: list(conversation), ...pageFields });
const oneConversation = z.object({ conversation: z.object({ create_time: instant, participants }) });
const messagePage = z.object({ messages: list(wireMessage), ...pageFields });
const NOT_OURS = new Set(['45102007']);

export function conversationsOf(platform: Platform): ChannelConversations {
  return {
    scope: SCOPE,
    limits: LIMITS,
    updated: (shop, range) => listConversations(platform, shop, range),
    read: (shop, channelConversationId) => readConversation(platform, shop, channelConversationId),
    messages: (shop, wanted) => readMessages(platform, shop, wanted),
    send: (shop, wish) => send(platform, shop, wish),
    uploadPicture: (shop, file) => uploadPicture(platform, shop, file),
    picture: async (url) =>
      platform.caller.download(OPERATIONS.messageImageDownload, fetchable(platform, OPERATIONS.messageImageDownload, url)),
    markRead: (shop, channelConversationId) => markRead(platform, shop, channelConversationId),
  };
}

async function listConversations(platform: Platform, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelConversation>> {
  const page = await searchPage(platform, shop, {
    operation: OPERATIONS.conversations,
    schema: conversationPage,
    pageSize: PAGE_SIZE,
    pageToken: range.pageToken,
  });
  const all = page.conversations.map((wire) => ({
    channelConversationId: wire.id,
    createdAt: wire.create_time,
    updatedAt: wire.latest_message?.create_time ?? wire.create_time,
    latestMessageId: wire.latest_message?.id ?? null,
    buyer: buyerOf(wire.participants),
  }));
  const items = all.filter(({ updatedAt }) => updatedAt >= range.updatedFrom);
  return { items, nextToken: items.length < all.length ? null : page.next_page_token, total: null };
}

/** The user id is that of the buyer's orders; chat knows people by another one as well. */
function buyerOf(people: z.infer<typeof participants>): ChannelWriter | null {
  const buyer = people.find(({ role }) => role === 'BUYER');
  return buyer?.user_id ? { channelBuyerId: buyer.user_id, name: buyer.nickname } : null;
}

async function readConversation(platform: Platform, shop: ShopAccess, channelConversationId: string) {
  const found = await readDetail(platform, shop, {
    operation: OPERATIONS.conversation,
    schema: oneConversation,
    pathIds: { conversation_id: channelConversationId },
    gone: NOT_OURS,
  });
  return found && { createdAt: found.conversation.create_time, buyer: buyerOf(found.conversation.participants) };
}

type WireMessage = z.infer<typeof wireMessage>;

async function readMessages(
  platform: Platform,
  shop: ShopAccess,
  { channelConversationId, from }: { channelConversationId: string; from: number },
): Promise<ChannelMessage[]> {
  const found: WireMessage[] = [];
  const pages = eachPage<WireMessage>(
    async (pageToken) => {
      const page = await searchPage(platform, shop, {
        operation: OPERATIONS.messages,
        schema: messagePage,
        pathIds: { conversation_id: channelConversationId },
        pageSize: PAGE_SIZE,
        pageToken,
        query: { sort_order: 'DESC', sort_field: 'create_time' },
      });
      const reachesBack = page.messages.some(({ create_time }) => create_time < from);
      return { items: page.messages, nextToken: reachesBack ? null : page.next_page_token, total: null };
    },
    { pagesMax: MESSAGE_PAGES },
  );
  for await (const page of pages) found.push(...page.items.filter(({ create_time }) => create_time >= from));
  return found.map(messageOf).sort((a, b) => a.sequence - b.sequence);
}

const sent = z.object({ message_id: id });

async function send(
  platform: Platform,
  shop: ShopAccess,
  { channelConversationId, message }: { channelConversationId: string; message: OutgoingMessage },
): Promise<{ channelMessageId: string }> {
  const operation = OPERATIONS.messageSend;
  const pathIds = { conversation_id: channelConversationId };
  const { apiUrl: baseUrl, caller } = platform;
  const data = await caller.signed({ operation, baseUrl, accessToken: shop.accessToken, shop, pathIds, body: contentOf(message) });
  return { channelMessageId: readAnswer(sent, data, operation.name).message_id };
}

const side = z.int().positive().max(100_000);
const uploaded = z.object({ url: z.string().min(1), width: side, height: side });

async function uploadPicture(
  { caller, apiUrl: baseUrl }: Platform,
  shop: ShopAccess,
  { bytes, fileName }: { bytes: Uint8Array; fileName: string },
): Promise<ChannelPicture> {
  const operation = OPERATIONS.messageImageUpload;
  const upload = { fields: {}, file: { field: 'data', fileName, bytes } };
  const data = await caller.signed({ operation, baseUrl, accessToken: shop.accessToken, shop, upload });
  return readAnswer(uploaded, data, operation.name);
}

async function markRead({ caller, apiUrl: baseUrl }: Platform, shop: ShopAccess, channelConversationId: string): Promise<void> {
  const operation = OPERATIONS.messagesRead;
  const pathIds = { conversation_id: channelConversationId };
  await caller.signed({ operation, baseUrl, accessToken: shop.accessToken, shop, pathIds, body: {} });
}
