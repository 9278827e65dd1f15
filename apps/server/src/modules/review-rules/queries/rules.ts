import type { ReviewDryRun, ReviewRule } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { maySee, RULES_MAX, type RuleRow, type VersionRow } from '../rows.ts';
import { newestDryRuns } from './dry-runs.ts';

const SHOWN_MS = 30 * 86_400_000;

type Joined = RuleRow & VersionRow & { hits: number };

async function readRows(tx: TenantTx, now: number): Promise<Joined[]> {
  const { rows } = await sql<Joined>`
    SELECT r.*, v.rule_id, v.name, v.conditions, v.actions, v.is_last, v.saved_by, v.saved_at, v.tried_at,
      (SELECT count(*)::int FROM review_decision d WHERE d.rule_id = r.id AND d.outcome = 'hit' AND d.at >= ${new Date(now - SHOWN_MS)}) AS hits
    FROM review_rule r JOIN review_rule_version v ON v.rule_id = r.id AND v.version = r.version
    WHERE r.removed_at IS NULL ORDER BY r.rank, r.id`.execute(tx);
  return rows;
}

const viewOf = (row: Joined, dryRun: ReviewDryRun | null): ReviewRule => ({
  ...{
    id: row.id,
    name: row.name,
    conditions: row.conditions,
    actions: row.actions,
    isLast: row.is_last,
    rank: row.rank,
  },
  ...{ version: row.version, liveVersion: row.live_version, liveSince: row.live_since?.toISOString() ?? null },
  ...{ triedAt: row.tried_at?.toISOString() ?? null, hits: row.hits, dryRun, changedBy: row.changed_by },
  changedAt: row.changed_at.toISOString(),
});

type Asked = { caller: Pick<Caller, 'shopIds'>; now: number };

export async function readRules(tx: TenantTx, { caller, now }: Asked): Promise<{ items: ReviewRule[]; limit: number }> {
  const rows = (await readRows(tx, now)).filter((row) => maySee(caller, row));
  const dryRuns = await newestDryRuns(
    tx,
    rows.map(({ id, version }) => ({ ruleId: id, version })),
  );
  return { items: rows.map((row) => viewOf(row, dryRuns.get(row.id) ?? null)), limit: RULES_MAX };
}

/** Null: it is not there for this caller. */
export async function readRule(tx: TenantTx, asked: Asked & { ruleId: string }): Promise<ReviewRule | null> {
  return (await readRules(tx, asked)).items.find(({ id }) => id === asked.ruleId) ?? null;
}
