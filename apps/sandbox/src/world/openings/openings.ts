import { type Core, later } from '../core.ts';
import { openShop } from '../make-shops.ts';
import type { OpeningInput } from '../simulation-type.ts';
import type { Opening, Seller } from '../types.ts';
import { DAY, MINUTE } from '../zone.ts';
import { depositFor, needsCommitment, paperReasons, pathOf, REVIEW_MS } from './opening-rules.ts';

/**
 * An application for a shop: SUBMITTED ─1 min─> IN_REVIEW ──> REJECTED, or APPROVED and at once OPEN. How long the review
 * takes is its path's (two minutes, a day, three days from submission). Without the export commitment it does not enter
 * review and is rejected within the minute. Papers are judged when the review ends, so one may expire meanwhile.
 * The deposit is frozen when the shop opens: whole, or a quarter at once and one more each week.
 */
const ENTERS_REVIEW_MS = MINUTE;
const DEPOSIT_STEPS = 4;
const DEPOSIT_STEP_MS = 7 * DAY;

export class Openings {
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  /** The caller has asked `openingRefusal`. */
  submit(input: OpeningInput): Opening {
    const { core } = this;
    const { store } = core;
    const seller = store.seller(input.sellerId);
    const now = core.at();
    const { path, reasons } = pathOf(store, { seller, source: store.shop(input.sourceShopId), input, now });
    const { sourceShopId, ...rest } = input;
    const opening: Opening = {
      ...rest,
      id: core.ids('opening'),
      shopId: sourceShopId,
      path,
      pathReasons: reasons,
      status: 'SUBMITTED',
      history: [],
      reasons: [],
      deposit: depositFor(input, now),
      openedShopId: null,
      createdAt: now,
      updatedAt: now,
      decidedAt: null,
    };
    store.addOpening(opening);
    this.move(opening, 'SUBMITTED');
    later(core, ENTERS_REVIEW_MS, () => this.enterReview(opening));
    later(core, REVIEW_MS[path], () => this.decide(opening, seller));
    return opening;
  }

  private enterReview(opening: Opening): void {
    const reasons = paperReasons(opening, this.core.at());
    if (needsCommitment(reasons))
      this.reject(opening, [{ code: 'cannot-enter-review', document: 'EXPORT_DECLARATION_COMMITMENT' }, ...reasons]);
    else this.move(opening, 'IN_REVIEW');
  }

  private decide(opening: Opening, seller: Seller): void {
    if (opening.status !== 'IN_REVIEW') return;
    const reasons = paperReasons(opening, this.core.at());
    if (reasons.length > 0) {
      this.reject(opening, reasons);
      return;
    }
    opening.decidedAt = this.core.at();
    this.move(opening, 'APPROVED');
    this.freeze(opening, opening.deposit?.isInSteps ? DEPOSIT_STEPS : 1);
    const source = this.core.store.shop(opening.shopId);
    opening.openedShopId = openShop(this.core, { seller, source, market: opening.targetMarket }).id;
    this.move(opening, 'OPEN');
  }

  private reject(opening: Opening, reasons: Opening['reasons']): void {
    opening.reasons = reasons;
    opening.decidedAt = this.core.at();
    this.move(opening, 'REJECTED');
  }

  private freeze(opening: Opening, stepsLeft: number): void {
    const { deposit } = opening;
    if (!deposit || stepsLeft === 0) return;
    deposit.frozen += Math.round((deposit.amount - deposit.frozen) / stepsLeft);
    opening.updatedAt = this.core.at();
    later(this.core, DEPOSIT_STEP_MS, () => this.freeze(opening, stepsLeft - 1));
  }

  private move(opening: Opening, status: Opening['status']): void {
    opening.status = status;
    opening.updatedAt = this.core.at();
    opening.history.push({ status, at: this.core.at() });
  }
}
