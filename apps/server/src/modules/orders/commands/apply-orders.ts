/**
 * Takes in what the platform says of a shop's orders: up to a page at a time, in one transaction with roll-ups,
 * search terms, timeline and hints. Only newer versions are applied; lines are replaced as a whole, because the
 * platform has no stable identity for a line of several units.
 */
import type { ChannelOrder } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { countDefective } from '../after-sale-counts.ts';
import { contributionOf, decideVersion, gmvOf } from '../decide.ts';
import { moveDispatchCounts } from '../dispatch.ts';
import { deadlinesOf } from '../dispatch-deadlines.ts';
import { respectErasures } from '../erased-buyers.ts';
import { type Movement, moveRollups } from '../rollup.ts';
import { type Change, orderColumns, saveEvents, saveLines, saveSearchTerms } from '../store.ts';

type Shop = { merchantId: string; shopId: string; timeZone: string };
/** What else moves with an order, in its transaction. */
type Follow = (
  tx: TenantTx,
  input: { services: Services; shop: Shop; orders: { id: string; order: ChannelOrder; isNew: boolean }[]; now: number },
) => Promise<void>;
export type ApplyOrders = {
  services: Services;
  shop: Shop;
  orders: ChannelOrder[];
  source: 'webhook' | 'sweep';
  now: number;
  secrets: MerchantSecrets;
  moveStock?: Follow;
  /** After the stock, whose warehouse it shows. */
  moveDesk?: Follow;
};

export async function applyOrders(tx: TenantTx, input: ApplyOrders): Promise<{ changed: number }> {
  const latest = latestOfEach(input.orders, (order) => order.channelOrderId).sort((a, b) => (a.channelOrderId < b.channelOrderId ? -1 : 1));
  if (latest.length === 0) return { changed: 0 };
  const changes = await decide(tx, input, latest);
  if (changes.length === 0) return { changed: 0 };
  await save(tx, input, changes);
  return { changed: changes.length };
}

/**
 * Not one after the other's answer: while PostgreSQL works on the lines, this process already hashes and folds what follows. They are
 * sent in this order, so that lines find their orders; when one fails, those behind it fail with it.
 */
async function save(tx: TenantTx, input: ApplyOrders, changes: Change[]): Promise<void> {
  const { services, shop, secrets } = input;
  const { merchantId, shopId } = shop;
  const orders = saveOrders(tx, input, changes);
  const lines = saveLines(tx, merchantId, changes);
  const rest = orders.then(() =>
    Promise.all([
      saveSearchTerms(tx, { merchantId, secrets, changes }),
      saveEvents(tx, { ...input, merchantId, changes }),
      moveRollups(tx, shop, changes.flatMap(movementsOf)),
      moveDispatchCounts(tx, shop, changes.map(dispatchMoveOf)),
      countDefective(
        tx,
        shop,
        changes.filter(({ before }) => before === null).map(({ order }) => order.channelOrderId),
      ),
      services.hints.publish(tx, merchantId, [{ type: 'order.changed', ids: changes.slice(0, 50).map((change) => change.id), shopId }]),
    ]),
  );
  await Promise.all([orders, lines, rest]);
  const moved = changes.map(({ id, order, before }) => ({ id, order, isNew: before === null }));
  const follow = { services, shop, orders: moved, now: input.now };
  await input.moveStock?.(tx, follow);
  await input.moveDesk?.(tx, follow);
}

/** Held orders are locked by the order of their ids, as everybody does who holds several, so that nobody waits for each other. */
async function decide(tx: TenantTx, input: ApplyOrders, given: ChannelOrder[]): Promise<Change[]> {
  const { orders, erased } = await respectErasures(tx, { secrets: input.secrets, orders: given });
  const rows = await tx
    .selectFrom('orders')
    .select([
      'id',
      'channel_order_id',
      'status',
      'currency',
      'gmv_minor',
      'units',
      'paid_at',
      'updated_at',
      'content_hash',
      'first_seen_at',
      'created_at',
      'dispatch_due_at',
      'dispatched_at',
      'cancelled_at',
      'cancelled_by',
    ])
    .where('shop_id', '=', input.shop.shopId)
    .where(
      'channel_order_id',
      'in',
      orders.map((order) => order.channelOrderId),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const held = new Map(rows.map((row) => [row.channel_order_id, row]));
  const deadlineOf = await deadlinesOf(tx, input.shop, orders);
  return orders.flatMap((order): Change[] => {
    const before = held.get(order.channelOrderId) ?? null;
    const contentHash = input.secrets.blindIndex('order.version', JSON.stringify(order));
    const verdict = decideVersion(before && { updatedAt: before.updated_at.getTime(), contentHash: before.content_hash }, {
      updatedAt: order.updatedAt,
      contentHash,
    });
    if (verdict === 'same' || (verdict === 'stale' && input.services.guards.versionCheck)) return [];
    const gmvMinor = gmvOf(order.lines);
    const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
    return [
      {
        id: before?.id ?? input.services.newId(),
        order,
        contentHash,
        gmvMinor,
        units,
        firstSeenAt: before?.first_seen_at ?? new Date(input.now),
        dispatchDueAt: deadlineOf(order, before?.dispatch_due_at?.getTime() ?? null),
        buyerErased: erased.has(order.channelOrderId),
        before,
      },
    ];
  });
}

async function saveOrders(tx: TenantTx, input: ApplyOrders, changes: Change[]): Promise<void> {
  const { names, source } = unnestRows(changes, orderColumns(input));
  const updated = sql.join(
    [
      'status',
      'currency',
      'gmv_minor',
      'units',
      'shipping_minor',
      'tax_minor',
      'total_minor',
      'created_at',
      'paid_at',
      'updated_at',
      'content_hash',
      'pay_by',
      'ship_by',
      'dispatch_due_at',
      'dispatched_at',
      'delivered_at',
      'cancelled_at',
      'cancel_reason',
      'cancelled_by',
      'payment_method',
      'fulfilment',
      'channel_warehouse_id',
      'buyer_region',
      'buyer',
      'buyer_hash',
      'buyer_erased_at',
      'applied_at',
    ].map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`),
  );
  // Looking for a conflict costs a tenth of the insert; a back-fill's pages hold new orders only.
  const anyKnown = changes.some((change) => change.before !== null);
  const overwriting = anyKnown ? sql`ON CONFLICT (merchant_id, id) DO UPDATE SET ${updated}` : sql``;
  await sql`INSERT INTO orders (${names}) SELECT * FROM ${source} ${overwriting}`.execute(tx);
}

function movementsOf(change: Change): Movement[] {
  const { before, order } = change;
  const out = contributionOf(
    before && { paidAt: before.paid_at?.getTime() ?? null, currency: before.currency, gmvMinor: before.gmv_minor, units: before.units },
  );
  const into = contributionOf({ paidAt: order.paidAt, currency: order.currency, gmvMinor: change.gmvMinor, units: change.units });
  return [
    ...(out ? [{ ...out, gmvMinor: -out.gmvMinor, orders: -out.orders, units: -out.units, refundsMinor: 0 }] : []),
    ...(into ? [{ ...into, refundsMinor: 0 }] : []),
  ];
}

function dispatchMoveOf({ before, order, dispatchDueAt }: Change): Parameters<typeof moveDispatchCounts>[2][number] {
  const { createdAt, paidAt, dispatchedAt, cancelledAt, cancelledBy } = order;
  return {
    before: before && {
      createdAt: before.created_at.getTime(),
      paidAt: before.paid_at?.getTime() ?? null,
      dueAt: before.dispatch_due_at?.getTime() ?? null,
      dispatchedAt: before.dispatched_at?.getTime() ?? null,
      cancelledAt: before.cancelled_at?.getTime() ?? null,
      cancelledBy: before.cancelled_by,
    },
    after: { createdAt, paidAt, dueAt: dispatchDueAt, dispatchedAt, cancelledAt, cancelledBy },
  };
}
