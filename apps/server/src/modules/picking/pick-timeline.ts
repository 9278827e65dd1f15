import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** Into which wave the order went, that it was verified, and why it left. */
export const pickTimeline: TimelineSource = ({ orderId }) => sql<TimelineRow>`
  SELECT p.wave_id::text || v.kind AS id, v.at, NULL::timestamptz AS learnt_at, v.actor_kind, v.actor_name, v.kind,
    jsonb_build_object('wave', w.number, 'dropReason', p.drop_reason) AS facts
  FROM pick_wave_order p JOIN pick_wave w ON w.merchant_id = p.merchant_id AND w.id = p.wave_id
  CROSS JOIN LATERAL (VALUES ('picking.wave', w.created_at, 'user', w.created_by), ('picking.verified', p.verified_at, 'user', p.packer_name),
    ('picking.dropped', p.dropped_at, CASE p.drop_reason WHEN 'cancelled' THEN 'system' ELSE 'user' END, NULL)) AS v(kind, at, actor_kind, actor_name)
  WHERE p.order_id = ${orderId} AND v.at IS NOT NULL`;
