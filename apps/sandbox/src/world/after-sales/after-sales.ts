import { type Core, later, streamOf } from '../core.ts';
import type { Life } from '../life.ts';
import { setReturn } from '../order-events.ts';
import { between } from '../random.ts';
import { causeOf } from '../reasons.ts';
import type { Cancellation, Order, Return } from '../types.ts';
import { HOUR, MINUTE } from '../zone.ts';
import type {
  AnswerCancellationInput,
  ApproveReturnInput,
  AskToReturnInput,
  BuyerStepInput,
  CancelOrderInput,
  CreateReturnInput,
  DecideDisputeInput,
  RejectReturnInput,
} from './after-sale-inputs.ts';
import { approveCancellation, cancelNow, refuseCancellation, requestCancellation } from './cancellations.ts';
import { decideDispute, dispute } from './disputes.ts';
import { addReturn, ask, awaitBuyer, openReturn, sendBack } from './returns.ts';
import { approve, resolve } from './settling.ts';

/**
 * What a seller answers by the API, and how buyers take it. Who is refused thinks it over for up to forty hours; four of ten then call
 * the platform in. Six of ten take an offer. What is allowed is asked by the callers, before the act is kept.
 */
const DISPUTED_SHARE = 0.4;
const ACCEPTED_SHARE = 0.6;
const REFUND_AFTER_MS = 10 * MINUTE;

export class AfterSales {
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  cancelOrder({ orderId, reason }: CancelOrderInput): Cancellation {
    return cancelNow(this.core, this.lifeOf(orderId, `cancel:${orderId}`), { by: 'seller', reason, refundAfterMs: REFUND_AFTER_MS });
  }

  answerCancellation({ cancellationId, isApproved, key }: AnswerCancellationInput): void {
    const item = this.core.store.world.cancellations.get(cancellationId);
    if (!item) throw new Error(`no cancellation ${cancellationId}`);
    if (key !== null) item.keys.push(key);
    if (isApproved) approveCancellation(this.core, item, REFUND_AFTER_MS);
    else refuseCancellation(this.core, item);
  }

  approveReturn({ returnId, decision, offer, key }: ApproveReturnInput): void {
    const { item, life } = this.caseOf(returnId);
    if (key !== null) item.keys.push(key);
    if (decision === 'return') awaitBuyer(this.core, { life, item });
    else if (decision === 'offer') this.makeOffer(life, item, offer ?? 0);
    else {
      if (decision === 'refund') item.isKept = true;
      approve(this.core, { life, item });
    }
  }

  rejectReturn({ returnId, key, ...words }: RejectReturnInput): void {
    const { core } = this;
    const { item, life } = this.caseOf(returnId);
    if (key !== null) item.keys.push(key);
    const isParcel = item.status === 'BUYER_SHIPPED_ITEM';
    item.respondBy = null;
    if (isParcel) setReturn(core, item, { status: 'REJECT_RECEIVE_PACKAGE', ...words });
    else resolve(core, item, { status: 'REFUND_OR_RETURN_REQUEST_REJECT', ...words });
    const { status } = item;
    const isDisputed = life.rng() < DISPUTED_SHARE;
    later(core, between(HOUR, 40 * HOUR, life.rng), () => {
      if (item.status !== status || item.arbitration !== null) return;
      if (isDisputed) dispute(core, life, item);
      else if (isParcel) resolve(core, item, { status: 'REFUND_OR_RETURN_REQUEST_REJECT', role: 'SYSTEM' });
    });
  }

  createReturn({ orderId, key, reason, ...input }: CreateReturnInput): Return {
    const life = this.lifeOf(orderId, `seller-return:${orderId}`);
    const item = addReturn(this.core, life.order, { role: 'SELLER', ...input, reason, reasonText: reason, cause: causeOf(reason) });
    if (key !== null) item.keys.push(key);
    const own = { ...life, rng: streamOf(this.core, `case:${item.id}`) };
    if (item.type === 'REFUND') approve(this.core, { life: own, item });
    else awaitBuyer(this.core, { life: own, item });
    return item;
  }

  /** Null: the order is not one that a buyer may ask to cancel. */
  askToCancel({ orderId }: { orderId: string }): Cancellation | null {
    return requestCancellation(this.core, this.lifeOf(orderId, `asks-to-cancel:${orderId}:${this.core.at()}`));
  }

  askToReturn({ orderId, type }: AskToReturnInput): Return {
    return openReturn(this.core, this.lifeOf(orderId, `asks-to-return:${orderId}:${this.core.at()}`), { isDefective: false, type });
  }

  buyerStep({ returnId, step }: BuyerStepInput): void {
    const { core } = this;
    const { item, life } = this.caseOf(returnId);
    if (step === 'ship') sendBack(core, life, item);
    else if (step === 'withdraw') resolve(core, item, { status: 'RETURN_OR_REFUND_REQUEST_CANCEL', role: 'BUYER' });
    else if (step === 'dispute') dispute(core, life, item);
    else this.answerOffer(life, item, step === 'accept-offer');
  }

  decideDispute({ returnId, winner }: DecideDisputeInput): void {
    const { item, life } = this.caseOf(returnId);
    decideDispute(this.core, life, { item, isForBuyer: winner === 'buyer' });
  }

  private makeOffer(life: Life, item: Return, amount: number): void {
    item.offer = { amount, isRefused: false };
    item.respondBy = null;
    setReturn(this.core, item, { status: 'AWAITING_BUYER_RESPONSE' });
    const isAccepted = life.rng() < ACCEPTED_SHARE;
    later(this.core, between(HOUR, 40 * HOUR, life.rng), () => {
      if (item.status === 'AWAITING_BUYER_RESPONSE') this.answerOffer(life, item, isAccepted);
    });
  }

  private answerOffer(life: Life, item: Return, isAccepted: boolean): void {
    if (!item.offer) return;
    if (isAccepted) {
      item.refund = item.offer.amount;
      item.isKept = true;
      approve(this.core, { life, item }, 'BUYER');
    } else {
      item.offer.isRefused = true;
      ask(this.core, life, item);
    }
  }

  private caseOf(returnId: string): { item: Return; life: Life } {
    const item = this.core.store.world.returns.get(returnId);
    if (!item) throw new Error(`no return ${returnId}`);
    // One stream a step: what happens next depends on how far the case is, not on who asked.
    return { item, life: this.lifeOf(item.orderId, `case:${returnId}:${item.records.length}`) };
  }

  private lifeOf(orderId: string, dice: string): Life {
    const order = this.order(orderId);
    return { order, shop: this.core.store.shop(order.shopId), rng: streamOf(this.core, dice), isByHand: true };
  }

  private order(id: string): Order {
    const order = this.core.store.world.orders.get(id);
    if (!order) throw new Error(`no order ${id}`);
    return order;
  }
}
