import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** The parcels as the platform states them. */
export const packageTimeline: TimelineSource = ({ shopId, channelOrderId }) => sql<TimelineRow>`
  SELECT p.id::text || v.kind AS id, v.at, NULL::timestamptz AS learnt_at, 'platform' AS actor_kind, NULL::text AS actor_name, v.kind,
    jsonb_build_object('channelPackageId', p.channel_package_id, 'status', p.status, 'carrier', p.carrier, 'trackingNumber', p.tracking_number) AS facts
  FROM package_order l JOIN package p ON p.merchant_id = l.merchant_id AND p.id = l.package_id
  CROSS JOIN LATERAL (VALUES ('package.created', p.created_at), ('package.updated', p.updated_at)) AS v(kind, at)
  WHERE l.shop_id = ${shopId} AND l.channel_order_id = ${channelOrderId} AND (v.kind = 'package.created' OR p.updated_at > p.created_at)`;
