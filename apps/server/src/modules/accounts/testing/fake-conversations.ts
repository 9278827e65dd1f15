/**
 * Conversations of the platform in memory. What the seller sends is kept, and then answered or not: `before` throwing at 'answer-send' is an
 * answer that is lost after its effect, at 'send' one before it.
 */
import type {
  ChannelConversation,
  ChannelConversations,
  ChannelMessage,
  OutgoingMessage,
  Page,
  ShopAccess,
  UpdatedRange,
} from '@tradewind/channels';

type Parts = {
  /** By the platform's id of the conversation, in its sequence. */
  messages: Map<string, ChannelMessage[]>;
  /** What lies at an address; nothing: no picture there. */
  pictures: Map<string, Uint8Array>;
  /** Conversations that the platform was told are read, in order. */
  read: string[];
  now: () => number;
  made: (call: string) => Promise<void>;
  check: (access: ShopAccess) => void;
  pageOf: (items: ChannelConversation[], range: UpdatedRange) => Page<ChannelConversation>;
};

export const buildMessage = (
  facts: Partial<ChannelMessage> & Pick<ChannelMessage, 'channelMessageId' | 'from' | 'sentAt'>,
): ChannelMessage => ({
  ...{ sequence: 1, kind: 'text', text: `Words of ${facts.channelMessageId}`, picture: null, channelOrderId: null, channelProductId: null },
  ...{ isDeleted: false },
  ...facts,
});

/** Everybody's buyer, but of a conversation that begins with `nobody`. */
const buyerOf = (id: string) => (id.startsWith('nobody') ? null : { channelBuyerId: `buyer-${id}`, name: `Buyer ${id}` });

export function fakeConversations({ messages, pictures, read, now, made, check, pageOf }: Parts): ChannelConversations {
  const saidIn = (id: string) => messages.get(id) ?? [];
  return {
    scope: 'conversations',
    limits: { kinds: ['text', 'image', 'order-card', 'product-card'], text: 2_000, imageBytes: 10_000_000, quietMs: 7 * 86_400_000 },
    updated: async (access, range) => {
      await made('conversations');
      check(access);
      const listed = [...messages].map(([id, said]) => ({
        ...{ channelConversationId: id, createdAt: said[0]?.sentAt ?? 0, updatedAt: said.at(-1)?.sentAt ?? 0 },
        ...{ latestMessageId: said.at(-1)?.channelMessageId ?? null, buyer: buyerOf(id) },
      }));
      return pageOf(listed, range);
    },
    read: async (access, id) => {
      await made('conversation');
      check(access);
      const [first] = saidIn(id);
      return first ? { createdAt: first.sentAt, buyer: buyerOf(id) } : null;
    },
    messages: async (access, { channelConversationId, from }) => {
      await made('messages');
      check(access);
      return saidIn(channelConversationId).filter(({ sentAt }) => sentAt >= from);
    },
    send: async (access, { channelConversationId: id, message }) => {
      await made('send');
      check(access);
      const said = saidIn(id);
      const sequence = Math.max(0, ...said.map((one) => one.sequence)) + 1;
      const channelMessageId = `${id}-sent-${sequence}`;
      messages.set(id, [...said, buildMessage({ channelMessageId, sequence, from: 'seller', sentAt: now(), ...shown(message) })]);
      await made('answer-send');
      return { channelMessageId };
    },
    uploadPicture: async (access, { fileName }) => {
      await made('upload');
      check(access);
      return { url: `https://pictures.invalid/${fileName}`, width: 8, height: 8 };
    },
    picture: async (url) => {
      await made('picture');
      return pictures.get(url) ?? new Uint8Array();
    },
    markRead: async (access, id) => {
      await made('markRead');
      check(access);
      read.push(id);
    },
  };
}

function shown(message: OutgoingMessage): Partial<ChannelMessage> {
  switch (message.kind) {
    case 'text':
      return { kind: 'text', text: message.text };
    case 'image':
      return { kind: 'image', text: '', picture: message.picture };
    default:
      return { text: '', ...message };
  }
}
