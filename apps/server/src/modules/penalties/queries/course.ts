import { evaluatePolicy, nodeTable, PolicyInputError, type PolicyOutput } from '@tradewind/rules/policies';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';

/** What the rules make of the platform's records. A record that contradicts itself is shown as it is and judged by no rule. */
export type ViolationRow = Selectable<TenantTables['violation']>;
export type AppealRow = Selectable<TenantTables['appeal']>;
type SellerType = 'cross-border' | 'local';

const DAY_MS = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();

const isUnderWay = ({ intent }: Pick<AppealRow, 'intent'>): boolean => intent === 'planned' || intent === 'sent' || intent === 'unknown';

/** Only what reached the platform, in its own order. */
const submitted = (appeals: readonly AppealRow[]): AppealRow[] =>
  appeals
    .filter(({ outcome, submitted_at }) => outcome !== null && submitted_at !== null)
    .sort((a, b) => (a.submitted_at?.getTime() ?? 0) - (b.submitted_at?.getTime() ?? 0));

const asPolicyInput = (appeals: readonly AppealRow[]) =>
  submitted(appeals).map(({ submitted_at, decided_at, outcome }) => ({
    submittedAt: iso(submitted_at?.getTime() ?? 0),
    ...(decided_at && (outcome === 'granted' || outcome === 'rejected') ? { decidedAt: decided_at.toISOString(), outcome } : {}),
  }));

/** The platform's clock may run before ours: what it has recorded has happened. */
function asOfWith(now: number, violation: ViolationRow, appeals: readonly AppealRow[]): number {
  const instants = appeals.flatMap(({ submitted_at, decided_at }) => [submitted_at?.getTime() ?? 0, decided_at?.getTime() ?? 0]);
  return Math.max(now, violation.violated_at.getTime(), ...instants);
}

function judged<O extends PolicyOutput>(evaluate: () => O): O | null {
  try {
    const output = evaluate();
    return output.covered ? output : null;
  } catch (error) {
    if (error instanceof PolicyInputError) return null;
    throw error;
  }
}

export type Course = { violation: ViolationRow; appeals: readonly AppealRow[]; sellerType: SellerType; now: number };

export function appealCourseOf({ violation, appeals, sellerType, now }: Course) {
  const input = { sellerOrigin: sellerType, penalisedAt: violation.violated_at.toISOString() };
  const asOf = iso(asOfWith(now, violation, appeals));
  const said = judged(() => evaluatePolicy('appeal', { ...input, appeals: asPolicyInput(appeals), asOf }));
  // At the penalty's own instant nothing has been submitted: the first attempt's deadline.
  const first = judged(() => evaluatePolicy('appeal', { ...input, appeals: [], asOf: input.penalisedAt }));
  if (!said || !first?.deadline) return null;
  const isOverturned = violation.overturned_at !== null;
  const underWay = appeals.some(isUnderWay);
  return {
    canAppeal: said.canAppeal && !isOverturned && !underWay,
    reason: isOverturned ? ('granted' as const) : underWay ? ('under-way' as const) : said.reason,
    attempt: said.attempt,
    firstDeadline: first.deadline,
    secondDeadline: said.deadline !== null && said.deadline !== first.deadline ? said.deadline : null,
  };
}

export const stateOf = ({ overturned_at }: ViolationRow, appeals: readonly AppealRow[]): 'in-force' | 'under-appeal' | 'overturned' =>
  overturned_at !== null ? 'overturned' : appeals.some(({ outcome }) => outcome === 'under-review') ? 'under-appeal' : 'in-force';

/** Points count up to this instant, not at it. */
export const pointsUntil = ({ points, overturned_at, violated_at }: ViolationRow): string | null =>
  points === 0 || overturned_at !== null ? null : iso(violated_at.getTime() + nodeTable.pointsLastDays * DAY_MS);

type HoldRow = Selectable<TenantTables['balance_hold']>;

export function holdByRule(
  { violation, appeals, sellerType, now }: Course,
  hold: HoldRow,
): { isHeld: boolean; until: string | null } | null {
  const asOf = Math.max(asOfWith(now, violation, appeals), hold.created_at.getTime());
  const said = judged(() =>
    evaluatePolicy('balance-hold', {
      sellerOrigin: sellerType,
      bannedAt: hold.created_at.toISOString(),
      holdDays: hold.hold_days,
      investigationEndedAt: hold.investigation_ended_at?.toISOString() ?? null,
      permanent: hold.is_permanent,
      penalisedAt: violation.violated_at.toISOString(),
      appeals: asPolicyInput(appeals),
      asOf: iso(asOf),
    }),
  );
  return said && { isHeld: said.held, until: said.until };
}
