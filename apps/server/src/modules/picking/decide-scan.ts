/**
 * What one scan means. Pure: the wave as it is and the code go in, what is to be written comes out.
 *
 * A code of an order (its number, its package's, its tracking number) opens the order. A code of goods counts one unit of the order that
 * is open. In a wave of single items nothing needs to be opened: goods go to the first order that waits for them. Codes are compared
 * folded, and GTINs by all fourteen digits, because a scanner leaves out leading zeros.
 */
import type { ScanOutcome } from '@tradewind/contract';
import type { WaveKind, WaveOrderState } from './tables.ts';

export type PackingItem = { item: string; codes: readonly string[]; units: number; scanned: number };
export type PackingOrder = {
  id: string;
  codes: readonly string[];
  state: WaveOrderState;
  packerId: string | null;
  isKeptBack: boolean;
  items: readonly PackingItem[];
};
type Scan = { code: string; orderId: string | null; packerId: string; kind: WaveKind; isEnded: boolean; orders: readonly PackingOrder[] };
export type ScanDecision = { outcome: ScanOutcome; orderId: string | null; item: string | null };

const GTIN = /^\d{8,14}$/;

export const foldCode = (code: string): string => code.trim().toLowerCase();

/** Every spelling under which a code is kept. */
function spellingsOf(code: string): string[] {
  const folded = foldCode(code);
  return GTIN.test(folded) ? [folded, folded.padStart(14, '0')] : [folded];
}

export function decideScan(scan: Scan): ScanDecision {
  const { orders, isEnded } = scan;
  const current = orders.find(({ id }) => id === scan.orderId) ?? null;
  if (isEnded) return { outcome: 'ended', orderId: current?.id ?? null, item: null };
  const spellings = spellingsOf(scan.code);
  const named = orders.filter(({ codes }) => codes.some((code) => spellings.includes(code)));
  // A parcel may hold several orders: the first that is still to be packed.
  const order = named.find(({ state }) => state === 'waiting' || state === 'packing') ?? named[0];
  if (order) return { outcome: whyNot(order, scan.packerId) ?? 'opened', orderId: order.id, item: null };
  return current ? inOrder(scan, { order: current, spellings }) : withoutOrder(scan, spellings);
}

const means = (item: PackingItem, spellings: readonly string[]): boolean => item.codes.some((code) => spellings.includes(code));
const isOpen = (item: PackingItem): boolean => item.scanned < item.units;

function whyNot({ state, packerId, isKeptBack }: PackingOrder, mine: string): ScanOutcome | null {
  if (state === 'dropped' || state === 'left') return 'dropped';
  if (state === 'verified') return 'verified-before';
  if (isKeptBack) return 'kept-back';
  return packerId !== null && packerId !== mine ? 'taken' : null;
}

function inOrder({ orders, packerId }: Scan, { order, spellings }: { order: PackingOrder; spellings: readonly string[] }): ScanDecision {
  const meant = order.items.filter((item) => means(item, spellings));
  const item = meant.find(isOpen) ?? meant[0];
  const refused = whyNot(order, packerId);
  if (refused && !(refused === 'verified-before' && item)) return { outcome: refused, orderId: order.id, item: null };
  if (!item) {
    const other = orders.flatMap(({ items }) => items).find((one) => means(one, spellings));
    return { outcome: other ? 'wrong-item' : 'unknown-code', orderId: order.id, item: other?.item ?? null };
  }
  return { outcome: isOpen(item) ? counted(order, item) : 'too-many', orderId: order.id, item: item.item };
}

const counted = (order: PackingOrder, item: PackingItem): ScanOutcome => {
  const missing = order.items.reduce((sum, { units, scanned }) => sum + units - scanned, 0);
  return missing === 1 && isOpen(item) ? 'verified' : 'counted';
};

function withoutOrder({ orders, kind, packerId }: Scan, spellings: readonly string[]): ScanDecision {
  const meant = orders.flatMap((order) => order.items.filter((item) => means(item, spellings)).map((item) => ({ order, item })));
  const [first] = meant;
  if (!first) return { outcome: 'unknown-code', orderId: null, item: null };
  if (kind !== 'single-item') return { outcome: 'order-first', orderId: null, item: first.item.item };
  const next = meant.find(({ order, item }) => whyNot(order, packerId) === null && isOpen(item));
  return next
    ? { outcome: counted(next.order, next.item), orderId: next.order.id, item: next.item.item }
    : { outcome: 'too-many', orderId: null, item: first.item.item };
}
