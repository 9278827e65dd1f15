import type { AnswerOf, ParsedOf, ReviewDryRun, Routes } from '@tradewind/contract';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { maySee } from '../rows.ts';

type Row = Selectable<TenantTables['review_dry_run']> & { profits: ReviewDryRun['profits'] };

const select = (which: RawBuilder<unknown>) => sql<Row>`
  SELECT d.*, COALESCE((SELECT jsonb_agg(jsonb_build_object('profit', jsonb_build_object('amount', p.amount, 'currency', p.currency), 'orders', p.orders)
      ORDER BY p.currency)
    FROM (SELECT w.currency, sum(w.profit_minor)::bigint AS amount, count(*)::int AS orders FROM review_dry_run_row w
      WHERE w.dry_run_id = d.id AND w.outcome = 'hit' AND w.profit_minor IS NOT NULL GROUP BY w.currency) AS p), '[]') AS profits
  FROM review_dry_run d WHERE ${which} ORDER BY d.created_at DESC, d.id DESC`;

const viewOf = (row: Row): ReviewDryRun => ({
  ...{ id: row.id, ruleId: row.rule_id, version: row.version, state: row.state, total: row.total, done: row.done, hits: row.hits },
  ...{ unknown: row.unknown, profits: row.profits, askedBy: row.asked_by, createdAt: row.created_at.toISOString() },
  ...{ since: row.since.toISOString(), until: row.until.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null },
});

/** By rule, the newest of its version. */
export async function newestDryRuns(
  tx: TenantTx,
  rules: readonly { ruleId: string; version: number }[],
): Promise<Map<string, ReviewDryRun>> {
  const { rows } = await select(sql`d.rule_id = ANY (${rules.map(({ ruleId }) => ruleId)}::uuid[])`).execute(tx);
  const found = new Map<string, ReviewDryRun>();
  for (const row of rows)
    if (!found.has(row.rule_id) && rules.some(({ ruleId, version }) => ruleId === row.rule_id && version === row.version))
      found.set(row.rule_id, viewOf(row));
  return found;
}

type Which = { caller: Pick<Caller, 'shopIds'>; dryRunId: string };

/** Null: it is not there for this caller. */
export async function readDryRun(tx: TenantTx, { caller, dryRunId }: Which): Promise<ReviewDryRun | null> {
  const [row] = (await select(sql`d.id = ${dryRunId}`).execute(tx)).rows;
  if (!row) return null;
  const version = await tx
    .selectFrom('review_rule_version')
    .select('conditions')
    .where('rule_id', '=', row.rule_id)
    .where('version', '=', row.version)
    .executeTakeFirst();
  return version && maySee(caller, version) ? viewOf(row) : null;
}

type RowsInput = { caller: Caller; params: { reviewDryRunId: string }; query: ParsedOf<Routes['review-dry-runs.rows']>['query'] };
type Answer = AnswerOf<Routes['review-dry-runs.rows']>;
const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Found = Omit<Answer['items'][number], 'shop' | 'total' | 'orderedAt' | 'profit'> & {
  shopId: string;
  totalMinor: number;
  totalCurrency: string;
  orderedAt: Date;
  profitMinor: number | null;
  profitCurrency: string | null;
};

/** Orders of shops that the caller does not see are left out. */
export function listDryRunRows(services: Services, { caller, params, query }: RowsInput): Promise<Answer | Refusal> {
  const after = decodeCursor(query.cursor, position);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    if (!(await readDryRun(tx, { caller, dryRunId: params.reviewDryRunId }))) return refuse('not-found');
    const shopOf = new Map((await shopsInScope(tx, { caller })).map((shop) => [shop.id, shop]));
    const beyond = after ? sql`AND (w.ordered_at, w.order_id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)` : sql``;
    const { rows } = await sql<Found>`
      SELECT w.order_id AS "orderId", o.channel_order_id AS "channelOrderId", o.shop_id AS "shopId", o.total_minor AS "totalMinor",
        o.currency AS "totalCurrency", w.ordered_at AS "orderedAt", w.outcome, w.conditions, w.profit_minor AS "profitMinor",
        w.currency AS "profitCurrency"
      FROM review_dry_run_row w JOIN orders o ON o.merchant_id = w.merchant_id AND o.id = w.order_id
      WHERE w.dry_run_id = ${params.reviewDryRunId} AND w.outcome = ${query.outcome} AND o.shop_id = ANY (${[...shopOf.keys()]}::uuid[]) ${beyond}
      ORDER BY w.ordered_at DESC, w.order_id DESC LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.orderedAt.toISOString(), id: row.orderId }));
    const items = page.items.map(({ shopId, totalMinor, totalCurrency, orderedAt, profitMinor, profitCurrency, ...row }) => ({
      ...row,
      shop: shopChip(shopOf.get(shopId)),
      total: { amount: totalMinor, currency: totalCurrency },
      orderedAt: orderedAt.toISOString(),
      profit: profitMinor === null || profitCurrency === null ? null : { amount: profitMinor, currency: profitCurrency },
    }));
    return { items, nextCursor: page.nextCursor };
  });
}
