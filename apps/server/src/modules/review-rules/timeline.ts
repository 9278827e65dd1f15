import { sql } from 'kysely';
import type { TimelineRow, TimelineSource } from '../../platform/timeline.ts';

/** What rules said of the order; what they did to it the desk tells. */
export const reviewTimeline: TimelineSource = ({ orderId }) => sql<TimelineRow>`
  SELECT id::text, at, NULL::timestamptz AS learnt_at, 'rule' AS actor_kind, rule_name AS actor_name, 'review.' || outcome AS kind,
    jsonb_build_object('version', version, 'unknown', (SELECT c->>'unknown' FROM jsonb_array_elements(conditions) AS c WHERE c->>'holds' IS NULL LIMIT 1)) AS facts
  FROM review_decision WHERE order_id = ${orderId}`;
