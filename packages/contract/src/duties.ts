import type { Scope } from './roles.ts';

/** What somebody has to do, and the right that one needs to be told of it. Texts in the web: `duties.kinds.<kind>`. */
export const dutyKinds = {
  /** Something is wrong between a shop and its platform; `code` and `remedy` say what. */
  'shop-trouble': 'shops:read',
  /** What its platform refused, or may have done without saying so. */
  'intents-unsettled': 'shops:read',
  /** A rate stands in a row of the platform's table: it costs points, or misses its target. */
  'rate-costs': 'orders:read',
  'rate-missed': 'orders:read',
  /** It will, unless orders are shipped. */
  'rate-will-cost': 'orders:read',
  'rate-will-miss': 'orders:read',
  'orders-due': 'orders:read',
  'orders-late': 'orders:read',
  /** Unpaid ones whose time to be paid ends within a day. */
  'orders-expiring': 'orders:read',
  'document-ending': 'documents:read',
  'listings-locked': 'listings:read',
  'categories-unknown': 'listings:read',
  /** Buyers whose time to be answered ends. */
  'buyers-waiting': 'orders:read',
  'appeal-closing': 'penalties:read',
  /** Buyers' requests whose time to be answered ends. */
  'cases-closing': 'orders:read',
  /** An application for a shop that came back. */
  'opening-returned': 'shops:read',
  /** Sold by a platform beyond the stock; a stock that ends before new goods can come; goods that lie dead. */
  'stock-oversold': 'stock:read',
  'stock-low': 'stock:read',
  'stock-dead': 'stock:read',
  /** A core SKU of the programme to Mexico without stock in the United States. */
  'core-stock-missing': 'stock:read',
  /** A shop shows other numbers than it was told. */
  'stock-drifting': 'stock:read',
  'tax-id-needed': 'finance:read',
  'tax-id-freezing': 'finance:read',
  'tax-id-frozen': 'finance:read',
} as const satisfies Record<string, Scope>;
export type DutyKind = keyof typeof dutyKinds;
/** The cast: the keys of the object above, which Object.keys forgets. */
export const dutyKindNames = Object.keys(dutyKinds) as [DutyKind, ...DutyKind[]];
