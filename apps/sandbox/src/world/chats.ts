import type { Buyers } from './buyers.ts';
import { type Core, later, unixSeconds } from './core.ts';
import { type Language, MARKETS } from './markets.ts';
import { PHRASES } from './phrases.ts';
import { between, pick, type Rng } from './random.ts';
import type { Buyer, Conversation, Message, Shop } from './types.ts';
import { HOUR, MINUTE } from './zone.ts';

/**
 * Buyers write, shops answer, in the buyer's language. One conversation per buyer and shop; it only grows.
 * The answers are the shop's own staff in the platform's back office, slow or silent where the shop is in trouble.
 */
export class Chats {
  private readonly core: Core;
  private readonly buyers: Buyers;
  private readonly open = new Map<string, Conversation>();

  constructor(core: Core, buyers: Buyers) {
    this.core = core;
    this.buyers = buyers;
  }

  /** Somebody asks something and, mostly, gets an answer and says a last word. */
  begin(shop: Shop, rng: Rng, wish: { language?: string | undefined; text?: string | undefined } = {}): Message {
    const buyer = wish.language ? this.buyers.speaking(shop, wish.language, rng) : this.buyers.someone(shop, rng);
    const phrases = PHRASES[isLanguage(buyer.language) ? buyer.language : MARKETS[shop.market].language];
    const conversation = this.conversationWith(shop, buyer);
    const question = this.say(conversation, 'BUYER', wish.text ?? pick(phrases.questions, rng));
    const isSlow = shop.trouble === 'slow-replies';
    if (rng() < (isSlow ? 0.55 : 0.93)) {
      const delayMs = isSlow ? between(3 * HOUR, 60 * HOUR, rng) : between(3 * MINUTE, 9 * HOUR, rng);
      later(this.core, delayMs, () => {
        this.say(conversation, 'CUSTOMER_SERVICE', pick(phrases.answers, rng));
        if (rng() < 0.6)
          later(this.core, between(MINUTE, 2 * HOUR, rng), () => this.say(conversation, 'BUYER', pick(phrases.closings, rng)));
      });
    }
    return question;
  }

  private conversationWith(shop: Shop, buyer: Buyer): Conversation {
    const key = `${shop.id}:${buyer.id}`;
    const known = this.open.get(key);
    if (known) return known;
    const { core } = this;
    const conversation: Conversation = {
      id: core.ids('conversation'),
      shopId: shop.id,
      buyer,
      createdAt: core.at(),
      messages: [],
      unread: 0,
    };
    this.open.set(key, conversation);
    core.store.addConversation(conversation);
    core.emit(() => ({
      type: 13,
      eventType: 'NEW_CONVERSATION',
      shopId: shop.id,
      at: core.at(),
      data: { conversation_id: conversation.id, create_time: unixSeconds(core.at()) },
    }));
    return conversation;
  }

  private say(conversation: Conversation, role: 'BUYER' | 'CUSTOMER_SERVICE', text: string): Message {
    const { core } = this;
    const message: Message = {
      id: core.ids('message'),
      conversationId: conversation.id,
      index: String(conversation.messages.length + 1),
      type: 'TEXT',
      // JSON inside JSON, as the platform has it.
      content: JSON.stringify({ content: text }),
      at: core.at(),
      senderId: role === 'BUYER' ? conversation.buyer.id : `cs${conversation.shopId}`,
      role,
      nickname: role === 'BUYER' ? conversation.buyer.nickname : 'Service',
    };
    conversation.unread = role === 'BUYER' ? conversation.unread + 1 : 0;
    core.store.addMessage(conversation, message);
    core.emit(() => ({
      type: 14,
      eventType: 'NEW_MESSAGE',
      shopId: conversation.shopId,
      at: core.at(),
      data: {
        message_id: message.id,
        index: message.index,
        conversation_id: conversation.id,
        type: message.type,
        content: message.content,
        create_time: unixSeconds(message.at),
        is_visible: true,
        sender: { im_user_id: message.senderId, role },
      },
    }));
    return message;
  }
}

const isLanguage = (language: string): language is Language => language in PHRASES;
