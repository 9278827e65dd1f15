import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** What people, keys and rules did with the order here. */
export const deskTimeline: TimelineSource = ({ orderId }) => sql<TimelineRow>`
  SELECT id::text, at, NULL::timestamptz AS learnt_at, actor_kind, actor_name, 'desk.' || kind AS kind, facts || jsonb_build_object('taskId', task_id) AS facts
  FROM desk_event WHERE order_id = ${orderId}`;

/** Every other act on the order that was audited; those of the desk are told above, with their words. */
export const auditTimeline: TimelineSource = ({ orderId }) => sql<TimelineRow>`
  SELECT id::text, at, NULL::timestamptz AS learnt_at, actor_kind, NULL::text AS actor_name, action AS kind, '{}'::jsonb AS facts
  FROM audit_entry WHERE object_id = ${orderId} AND object_kind = 'order' AND action NOT LIKE 'desk.%'`;
