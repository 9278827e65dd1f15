/**
 * What was sold, refunded and spent, per shop and currency, from the roll-ups.
 *
 * Two ways in. The shop's own days are day rows. Any other stretch of time is UTC hour slots, and where an end of it lies
 * inside an hour (zones with part hours, or "until now" of an earlier day) that edge is read from the orders themselves,
 * so every figure is exact at any instant.
 */
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';

export type Sum = {
  shopId: string;
  currency: string /** Day or hour the row stands for; '' for a whole range. */;
  at: string;
  gmvMinor: number;
  orders: number;
  units: number;
  refundsMinor: number;
};
export type Range = { shopId: string; from: number; to: number };

const HOUR_MS = 3_600_000;
const chosen = sql`shop_id AS "shopId", currency, sum(gmv_minor)::bigint AS "gmvMinor", sum(orders)::int AS orders, sum(units)::int AS units, sum(refunds_minor)::bigint AS "refundsMinor"`;

/** Day rows of shops, days inclusive; each row one shop-local day. */
export async function sumsByShopDay(
  tx: TenantTx,
  { shopIds, from, to }: { shopIds: readonly string[]; from: string; to: string },
): Promise<Sum[]> {
  const { rows } = await sql<Sum>`
    SELECT ${chosen}, on_day::text AS at FROM rollup_day WHERE shop_id = ANY(${shopIds}::uuid[]) AND on_day BETWEEN ${from} AND ${to} GROUP BY shop_id, currency, on_day`.execute(
    tx,
  );
  return rows;
}

const slotName = (instant: RawBuilder<unknown>, grain: Grain): RawBuilder<unknown> =>
  grain.by === 'day'
    ? sql`to_char(${instant} AT TIME ZONE ${grain.timeZone}, 'YYYY-MM-DD')`
    : sql`to_char(date_trunc('hour', ${instant}), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** Hour slots gathered by the zone's day, or left as hours. Only for stretches whose ends are whole hours. */
export async function sumsBySlot(tx: TenantTx, ranges: readonly Range[], grain: Grain): Promise<Sum[]> {
  const { source } = unnestRows(ranges, rangeColumns);
  const at = slotName(sql.ref('slot.hour_at'), grain);
  const { rows } = await sql<Sum>`
    SELECT ${chosen}, at FROM (
      SELECT slot.*, ${at} AS at FROM ${source} JOIN rollup_hour AS slot ON slot.shop_id = given.range_shop_id AND slot.hour_at >= given.starts_at AND slot.hour_at < given.ends_at
    ) AS slots GROUP BY shop_id, currency, at`.execute(tx);
  return rows;
}

const rangeColumns = {
  range_shop_id: ['uuid', (range: Range) => range.shopId],
  starts_at: ['timestamptz', (range: Range) => new Date(range.from)],
  ends_at: ['timestamptz', (range: Range) => new Date(range.to)],
} as const;

/** Whole stretches of time, exact to the instant: hour slots inside, orders and refunds at the edges. */
export async function sumsOfRanges(tx: TenantTx, ranges: readonly Range[]): Promise<Sum[]> {
  const inner = ranges.map((range) => ({
    ...range,
    from: Math.ceil(range.from / HOUR_MS) * HOUR_MS,
    to: Math.floor(range.to / HOUR_MS) * HOUR_MS,
  }));
  const edges = ranges.flatMap((range, index) => edgesOf(range, inner[index] ?? range));
  const slots = await sumSlots(
    tx,
    inner.filter((range) => range.to > range.from),
  );
  return [...slots, ...(edges.length === 0 ? [] : await sumEdges(tx, edges))];
}

function edgesOf(range: Range, inner: Range): Range[] {
  if (inner.to <= inner.from) return range.to > range.from ? [range] : [];
  return [
    { ...range, to: inner.from },
    { ...range, from: inner.to },
  ].filter((edge) => edge.to > edge.from);
}

async function sumSlots(tx: TenantTx, ranges: readonly Range[]): Promise<Sum[]> {
  if (ranges.length === 0) return [];
  const { source } = unnestRows(ranges, rangeColumns);
  const { rows } = await sql<Sum>`
    SELECT ${chosen}, '' AS at FROM (
      SELECT slot.* FROM ${source} JOIN rollup_hour AS slot ON slot.shop_id = given.range_shop_id AND slot.hour_at >= given.starts_at AND slot.hour_at < given.ends_at
    ) AS slots GROUP BY shop_id, currency`.execute(tx);
  return rows;
}

/** How rows are gathered: by the days of a zone, or by UTC hours. */
export type Grain = { by: 'day'; timeZone: string } | { by: 'hour' };

/** Orders and refunds of short stretches, read one by one; `at` is '' where no grain is asked for. */
export async function sumEdges(tx: TenantTx, ranges: readonly Range[], grain?: Grain): Promise<Sum[]> {
  const { source } = unnestRows(ranges, rangeColumns);
  const day = (column: 'paid_at' | 'refunded_at') => (grain === undefined ? sql`''` : slotName(sql.ref(column), grain));
  const { rows } = await sql<Sum>`
    SELECT ${chosen}, at FROM (
      SELECT o.shop_id, o.currency, ${day('paid_at')} AS at, o.gmv_minor, 1 AS orders, o.units, 0::bigint AS refunds_minor
        FROM ${source} JOIN orders AS o ON o.shop_id = given.range_shop_id AND o.paid_at >= given.starts_at AND o.paid_at < given.ends_at
      UNION ALL
      SELECT a.shop_id, a.currency, ${day('refunded_at')} AS at, 0::bigint, 0, 0, a.refund_minor
        FROM ${source} JOIN after_sale AS a ON a.shop_id = given.range_shop_id AND a.refunded_at >= given.starts_at AND a.refunded_at < given.ends_at
    ) AS edge GROUP BY shop_id, currency, at`.execute(tx);
  return rows;
}

export type Spend = { shopId: string; currency: string; day: string; adSpendMinor: number };

/** Ad spend is known per shop-local day only, so it is counted by that day's name in every zone. */
export async function spendByDay(
  tx: TenantTx,
  { shopIds, from, to }: { shopIds: readonly string[]; from: string; to: string },
): Promise<Spend[]> {
  const { rows } = await sql<Spend>`
    SELECT shop_id AS "shopId", currency, on_day::text AS day, sum(amount_minor)::bigint AS "adSpendMinor" FROM ad_spend_day
    WHERE shop_id = ANY(${shopIds}::uuid[]) AND on_day BETWEEN ${from} AND ${to} GROUP BY shop_id, currency, on_day`.execute(tx);
  return rows;
}
