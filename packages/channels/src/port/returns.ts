import type { ShopAccess } from './shop-access.ts';

/** Where a case is. The seller's turn is said by `respondBy`, not by this. */
export type CaseStatus =
  | 'requested'
  | 'awaiting-buyer-shipment'
  | 'shipped-by-buyer'
  | 'parcel-rejected'
  | 'awaiting-buyer-response'
  | 'approved'
  | 'completed'
  | 'rejected'
  | 'withdrawn'
  | 'unknown';

/** A cancellation, return or refund as it stands. Money in minor units, instants epoch ms. */
export type ChannelCase = {
  channelCaseId: string;
  channelOrderId: string;
  kind: 'cancellation' | 'refund' | 'return';
  openedBy: 'buyer' | 'seller' | 'platform';
  status: CaseStatus;
  /** The platform's own spelling. */
  reason: string;
  refund: number;
  currency: string;
  channelLineIds: string[];
  /** By when the seller must answer; null while it is not their turn. */
  respondBy: number | null;
  dispute: 'open' | 'for-buyer' | 'for-seller' | 'closed' | null;
  /** A part that the seller offered, and whether the buyer refused it. */
  offer: { amount: number; isRefused: boolean } | null;
  sentBack: { trackingNumber: string; carrier: string | null } | null;
  createdAt: number;
  updatedAt: number;
};

/** What of a case says whose turn it is, and what was said so far. `reasonCode` is the platform's own spelling. */
export type CaseStanding = Pick<ChannelCase, 'openedBy' | 'channelLineIds' | 'respondBy' | 'dispute' | 'offer' | 'sentBack'> & {
  reasonCode: string;
};

export type ChannelReason = { code: string; text: string };
export type CaseRecord = {
  at: number;
  by: 'buyer' | 'seller' | 'platform';
  /** The platform's own word for the step. */
  event: string;
  reason: string;
  note: string;
  imageUrls: string[];
};

/** The same for every attempt at the same intent: the platform acts on it once. */
type Intent = { intentKey: string };
type Refusal = Intent & {
  channelCaseId: string;
  reasonCode: string;
  comment: string | null;
  /** As `uploadImage` of publishing names them. */
  channelImageIds: string[];
};

/** What a seller says to a buyer's return: `refund` gives the money and wants nothing sent, `received` of what has come back. */
export type ReturnApproval = Intent & { channelCaseId: string } & (
    | { decision: 'refund' | 'return' | 'received' }
    | { decision: 'offer'; amount: number; currency: string }
  );
export type ReturnRejection = Refusal & { of: 'refund' | 'return' | 'received' };

/** Lines null: all. `refund` null: what they add up to. */
export type SellerRefund = Intent & {
  channelOrderId: string;
  channelLineIds: string[] | null;
  reasonCode: string;
  kind: 'refund' | 'return';
  refund: { amount: number; currency: string } | null;
};
export type OrderCancellation = { channelOrderId: string; reasonCode: string };

/** May this be done to any unit of the order; `reason` in the platform's words where not. */
export type CaseEligibility = { kind: 'cancellation' | 'refund' | 'return'; isEligible: boolean; reason: string };

/**
 * Answering buyers who want their money or their parcel stopped, and refunding unasked. Every answer ends the seller's turn, so after an
 * unknown outcome `read` tells; those with an intent key may also be sent again.
 */
export type ChannelReturns = {
  /** The consent must name it before any of these is called: a refusal for want of it would look like a lost consent. */
  scope: string;
  /** Those the platform still knows, in no order. */
  readCancellations(shop: ShopAccess, channelCaseIds: readonly string[]): Promise<ChannelCase[]>;
  readReturns(shop: ShopAccess, channelCaseIds: readonly string[]): Promise<ChannelCase[]>;
  /** Why a seller may cancel an order of this market; no operation of the platform tells. */
  cancelReasons(market: string, order: { isPaid: boolean }): ChannelReason[];
  /** Why a seller may refund unasked; empty where the market does not let them. */
  refundReasons(market: string, kind: 'refund' | 'return'): ChannelReason[];
  /** Why this very request may be refused. */
  rejectReasons(shop: ShopAccess, channelCaseId: string): Promise<ChannelReason[]>;
  eligibility(shop: ShopAccess, channelOrderId: string): Promise<CaseEligibility[]>;
  /** What refunding these lines would give back, as the platform counts. */
  calculate(
    shop: ShopAccess,
    wish: { channelOrderId: string; channelLineIds: string[] | null; kind: 'cancellation' | 'refund' | 'return'; reasonCode: string },
  ): Promise<{ amount: number; currency: string }>;
  records(shop: ShopAccess, channelCaseId: string): Promise<CaseRecord[]>;
  /** The whole order. Not repeatable: after an unknown outcome the order says whether it is cancelled. */
  cancelOrder(shop: ShopAccess, cancellation: OrderCancellation): Promise<{ channelCaseId: string }>;
  approveCancellation(shop: ShopAccess, answer: Intent & { channelCaseId: string }): Promise<void>;
  rejectCancellation(shop: ShopAccess, answer: Refusal): Promise<void>;
  approveReturn(shop: ShopAccess, answer: ReturnApproval): Promise<void>;
  rejectReturn(shop: ShopAccess, answer: ReturnRejection): Promise<void>;
  /** Never above what is left of the payment: the platform refuses more. */
  refundOrder(shop: ShopAccess, refund: SellerRefund): Promise<{ channelCaseId: string }>;
};
