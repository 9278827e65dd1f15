import type { ChannelCase } from '@tradewind/channels';
import type { SellerAct } from '../tables.ts';

/** `ask-again`: the case waits, or does not say whose doing it was; the same intent key finds out. */
export type Verdict = 'taken' | 'overtaken' | 'ask-again';

/** What a case as it stands says of an answer whose outcome is not known. */
export function verdictOf(act: SellerAct, found: ChannelCase): Verdict {
  const { status } = found;
  switch (act) {
    case 'approve-cancellation':
    case 'approve-refund':
    case 'accept-parcel':
      if (status === 'withdrawn' || status === 'rejected') return 'overtaken';
      return status === 'approved' || status === 'completed' ? 'taken' : 'ask-again';
    case 'approve-return':
      if (status === 'awaiting-buyer-shipment' || status === 'shipped-by-buyer') return 'taken';
      return status === 'requested' ? 'ask-again' : 'overtaken';
    case 'offer-part':
      return found.offer !== null ? 'taken' : status === 'requested' ? 'ask-again' : 'overtaken';
    case 'reject-refund':
    case 'reject-return':
      if (status === 'rejected') return 'taken';
      return status === 'requested' ? 'ask-again' : 'overtaken';
    case 'reject-parcel':
      if (status === 'parcel-rejected' || status === 'rejected') return 'taken';
      return status === 'shipped-by-buyer' ? 'ask-again' : 'overtaken';
    case 'reject-cancellation':
      // Refused and withdrawn look alike here.
      return status === 'approved' || status === 'completed' ? 'overtaken' : 'ask-again';
    case 'refund-order':
    case 'cancel-order':
      return 'ask-again';
  }
}
