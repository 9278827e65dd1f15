/** What is said in a conversation, as the platform writes it: JSON inside JSON, of a shape that its type fixes. */
import { type Core, streamOf } from './core.ts';
import type { MessageKind } from './message-kinds.ts';
import { pick, type Rng } from './random.ts';
import type { Buyer, Message, Shop } from './types.ts';

export type Said = { type: string; content: string };

export const textContent = (text: string): string => JSON.stringify({ content: text });
const said = (type: string, content: Record<string, unknown>): Said => ({ type, content: JSON.stringify(content) });

/** Two hundred of these are sixteen thousand characters: a page that shows them all has other worries. */
const LONG = 'Where is my parcel? 包裹在哪里？ '.repeat(3_200);
/** What buyers paste, by mistake or on purpose. Shown as it stands it must do nothing. */
const ODD_TEXTS: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror="alert(2)"> <b>bold?</b> &amp; &lt;',
  'Order \u202Eelif.exe\u202C arrived \u2067reversed\u2069',
  'zero\u200Bwidth\u200D \uFEFFjoin\u2060ers',
  '😀😀🎁🚚💥👩‍👩‍👧‍👦🇧🇷',
  'Hola, 我的订单 where is it? ขอบคุณค่ะ',
  'Saluton, kiam alvenos mia pakaĵo?',
  "'; DROP TABLE orders; -- {{constructor}} $(id) %s%n",
  'line one\r\nline two\n\n\n\tline three\u0007',
  LONG,
];

/** Where pictures of conversations lie; whoever answers a call puts the host in front. */
export const chatImagePath = (id: string): string => `/chat-images/${id}.png`;
export const BROKEN_IMAGE = 'not-an-image-';
const IMAGE_SIDE = 320;

type Saying = { shop: Shop; buyer: Buyer; id: string; rng: Rng };

/** Null: this buyer has no order here, or the shop no goods. */
export function saidOf(core: Core, kind: Exclude<MessageKind, 'text'>, { shop, buyer, id, rng }: Saying): Said | null {
  switch (kind) {
    case 'image':
      return said('IMAGE', { url: chatImagePath(id), width: IMAGE_SIDE, height: IMAGE_SIDE });
    case 'broken-image':
      return said('IMAGE', { url: chatImagePath(`${BROKEN_IMAGE}${id}`), width: IMAGE_SIDE, height: IMAGE_SIDE });
    case 'sticker':
      return said('EMOTICONS', { emoticon: 'thumbs_up' });
    case 'odd':
      return { type: 'TEXT', content: textContent(pick(ODD_TEXTS, rng)) };
    case 'order-card': {
      const order = core.store.lists(shop.id).orders.findLast(({ buyer: { id: of } }) => of === buyer.id);
      return order ? said('ORDER_CARD', { order_id: order.id }) : null;
    }
    case 'product-card': {
      const { products } = core.store.lists(shop.id);
      return products.length > 0 ? said('PRODUCT_CARD', { product_id: pick(products, rng).id }) : null;
    }
  }
}

/** By what share of questions: the first that the dice name. */
const EXTRAS: readonly (readonly [Exclude<MessageKind, 'text'>, number])[] = [
  ['image', 0.06],
  ['order-card', 0.06],
  ['product-card', 0.05],
  ['sticker', 0.02],
  ['odd', 0.01],
  ['broken-image', 0.003],
];
const DELETED = 0.01;

/** What comes with a question, from dice of its own: whoever came without it comes in the same second with it. */
export function extrasOf(core: Core, question: Message): { kind: Exclude<MessageKind, 'text'> | null; isDeleted: boolean; rng: Rng } {
  const rng = streamOf(core, `extras:${question.id}`);
  let left = rng();
  const found = EXTRAS.find(([, share]) => {
    left -= share;
    return left < 0;
  });
  return { kind: found?.[0] ?? null, isDeleted: rng() < DELETED, rng };
}
