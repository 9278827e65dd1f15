/** What buyers and a shop say to each other, and how it is told. */
import type { Page, ShopAccess, UpdatedRange } from './shop-access.ts';

/** Who writes to the shop; the id is that of their orders. */
export type ChannelWriter = { channelBuyerId: string; name: string };
/** A conversation with a buyer. `updatedAt`: its latest message, or its beginning where nobody has written. */
export type ChannelConversation = {
  channelConversationId: string;
  createdAt: number;
  updatedAt: number;
  latestMessageId: string | null;
  /** Null: the platform did not say. */
  buyer: ChannelWriter | null;
};

/** `notice`: what the platform says in somebody's name; `other`: what it shows in its own pages only. */
export type MessageKind =
  | 'text'
  | 'image'
  | 'order-card'
  | 'product-card'
  | 'return-card'
  | 'coupon-card'
  | 'sticker'
  | 'video'
  | 'notice'
  | 'other';
export type ChannelPicture = { url: string; width: number; height: number };

export type ChannelMessage = {
  channelMessageId: string;
  /** Where it stands in its conversation, as the platform counts: several may share a second, and ids say nothing. */
  sequence: number;
  /** `automatic`: a machine or a notice, which answers nobody. */
  from: 'buyer' | 'seller' | 'automatic';
  kind: MessageKind;
  /** The very words, whatever they are; empty for what is no text. */
  text: string;
  picture: ChannelPicture | null;
  channelOrderId: string | null;
  channelProductId: string | null;
  /** Its writer took it back; nothing of it is told. */
  isDeleted: boolean;
  sentAt: number;
};

export type OutgoingMessage =
  | { kind: 'text'; text: string }
  | { kind: 'image'; picture: ChannelPicture }
  | { kind: 'order-card'; channelOrderId: string }
  | { kind: 'product-card'; channelProductId: string };

/** What the channel takes from a seller. */
export type MessageLimits = {
  kinds: readonly OutgoingMessage['kind'][];
  /** Characters, as UTF-16 counts them. */
  text: number;
  imageBytes: number;
  /** Nothing may be sent once the buyer has been silent for so long. */
  quietMs: number;
};

/** The consent must name the scope before a call: a refusal for want of it would look like a lost consent. */
export type ChannelConversations = {
  scope: string;
  limits: MessageLimits;
  /** By latest message, the newest first; ends where the range begins. */
  updated(shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelConversation>>;
  /** When it began and with whom; null: not there, or not this shop's. */
  read(shop: ShopAccess, channelConversationId: string): Promise<{ createdAt: number; buyer: ChannelWriter | null } | null>;
  /** All from that instant on, in the platform's sequence. */
  messages(shop: ShopAccess, conversation: { channelConversationId: string; from: number }): Promise<ChannelMessage[]>;
  /** No key makes a repeat harmless: a lost answer is looked for among the messages. */
  send(shop: ShopAccess, wish: { channelConversationId: string; message: OutgoingMessage }): Promise<{ channelMessageId: string }>;
  /** Repeatable: a picture is seen by nobody until a message names it. */
  uploadPicture(shop: ShopAccess, file: { bytes: Uint8Array; fileName: string }): Promise<ChannelPicture>;
  /** The bytes as they are, which may be no picture. `rejected` for an address that nobody should ask. */
  picture(url: string): Promise<Uint8Array>;
  markRead(shop: ShopAccess, channelConversationId: string): Promise<void>;
};
