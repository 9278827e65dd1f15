/**
 * What happened to an order, told by whoever knows: each module names its part as one statement, and one query puts them together, the
 * newest first, so that a page costs a page however much happened. The list of sources is given where everything is wired.
 */
import type { TimelineEntry } from '@tradewind/contract';
import type { RawBuilder } from 'kysely';

export type TimelineSubject = { orderId: string; shopId: string; channelOrderId: string };
/** The columns of every source, by name and in this order. `id` is a text of its own kind, for no two entries of an order the same. */
export type TimelineRow = {
  id: string;
  at: Date;
  learnt_at: Date | null;
  actor_kind: TimelineEntry['actor']['kind'];
  actor_name: string | null;
  kind: string;
  facts: TimelineEntry['facts'];
};
export type TimelineSource = (subject: TimelineSubject) => RawBuilder<TimelineRow>;
