import { z } from 'zod';
import { atLeast, rateOf } from './exact.ts';
import { at, hourMs, instant, minuteMs, sellerOrigin } from './inputs.ts';
import { citationsOf, explain, gapOf, notCovered, performanceFacts } from './performance-section.ts';
import { type Explanation, type Found, type PolicyOutput, policy } from './policy.ts';

/**
 * How fast a shop answers its buyers. One item is one buyer turn: the first of consecutive messages up to the seller's next reply.
 *
 * @example answered after 20 and after 50 minutes → mean 35 minutes, above 30: breach first-response
 * @example asked 23 hours ago, unanswered → not yet in the 24-hour rate; it enters, as missed, once 24 hours have passed
 */
const meanLimitMinutes = 30;
/** Targets in tenths of a percent. */
const targets = { 'reply-24h': { hours: 24, perMille: 850 }, 'reply-48h': { hours: 48, perMille: 950 } } as const;

const input = z.strictObject({
  sellerOrigin,
  conversations: z.array(z.strictObject({ buyerMessageAt: instant, firstReplyAt: instant.nullable() })),
  asOf: instant,
});
type Input = z.output<typeof input>;

export type ServiceMetricsOutput = PolicyOutput & {
  averageFirstResponseMinutes: number | null;
  replyRate24h: number | null;
  replyRate48h: number | null;
  breaches: ('first-response' | 'reply-24h' | 'reply-48h')[];
};

function check(given: Input, found: Found): void {
  if (!Array.isArray(given.conversations)) return;
  given.conversations.forEach((turn, index) => {
    const [message, reply] = [`/conversations/${index}/buyerMessageAt`, `/conversations/${index}/firstReplyAt`];
    if (found.clean(message, reply) && turn.firstReplyAt !== null && at(turn.firstReplyAt) < at(turn.buyerMessageAt))
      found.bad(reply, 'too-early', 'must not lie before buyerMessageAt');
    if (found.clean(message, '/asOf') && at(turn.buyerMessageAt) > at(given.asOf))
      found.bad(message, 'after-as-of', 'must not lie after asOf');
  });
}

type Turn = { asked: number; waited: number | null };
type Tally = { answered: number; entered: number };

export const isSlow = (waitedMs: number, answered: number): boolean => waitedMs > answered * meanLimitMinutes * minuteMs;
export const isReplyMissed = (code: keyof typeof targets, { answered, entered }: Tally): boolean =>
  entered > 0 && !atLeast(answered, entered, targets[code].perMille);
export const serviceTargets = { minutes: meanLimitMinutes, ...targets } as const;

const turnsOf = (given: Input): Turn[] =>
  given.conversations.map(({ buyerMessageAt, firstReplyAt }) => {
    const replied = firstReplyAt !== null && at(firstReplyAt) <= at(given.asOf) ? at(firstReplyAt) : null;
    return { asked: at(buyerMessageAt), waited: replied === null ? null : replied - at(buyerMessageAt) };
  });

function tallyOf(turns: readonly Turn[], hours: number, asOf: number): Tally {
  const limit = hours * hourMs;
  const answered = turns.filter(({ waited }) => waited !== null && waited <= limit).length;
  const missed = turns.filter(({ asked, waited }) => (waited === null || waited > limit) && asOf > asked + limit).length;
  return { answered, entered: answered + missed };
}

const say = explain('service-metrics');

export const serviceMetrics = policy<typeof input, ServiceMetricsOutput>({
  facts: performanceFacts('service-metrics', '5 customer service: first response, 24 h and 48 h reply rates'),
  input,
  example: {
    conversations: [
      { buyerMessageAt: '2026-03-01T09:00:00Z', firstReplyAt: '2026-03-01T09:20:00Z' },
      { buyerMessageAt: '2026-03-01T10:00:00Z', firstReplyAt: '2026-03-01T10:50:00Z' },
      { buyerMessageAt: '2026-03-02T08:00:00Z', firstReplyAt: null },
    ],
    asOf: '2026-03-03T09:00:00Z',
  },
  check,
  evaluate(given) {
    const turns = turnsOf(given);
    const waits = turns.flatMap(({ waited }) => (waited === null ? [] : [waited]));
    const total = waits.reduce((sum, waited) => sum + waited, 0);
    const within = Object.values(targets).map(({ hours }) => tallyOf(turns, hours, at(given.asOf)));
    const [day = { answered: 0, entered: 0 }, twoDays = { answered: 0, entered: 0 }] = within;
    const measured = {
      averageFirstResponseMinutes: waits.length === 0 ? null : total / (waits.length * minuteMs),
      replyRate24h: rateOf(day.answered, day.entered),
      replyRate48h: rateOf(twoDays.answered, twoDays.entered),
    };
    const gap = gapOf('service-metrics', given);
    if (gap) return { ...measured, breaches: [], ...notCovered(gap) };

    const said: Explanation[] = [];
    const breaches: ServiceMetricsOutput['breaches'] = [];
    if (measured.averageFirstResponseMinutes === null) said.push(say('no-replies'));
    else {
      const slow = isSlow(total, waits.length);
      if (slow) breaches.push('first-response');
      said.push(
        say(slow ? 'first-response-breached' : 'first-response-met', {
          minutes: measured.averageFirstResponseMinutes,
          limit: meanLimitMinutes,
          answered: waits.length,
        }),
      );
    }
    const judge = (code: keyof typeof targets, { answered, entered }: Tally): void => {
      const { hours, perMille } = targets[code];
      const rate = rateOf(answered, entered);
      if (rate === null) {
        said.push(say('reply-none', { hours }));
        return;
      }
      const missed = isReplyMissed(code, { answered, entered });
      if (missed) breaches.push(code);
      said.push(say(missed ? 'reply-breached' : 'reply-met', { hours, rate, target: perMille / 1000, answered, entered }));
    };
    judge('reply-24h', day);
    judge('reply-48h', twoDays);
    return {
      ...measured,
      breaches,
      covered: true,
      citations: citationsOf('5 customer service: first response, 24 h and 48 h reply rates'),
      explanation: said,
    };
  },
});
