/**
 * The turns of the last thirty days as the three rates of service count them, exact at any instant. A turn enters the rate of N hours
 * once it is answered within them or they have passed: of those asked before that only the older ones are in, and of the younger ones the
 * answered. What this costs depends on shops, not on how much was said.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Stretch, secondAfter, slotCells } from '../../../platform/database/slots.ts';

const HOUR_MS = 3_600_000;
const WINDOW_MS = 30 * 24 * HOUR_MS;

type Amounts = { turns: number; replied: number; waited_seconds: number; within_24h: number; within_48h: number };
type Count = { part: number; whole: number };
export type TurnSums = { shopId: string; waitedMs: number; replied: number; within24h: Count; within48h: Count };

const sums = sql`sum(cell.turns)::int AS turns, sum(cell.replied)::int AS replied, sum(cell.waited_seconds)::float8 AS waited_seconds,
  sum(cell.within_24h)::int AS within_24h, sum(cell.within_48h)::int AS within_48h`;

export async function sumTurns(tx: TenantTx, { shopIds, now }: { shopIds: readonly string[]; now: number }): Promise<TurnSums[]> {
  // The first whole second at which N hours have not yet passed.
  const younger = (hours: number) => Math.ceil((now - hours * HOUR_MS) / 1000) * 1000;
  const stretches: Stretch[] = [
    { part: 'before-48h', from: secondAfter(now - WINDOW_MS), until: younger(48) },
    { part: 'before-24h', from: younger(48), until: younger(24) },
    { part: 'today', from: younger(24), until: secondAfter(now) },
  ];
  const { rows } = await sql<Amounts & { shop_id: string; part: string }>`
    SELECT cell.shop_id, span.part, ${sums}
    FROM ${slotCells('rollup_turn', { shopIds, stretches })}
    GROUP BY 1, 2`.execute(tx);
  return shopIds.map((shopId) => {
    const own = rows.filter((row) => row.shop_id === shopId);
    const total = (column: keyof Amounts, parts?: string[]) =>
      own.filter(({ part }) => parts?.includes(part) ?? true).reduce((sum, row) => sum + row[column], 0);
    return {
      shopId,
      waitedMs: total('waited_seconds') * 1000,
      replied: total('replied'),
      within24h: { part: total('within_24h'), whole: total('turns', ['before-48h', 'before-24h']) + total('within_24h', ['today']) },
      within48h: { part: total('within_48h'), whole: total('turns', ['before-48h']) + total('within_48h', ['before-24h', 'today']) },
    };
  });
}

export type TurnDay = { day: string; turns: number; replied: number; waitedSeconds: number; within24h: number; within48h: number };

/** By the shop's own day of asking. */
export async function readTurnDays(tx: TenantTx, { shopId, from }: { shopId: string; from: string }): Promise<TurnDay[]> {
  const { rows } = await sql<Amounts & { day: string }>`
    SELECT to_char(cell.slot_at AT TIME ZONE shop.time_zone, 'YYYY-MM-DD') AS day, ${sums}
    FROM shop JOIN rollup_turn AS cell ON cell.merchant_id = shop.merchant_id AND cell.shop_id = shop.id
    WHERE shop.id = ${shopId} AND cell.slot_seconds = 3600 AND cell.slot_at >= ${from}::timestamp AT TIME ZONE shop.time_zone
    GROUP BY 1`.execute(tx);
  return rows.map(({ day, turns, replied, waited_seconds, within_24h, within_48h }) => ({
    day,
    turns,
    replied,
    waitedSeconds: waited_seconds,
    within24h: within_24h,
    within48h: within_48h,
  }));
}

export type WaitingBuyer = { id: string; channelConversationId: string; askedAt: number };

/** Buyers without an answer whom one would still help, the longest waiting first. */
export async function readWaiting(
  tx: TenantTx,
  { shopId, now, limit }: { shopId: string; now: number; limit: number },
): Promise<WaitingBuyer[]> {
  const { rows } = await sql<{ id: string; channel_conversation_id: string; asked_at: Date }>`
    SELECT turn.id, conversation.channel_conversation_id, turn.asked_at
    FROM buyer_turn AS turn JOIN conversation ON conversation.merchant_id = turn.merchant_id AND conversation.id = turn.conversation_id
    WHERE turn.shop_id = ${shopId} AND turn.replied_at IS NULL AND turn.asked_at >= ${new Date(now - 48 * HOUR_MS)} AND turn.asked_at <= ${new Date(now)}
    ORDER BY turn.asked_at, turn.id LIMIT ${sql.lit(limit)}`.execute(tx);
  return rows.map((row) => ({ id: row.id, channelConversationId: row.channel_conversation_id, askedAt: row.asked_at.getTime() }));
}

/** The latest turns of the last thirty days, for a rule that is tried with them. */
export async function readLatestTurns(
  tx: TenantTx,
  { shopId, now, limit }: { shopId: string; now: number; limit: number },
): Promise<{ askedAt: Date; repliedAt: Date | null }[]> {
  return tx
    .selectFrom('buyer_turn')
    .select(['asked_at as askedAt', 'replied_at as repliedAt'])
    .where('shop_id', '=', shopId)
    .where('asked_at', '>', new Date(now - WINDOW_MS))
    .where('asked_at', '<=', new Date(now))
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
