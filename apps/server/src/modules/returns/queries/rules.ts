import type { ReturnRule } from '@tradewind/contract';
import type { CaseRule, RuledCase, Used } from '@tradewind/rules/case-rules';
import { type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type CaseRow, stateOf } from './case-row.ts';

export type RuleRow = Selectable<TenantTables['after_sale_rule']>;
const DAY_MS = 86_400_000;

/** What a rule answered since midnight UTC, whatever became of it: a limit is what was risked. */
export async function usedToday(tx: TenantTx, ruleId: string, now: number): Promise<Used> {
  const midnight = new Date(Math.floor(now / DAY_MS) * DAY_MS);
  const { rows } = await sql<Used>`
    SELECT count(*)::int AS count, COALESCE(sum(amount_minor), 0)::bigint AS amount FROM after_sale_answer
    WHERE rule_id = ${ruleId}::uuid AND planned_at >= ${midnight}`.execute(tx);
  return rows[0] ?? { count: 0, amount: 0 };
}

export const limitsOf = (row: RuleRow): CaseRule => ({
  ...{ shopId: row.shop_id, act: row.act, maximum: row.max_minor, currency: row.currency, windowDays: row.window_days },
  ...{ dailyCount: row.daily_count, dailyAmount: row.daily_minor },
});

export const ruledOf = (row: CaseRow): RuledCase & { row: CaseRow } => {
  const { kind, dispute, hasOffer } = stateOf(row);
  return {
    ...{ kind, dispute, hasOffer, row, shopId: row.shop_id, refund: row.refund_minor, currency: row.currency, openedBy: row.opened_by },
    ...{ createdAt: row.created_at.getTime(), deliveredAt: row.delivered_at?.getTime() ?? null },
    dispatchedAt: row.dispatched_at?.getTime() ?? null,
  };
};

export async function ruleView(tx: TenantTx, row: RuleRow, now: number): Promise<ReturnRule> {
  const used = await usedToday(tx, row.id, now);
  const { currency } = row;
  return {
    ...{ id: row.id, name: row.name, shopId: row.shop_id, act: row.act, maximum: { amount: row.max_minor, currency } },
    ...{ windowDays: row.window_days, dailyCount: row.daily_count, dailyAmount: row.daily_minor, isLive: row.is_live },
    ...{ triedAt: row.tried_at?.toISOString() ?? null, changedBy: row.changed_by, changedAt: row.changed_at.toISOString() },
    version: row.version,
    used: { count: used.count, amount: { amount: used.amount, currency } },
  };
}
