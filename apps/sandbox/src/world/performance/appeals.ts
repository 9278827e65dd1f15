import { type Core, later, streamOf } from '../core.ts';
import { wholeBetween } from '../random.ts';
import type { AppealInput } from '../simulation-type.ts';
import type { Appeal, Instant, Violation } from '../types.ts';
import { DAY, HOUR } from '../zone.ts';

/**
 * A seller asks the platform to look again: first within 30 days of the penalty, once more within 15 days of the first
 * refusal. Decided after two to five days. With a file of evidence it is granted, without one it is refused: simple
 * enough to be told in training. Granted, the violation counts as if it had never been.
 */
const FIRST_WITHIN_MS = 30 * DAY;
const SECOND_WITHIN_MS = 15 * DAY;

export type AppealRefusal = 'under-review' | 'granted' | 'attempts-exhausted' | 'deadline-passed';

/** Why no appeal may be made now; null: it may. */
export function appealRefusal(violation: Violation, appeals: readonly Appeal[], now: Instant): AppealRefusal | null {
  const last = appeals.at(-1);
  if (last?.status === 'UNDER_REVIEW') return 'under-review';
  if (last?.status === 'GRANTED') return 'granted';
  if (appeals.length >= 2) return 'attempts-exhausted';
  return now > appealDeadline(violation, appeals) ? 'deadline-passed' : null;
}

export const appealDeadline = (violation: Violation, appeals: readonly Appeal[]): Instant =>
  typeof appeals[0]?.decidedAt === 'number' ? appeals[0].decidedAt + SECOND_WITHIN_MS : violation.at + FIRST_WITHIN_MS;

export class Appeals {
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  /** The caller has asked `appealRefusal`. */
  submit(violation: Violation, input: AppealInput): Appeal {
    const { core } = this;
    const earlier = core.store.appealsOf(violation);
    const appeal: Appeal = {
      id: core.ids('appeal'),
      shopId: violation.shopId,
      violationId: violation.id,
      attempt: earlier.length === 0 ? 1 : 2,
      status: 'UNDER_REVIEW',
      text: input.text,
      evidence: input.evidence,
      createdAt: core.at(),
      updatedAt: core.at(),
      decidedAt: null,
    };
    core.store.addAppeal(appeal);
    const hours = wholeBetween(48, 120, streamOf(core, `appeal:${violation.id}:${appeal.attempt}`));
    later(core, hours * HOUR, () => this.decide(violation, appeal));
    return appeal;
  }

  /** Today instead of in some days; false: there is none that waits. */
  decideNow(appealId: string): boolean {
    const { all } = this.core.store;
    const appeal = all.appeals.find(({ id }) => id === appealId);
    const violation = all.violations.find(({ id }) => id === appeal?.violationId);
    if (!violation || appeal?.status !== 'UNDER_REVIEW') return false;
    this.decide(violation, appeal);
    return true;
  }

  private decide(violation: Violation, appeal: Appeal): void {
    if (appeal.status !== 'UNDER_REVIEW') return;
    const at = this.core.at();
    appeal.status = appeal.evidence.length > 0 ? 'GRANTED' : 'REJECTED';
    appeal.decidedAt = at;
    appeal.updatedAt = at;
    if (appeal.status === 'REJECTED') return;
    violation.overturnedAt = at;
    violation.updatedAt = at;
    const hold = this.core.store.all.balanceHolds.find(({ violationId }) => violationId === violation.id);
    if (hold) hold.updatedAt = at;
  }
}
