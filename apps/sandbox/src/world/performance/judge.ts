import { type Core, later } from '../core.ts';
import type { Instant, Measure, Shop, Violation } from '../types.ts';
import { DAY, HOUR } from '../zone.ts';
import type { Appeals } from './appeals.ts';
import { holdBalance } from './balance-holds.ts';
import { FINDINGS } from './findings.ts';
import { type Count, MONTH_MS, monthsOrders, quality, RATE_WINDOW_MS, rates, service } from './metrics.ts';
import { IN_FORCE_FROM, type Penalty, penaltyFor, type RateReason } from './penalty-tables.ts';
import { VIOLATION_AREAS, type ViolationReason } from './reasons-of-violations.ts';

/**
 * The platform judges every cross-border shop once a day, at 02:00 UTC. A rate is punished at most once in seven days:
 * the next window holds none of the same orders. A warning without points keeps quiet for seven days too, but a row
 * with points is recorded over it. Service and quality are judged on
 * Mondays and earn a formal warning without points, at most one a month each.
 *
 * The ledger of an ordinary world begins twelve days before the end of the history: mild trouble for a demo. A troubled
 * world is judged from its beginning.
 */
const JUDGED_AT_MS = 2 * HOUR;
const ORDINARY_LEDGER_DAYS = 12;
const QUALITY_NEEDS_ORDERS = 100;

type Found = { reason: ViolationReason; points: number; count: Count | null; windowMs: number | null; measures: Measure[] };

export class Judge {
  private readonly core: Core;
  private readonly appeals: Appeals;

  constructor(core: Core, appeals: Appeals) {
    this.core = core;
    this.appeals = appeals;
  }

  start(): void {
    const { core } = this;
    const begins = core.isTroubled ? core.startedAt : Math.max(core.startedAt, core.endsAt - ORDINARY_LEDGER_DAYS * DAY);
    later(core, nextJudging(begins) - core.at(), () => this.judgeAll());
    for (const shop of core.store.world.shops.values()) this.planFindings(shop);
  }

  private judgeAll(): void {
    for (const shop of this.core.store.world.shops.values()) if (shop.sellerType === 'CROSS_BORDER') this.judge(shop);
    later(this.core, DAY, () => this.judgeAll());
  }

  private judge(shop: Shop): void {
    const at = this.core.at();
    if (at < IN_FORCE_FROM) return;
    const { late, cancelled } = rates(this.core.store, shop, at);
    this.judgeRate(shop, 'LATE_DISPATCH', late);
    this.judgeRate(shop, 'SELLER_FAULT_CANCELLATION', cancelled);
    if (isMonday(at)) this.judgeMonth(shop);
  }

  private judgeRate(shop: Shop, reason: RateReason, count: Count): void {
    const penalty = penaltyFor(reason, shop.market, count);
    if (!penalty) return;
    const recent = this.recorded(shop, reason, RATE_WINDOW_MS);
    if (recent.some(({ points }) => points > 0 || penalty.points === 0)) return;
    this.record(shop, { reason, points: penalty.points, count, windowMs: RATE_WINDOW_MS, measures: this.measuresOf(shop, penalty) });
  }

  private measuresOf(shop: Shop, { isWarning, limit }: Penalty): Measure[] {
    const from = this.core.at();
    const measures: Measure[] = isWarning ? [{ code: 'formal-warning', from, until: null }] : [];
    if (!limit) return measures;
    const ordersPerDay = Math.floor((monthsOrders(this.core.store, shop, from) * limit.percent) / (28 * 100));
    return [...measures, { code: 'order-limit', from, until: from + limit.days * DAY, ordersPerDay }];
  }

  /** Single limits, each carrying its own sign: more than, fewer than, at least. */
  private judgeMonth(shop: Shop): void {
    const { store } = this.core;
    const at = this.core.at();
    const { firstReply, within } = service(store, shop, at);
    const { negativeReviews, disputes, unresolved, defectiveReturns, orders } = quality(store, shop, at);
    const [day, twoDays] = [within(24), within(48)];
    const isAbove = ({ bad, total }: Count, perMille: number): boolean => total > 0 && bad * 1000 > total * perMille;
    const breaches: [ViolationReason, boolean, Count][] = [
      [
        'SLOW_FIRST_REPLY',
        firstReply.turns > 0 && firstReply.minutes > 30 * firstReply.turns,
        { bad: Math.floor(firstReply.minutes), total: firstReply.turns, behind: [] },
      ],
      ['REPLY_RATE_24H', isAbove(day, 150), day],
      ['REPLY_RATE_48H', isAbove(twoDays, 50), twoDays],
      ['NEGATIVE_REVIEWS', isAbove(negativeReviews, 7), negativeReviews],
      ['DISPUTE_RATE', isAbove(disputes, 40), disputes],
      ['RESOLUTION_RATE', isAbove(unresolved, 20), unresolved],
      ['DEFECTIVE_RETURNS', orders > QUALITY_NEEDS_ORDERS && defectiveReturns.bad * 1000 >= defectiveReturns.total * 15, defectiveReturns],
    ];
    for (const [reason, isBreached, count] of breaches) {
      if (!isBreached || this.recorded(shop, reason, MONTH_MS).length > 0) continue;
      this.record(shop, { reason, points: 0, count, windowMs: MONTH_MS, measures: [{ code: 'formal-warning', from: at, until: null }] });
    }
  }

  private recorded(shop: Shop, reason: ViolationReason, withinMs: number): Violation[] {
    return this.core.store.lists(shop.id).violations.filter((item) => item.reason === reason && item.at > this.core.at() - withinMs);
  }

  private planFindings(shop: Shop): void {
    const { core } = this;
    if (shop.sellerType !== 'CROSS_BORDER') return;
    for (const finding of FINDINGS[shop.market] ?? []) {
      const at = core.endsAt + finding.day * DAY;
      if (at < core.startedAt || (!finding.isMild && !core.isTroubled)) continue;
      later(core, at - core.at(), () => {
        const measures = finding.measures.map(({ code, days }) => ({
          code,
          from: core.at(),
          until: days === null ? null : core.at() + days * DAY,
        }));
        const violation = this.record(shop, { reason: finding.reason, points: finding.points, count: null, windowMs: null, measures });
        if (finding.hold) holdBalance(core, violation, finding.hold);
        const { appeal } = finding;
        const evidence = appeal?.hasEvidence ? [{ fileName: 'letter-of-the-brand.pdf', sha256: '0'.repeat(64) }] : [];
        if (appeal)
          later(core, appeal.afterDays * DAY, () => this.appeals.submit(violation, { text: 'We ask to look at this again.', evidence }));
      });
    }
  }

  private record(shop: Shop, { reason, points, count, windowMs, measures }: Found): Violation {
    const { core } = this;
    const at = core.at();
    const violation: Violation = {
      id: core.ids('violation'),
      shopId: shop.id,
      at,
      updatedAt: at,
      reason,
      area: VIOLATION_AREAS[reason],
      points,
      numerator: count?.bad ?? null,
      denominator: count?.total ?? null,
      windowFrom: windowMs === null ? null : at - windowMs,
      windowUntil: windowMs === null ? null : at,
      orderIds: count?.behind ?? [],
      measures,
      overturnedAt: null,
    };
    core.store.addViolation(violation);
    return violation;
  }
}

/** 1970 began on a Thursday. */
const isMonday = (at: Instant): boolean => Math.floor(at / DAY) % 7 === 4;

function nextJudging(from: Instant): Instant {
  const today = Math.floor(from / DAY) * DAY + JUDGED_AT_MS;
  return today >= from ? today : today + DAY;
}
