/**
 * Takes in returns and cancellations and moves refunds in the roll-ups. A refund counts in the slot of its own
 * instant, once it is paid back; until then it is only a case. The record may arrive before its order.
 */
import type { ChannelAfterSale, ReturnCause } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type BulkColumn, unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { countDefective, judgedAt, moveAfterSales, requestMoves } from '../after-sale-counts.ts';
import { isOtherStanding, type StandingRow, standingColumns } from '../case-standing.ts';
import { type Movement, moveRollups } from '../rollup.ts';

type Shop = { merchantId: string; shopId: string; timeZone: string };
type Input = { services: Services; shop: Shop; items: ChannelAfterSale[] };
type Held = {
  id: string;
  kind: string;
  status: string;
  created_at: Date;
  updated_at: Date;
  refunded_at: Date | null;
  refund_minor: number;
  currency: string;
  cause: ReturnCause | null;
  resolved_at: Date | null;
} & StandingRow;
type Change = { id: string; item: ChannelAfterSale; before: Held | null };

const keyOf = (kind: string, id: string) => `${kind === 'cancellation' ? 'cancellation' : 'return'} ${id}`;

export async function applyAfterSales(tx: TenantTx, { services, shop, items }: Input): Promise<{ changed: number }> {
  const latest = latestOfEach(items, (item) => keyOf(item.kind, item.channelAfterSaleId));
  if (latest.length === 0) return { changed: 0 };
  const rows = await tx
    .selectFrom('after_sale')
    .select(['id', 'status', 'kind', 'channel_after_sale_id', 'created_at', 'updated_at', 'refunded_at', 'refund_minor', 'currency'])
    .select(['cause', 'resolved_at'])
    .select(standingColumns)
    .where('shop_id', '=', shop.shopId)
    .where(
      'channel_after_sale_id',
      'in',
      latest.map((item) => item.channelAfterSaleId),
    )
    .forUpdate()
    .execute();
  const held = new Map(rows.map((row) => [keyOf(row.kind, row.channel_after_sale_id), row]));
  const changes = latest.flatMap((item): Change[] => {
    const before = held.get(keyOf(item.kind, item.channelAfterSaleId)) ?? null;
    return before && !isNewer(before, item) ? [] : [{ id: before?.id ?? services.newId(), item: keepInstants(before, item), before }];
  });
  if (changes.length === 0) return { changed: 0 };
  await save(tx, shop, changes);
  await moveRollups(tx, shop, changes.flatMap(movementsOf));
  await moveAfterSales(
    tx,
    shop,
    changes.flatMap(({ item, before }) => [...requestMoves(before && requestOf(before), -1), ...requestMoves(item, 1)]),
  );
  await countDefective(tx, shop, [...new Set(changes.map(({ item }) => item.channelOrderId))]);
  await services.hints.publish(tx, shop.merchantId, [{ type: 'figures.changed', ids: [], shopId: shop.shopId }]);
  return { changed: changes.length };
}

/** The platform's clock has no finer grain than a second: within one, another status or sum is taken as later. */
function isNewer(held: Held, item: ChannelAfterSale): boolean {
  if (held.updated_at.getTime() !== item.updatedAt) return held.updated_at.getTime() < item.updatedAt;
  const isRefunded = item.refundedAt !== null;
  const isOtherMoney = held.refund_minor !== item.refundAmount || (held.refunded_at !== null) !== isRefunded;
  return (
    held.status !== item.status ||
    isOtherMoney ||
    held.cause !== item.cause ||
    (held.resolved_at !== null) !== (item.resolvedAt !== null) ||
    isOtherStanding(held, item.standing)
  );
}

const requestOf = ({ kind, cause, created_at, resolved_at }: Held) => ({
  kind,
  cause,
  createdAt: created_at.getTime(),
  resolvedAt: resolved_at?.getTime() ?? null,
});

/** The channel can only name the last update of a case. A later touch of it is not another refund or end, so the first instants stay. */
function keepInstants(held: Held | null, item: ChannelAfterSale): ChannelAfterSale {
  const first = (known: Date | null | undefined, given: number | null) => (known && given !== null ? known.getTime() : given);
  return { ...item, refundedAt: first(held?.refunded_at, item.refundedAt), resolvedAt: first(held?.resolved_at, item.resolvedAt) };
}

const refusedOffer = ({ item }: Change): number => (item.standing.offer?.isRefused ? 1 : 0);

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));

async function save(tx: TenantTx, shop: Shop, changes: Change[]): Promise<void> {
  const columns: Record<string, BulkColumn<Change>> = {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', ({ id }) => id],
    shop_id: ['uuid', () => shop.shopId],
    channel_after_sale_id: ['text', ({ item }) => item.channelAfterSaleId],
    channel_order_id: ['text', ({ item }) => item.channelOrderId],
    kind: ['text', ({ item }) => item.kind],
    status: ['text', ({ item }) => item.status],
    reason: ['text', ({ item }) => item.reason],
    refund_minor: ['bigint', ({ item }) => item.refundAmount],
    currency: ['text', ({ item }) => item.currency],
    created_at: ['timestamptz', ({ item }) => new Date(item.createdAt)],
    updated_at: ['timestamptz', ({ item }) => new Date(item.updatedAt)],
    refunded_at: ['timestamptz', ({ item }) => instant(item.refundedAt)],
    cause: ['text', ({ item }) => item.cause],
    resolved_at: ['timestamptz', ({ item }) => instant(item.resolvedAt)],
    judged_at: ['timestamptz', ({ item }) => instant(judgedAt(item))],
    reason_code: ['text', ({ item }) => item.standing.reasonCode],
    opened_by: ['text', ({ item }) => item.standing.openedBy],
    respond_by: ['timestamptz', ({ item }) => instant(item.standing.respondBy)],
    arbitration: ['text', ({ item }) => item.standing.dispute],
    offer_minor: ['bigint', ({ item }) => item.standing.offer?.amount],
    sent_back_number: ['text', ({ item }) => item.standing.sentBack?.trackingNumber],
    sent_back_carrier: ['text', ({ item }) => item.standing.sentBack?.carrier],
  };
  const given = {
    line_ids: ['text', ({ item }: Change) => item.standing.channelLineIds.join(',')],
    refused: ['int', refusedOffer],
  } as const;
  const { source } = unnestRows<Change>(changes, { ...columns, ...given });
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)));
  const standing = sql.join(standingColumns.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`));
  await sql`
    INSERT INTO after_sale (${names}, channel_line_ids, is_offer_refused)
    SELECT ${names}, string_to_array(line_ids, ','), refused = 1 FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET status = excluded.status, reason = excluded.reason, refund_minor = excluded.refund_minor,
      currency = excluded.currency, updated_at = excluded.updated_at, refunded_at = excluded.refunded_at, cause = excluded.cause,
      resolved_at = excluded.resolved_at, judged_at = excluded.judged_at, ${standing}`.execute(tx);
}

function movementsOf({ item, before }: Change): Movement[] {
  const nothing = { gmvMinor: 0, orders: 0, units: 0 };
  return [
    ...(before?.refunded_at
      ? [{ ...nothing, at: before.refunded_at.getTime(), currency: before.currency, refundsMinor: -before.refund_minor }]
      : []),
    ...(item.refundedAt === null ? [] : [{ ...nothing, at: item.refundedAt, currency: item.currency, refundsMinor: item.refundAmount }]),
  ];
}
