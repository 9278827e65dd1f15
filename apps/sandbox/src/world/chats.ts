import type { Buyers } from './buyers.ts';
import { type Core, later, streamOf, unixSeconds } from './core.ts';
import { type ChatLanguage, MARKETS } from './markets.ts';
import type { MessageKind } from './message-kinds.ts';
import { PHRASES } from './phrases.ts';
import { between, pick, type Rng } from './random.ts';
import { answersAutomatically, replyHabits } from './reply-habits.ts';
import { extrasOf, saidOf, textContent } from './said.ts';
import type { Buyer, Conversation, Instant, Message, Shop } from './types.ts';
import { DAY, HOUR, MINUTE, SECOND } from './zone.ts';

/**
 * Buyers write, shops answer, in the buyer's language. One conversation per buyer and shop; it only grows.
 * A question is one turn; some buyers say a last word after the answer, which is a turn of its own and is answered at
 * the same habits. The answers are the shop's staff in the seller centre; whoever answers first through the API has
 * answered, the staff then keeps quiet; so does staff that is told to stay at home.
 * Whoever waits for hours asks again, once. What a buyer sends besides words, takes back or asks again moves nobody else: it has dice of its own.
 */
const SELLER_MAY_WRITE_MS = 7 * DAY;
const AUTOMATIC_AFTER_MS = 2 * SECOND;
const IMPATIENT_AFTER_HOURS: [number, number] = [3, 6];

type Wish = {
  language?: string | undefined;
  text?: string | undefined;
  kind?: MessageKind | undefined;
  conversationId?: string | undefined;
};
type Speech = { role: 'BUYER' | 'CUSTOMER_SERVICE' | 'ROBOT'; type?: string; content: string; language: string };
type Turn = { shop: Shop; conversation: Conversation; language: ChatLanguage; rng: Rng };

export class Chats {
  private readonly core: Core;
  private readonly buyers: Buyers;
  private readonly open = new Map<string, Conversation>();

  constructor(core: Core, buyers: Buyers) {
    this.core = core;
    this.buyers = buyers;
  }

  /** Somebody asks something. */
  begin(shop: Shop, rng: Rng, wish?: Wish): Message {
    const buyer = this.writer(shop, rng, wish);
    const language = isLanguage(buyer.language) ? buyer.language : MARKETS[shop.market].language;
    const conversation = this.conversationWith(shop, buyer);
    const isNewTurn = !awaitsReply(conversation);
    const text = { type: 'TEXT', content: textContent(wish?.text ?? pick(PHRASES[language].questions, rng)) };
    const kind = wish?.kind ?? 'text';
    const id = `${conversation.id}${conversation.messages.length}`;
    const asked = (kind === 'text' ? null : saidOf(this.core, kind, { shop, buyer, id, rng })) ?? text;
    const question = this.say(conversation, { role: 'BUYER', ...asked, language: buyer.language });
    const turn = { shop, conversation, language, rng };
    if (isNewTurn && answersAutomatically(this.core, shop)) this.answerAutomatically(turn);
    this.expectReply(turn, { mayClose: true });
    // Who is sent by a control call does as told.
    if (!wish) this.addExtras(turn, question);
    if (isNewTurn) this.growImpatient(turn, question);
    return question;
  }

  private writer(shop: Shop, rng: Rng, wish: Wish = {}): Buyer {
    const known = wish.conversationId === undefined ? undefined : this.core.store.world.conversations.get(wish.conversationId)?.buyer;
    if (known) return wish.language ? { ...known, language: wish.language } : known;
    return wish.language ? this.buyers.speaking(shop, wish.language, rng) : this.buyers.someone(shop, rng);
  }

  private addExtras({ shop, conversation }: Turn, question: Message): void {
    const { kind, isDeleted, rng } = extrasOf(this.core, question);
    const { buyer } = conversation;
    const extra = kind && saidOf(this.core, kind, { shop, buyer, id: question.id, rng });
    // In the same breath: after an answer it would open a turn that nobody comes to close.
    if (extra) this.say(conversation, { role: 'BUYER', ...extra, language: question.language });
    if (isDeleted) later(this.core, between(1, 5, rng) * MINUTE, () => this.takeBack(question));
  }

  private growImpatient({ conversation, language }: Turn, question: Message): void {
    const rng = streamOf(this.core, `impatience:${question.id}`);
    later(this.core, between(...IMPATIENT_AFTER_HOURS, rng) * HOUR, () => {
      if (!awaitsReply(conversation)) return;
      const nudge = PHRASES[language].closings.at(-1) ?? '…';
      this.say(conversation, { role: 'BUYER', content: textContent(nudge), language: question.language });
    });
  }

  /** A writer takes a message back; that it was there stays to be seen. */
  takeBack(message: Message): void {
    const conversation = this.core.store.world.conversations.get(message.conversationId);
    if (!conversation || message.deletedAt !== null) return;
    message.deletedAt = this.core.at();
    this.tell(conversation, message);
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
      if (!awaitsReply(conversation) || this.core.unstaffed.has(shop.id)) return;
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
      deletedAt: null,
    };
    if (role === 'BUYER') conversation.unread++;
    else if (role === 'CUSTOMER_SERVICE') conversation.unread = 0;
    core.store.addMessage(conversation, message);
    this.tell(conversation, message);
    return message;
  }

  private tell(conversation: Conversation, message: Message): void {
    this.core.emit(() => ({
      type: 14,
      eventType: 'NEW_MESSAGE',
      shopId: conversation.shopId,
      at: this.core.at(),
      data: {
        message_id: message.id,
        index: message.index,
        conversation_id: conversation.id,
        type: message.type,
        content: shownContent(message),
        create_time: unixSeconds(message.at),
        is_visible: message.deletedAt === null,
        sender: { im_user_id: message.senderId, role: message.role },
      },
    }));
  }
}

/** Of what was taken back nothing is shown. */
export const shownContent = ({ deletedAt, content }: Message): string => (deletedAt === null ? content : textContent(''));

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

const isLanguage = (language: string): language is ChatLanguage => language in PHRASES;
