import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { everything, smallWorld } from '../../testing.ts';
import type { Simulation } from '../simulation.ts';
import type { Violation } from '../types.ts';
import { DAY, HOUR } from '../zone.ts';

/**
 * Every service and quality figure that the platform recorded, counted again from the truth pages alone, as they stood
 * at the instant of judging: so the truth is complete enough for whoever checks a monitor against it.
 */
const instant = z.number().nullable();
const Message = z.object({ shopId: z.string(), conversationId: z.string(), at: z.number(), from: z.enum(['buyer', 'seller', 'auto']) });
const Review = z.object({ shopId: z.string(), at: z.number(), stars: z.number(), withdrawnAt: instant });
const Order = z.object({ id: z.string(), shopId: z.string(), createdAt: z.number(), cancelledAt: instant });
const Dispute = z.object({ shopId: z.string(), openedAt: z.number(), decidedAt: instant, responsible: z.string().nullable() });
const Return = z.object({
  shopId: z.string(),
  orderId: z.string(),
  createdAt: z.number(),
  resolvedAt: instant,
  cause: z.string(),
  sellerFault: z.boolean(),
});

let sim: Simulation;
const read = <T>(kind: string, shape: z.ZodType<T>): T[] => z.array(shape).parse(everything(sim, kind));
type Truth = {
  messages: z.output<typeof Message>[];
  reviews: z.output<typeof Review>[];
  orders: z.output<typeof Order>[];
  disputes: z.output<typeof Dispute>[];
  returns: z.output<typeof Return>[];
};
let truth: Truth;
beforeAll(async () => {
  sim = smallWorld({ merchants: 2, shops: 13, days: 60, ordersPerShopDay: 20, troubled: true });
  await sim.advance(15 * DAY);
  truth = {
    messages: read('messages', Message),
    reviews: read('reviews', Review),
    orders: read('orders', Order),
    disputes: read('disputes', Dispute),
    returns: read('returns', Return),
  };
});
afterAll(() => sim.close());

type Figures = [numerator: number, denominator: number];
const by = (at: number, when: number | null): boolean => when !== null && when <= at;
const own = <T extends { shopId: string }>(items: T[], { shopId }: Violation): T[] => items.filter((item) => item.shopId === shopId);

function turns(violation: Violation): { askedAt: number; answeredAt: number | null }[] {
  const found: { askedAt: number; answeredAt: number | null; conversationId: string }[] = [];
  for (const { conversationId, at, from } of own(truth.messages, violation).filter((item) => item.at <= violation.at)) {
    const open = found.find((turn) => turn.conversationId === conversationId && turn.answeredAt === null);
    if (from === 'buyer' && !open) found.push({ askedAt: at, answeredAt: null, conversationId });
    if (from === 'seller' && open) open.answeredAt = at;
  }
  return found.filter(({ askedAt }) => askedAt >= violation.at - 30 * DAY);
}

function replies(violation: Violation, hours: number): Figures {
  const all = turns(violation);
  const inTime = all.filter(({ askedAt, answeredAt }) => answeredAt !== null && answeredAt - askedAt <= hours * HOUR);
  const overdue = all.filter((turn) => !inTime.includes(turn) && violation.at - turn.askedAt > hours * HOUR);
  return [overdue.length, inTime.length + overdue.length];
}

function firstReply(violation: Violation): Figures {
  const answered = turns(violation).flatMap(({ askedAt, answeredAt }) => (answeredAt === null ? [] : [answeredAt - askedAt]));
  return [Math.floor(answered.reduce((sum, wait) => sum + wait, 0) / 60_000), answered.length];
}

const monthsOrders = (violation: Violation) =>
  own(truth.orders, violation).filter(({ createdAt }) => createdAt >= violation.at - 30 * DAY && createdAt <= violation.at);

const RECOUNTS: Record<string, (violation: Violation) => Figures> = {
  SLOW_FIRST_REPLY: firstReply,
  REPLY_RATE_24H: (violation) => replies(violation, 24),
  REPLY_RATE_48H: (violation) => replies(violation, 48),
  NEGATIVE_REVIEWS: (violation) => {
    const { at } = violation;
    const negative = own(truth.reviews, violation).filter(
      (review) => review.stars <= 2 && review.at >= at - 30 * DAY && review.at <= at && !by(at, review.withdrawnAt),
    );
    return [negative.length, monthsOrders(violation).filter(({ cancelledAt }) => !by(at, cancelledAt)).length];
  },
  DISPUTE_RATE: (violation) => {
    const { at } = violation;
    const opened = own(truth.disputes, violation).filter(({ openedAt }) => openedAt >= at - 30 * DAY && openedAt <= at);
    return [opened.filter(({ decidedAt, responsible }) => by(at, decidedAt) && responsible === 'SELLER').length, opened.length];
  },
  RESOLUTION_RATE: (violation) => {
    const { at } = violation;
    const judged = own(truth.returns, violation).filter(({ sellerFault, createdAt, resolvedAt }) => {
      const endedAt = Math.min(by(at, resolvedAt) ? Number(resolvedAt) : Number.POSITIVE_INFINITY, createdAt + 30 * DAY);
      return sellerFault && endedAt <= at && endedAt >= at - 30 * DAY;
    });
    return [judged.filter(({ createdAt, resolvedAt }) => !by(Math.min(at, createdAt + 30 * DAY), resolvedAt)).length, judged.length];
  },
  DEFECTIVE_RETURNS: (violation) => {
    const orders = monthsOrders(violation);
    const bad = own(truth.returns, violation).filter(
      ({ cause, createdAt }) => createdAt <= violation.at && ['defect', 'damage', 'wrong', 'missing', 'lost'].includes(cause),
    );
    const returned = new Set(bad.map(({ orderId }) => orderId));
    return [orders.filter(({ id }) => returned.has(id)).length, orders.length];
  },
};

it('the platform’s warnings of the month say what a recount of the truth says', () => {
  const seen = new Set<string>();
  for (const violation of sim.all.violations) {
    const recount = RECOUNTS[violation.reason];
    if (!recount) continue;
    seen.add(violation.reason);
    expect([violation.reason, violation.numerator, violation.denominator]).toEqual([violation.reason, ...recount(violation)]);
  }
  expect([...seen].sort()).toEqual(Object.keys(RECOUNTS).sort());
});
