/**
 * What keeps a parcel back, and what speaks against it. Pure: facts in, verdict out. The platform asks the same again and has the last
 * word; what is found here is told in the reader's language before anything is sent.
 */
import type { OrderStatus } from '@tradewind/channels';

export type ParcelFacts = {
  status: OrderStatus;
  path: 'platform' | 'seller';
  isCancellationAsked: boolean;
  /** Of the order desk; null: it may go. */
  hold: string | null;
  isPackageMade: boolean;
  /** Packages of the order that have not left, by the platform's ids. */
  openPackages: readonly string[];
};
export type ParcelWish = {
  channelPackageId: string | null;
  channelLineIds: readonly string[] | null;
  own: { isValid: boolean; isUsed: boolean } | null;
  /** Units of the order that the wish may name. */
  lineIds: ReadonlySet<string>;
};

export type ParcelReason =
  | 'order-missing'
  | 'order-unpaid'
  | 'platform-hold'
  | 'order-cancelled'
  | 'order-shipped'
  | 'cancellation-asked'
  | 'held-by-us'
  | 'package-missing'
  | 'package-choice'
  | 'number-missing'
  | 'number-not-wanted'
  | 'number-form'
  | 'number-used'
  | 'lines-unknown'
  | 'parts-not-allowed'
  | 'being-shipped'
  | 'warned';

const NOT_TO_SHIP: Partial<Record<OrderStatus, ParcelReason>> = {
  unpaid: 'order-unpaid',
  'on-hold': 'platform-hold',
  cancelled: 'order-cancelled',
  'awaiting-collection': 'order-shipped',
  'in-transit': 'order-shipped',
  delivered: 'order-shipped',
  completed: 'order-shipped',
};

/** The first reason, the gravest first; null: it may be sent. */
export function reasonAgainst(facts: ParcelFacts, wish: ParcelWish): ParcelReason | null {
  const ofOrder = NOT_TO_SHIP[facts.status] ?? (facts.isCancellationAsked ? 'cancellation-asked' : facts.hold ? 'held-by-us' : null);
  return ofOrder ?? ofNumber(facts, wish) ?? ofPackage(facts, wish);
}

function ofNumber({ path }: ParcelFacts, { own }: ParcelWish): ParcelReason | null {
  if (path === 'platform') return own ? 'number-not-wanted' : null;
  if (!own) return 'number-missing';
  if (!own.isValid) return 'number-form';
  return own.isUsed ? 'number-used' : null;
}

function ofPackage({ isPackageMade, openPackages, path }: ParcelFacts, wish: ParcelWish): ParcelReason | null {
  if (!isPackageMade) {
    const isForeign = wish.channelLineIds?.some((id) => !wish.lineIds.has(id));
    return isForeign ? 'lines-unknown' : null;
  }
  if (wish.channelLineIds) return 'parts-not-allowed';
  if (wish.channelPackageId !== null) return openPackages.includes(wish.channelPackageId) ? null : 'package-missing';
  if (openPackages.length === 0) return 'package-missing';
  // One number cannot serve two parcels.
  return path === 'seller' && openPackages.length > 1 ? 'package-choice' : null;
}
