/** Cases of buyers who want their money back or their parcel stopped: what may be answered, and how much money is left to give. */

export const answerActs = [
  'approve-cancellation',
  'reject-cancellation',
  'approve-refund',
  'approve-return',
  'accept-parcel',
  'offer-part',
  'reject-refund',
  'reject-return',
  'reject-parcel',
] as const;
export type AnswerAct = (typeof answerActs)[number];
export const caseBuckets = ['answer', 'inspect', 'waiting', 'on-its-way', 'dispute', 'done'] as const;
export type CaseBucket = (typeof caseBuckets)[number];

/** As the platform tells it. `respondBy`, `now`: epoch milliseconds. */
export type CaseState = {
  kind: 'cancellation' | 'refund' | 'return';
  status: string;
  respondBy: number | null;
  dispute: 'open' | 'for-buyer' | 'for-seller' | 'closed' | null;
  hasOffer: boolean;
};

export const isRefusing = (act: AnswerAct): boolean => act.startsWith('reject-');
/** Whoever refuses what came back shows pictures of it. */
export const needsEvidence = (act: AnswerAct): boolean => act === 'reject-parcel';
const ended = new Set(['completed', 'withdrawn', 'rejected', 'refunded-instead']);
export const isEnded = ({ status, dispute }: Pick<CaseState, 'status' | 'dispute'>): boolean => ended.has(status) && dispute !== 'open';

export function bucketOf(state: CaseState): CaseBucket {
  if (state.dispute === 'open') return 'dispute';
  if (state.respondBy !== null) return state.status === 'shipped-by-buyer' ? 'inspect' : 'answer';
  if (isEnded(state) || state.status === 'approved') return 'done';
  return state.status === 'shipped-by-buyer' || state.status === 'awaiting-buyer-shipment' ? 'on-its-way' : 'waiting';
}

/** What the platform takes as an answer to a case that stands so; none while it is not the seller's turn, or once a dispute is open. */
export function openActs({ kind, status, respondBy, dispute, hasOffer }: CaseState): readonly AnswerAct[] {
  if (respondBy === null || dispute === 'open') return [];
  if (kind === 'cancellation') return status === 'requested' ? ['approve-cancellation', 'reject-cancellation'] : [];
  const offer: readonly AnswerAct[] = hasOffer ? [] : ['offer-part'];
  if (status === 'requested')
    return kind === 'refund'
      ? ['approve-refund', ...offer, 'reject-refund']
      : ['approve-return', 'approve-refund', ...offer, 'reject-return'];
  return status === 'shipped-by-buyer' ? ['accept-parcel', 'reject-parcel'] : [];
}

export type OrderMoney = { paid: number; refunded: number; promised: number };
/** Minor units of the order's currency; never below zero. */
export const leftToRefund = ({ paid, refunded, promised }: OrderMoney): number => Math.max(0, paid - refunded - promised);

/**
 * A sum laid on lines in proportion to what each cost, to the last minor unit: the remainders go to the lines that lost most by rounding
 * down, the first of equals before the others. Weights of nothing at all share evenly.
 */
export function splitByLines(amount: number, weights: readonly number[]): number[] {
  const isEmpty = weights.every((weight) => weight === 0);
  const parts = weights.map((weight) => BigInt(isEmpty ? 1 : weight));
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  if (whole === 0n) return [];
  const shares = parts.map((part, at) => {
    const product = BigInt(amount) * part;
    return { at, share: Number(product / whole), rest: product % whole };
  });
  let missing = amount - shares.reduce((sum, { share }) => sum + share, 0);
  for (const each of [...shares].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1))) {
    if (missing === 0) break;
    each.share += 1;
    missing -= 1;
  }
  return shares.map(({ share }) => share);
}
