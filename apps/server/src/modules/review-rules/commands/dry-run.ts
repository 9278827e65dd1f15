/**
 * A rule tried on the orders of the last thirty days; nothing is done to them.
 *
 *   running → done        no order is left; the version counts as tried
 *           → cancelled   by a person, or because the rule is tried anew
 *
 * Where it stands is in its row: the newest orders first, a slice in a transaction, so that a kill costs one slice. Costs, fees and the
 * buyer's history are those of the order's day; rates of exchange and the blacklist are today's, and a buyer whom the platform has covered
 * up since is unknown.
 */
import type { ReviewDryRun } from '@tradewind/contract';
import { judgeRules } from '@tradewind/rules/review-rules';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { needsOf } from '../facts/needs.ts';
import { readOrderFacts } from '../facts/order-facts.ts';
import { dryRunJob } from '../jobs.ts';
import { readDryRun } from '../queries/dry-runs.ts';
import { askedRule } from '../rows.ts';
import { holdRule } from './keep-rule.ts';

type Input<K extends 'create' | 'cancel'> = Parameters<Handlers[`review-dry-runs.${K}`]>[0];
const LOOKED_BACK_MS = 30 * 86_400_000;
const SLICE = 200;

export function createDryRun(services: Services, { caller, requestId, params, body }: Input<'create'>): Promise<ReviewDryRun | Refusal> {
  const now = services.clock.now();
  const { merchantId } = caller;
  return services.database.withMerchant(merchantId, async (tx) => {
    const held = await holdRule(tx, caller, { ruleId: params.reviewRuleId, ...body });
    if ('refused' in held) return held;
    // What was found before is of no more use: only the newest is shown.
    await tx.deleteFrom('review_dry_run').where('rule_id', '=', held.id).execute();
    const [since, until] = [new Date(now - LOOKED_BACK_MS), new Date(now)];
    const { rows } = await sql<{ total: number }>`
      SELECT count(*)::int AS total FROM orders WHERE created_at >= ${since} AND created_at < ${until} AND paid_at IS NOT NULL`.execute(tx);
    const id = services.newId();
    await tx
      .insertInto('review_dry_run')
      .values({
        ...{ merchant_id: merchantId, id, rule_id: held.id, version: held.version, state: 'running', since, until },
        ...{ total: rows[0]?.total ?? 0, done: 0, hits: 0, unknown: 0, at_instant: null, at_order: null },
        ...{ asked_by: caller.name, created_at: until, finished_at: null },
      })
      .execute();
    const act = { action: 'review-dry-run.created', objectKind: 'review-rule', objectId: held.id, facts: { version: held.version } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await enqueue(tx, { merchantId, jobs: [dryRunJob(id, now)], now });
    return (await readDryRun(tx, { caller, dryRunId: id })) ?? refuse('not-found');
  });
}

/** One that has ended is answered as it ended. */
export function cancelDryRun(services: Services, { caller, params }: Input<'cancel'>): Promise<ReviewDryRun | Refusal> {
  const which = { caller, dryRunId: params.reviewDryRunId };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await readDryRun(tx, which))) return refuse('not-found');
    await tx
      .updateTable('review_dry_run')
      .set({ state: 'cancelled', finished_at: new Date(services.clock.now()) })
      .where('id', '=', which.dryRunId)
      .where('state', '=', 'running')
      .execute();
    return (await readDryRun(tx, which)) ?? refuse('not-found');
  });
}

type Run = { services: Services; merchantId: string; dryRunId: string; secrets: MerchantSecrets; now: number };

/** Answers whether orders are left. */
export async function trySlice(tx: TenantTx, { services, merchantId, dryRunId, secrets, now }: Run): Promise<boolean> {
  const run = await tx.selectFrom('review_dry_run').selectAll().where('id', '=', dryRunId).forUpdate().executeTakeFirst();
  if (run?.state !== 'running') return false;
  const version = await tx
    .selectFrom('review_rule_version')
    .selectAll()
    .where('rule_id', '=', run.rule_id)
    .where('version', '=', run.version)
    .executeTakeFirstOrThrow();
  const beyond = run.at_instant ? sql`AND (created_at, id) < (${run.at_instant}::timestamptz, ${run.at_order}::uuid)` : sql``;
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT id, created_at AS at FROM orders
    WHERE created_at >= ${run.since} AND created_at < ${run.until} AND paid_at IS NOT NULL ${beyond}
    ORDER BY created_at DESC, id DESC LIMIT ${sql.lit(SLICE)}`.execute(tx);
  const found = await judgeSlice(services, tx, { rule: askedRule(version), orders: rows, secrets, now });
  await saveRows(tx, { merchant_id: merchantId, dry_run_id: dryRunId }, found);
  const isMore = rows.length === SLICE;
  const last = rows.at(-1);
  const count = (outcome: 'hit' | 'unknown'): number => found.filter((one) => one.outcome === outcome).length;
  await tx
    .updateTable('review_dry_run')
    .set({
      ...{ done: run.done + rows.length, hits: run.hits + count('hit'), unknown: run.unknown + count('unknown') },
      ...(last ? { at_instant: last.at, at_order: last.id } : {}),
      ...(isMore ? {} : { state: 'done' as const, finished_at: new Date(now), total: run.done + rows.length }),
    })
    .where('id', '=', dryRunId)
    .execute();
  if (!isMore)
    await tx
      .updateTable('review_rule_version')
      .set({ tried_at: new Date(now) })
      .where('rule_id', '=', run.rule_id)
      .where('version', '=', run.version)
      .execute();
  await services.hints.publish(tx, merchantId, [{ type: 'review-rule.changed', ids: [run.rule_id], shopId: null }]);
  return isMore;
}

type Slice = { rule: ReturnType<typeof askedRule>; orders: readonly { id: string; at: Date }[]; secrets: MerchantSecrets; now: number };
type Found = {
  orderId: string;
  at: Date;
  outcome: 'hit' | 'unknown';
  conditions: string;
  profit: { amount: number; currency: string } | null;
};

async function judgeSlice(services: Services, tx: TenantTx, { rule, orders, secrets, now }: Slice): Promise<Found[]> {
  const needs = { ...needsOf(rule.conditions), profit: true };
  const known = await readOrderFacts(services, tx, { orderIds: orders.map(({ id }) => id), needs, secrets, now });
  return orders.flatMap(({ id, at }): Found[] => {
    const facts = known.facts.get(id);
    const [judged] = facts ? judgeRules([rule], facts, known.rateOf) : [];
    if (!facts || !judged || judged.verdict.outcome === 'miss') return [];
    const outcome = judged.verdict.outcome === 'hit' ? 'hit' : 'unknown';
    const profit = 'unknown' in facts.profit ? null : facts.profit;
    return [{ orderId: id, at, outcome, conditions: JSON.stringify(judged.verdict.conditions), profit }];
  });
}

async function saveRows(tx: TenantTx, of: { merchant_id: string; dry_run_id: string }, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  const { names, source } = unnestRows(found, {
    merchant_id: ['uuid', () => of.merchant_id],
    dry_run_id: ['uuid', () => of.dry_run_id],
    order_id: ['uuid', ({ orderId }) => orderId],
    ordered_at: ['timestamptz', ({ at }) => at],
    outcome: ['text', ({ outcome }) => outcome],
    conditions: ['jsonb', ({ conditions }) => conditions],
    profit_minor: ['bigint', ({ profit }) => profit?.amount ?? null],
    currency: ['text', ({ profit }) => profit?.currency ?? null],
  });
  await sql`INSERT INTO review_dry_run_row (${names}) SELECT * FROM ${source}`.execute(tx);
}
