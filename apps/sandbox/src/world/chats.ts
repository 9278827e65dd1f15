import type { Buyers } from './buyers.ts';
import { type Core, later, unixSeconds } from './core.ts';
import { type Language, MARKETS } from './markets.ts';
import { PHRASES } from './phrases.ts';
import { between, pick, type Rng } from './random.ts';
import { answersAutomatically, replyHabits } from './reply-habits.ts';
import type { Buyer, Conversation, Instant, Message, Shop } from './types.ts';
import { DAY, HOUR, MINUTE, SECOND } from './zone.ts';

/**
 * Buyers write, shops answer, in the buyer's language. One conversation per buyer and shop; it only grows.
 * A question is one turn; some buyers say a last word after the answer, which is a turn of its own and is answered at
 * the same habits. The answers are the shop's staff in the seller centre; whoever answers first through the API has
 * answered, the staff then keeps quiet.
 */
const SELLER_MAY_WRITE_MS = 7 * DAY;
const AUTOMATIC_AFTER_MS = 2 * SECOND;

type Wish = { language?: string | undefined; text?: string | undefined };
type Speech = { role: 'BUYER' | 'CUSTOMER_SERVICE' | 'ROBOT'; type?: string; content: string; language: string };
type Turn = { shop: Shop; conversation: Conversation; language: Language; rng: Rng };

export class Chats {
  private readonly core: Core;
  private readonly buyers: Buyers;
  private readonly open = new Map<string, Conversation>();

  constructor(core: Core, buyers: Buyers) {
    this.core = core;
    this.buyers = buyers;
  }

  /** Somebody asks something. */
  begin(shop: Shop, rng: Rng, wish: Wish = {}): Message {
    const buyer = wish.language ? this.buyers.speaking(shop, wish.language, rng) : this.buyers.someone(shop, rng);
    const language = isLanguage(buyer.language) ? buyer.language : MARKETS[shop.market].language;
    const conversation = this.conversationWith(shop, buyer);
    const isNewTurn = !awaitsReply(conversation);
    const text = wish.text ?? pick(PHRASES[language].questions, rng);
    const question = this.say(conversation, { role: 'BUYER', content: textContent(text), language: buyer.language });
    const turn = { shop, conversation, language, rng };
    if (isNewTurn && answersAutomatically(this.core, shop)) this.answerAutomatically(turn);
    this.expectReply(turn, { mayClose: true });
    return question;
  }

  /** The seller writes through the API. */
  answer(conversation: Conversation, input: { type: string; content: string }): Message {
    return this.say(conversation, { role: 'CUSTOMER_SERVICE', ...input, language: conversation.messages.at(-1)?.language ?? '' });
  }

  private answerAutomatically({ conversation, language }: Turn): void {
    const content = textContent(PHRASES[language].automatic);
    later(this.core, AUTOMATIC_AFTER_MS, () => this.say(conversation, { role: 'ROBOT', content, language }));
  }

  private expectReply(turn: Turn, { mayClose }: { mayClose: boolean }): void {
    const { shop, conversation, language, rng } = turn;
    const habits = replyHabits(this.core, shop);
    if (rng() < habits.never) return;
    const delayMs = rng() < habits.slow ? between(...habits.slowHours, rng) * HOUR : between(...habits.quickMinutes, rng) * MINUTE;
    later(this.core, delayMs, () => {
      if (!awaitsReply(conversation)) return;
      this.say(conversation, { role: 'CUSTOMER_SERVICE', content: textContent(pick(PHRASES[language].answers, rng)), language });
      if (mayClose && rng() < 0.3) later(this.core, between(MINUTE, 2 * HOUR, rng), () => this.close(turn));
    });
  }

  private close(turn: Turn): void {
    const { conversation, language, rng } = turn;
    this.say(conversation, { role: 'BUYER', content: textContent(pick(PHRASES[language].closings, rng)), language });
    this.expectReply(turn, { mayClose: false });
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

  private say(conversation: Conversation, speech: Speech): Message {
    const { core } = this;
    const { role } = speech;
    const message: Message = {
      id: core.ids('message'),
      conversationId: conversation.id,
      index: String(conversation.messages.length + 1),
      type: speech.type ?? 'TEXT',
      content: speech.content,
      language: speech.language,
      at: core.at(),
      senderId: role === 'BUYER' ? conversation.buyer.id : `cs${conversation.shopId}`,
      role,
      nickname: role === 'BUYER' ? conversation.buyer.nickname : 'Service',
    };
    if (role === 'BUYER') conversation.unread++;
    else if (role === 'CUSTOMER_SERVICE') conversation.unread = 0;
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

/** JSON inside JSON, as the platform has it. */
const textContent = (text: string): string => JSON.stringify({ content: text });

/** The last word is the buyer's; what a machine said does not count. */
function awaitsReply({ messages }: Conversation): boolean {
  for (let index = messages.length - 1; index >= 0; index--) {
    const role = messages[index]?.role;
    if (role === 'BUYER') return true;
    if (role === 'CUSTOMER_SERVICE' || role === 'SHOP') return false;
  }
  return false;
}

/** A week after the buyer's last word the seller may no longer write. */
export function sellerMayWrite({ messages, createdAt }: Conversation, now: Instant): boolean {
  const lastAt = messages.findLast((message) => message.role === 'BUYER')?.at ?? createdAt;
  return now - lastAt <= SELLER_MAY_WRITE_MS;
}

const isLanguage = (language: string): language is Language => language in PHRASES;
