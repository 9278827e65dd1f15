import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** What the carriers told, in their words. */
export const trackingTimeline: TimelineSource = ({ shopId, channelOrderId }) => sql<TimelineRow>`
  SELECT 'track' || e.no AS id, to_timestamp((e.event->>'at')::float8 / 1000) AS at, t.asked_at AS learnt_at, 'platform' AS actor_kind,
    NULL::text AS actor_name, 'parcel.tracked' AS kind, jsonb_build_object('text', e.event->>'description') AS facts
  FROM parcel_tracking t CROSS JOIN LATERAL jsonb_array_elements(t.events) WITH ORDINALITY AS e(event, no)
  WHERE t.shop_id = ${shopId} AND t.channel_order_id = ${channelOrderId}`;
