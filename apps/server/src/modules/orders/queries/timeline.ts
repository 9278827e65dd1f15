import type { OrderDetail } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';

type Entry = OrderDetail['timeline'][number];
type Hint = { notificationId: string; topic: string; occurredAt: Date; receivedAt: Date };
type Input = {
  order: Selectable<TenantTables['orders']>;
  events: Selectable<TenantTables['order_event']>[];
  hints: Hint[];
  packages: OrderDetail['packages'];
  refunds: Selectable<TenantTables['after_sale']>[];
};

/**
 * What happened, oldest first. Only moves that the order's columns cannot tell are stored as events; the rest is read
 * off the order, its packages, its refunds and the hints, so that back-filling writes no event rows.
 */
export function timelineOf({ order, events, hints, packages, refunds }: Input): Entry[] {
  const learntAt = order.first_seen_at.toISOString();
  const derived = (kind: Entry['kind'], at: Date | string | null, facts: Entry['facts'] = {}): Entry[] =>
    at === null ? [] : [{ id: order.id, at: typeof at === 'string' ? at : at.toISOString(), learntAt, source: 'sweep', kind, facts }];
  const entries: Entry[] = [
    ...derived('order.placed', order.created_at),
    ...derived('order.paid', order.paid_at),
    ...packages.flatMap((item) =>
      derived('package.created', item.createdAt, { channelPackageId: item.channelPackageId, carrier: item.carrier }),
    ),
    ...refunds.flatMap((item) =>
      derived('order.refunded', item.refunded_at, { amount: item.refund_minor, currency: item.currency, reason: item.reason }),
    ),
    ...events.map(
      (event): Entry => ({
        id: event.id,
        at: event.at.toISOString(),
        learntAt: event.learnt_at.toISOString(),
        source: event.source,
        kind: event.kind as Entry['kind'],
        facts: event.facts,
      }),
    ), // written from the contract's kinds
    ...hints.map(
      (hint): Entry => ({
        id: order.id,
        at: hint.occurredAt.toISOString(),
        learntAt: hint.receivedAt.toISOString(),
        source: 'webhook',
        kind: 'hint.received',
        facts: { topic: hint.topic },
      }),
    ),
    ...reached(order, events).flatMap(([to, at]) => derived('order.status-changed', at, { to })),
  ];
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.learntAt < b.learntAt ? -1 : 1));
}

/** States an order passed before we knew it, by the instants it carries; those seen live have an event of their own. */
function reached(order: Input['order'], events: Input['events']): [string, Date | null][] {
  const live = new Set(events.filter((event) => event.kind === 'order.status-changed').map((event) => event.facts.to));
  const passed: [string, Date | null][] = [
    ['awaiting-collection', order.dispatched_at],
    ['delivered', order.delivered_at],
    ['cancelled', order.cancelled_at],
  ];
  return passed.filter(([to]) => !live.has(to));
}
