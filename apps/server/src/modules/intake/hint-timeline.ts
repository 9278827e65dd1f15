import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** The platform's hints that named the order. */
export const hintTimeline: TimelineSource = ({ shopId, channelOrderId }) => sql<TimelineRow>`
  SELECT notification_id AS id, occurred_at AS at, received_at AS learnt_at, 'platform' AS actor_kind, NULL::text AS actor_name,
    'hint.received' AS kind, jsonb_build_object('topic', topic) AS facts
  FROM inbound WHERE shop_id = ${shopId} AND channel_object_id = ${channelOrderId}`;
