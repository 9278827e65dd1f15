import type { AnswerOf, Routes } from '@tradewind/contract';
import type { AssignmentRuleView } from '@tradewind/contract/types';
import type { Selectable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

export const RULES_MAX = 50;
const GIVEN_MS = 30 * 86_400_000;

type Row = Selectable<TenantTables['assignment_rule']>;
const ruleView = (row: Row, given: number): AssignmentRuleView => ({
  ...{ id: row.id, name: row.name, isLive: row.is_live, shopIds: row.shop_ids, markets: row.markets, languages: row.languages },
  ...{ hours: row.hours, memberIds: row.member_ids, by: row.chosen_by, mostOpen: row.most_open, version: row.version, given },
  ...{ changedBy: row.changed_by, changedAt: row.changed_at.toISOString() },
});

/** A rule that names shops is the business of those who see all of them. */
export const maySeeRule = ({ shopIds }: Pick<Caller, 'shopIds'>, row: Pick<Row, 'shop_ids'>): boolean =>
  shopIds === null || row.shop_ids.every((id) => shopIds.includes(id));

export async function readRules(tx: TenantTx, caller: Caller, now: number): Promise<AssignmentRuleView[]> {
  const rows = await tx.selectFrom('assignment_rule').selectAll().orderBy('rank').orderBy('id').execute();
  const given = await tx
    .selectFrom('rule_assignment')
    .select(['rule_id', (eb) => eb.fn.countAll<number>().as('given')])
    .where('at', '>', new Date(now - GIVEN_MS))
    .groupBy('rule_id')
    .execute();
  return rows
    .filter((row) => maySeeRule(caller, row))
    .map((row) => ruleView(row, Number(given.find(({ rule_id }) => rule_id === row.id)?.given ?? 0)));
}

export const listRules = (services: Services, caller: Caller): Promise<AnswerOf<Routes['assignment-rules.list']>> =>
  services.database.readMerchant(caller.merchantId, async (tx) => ({
    items: await readRules(tx, caller, services.clock.now()),
    limit: RULES_MAX,
  }));
