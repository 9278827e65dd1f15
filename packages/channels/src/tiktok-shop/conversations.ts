/**
 * Conversations with buyers, and who wrote when in each.
 * The platform lists conversations by their latest message, the newest first, without a filter: a page is read until one lies before the
 * range. One in which somebody writes meanwhile moves to the front, and the next reading finds it there.
 * What is said stays behind: it is not asked for by anything yet, and it is the buyer's.
 */
import { z } from 'zod';
import type { ChannelConversation, ChannelConversations, ChannelMessage, Page, ShopAccess, UpdatedRange } from '../port.ts';
import { eachPage } from '../shared/paging.ts';
import { id, instant, list, pageFields, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, searchPage } from './platform.ts';

const SCOPE = 'seller.customer_service';
const PAGE_SIZE = 100;
/** A conversation of ten thousand messages between two readings is not one. */
const MESSAGE_PAGES = 100;

const conversation = z.object({ id, create_time: instant, latest_message: z.object({ id, create_time: instant }).nullish() });
const conversationPage = z.object({ conversations: list(conversation), ...pageFields });
const message = z.object({
  id,
  index: text,
  type: text,
  create_time: instant,
  sender: z.object({ role: z.string() }),
});
const messagePage = z.object({ messages: list(message), ...pageFields });

export function conversationsOf(platform: Platform): ChannelConversations {
  return {
    scope: SCOPE,
    updated: (shop, range) => listConversations(platform, shop, range),
    messages: (shop, wanted) => readMessages(platform, shop, wanted),
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
  }));
  const items = all.filter(({ updatedAt }) => updatedAt >= range.updatedFrom);
  return { items, nextToken: items.length < all.length ? null : page.next_page_token, total: null };
}

type WireMessage = z.infer<typeof message>;

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
  return found.sort(bySequence).map((wire) => ({ channelMessageId: wire.id, from: writerOf(wire), sentAt: wire.create_time }));
}

/** The platform counts the messages of a conversation, since several may share a second. */
const bySequence = (a: WireMessage, b: WireMessage): number => a.create_time - b.create_time || Number(a.index) - Number(b.index);

/** Notices that the platform sends in somebody's name: that a buyer came from a product's page says nothing to the seller. */
const NOTICES = /^(ALLOCATED_SERVICE|NOTIFICATION|BUYER_ENTER_FROM_.*)$/;

function writerOf({ type, sender: { role } }: WireMessage): ChannelMessage['from'] {
  if (NOTICES.test(type)) return 'automatic';
  if (role === 'BUYER') return 'buyer';
  return role === 'CUSTOMER_SERVICE' || role === 'SHOP' ? 'seller' : 'automatic';
}
