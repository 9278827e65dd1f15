import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { slotCells } from '../../../platform/database/slots.ts';

/** Negative reviews that stand, by the instant of writing; `from` and `until` are whole seconds, the latter outside. */
export async function countNegative(
  tx: TenantTx,
  { shopIds, from, until }: { shopIds: readonly string[]; from: number; until: number },
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ shop_id: string; negative: number }>`
    SELECT cell.shop_id, sum(cell.negative)::int AS negative
    FROM ${slotCells('rollup_review', { shopIds, stretches: [{ part: 'window', from, until }] })}
    GROUP BY 1`.execute(tx);
  return new Map(rows.map((row) => [row.shop_id, row.negative]));
}

export type ReviewDay = { day: string; negative: number };

/** By the shop's own day of writing. */
export async function readReviewDays(tx: TenantTx, { shopId, from }: { shopId: string; from: string }): Promise<ReviewDay[]> {
  const { rows } = await sql<ReviewDay>`
    SELECT to_char(cell.slot_at AT TIME ZONE shop.time_zone, 'YYYY-MM-DD') AS day, sum(cell.negative)::int AS negative
    FROM shop JOIN rollup_review AS cell ON cell.merchant_id = shop.merchant_id AND cell.shop_id = shop.id
    WHERE shop.id = ${shopId} AND cell.slot_seconds = 3600 AND cell.slot_at >= ${from}::timestamp AT TIME ZONE shop.time_zone
    GROUP BY 1`.execute(tx);
  return rows;
}
