import type { DeskMarks } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';

export type MarkRow = {
  heldAt: Date | null;
  holdReason: string | null;
  heldBy: string | null;
  holdRuleId: string | null;
  packedAt: Date | null;
  assigneeId: string | null;
  assigneeName: string | null;
  tags: string[];
  reviews: { reason: string; ruleId: string | null; at: string }[];
  troubles: { code: string; reason: string; dueAt: string | null; at: string }[];
};

/** Beside `desk_mark AS m`. */
export const markColumns = (orderId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  m.held_at AS "heldAt", m.hold_reason AS "holdReason", m.held_by AS "heldBy", m.hold_rule_id AS "holdRuleId", m.packed_at AS "packedAt",
  m.assignee_id AS "assigneeId", m.assignee_name AS "assigneeName",
  ARRAY(SELECT t.tag FROM desk_tag t WHERE t.order_id = ${orderId} ORDER BY t.tag) AS tags,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('reason', r.reason, 'ruleId', r.rule_id, 'at', r.raised_at) ORDER BY r.raised_at, r.cause)
    FROM desk_review r WHERE r.order_id = ${orderId} AND r.passed_at IS NULL), '[]') AS reviews,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('code', x.code, 'reason', x.reason, 'dueAt', x.due_at, 'at', x.raised_at) ORDER BY x.raised_at, x.code)
    FROM desk_trouble x WHERE x.order_id = ${orderId}), '[]') AS troubles`;

const iso = (at: string): string => new Date(at).toISOString();

export function markView(row: MarkRow): Pick<DeskMarks, 'tags' | 'hold' | 'reviews' | 'troubles' | 'packedAt' | 'assignee'> {
  const { heldAt, assigneeId } = row;
  return {
    tags: row.tags,
    hold: heldAt === null ? null : { reason: row.holdReason ?? '', by: row.heldBy ?? '', at: heldAt.toISOString(), ruleId: row.holdRuleId },
    reviews: row.reviews.map((one) => ({ ...one, at: iso(one.at) })),
    troubles: row.troubles.map((one) => ({ ...one, dueAt: one.dueAt === null ? null : iso(one.dueAt), at: iso(one.at) })),
    packedAt: row.packedAt?.toISOString() ?? null,
    assignee: assigneeId === null ? null : { id: assigneeId, name: row.assigneeName ?? '' },
  };
}
