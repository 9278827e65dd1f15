import type { Appeal, BalanceHold, ShopStanding, Violation } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import type { RatePrediction } from '../../performance/index.ts';
import { type AppealRow, appealCourseOf, type Course, holdByRule, pointsUntil, stateOf, type ViolationRow } from './course.ts';
import { foreseenAt } from './foreseen.ts';

/** How rows are shown; what they mean is asked of the rules on the way (course.ts). */
export const shopChip = ({ id, name, channel, market, timeZone }: ShopInScope): Violation['shop'] => ({
  ...{ id, name, market, timeZone },
  channel: channel as Violation['shop']['channel'], // written from the contract's enum
});

type Measure = Violation['measures'][number];
export const measuresOf = ({ measures }: ViolationRow): Measure[] =>
  measures.map(({ code, from, until, ordersPerDay }) => ({
    ...{ code, ordersPerDay },
    from: new Date(from).toISOString(),
    until: until === null ? null : new Date(until).toISOString(),
  }));

type Around = { shop: ShopInScope; appeals: readonly AppealRow[]; now: number };
type AroundViolation = Around & { predictions: readonly RatePrediction[] };

export const courseOf = (violation: ViolationRow, { shop, appeals, now }: Around): Course => ({
  ...{ violation, now, sellerType: shop.sellerType },
  appeals: appeals.filter((appeal) => appeal.violation_id === violation.id),
});

export function violationView(row: ViolationRow, around: AroundViolation): Violation {
  const course = courseOf(row, around);
  const foreseen = foreseenAt(row, around.predictions);
  return {
    id: row.id,
    channelViolationId: row.channel_violation_id,
    shop: shopChip(around.shop),
    source: row.source,
    reason: row.reason,
    area: row.area,
    points: row.points,
    state: stateOf(row, course.appeals),
    numerator: row.numerator,
    denominator: row.denominator,
    window: row.window_from && row.window_until && { from: row.window_from.toISOString(), until: row.window_until.toISOString() },
    measures: measuresOf(row),
    orderCount: row.channel_order_ids.length,
    violatedAt: row.violated_at.toISOString(),
    foreseenAt: foreseen === null ? null : new Date(foreseen).toISOString(),
    pointsUntil: pointsUntil(row),
    overturnedAt: row.overturned_at?.toISOString() ?? null,
    appeal: appealCourseOf(course),
  };
}

/** An intent's own state until the platform has the appeal, then the platform's. */
function appealState({ intent, outcome }: AppealRow): Appeal['state'] {
  if (intent === 'rejected') return 'refused';
  if (outcome === null) return intent === null || intent === 'confirmed' ? 'under-review' : intent;
  return outcome;
}

export const appealView = (row: AppealRow, { shop, reason }: { shop: ShopInScope; reason: string }): Appeal => ({
  id: row.id,
  violationId: row.violation_id,
  channelAppealId: row.channel_appeal_id,
  shop: shopChip(shop),
  reason,
  attempt: row.attempt,
  state: appealState(row),
  text: row.text,
  evidenceIds: row.evidence_ids,
  isOwn: row.intent !== null,
  failureCode: row.failure_code,
  createdAt: row.created_at.toISOString(),
  submittedAt: row.submitted_at?.toISOString() ?? null,
  decidedAt: row.decided_at?.toISOString() ?? null,
});

export const balanceHoldView = (row: Selectable<TenantTables['balance_hold']>, course: Course): BalanceHold => ({
  channelBalanceHoldId: row.channel_balance_hold_id,
  violationId: row.violation_id,
  amount: { amount: row.amount_minor, currency: row.currency },
  heldSince: row.created_at.toISOString(),
  holdDays: row.hold_days,
  isPermanent: row.is_permanent,
  investigationEndedAt: row.investigation_ended_at?.toISOString() ?? null,
  platform: {
    // Its end comes by the passing of time, without a new record.
    isHeld: row.is_held && (row.release_at === null || course.now < row.release_at.getTime()),
    until: row.release_at?.toISOString() ?? null,
  },
  rule: holdByRule(course, row),
});

export const linkedAccountView = (
  row: Selectable<TenantTables['linked_account']>,
  shopIdOf: ReadonlyMap<string, string>,
): ShopStanding['linkedAccounts'][number] => ({
  channelAccountId: row.channel_account_id,
  kind: row.kind,
  name: row.name,
  shares: row.shares,
  shopId: shopIdOf.get(row.channel_account_id) ?? null,
});

export const appealsOf = async (tx: TenantTx, violationIds: readonly string[]): Promise<AppealRow[]> =>
  violationIds.length === 0
    ? []
    : tx.selectFrom('appeal').selectAll().where('violation_id', 'in', violationIds).orderBy('created_at').orderBy('id').execute();
