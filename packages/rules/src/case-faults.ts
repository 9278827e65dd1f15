/**
 * Whose fault a case probably is, by a word inside the platform's reason code: codes are long, differ by market and grow. The first row
 * that fits decides. It is a proposal: a person may say otherwise. The platform's own count of a seller's fault does not ask it.
 */
export const caseFaults = ['seller', 'buyer', 'carrier', 'nobody'] as const;
export type CaseFault = (typeof caseFaults)[number];
type FaultRow = {
  id: string;
  word: string;
  fault: CaseFault;
  /** `source`: the platform's lists of reasons and of seller-fault cancellations say so; `decision`: ours. */
  basis: 'source' | 'decision';
  source: string;
  checkedOn: string;
};

const REASONS = 'reference/tiktok-shop-open-api.md, reason codes';
const RATES = 'policies.md §1, seller-fault-cancellation and quality-metrics';
const row = ([id, word, fault]: readonly [string, string, CaseFault], from: Pick<FaultRow, 'basis' | 'source'>): FaultRow => ({
  ...{ id, word, fault, checkedOn: '2026-11-20' },
  ...from,
});
const bySource = { basis: 'source', source: RATES } as const;
const byUs = { basis: 'decision', source: REASONS } as const;

export const caseFaultRows: readonly FaultRow[] = [
  row(['cancel-asked-by-buyer', 'buyer_requested_cancellation', 'buyer'], bySource),
  row(['cancel-not-paid', 'buyer_hasnt_paid', 'buyer'], bySource),
  row(['cancel-address', 'address_not_deliver', 'buyer'], bySource),
  row(['cancel-address-unable', 'unable_to_deliver', 'buyer'], byUs),
  row(['cancel-out-of-stock', 'out_of_stock', 'seller'], bySource),
  row(['cancel-wrong-price', 'wrong_price', 'seller'], bySource),
  row(['cancel-fraud', 'potential_fraud', 'buyer'], byUs),
  row(['not-as-described', 'not_match', 'seller'], bySource),
  row(['not-as-described-words', 'not_as_described', 'seller'], bySource),
  row(['counterfeit', 'counterfeit', 'seller'], bySource),
  row(['defect', 'defective', 'seller'], bySource),
  row(['wrong-product', 'wrong_product', 'seller'], bySource),
  row(['wrong-item', 'wrong_item', 'seller'], bySource),
  row(['missing', 'missing', 'seller'], bySource),
  row(['empty', 'empty', 'seller'], bySource),
  row(['damage', 'damaged', 'carrier'], byUs),
  row(['lost', 'not_received', 'carrier'], byUs),
  row(['lost-parcel', 'package_lost', 'carrier'], byUs),
  row(['failed-delivery', 'delivery_failed', 'carrier'], byUs),
  row(['late', 'late', 'carrier'], byUs),
  row(['missed-delivery', 'missed_delivery', 'carrier'], byUs),
  row(['not-in-time', 'arrive_on_time', 'carrier'], byUs),
  row(['too-small', 'too_small', 'buyer'], byUs),
  row(['too-big', 'too_big', 'buyer'], byUs),
  row(['no-fit', "doesn't_fit", 'buyer'], byUs),
  row(['no-need', 'no_need', 'buyer'], byUs),
  row(['no-longer-needed', 'no_longer_needed', 'buyer'], byUs),
];

type Opened = { reasonCode: string; kind: 'cancellation' | 'refund' | 'return'; openedBy: 'buyer' | 'seller' | 'platform' };

/** Null: no row speaks of it. A buyer who cancels of their own will is nobody's fault but theirs. */
export function proposedFault({ reasonCode, kind, openedBy }: Opened): { fault: CaseFault; rowId: string } | null {
  const folded = reasonCode.toLowerCase();
  const found = caseFaultRows.find(({ word }) => folded.includes(word));
  if (found) return { fault: found.fault, rowId: found.id };
  return kind === 'cancellation' && openedBy === 'buyer' ? { fault: 'buyer', rowId: 'cancelled-by-buyer' } : null;
}
