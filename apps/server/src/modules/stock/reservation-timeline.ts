import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** The units kept for the order, and what became of them. */
export const reservationTimeline: TimelineSource = ({ orderId }) => sql<TimelineRow>`
  SELECT r.reference || ' ' || r.line || v.kind AS id, v.at, NULL::timestamptz AS learnt_at, 'system' AS actor_kind, NULL::text AS actor_name, v.kind,
    jsonb_build_object('sku', n.sku, 'units', r.sets, 'short', r.short) AS facts
  FROM stock_reservation r LEFT JOIN variant n ON n.merchant_id = r.merchant_id AND n.id = r.variant_id
  CROSS JOIN LATERAL (VALUES ('stock.reserved', r.made_at), ('stock.' || r.state, CASE WHEN r.state <> 'held' THEN r.changed_at END)) AS v(kind, at)
  WHERE r.order_id = ${orderId} AND v.at IS NOT NULL`;
