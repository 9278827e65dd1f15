/**
 * Answering cancellations, returns and refunds. Each case is answered by its id with the intent's key, which the platform acts on once;
 * what a key cannot cover (cancelling an order) is found out from the order.
 */
import { z } from 'zod';
import type {
  CaseEligibility,
  CaseRecord,
  ChannelReason,
  ChannelReturns,
  OrderCancellation,
  ReturnApproval,
  ReturnRejection,
  SellerRefund,
  ShopAccess,
} from '../port.ts';
import { formatAmount } from '../shared/money.ts';
import { readCancellations, readReturns } from './cases.ts';
import { amountIn, id, instant, list, optionalAmount, ours, readAnswer, refusalText, text } from './fields.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import type { Platform } from './platform.ts';
import { sellerReasons } from './seller-reasons.ts';

const SCOPE = 'seller.return_refund.basic';

export function returnsOf(platform: Platform): ChannelReturns {
  return {
    scope: SCOPE,
    readCancellations: (shop, ids) => readCancellations(platform, shop, ids),
    readReturns: (shop, ids) => readReturns(platform, shop, ids),
    cancelReasons: (market, { isPaid }) => sellerReasons(isPaid ? 'cancel-paid' : 'cancel-unpaid', market),
    refundReasons: (market, kind) => sellerReasons(kind, market),
    rejectReasons: (shop, channelCaseId) => rejectReasons(platform, shop, channelCaseId),
    eligibility: (shop, channelOrderId) => eligibility(platform, shop, channelOrderId),
    calculate: (shop, wish) => calculate(platform, shop, wish),
    records: (shop, channelCaseId) => records(platform, shop, channelCaseId),
    cancelOrder: (shop, cancellation) => cancelOrder(platform, shop, cancellation),
    approveCancellation: (shop, { channelCaseId, intentKey }) =>
      answer(platform, shop, { operation: OPERATIONS.cancellationApprove, pathIds: { cancel_id: channelCaseId }, intentKey, body: {} }),
    rejectCancellation: (shop, refusal) => {
      const pathIds = { cancel_id: refusal.channelCaseId };
      const { intentKey } = refusal;
      return answer(platform, shop, { operation: OPERATIONS.cancellationReject, pathIds, intentKey, body: refusalBody(refusal) });
    },
    approveReturn: (shop, approval) => {
      const pathIds = { return_id: approval.channelCaseId };
      const { intentKey } = approval;
      return answer(platform, shop, { operation: OPERATIONS.returnApprove, pathIds, intentKey, body: approvalBody(approval) });
    },
    rejectReturn: (shop, rejection) => {
      const pathIds = { return_id: rejection.channelCaseId };
      const body = { decision: REJECTIONS[rejection.of], ...refusalBody(rejection) };
      return answer(platform, shop, { operation: OPERATIONS.returnReject, pathIds, intentKey: rejection.intentKey, body });
    },
    refundOrder: (shop, refund) => refundOrder(platform, shop, refund),
  };
}

type Ask = { operation: Operation; pathIds?: Record<string, string>; query?: Record<string, string>; body?: unknown };
const ask = (platform: Platform, shop: ShopAccess, call: Ask): Promise<unknown> =>
  platform.caller.signed({ baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, ...call });

async function answer(platform: Platform, shop: ShopAccess, { intentKey, ...call }: Ask & { intentKey: string }): Promise<void> {
  await ask(platform, shop, { ...call, query: { idempotency_key: intentKey } });
}

const REJECTIONS: Readonly<Record<ReturnRejection['of'], string>> = {
  refund: 'REJECT_REFUND',
  return: 'REJECT_RETURN',
  received: 'REJECT_RECEIVED_PACKAGE',
};

function refusalBody({ reasonCode, comment, channelImageIds }: Omit<ReturnRejection, 'of'>) {
  return {
    reject_reason: reasonCode,
    ...(comment ? { comment } : {}),
    ...(channelImageIds.length > 0 ? { images: channelImageIds.map((imageId) => ({ image_id: imageId })) } : {}),
  };
}

const DECISIONS = { return: 'APPROVE_RETURN', received: 'APPROVE_RECEIVED_PACKAGE' } as const;

/** Refunding at once leaves the goods with the buyer, which must be said where they had meant to send them. */
function approvalBody(approval: ReturnApproval) {
  if (approval.decision === 'offer') {
    const { amount, currency } = approval;
    return { decision: 'OFFER_PARTIAL_REFUND', partial_refund: { currency, amount: formatAmount(amount, currency) } };
  }
  if (approval.decision === 'refund') return { decision: 'APPROVE_REFUND', buyer_keep_item: true };
  return { decision: DECISIONS[approval.decision] };
}

const reasonPage = z.object({ reasons: list(z.object({ name: z.string().min(1), text: refusalText })) });

async function rejectReasons(platform: Platform, shop: ShopAccess, channelCaseId: string): Promise<ChannelReason[]> {
  const operation = OPERATIONS.rejectReasons;
  const data = await ask(platform, shop, { operation, query: { return_or_cancel_id: channelCaseId } });
  return readAnswer(reasonPage, data, operation.name).reasons.map((wire) => ({ code: wire.name, text: wire.text || wire.name }));
}

const eligibilityPage = z.object({
  sku_eligibility: list(
    z.object({
      line_item_eligibility: list(z.object({ request_type: text, eligible: z.boolean().nullish(), ineligible_reason: refusalText })),
    }),
  ),
});
/** Here a refund alone is called RETURN. */
const REQUESTS: Readonly<Record<string, CaseEligibility['kind']>> = {
  CANCEL: 'cancellation',
  RETURN: 'refund',
  REFUND: 'refund',
  RETURN_AND_REFUND: 'return',
};

async function eligibility(platform: Platform, shop: ShopAccess, channelOrderId: string): Promise<CaseEligibility[]> {
  const operation = OPERATIONS.eligibility;
  const data = await ask(platform, shop, { operation, pathIds: { order_id: channelOrderId } });
  const found = new Map<CaseEligibility['kind'], CaseEligibility>();
  for (const wire of readAnswer(eligibilityPage, data, operation.name).sku_eligibility.flatMap((sku) => sku.line_item_eligibility)) {
    const kind = ours(REQUESTS, wire.request_type);
    if (kind === null || found.get(kind)?.isEligible) continue;
    found.set(kind, { kind, isEligible: wire.eligible ?? false, reason: wire.eligible ? '' : wire.ineligible_reason });
  }
  return [...found.values()];
}

const KINDS = { cancellation: 'CANCEL', refund: 'REFUND', return: 'RETURN_AND_REFUND' } as const;
const calculated = z.object({ order_refund_amount: z.object({ currency: text, refund_total: optionalAmount }) });
type Wish = Parameters<ChannelReturns['calculate']>[1];

async function calculate(platform: Platform, shop: ShopAccess, wish: Wish): Promise<{ amount: number; currency: string }> {
  const operation = OPERATIONS.refundCalculate;
  const body = {
    order_id: wish.channelOrderId,
    request_type: KINDS[wish.kind],
    reason_name: wish.reasonCode,
    ...linesBody(wish.channelLineIds),
  };
  const wire = readAnswer(calculated, await ask(platform, shop, { operation, body }), operation.name).order_refund_amount;
  const currency = wire.currency || shop.currency;
  const path = 'order_refund_amount.refund_total';
  return { amount: amountIn(wire.refund_total, { currency, operation: operation.name, path }), currency };
}

const linesBody = (channelLineIds: string[] | null) => (channelLineIds ? { order_line_item_ids: channelLineIds } : {});

const recordPage = z.object({
  records: list(
    z.object({
      event: text,
      role: text,
      reason_text: refusalText,
      note: refusalText,
      images: list(z.object({ url: text })),
      create_time: instant,
    }),
  ),
});
const ROLES: Readonly<Record<string, CaseRecord['by']>> = { BUYER: 'buyer', SELLER: 'seller' };

async function records(platform: Platform, shop: ShopAccess, channelCaseId: string): Promise<CaseRecord[]> {
  const operation = OPERATIONS.returnRecords;
  const data = await ask(platform, shop, { operation, pathIds: { return_id: channelCaseId } });
  return readAnswer(recordPage, data, operation.name).records.map((wire) => ({
    at: wire.create_time,
    by: ours(ROLES, wire.role) ?? 'platform',
    event: wire.event,
    reason: wire.reason_text,
    note: wire.note,
    imageUrls: wire.images.map(({ url }) => url).filter((url) => URL.canParse(url)),
  }));
}

const cancelled = z.object({ cancel_id: id });

async function cancelOrder(platform: Platform, shop: ShopAccess, { channelOrderId, reasonCode }: OrderCancellation) {
  const operation = OPERATIONS.orderCancel;
  const data = await ask(platform, shop, { operation, body: { order_id: channelOrderId, cancel_reason: reasonCode } });
  return { channelCaseId: readAnswer(cancelled, data, operation.name).cancel_id };
}

const refunded = z.object({ return_id: id });

async function refundOrder(platform: Platform, shop: ShopAccess, wish: SellerRefund) {
  const operation = OPERATIONS.returnCreate;
  const { refund } = wish;
  const body = {
    order_id: wish.channelOrderId,
    return_type: KINDS[wish.kind],
    return_reason: wish.reasonCode,
    ...linesBody(wish.channelLineIds),
    ...(refund ? { refund_total: formatAmount(refund.amount, refund.currency), currency: refund.currency } : {}),
  };
  const data = await ask(platform, shop, { operation, body, query: { idempotency_key: wish.intentKey } });
  return { channelCaseId: readAnswer(refunded, data, operation.name).return_id };
}
