/**
 * A message on the wire. Its content is JSON inside JSON, of a shape that its type fixes; a buyer may write anything, and one odd message must
 * not keep its whole conversation from being read: what does not fit its type is taken for what it is worth, and nothing is thrown.
 */
import { z } from 'zod';
import type { ChannelMessage, MessageKind, OutgoingMessage } from '../port.ts';
import { parseJson } from '../shared/json.ts';
import { id, instant, optionalId, ours, text } from './fields.ts';

export const wireMessage = z.object({
  id,
  /** A count within the conversation, written as text. */
  index: z
    .union([z.string().regex(/^\d{1,16}$/), z.int().nonnegative()])
    .transform(Number)
    .refine(Number.isSafeInteger),
  type: text,
  content: text,
  create_time: instant,
  is_visible: z.boolean().nullish(),
  sender: z.object({ role: text }),
});
type WireMessage = z.infer<typeof wireMessage>;

const KINDS: Readonly<Record<string, MessageKind>> = {
  TEXT: 'text',
  IMAGE: 'image',
  ORDER_CARD: 'order-card',
  PRODUCT_CARD: 'product-card',
  RETURN_REFUND_CARD: 'return-card',
  COUPON_CARD: 'coupon-card',
  EMOTICONS: 'sticker',
  VIDEO: 'video',
  // That a buyer came from a product's page says nothing to the seller.
  ALLOCATED_SERVICE: 'notice',
  NOTIFICATION: 'notice',
  BUYER_ENTER_FROM_TRANSFER: 'notice',
  BUYER_ENTER_FROM_PRODUCT: 'notice',
  BUYER_ENTER_FROM_ORDER: 'notice',
};

const words = z.object({ content: z.string() });
const side = z.union([z.number(), z.string()]).transform(Number).pipe(z.int().positive().max(100_000));
const picture = z.object({ url: z.string().min(1).max(2_000), width: side, height: side });
const card = z.object({ order_id: optionalId, product_id: optionalId });

export function messageOf(wire: WireMessage): ChannelMessage {
  const kind = ours(KINDS, wire.type) ?? 'other';
  const isDeleted = wire.is_visible === false;
  const inner = isDeleted ? null : innerJson(wire.content);
  const shown = card.safeParse(inner).data;
  return {
    channelMessageId: wire.id,
    sequence: wire.index,
    from: writerOf(kind, wire.sender.role),
    kind,
    // Text that is not wrapped is text all the same.
    text: kind !== 'text' || isDeleted ? '' : (words.safeParse(inner).data?.content ?? wire.content),
    picture: kind === 'image' ? (picture.safeParse(inner).data ?? null) : null,
    channelOrderId: kind === 'order-card' ? (shown?.order_id ?? null) : null,
    channelProductId: kind === 'product-card' ? (shown?.product_id ?? null) : null,
    isDeleted,
    sentAt: wire.create_time,
  };
}

const utf8 = new TextEncoder();

function innerJson(content: string): unknown {
  try {
    return parseJson(utf8.encode(content));
  } catch {
    return null;
  }
}

function writerOf(kind: MessageKind, role: string): ChannelMessage['from'] {
  if (kind === 'notice') return 'automatic';
  if (role === 'BUYER') return 'buyer';
  return role === 'CUSTOMER_SERVICE' || role === 'SHOP' ? 'seller' : 'automatic';
}

/** The body of a call that sends it. */
export function contentOf(message: OutgoingMessage): { type: string; content: string } {
  const of = (type: string, content: unknown) => ({ type, content: JSON.stringify(content) });
  switch (message.kind) {
    case 'text':
      return of('TEXT', { content: message.text });
    case 'image':
      return of('IMAGE', message.picture);
    case 'order-card':
      return of('ORDER_CARD', { order_id: message.channelOrderId });
    case 'product-card':
      return of('PRODUCT_CARD', { product_id: message.channelProductId });
  }
}
