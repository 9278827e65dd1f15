import type { Notification, NotificationKind } from '@tradewind/contract/types';

export type Tone = 'losing' | 'soon' | 'done' | 'plain';
/** Red only where money or orders are being lost now. */
const tones: Record<NotificationKind, Tone> = {
  'shop-re-authorise': 'losing',
  'consent-failed': 'soon',
  'backfill-complete': 'done',
  'sync-stuck': 'losing',
  'webhooks-failing': 'soon',
  'job-parked': 'losing',
  'rates-stale': 'soon',
  'document-expiring': 'soon',
  'listings-locked': 'losing',
  'listings-drifted': 'soon',
  'rate-breached': 'losing',
  'rate-forecast': 'soon',
  'cases-closing': 'soon',
  'reply-due': 'soon',
  'reply-escalated': 'losing',
  'conversation-mentioned': 'plain',
  'review-rule-met': 'soon',
  'opening-decided': 'plain',
  'member-joined': 'plain',
};
/** What is mended is nobody's worry any more, whatever it was. */
export const toneOf = ({ kind, closedAt }: Pick<Notification, 'kind' | 'closedAt'>): Tone => (closedAt ? 'done' : tones[kind]);

export type Target = {
  to:
    | '/after-sales'
    | '/inbox'
    | '/shops'
    | '/compliance'
    | '/openings'
    | '/orders'
    | '/performance'
    | '/markets'
    | '/listings'
    | '/settings/colleagues';
  search: Record<string, string>;
  action:
    | 'cases'
    | 'conversation'
    | 'shop'
    | 'shops'
    | 'orders'
    | 'order'
    | 'performance'
    | 'markets'
    | 'colleagues'
    | 'vault'
    | 'gate'
    | 'drift'
    | 'openings';
};

/** The one place where something can be done about it. */
export function targetOf({ kind, shopId, facts }: Pick<Notification, 'kind' | 'shopId' | 'facts'>): Target {
  switch (kind) {
    case 'backfill-complete':
      return { to: '/orders', search: shopId ? { shop: shopId } : {}, action: 'orders' };
    case 'review-rule-met':
      return { to: '/orders', search: typeof facts.order === 'string' ? { q: facts.order } : {}, action: 'order' };
    case 'rates-stale':
      return { to: '/markets', search: {}, action: 'markets' };
    case 'document-expiring':
      return { to: '/compliance', search: { view: 'vault' }, action: 'vault' };
    case 'listings-locked':
      return { to: '/compliance', search: { state: 'locked', ...(shopId ? { shop: shopId } : {}) }, action: 'gate' };
    case 'listings-drifted':
      return { to: '/listings', search: { view: 'drifted', ...(shopId ? { shop: shopId } : {}) }, action: 'drift' };
    case 'reply-due':
    case 'reply-escalated':
    case 'conversation-mentioned':
      return {
        to: '/inbox',
        search: { view: 'all', ...(typeof facts.conversation === 'string' ? { open: facts.conversation } : {}) },
        action: 'conversation',
      };
    case 'cases-closing':
      return { to: '/after-sales', search: { bucket: 'answer', ...(shopId ? { shop: shopId } : {}) }, action: 'cases' };
    case 'rate-breached':
    case 'rate-forecast':
      return { to: '/performance', search: shopId ? { shop: shopId } : {}, action: 'performance' };
    case 'opening-decided':
      return { to: '/openings', search: {}, action: 'openings' };
    case 'member-joined':
      return { to: '/settings/colleagues', search: {}, action: 'colleagues' };
    default:
      return shopId ? { to: '/shops', search: { open: shopId }, action: 'shop' } : { to: '/shops', search: {}, action: 'shops' };
  }
}

/** Days of the reader, newest first as the list comes. */
export function byDay<T extends Pick<Notification, 'raisedAt'>>(
  items: readonly T[],
  dayOf: (at: string) => string,
): [day: string, items: T[]][] {
  const days = new Map<string, T[]>();
  for (const item of items) {
    const day = dayOf(item.raisedAt);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}
