import type { Scope } from './roles.ts';

/**
 * What people are told of, and the right one needs to be told. `open` until it is mended (the shop consents again, the job runs);
 * the others happened once and stay as they are.
 */
export const notificationKinds = {
  'shop-re-authorise': { scope: 'shops:read', isOpen: true },
  'consent-failed': { scope: 'shops:write', isOpen: true },
  'backfill-complete': { scope: 'shops:read', isOpen: false },
  'sync-stuck': { scope: 'shops:read', isOpen: true },
  'webhooks-failing': { scope: 'shops:read', isOpen: true },
  'job-parked': { scope: 'shops:read', isOpen: true },
  'rates-stale': { scope: 'analytics:read', isOpen: true },
  'document-expiring': { scope: 'documents:read', isOpen: true },
  'listings-locked': { scope: 'listings:read', isOpen: true },
  /** Somebody changed listings in the seller centre; a person chooses whose they shall be. */
  'listings-drifted': { scope: 'listings:read', isOpen: true },
  /** A rate stands in a row of the platform's table; a worse row is told anew. */
  'rate-breached': { scope: 'orders:read', isOpen: true },
  /** It will within half a day, unless orders are shipped. */
  'rate-forecast': { scope: 'orders:read', isOpen: true },
  /** The time to answer buyers' requests ends; what is not answered the platform decides. */
  'cases-closing': { scope: 'orders:read', isOpen: true },
  /** A buyer has waited so long that the time to answer ends soon: told to whoever answers the conversation, or to all who may. */
  'reply-due': { scope: 'returns:write', isOpen: true },
  /** Still unanswered a little later: told to those who lead. */
  'reply-escalated': { scope: 'members:read', isOpen: true },
  /** A colleague called somebody to a conversation. */
  'conversation-mentioned': { scope: 'buyers:read', isOpen: false },
  /** A review rule that asks for it met an order. */
  'review-rule-met': { scope: 'orders:read', isOpen: false },
  /** The platform opened a shop, or turned an application down. */
  'opening-decided': { scope: 'shops:read', isOpen: false },
  'member-joined': { scope: 'members:read', isOpen: false },
} as const satisfies Record<string, { scope: Scope; isOpen: boolean }>;
export type NotificationKind = keyof typeof notificationKinds;
/** The cast: the keys of the object above, which Object.keys forgets. */
export const notificationKindNames = Object.keys(notificationKinds) as [NotificationKind, ...NotificationKind[]];
