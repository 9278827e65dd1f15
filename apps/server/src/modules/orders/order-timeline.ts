import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** The order's own instants, what moved between them, and what was asked back. */
export const orderTimeline: TimelineSource = ({ orderId, shopId, channelOrderId }) => sql<TimelineRow>`
  SELECT v.kind AS id, v.at, CASE WHEN v.kind = 'order.placed' THEN o.first_seen_at END AS learnt_at,
    CASE WHEN v.kind = 'order.read' THEN 'system' ELSE 'platform' END AS actor_kind, NULL::text AS actor_name, v.kind, v.facts
  FROM orders o CROSS JOIN LATERAL (VALUES
    ('order.placed', o.created_at, '{}'::jsonb), ('order.read', o.first_seen_at, '{}'::jsonb), ('order.paid', o.paid_at, '{}'::jsonb),
    ('order.dispatched', o.dispatched_at, '{}'::jsonb), ('order.delivered', o.delivered_at, '{}'::jsonb),
    ('order.cancelled', o.cancelled_at, jsonb_build_object('by', o.cancelled_by, 'reason', o.cancel_reason))) AS v(kind, at, facts)
  WHERE o.id = ${orderId} AND v.at IS NOT NULL
  UNION ALL
  SELECT id::text, at, learnt_at, CASE source WHEN 'person' THEN 'user' WHEN 'rule' THEN 'rule' ELSE 'platform' END, NULL, kind,
    facts || jsonb_build_object('source', source)
  FROM order_event WHERE order_id = ${orderId}
  UNION ALL
  SELECT a.id::text || v.kind, v.at, NULL::timestamptz, 'platform', NULL, v.kind,
    jsonb_build_object('kind', a.kind, 'status', a.status, 'reason', a.reason, 'amountMinor', a.refund_minor, 'currency', a.currency)
  FROM after_sale a CROSS JOIN LATERAL (VALUES ('after-sale.requested', a.created_at), ('after-sale.refunded', a.refunded_at)) AS v(kind, at)
  WHERE a.shop_id = ${shopId} AND a.channel_order_id = ${channelOrderId} AND v.at IS NOT NULL`;
