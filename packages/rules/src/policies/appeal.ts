import { z } from 'zod';
import { type AppealCourse, appealCourse, appealFields, checkAppeals } from './appeal-course.ts';
import { at, instant, iso, sellerOrigin } from './inputs.ts';
import { citationsOf, explain, gapOf, notCovered, performanceFacts } from './performance-section.ts';
import { type Explanation, type PolicyOutput, policy } from './policy.ts';

/**
 * May this penalty still be appealed against, and until when?
 *
 * @example penalised 2026-03-01, no appeal, asOf 2026-03-31 (exactly 30 days) → canAppeal, attempt 1, deadline 2026-03-31
 * @example rejected on 2026-03-10, asOf 2026-03-20 → canAppeal, attempt 2, deadline 2026-03-25
 * @example submitted on 2026-04-02, after the deadline → void: deadline-passed, as if it had never been submitted
 */
const input = z.strictObject({ sellerOrigin, ...appealFields, asOf: instant });

export type AppealOutput = PolicyOutput & {
  canAppeal: boolean;
  attempt: 1 | 2 | null;
  deadline: string | null;
  reason: 'open' | 'under-review' | 'granted' | 'attempts-exhausted' | 'deadline-passed' | null;
};
type Verdict = Pick<AppealOutput, 'canAppeal' | 'attempt' | 'deadline' | 'reason'> & { said: Explanation };

const say = explain('appeal');

function verdictOf(state: AppealCourse['state'], asOf: number): Verdict {
  const closed = { canAppeal: false, attempt: null, deadline: null };
  switch (state.kind) {
    case 'under-review':
      return {
        ...closed,
        attempt: state.attempt,
        reason: 'under-review',
        said: say('under-review', { attempt: state.attempt, since: iso(state.since) }),
      };
    case 'granted':
      return { ...closed, reason: 'granted', said: say('granted', { at: iso(state.at) }) };
    case 'exhausted':
      return { ...closed, reason: 'attempts-exhausted', said: say('attempts-exhausted', { at: iso(state.at) }) };
    case 'may-appeal': {
      const { attempt } = state;
      const deadline = iso(state.deadline);
      return asOf <= state.deadline
        ? { canAppeal: true, attempt, deadline, reason: 'open', said: say('open', { attempt, deadline }) }
        : { ...closed, deadline, reason: 'deadline-passed', said: say('deadline-passed', { attempt, deadline }) };
    }
  }
}

export const appeal = policy<typeof input, AppealOutput>({
  facts: performanceFacts('appeal', '8 appeals'),
  input,
  example: {
    penalisedAt: '2026-03-01T09:00:00Z',
    appeals: [{ submittedAt: '2026-03-05T09:00:00Z', decidedAt: '2026-03-10T09:00:00Z', outcome: 'rejected' }],
    asOf: '2026-03-20T09:00:00Z',
  },
  check: checkAppeals,
  evaluate(given) {
    const gap = gapOf('appeal', given);
    if (gap) return { canAppeal: false, attempt: null, deadline: null, reason: null, ...notCovered(gap) };
    const course = appealCourse(at(given.penalisedAt), given.appeals);
    const { said, ...verdict } = verdictOf(course.state, at(given.asOf));
    const voided = course.voided.map((place) => say('void', { submittedAt: iso(at(given.appeals[place]?.submittedAt ?? '')) }));
    return { ...verdict, covered: true, citations: citationsOf('8 appeals'), explanation: [...voided, said] };
  },
});
