/** Server-sent "changed" hints at /api/v1/events: what to fetch again, never the data itself. */
export const hintTypes = [
  'order.changed',
  'shop.changed',
  'task.changed',
  'figures.changed',
  'listing.changed',
  'product.changed',
  'publication.changed',
  'package.changed',
  'shipment.changed',
  'notification.changed',
  'violation.changed',
  'return.changed',
  'document.changed',
  'finance.changed',
  'opening.changed',
  'programme.changed',
  'conversation.changed',
  'inbox-team.changed',
  'review.changed',
  'stock.changed',
  'product-text.changed',
  'pick-wave.changed',
  'label-run.changed',
  'review-rule.changed',
] as const;
export type HintType = (typeof hintTypes)[number];
export type ChangedHint = { type: HintType; ids: string[]; shopId: string | null };
