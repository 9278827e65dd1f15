import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** What was answered to the buyer's wish, or given unasked, and what the platform made of it. */
export const answerTimeline: TimelineSource = ({ orderId }) => sql<TimelineRow>`
  SELECT a.id::text || v.kind AS id, v.at, NULL::timestamptz AS learnt_at, v.actor_kind, v.actor_name, v.kind,
    jsonb_build_object('act', a.act, 'reason', COALESCE(a.failure_code, NULLIF(a.reason_code, '')), 'amountMinor', a.amount_minor,
      'currency', a.currency) AS facts
  FROM after_sale_answer a CROSS JOIN LATERAL (VALUES ('after-sale.answered', a.planned_at, a.asked_by_kind, a.asked_by),
    (CASE WHEN a.intent IN ('confirmed', 'rejected', 'overtaken') THEN 'after-sale.answer-' || a.intent END, a.ended_at, 'platform', NULL))
    AS v(kind, at, actor_kind, actor_name)
  WHERE a.order_id = ${orderId} AND v.kind IS NOT NULL AND v.at IS NOT NULL`;
