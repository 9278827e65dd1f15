import { z } from 'zod';
import { appealCourse, appealFields, checkAppeals } from './appeal-course.ts';
import { at, dayMs, instant, iso, sellerOrigin } from './inputs.ts';
import { citationsOf, explain, gapOf, notCovered, performanceFacts } from './performance-section.ts';
import { type Explanation, type PolicyOutput, policy } from './policy.ts';

/**
 * How long the platform keeps a banned seller's balance: until the later of the hold's end and the investigation's, unless a
 * granted appeal releases it a day after the decision, which also ends a permanent hold. Causes are goods not as described,
 * fraudulent orders and false fulfilment.
 *
 * @example banned 2026-01-01 for 90 days, investigation ended 2026-02-01 → held until 2026-04-01, then less compensation
 * @example the same, appeal granted on 2026-02-10T12:00Z → released in full on 2026-02-11T12:00Z
 * @example the same, appeal granted on 2026-04-05 → the hold had ended on 2026-04-01: less compensation all the same
 */
const input = z.strictObject({
  sellerOrigin,
  bannedAt: instant,
  holdDays: z.int().min(90).max(180),
  investigationEndedAt: instant.nullable(),
  permanent: z.boolean().default(false),
  ...appealFields,
  asOf: instant,
});
type Input = z.output<typeof input>;

export type BalanceHoldOutput = PolicyOutput & {
  held: boolean;
  until: string | null;
  releaseReason: 'period-and-investigation-ended' | 'appeal-granted' | null;
  afterRelease: 'full' | 'less-compensation' | null;
};
type Own = Omit<BalanceHoldOutput, keyof PolicyOutput>;

const say = explain('balance-hold');
const none: Own = { held: false, until: null, releaseReason: null, afterRelease: null };

/** Where the hold would end without an appeal; Infinity while that cannot be said. */
function ordinaryEnd(given: Input): number {
  if (given.permanent || given.investigationEndedAt === null) return Number.POSITIVE_INFINITY;
  return Math.max(at(given.bannedAt) + given.holdDays * dayMs, at(given.investigationEndedAt));
}

function verdictOf(given: Input): { own: Own; said: Explanation } {
  if (at(given.asOf) < at(given.bannedAt)) return { own: none, said: say('not-yet', { bannedAt: iso(at(given.bannedAt)) }) };
  const { state } = appealCourse(at(given.penalisedAt), given.appeals);
  const ordinary = ordinaryEnd(given);
  const granted = state.kind === 'granted' ? state.at + dayMs : Number.POSITIVE_INFINITY;
  const byAppeal = granted < ordinary;
  const end = Math.min(ordinary, granted);
  if (end === Number.POSITIVE_INFINITY)
    return { own: { ...none, held: true }, said: say(given.permanent ? 'permanent' : 'investigation-open') };
  const until = iso(end);
  if (at(given.asOf) < end)
    return { own: { ...none, held: true, until }, said: say(byAppeal ? 'held-appeal-granted' : 'held', { until, days: given.holdDays }) };
  return byAppeal
    ? { own: { held: false, until, releaseReason: 'appeal-granted', afterRelease: 'full' }, said: say('released-in-full', { until }) }
    : {
        own: { held: false, until, releaseReason: 'period-and-investigation-ended', afterRelease: 'less-compensation' },
        said: say('released-less-compensation', { until }),
      };
}

export const balanceHold = policy<typeof input, BalanceHoldOutput>({
  facts: performanceFacts('balance-hold', '7 withheld balance'),
  input,
  example: {
    bannedAt: '2026-01-01T00:00:00Z',
    holdDays: 90,
    investigationEndedAt: '2026-02-01T00:00:00Z',
    penalisedAt: '2026-01-01T00:00:00Z',
    appeals: [],
    asOf: '2026-03-01T00:00:00Z',
  },
  check: checkAppeals,
  evaluate(given) {
    const gap = gapOf('balance-hold', given);
    if (gap) return { ...none, ...notCovered(gap) };
    const { own, said } = verdictOf(given);
    return { ...own, covered: true, citations: citationsOf('7 withheld balance', '8 appeals'), explanation: [said] };
  },
});
