/** Rules as they are kept, and as they are asked. */
import type { ReviewRule } from '@tradewind/rules/review-rules';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { TenantTables } from '../../platform/database/tables.ts';
import type { Caller } from '../../platform/http/handler.ts';

export const RULES_MAX = 100;
export type RuleRow = Selectable<TenantTables['review_rule']>;
export type VersionRow = Selectable<TenantTables['review_rule_version']>;
/** A version as it looks at orders. */
export type AskedRule = ReviewRule & { version: number; name: string };
export type LiveRule = AskedRule & { liveSince: Date };

export const askedRule = (row: VersionRow): AskedRule => ({
  ...{ id: row.rule_id, version: row.version, name: row.name, conditions: row.conditions, actions: row.actions, isLast: row.is_last },
});

const columns = (which: RawBuilder<unknown>) => sql<LiveRule>`
  SELECT r.id, v.version, v.name, v.conditions, v.actions, v.is_last AS "isLast", r.live_since AS "liveSince"
  FROM review_rule r JOIN review_rule_version v ON v.rule_id = r.id AND v.version = r.live_version
  WHERE r.live_version IS NOT NULL AND ${which} ORDER BY r.rank, r.id`;

/** In the order in which they are asked. */
export const readLiveRules = async (tx: TenantTx): Promise<LiveRule[]> => (await columns(sql`true`).execute(tx)).rows;

/** A rule that names shops is the business of those who see all of them. */
export const maySee = ({ shopIds }: Pick<Caller, 'shopIds'>, { conditions }: Pick<VersionRow, 'conditions'>): boolean =>
  shopIds === null || conditions.every((one) => one.kind !== 'shop' || one.shopIds.every((id) => shopIds.includes(id)));
