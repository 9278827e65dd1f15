import type { Scope } from './roles.ts';

/** What platforms are told, and the right that one needs to be told what became of it. Texts in the web: `intents.kinds.<kind>`. */
export const intentKinds = {
  publication: 'listings:read',
  'global-product': 'listings:read',
  'listing-switch': 'listings:read',
  'stock-quantity': 'stock:read',
  shipment: 'orders:read',
  'package-change': 'orders:read',
  appeal: 'penalties:read',
  'case-answer': 'orders:read',
  message: 'buyers:read',
  'review-display': 'listings:read',
  'review-reply': 'orders:read',
  opening: 'shops:read',
  'programme-application': 'listings:read',
} as const satisfies Record<string, Scope>;
export type IntentKind = keyof typeof intentKinds;
/** The cast: the keys of the object above, which Object.keys forgets. */
export const intentKindNames = Object.keys(intentKinds) as [IntentKind, ...IntentKind[]];
