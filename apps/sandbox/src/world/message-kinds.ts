/** What a buyer may be made to send. */
export const MESSAGE_KINDS = ['text', 'image', 'broken-image', 'order-card', 'product-card', 'sticker', 'odd'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];
