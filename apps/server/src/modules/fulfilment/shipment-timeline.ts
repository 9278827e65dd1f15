import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** Each parcel as an intent: who asked, when the platform was told, what became of it. */
export const shipmentTimeline: TimelineSource = ({ orderId }) => sql<TimelineRow>`
  SELECT s.id::text || v.kind AS id, v.at, NULL::timestamptz AS learnt_at, v.actor_kind, v.actor_name, v.kind,
    jsonb_build_object('reason', COALESCE(s.message, s.code), 'channelPackageId', s.channel_package_id, 'trackingNumber', s.tracking_number,
      'runId', s.run_id) AS facts
  FROM shipment s CROSS JOIN LATERAL (VALUES ('shipment.planned', s.created_at, 'user', s.asked_by), ('shipment.sent', s.sent_at, 'system', NULL),
    (CASE WHEN s.state NOT IN ('planned', 'sent') THEN 'shipment.' || s.state END, s.updated_at,
      CASE WHEN s.state IN ('shipped', 'rejected') THEN 'platform' ELSE 'system' END, NULL)) AS v(kind, at, actor_kind, actor_name)
  WHERE s.order_id = ${orderId} AND v.kind IS NOT NULL AND v.at IS NOT NULL`;
