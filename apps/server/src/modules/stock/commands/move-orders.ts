/**
 * Orders move the stock, in the transaction in which they are stored: what is not yet sent is kept, what is cancelled is given back, what
 * is sent has left. An order of the platform cannot be refused; what it sold beyond the stock is written down as short, and is filled as
 * soon as units become available.
 *
 * From where an order is sent is decided for all of its lines at once: when it is first seen, so that its units are kept, and once more when
 * it is paid and has left the platform's hold, because only then its destination is known. From then on it stays where it is until somebody
 * asks for another allocation.
 *
 * The key is the order and the platform's SKU, because a line of an order has no name that lasts. An order that was placed before its
 * variant was first counted moves nothing: whoever counted it counted what was on the shelf.
 */
import type { ChannelOrder } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { workbench } from '../ledger.ts';
import { candidatesOf, type Standing, standingsOf } from '../serving.ts';
import { partsOf, type ServingWarehouse, type Sold, warehousesByShop } from '../shelves.ts';
import { type Reservation, readReservations, reservationKey } from '../store.ts';
import { type Becomes, type ServedOrder, type Step, serveSteps } from './save-served.ts';

export type MovedOrder = { id: string; order: ChannelOrder; isNew: boolean };
type Input = { services: Services; shop: { merchantId: string; shopId: string }; orders: readonly MovedOrder[]; now: number };

/** A voucher is paid at a till within days; the platform cancels the order after that, and if it forgets to, this gives the units back. Where it says no day: */
const UNPAID_KEPT_MS = 3 * 86_400_000;

export async function moveOrders(tx: TenantTx, { services, shop, orders, now }: Input): Promise<void> {
  const linked = await linkedSkus(tx, shop.shopId, orders);
  const known = orders.filter(({ isNew }) => !isNew).map(({ id }) => id);
  const held =
    known.length === 0 ? [] : await readReservations(tx, sql`r.order_id = ANY (${known}::uuid[]) ORDER BY r.reference, r.line FOR UPDATE`);
  if (linked.size === 0 && held.length === 0) return;
  const sold = await partsOf(tx, services, [...new Set(linked.values())]);
  const standings = await standingsOf(tx, known);
  const steps = orders.flatMap((order) => stepsOf(order, { shopId: shop.shopId, linked, sold, held, standings }));
  if (steps.length === 0) return;
  const serving = (await warehousesByShop(tx))(shop.shopId);
  const maySplit = await mayOrdersBeSplit(tx, shop.shopId);
  const moved = new Set(steps.flatMap(({ isMoved, becomes, after }) => (isMoved && becomes !== 'released' ? [after.reference] : [])));
  const served = orders.flatMap((order) => (moved.has(order.id) ? [toServe(order, { standings, serving, maySplit })] : []));
  await serveSteps(tx, { services, merchantId: shop.merchantId, now, actor: workbench, steps, orders: served });
}

async function mayOrdersBeSplit(tx: TenantTx, shopId: string): Promise<boolean> {
  const row = await tx.selectFrom('stock_shop').select('may_split').where('shop_id', '=', shopId).executeTakeFirst();
  return row?.may_split ?? true;
}

type Around = { standings: ReadonlyMap<string, Standing>; serving: readonly ServingWarehouse[]; maySplit: boolean };

function toServe({ id, order }: MovedOrder, { standings, serving, maySplit }: Around): ServedOrder {
  const { region, state, postcode } = order.buyer;
  const chosen = standings.get(id)?.chosen ?? null;
  return {
    ...{ orderId: id, maySplit, isSettled: isSettled(order) },
    ...candidatesOf({ chosen, channelWarehouseId: order.channelWarehouseId, serving }),
    // What the platform hides is written in asterisks.
    to: { country: region, region: state.includes('*') ? '' : state, postcode },
  };
}

/** The buyer has paid and cannot take it back by a click any more; from here on the platform shows where it goes. */
const isSettled = ({ paidAt, status }: ChannelOrder): boolean => paidAt !== null && status !== 'on-hold' && status !== 'unpaid';

const skuKey = (channelProductId: string, channelSkuId: string): string => `${channelProductId} ${channelSkuId}`;

/** Which counted variant each SKU of the page is; what nobody counts costs this one question. */
async function linkedSkus(tx: TenantTx, shopId: string, orders: readonly MovedOrder[]): Promise<ReadonlyMap<string, string>> {
  const lines = new Map(
    orders.flatMap(({ order }) => order.lines.map((line) => [skuKey(line.channelProductId, line.channelSkuId), line] as const)),
  );
  if (lines.size === 0) return new Map();
  const { names, source } = unnestRows([...lines.values()], {
    product: ['text', (line) => line.channelProductId],
    sku: ['text', (line) => line.channelSkuId],
  });
  const { rows } = await sql<{ product: string; sku: string; variantId: string }>`
    SELECT g.product, g.sku, v.variant_id AS "variantId"
    FROM (SELECT ${names} FROM ${source}) g
    JOIN listing l ON l.shop_id = ${shopId} AND l.channel_product_id = g.product
    JOIN variant_link v ON v.listing_id = l.id AND v.channel_sku_id = g.sku
    WHERE EXISTS (SELECT 1 FROM stock_item i WHERE i.variant_id = v.variant_id)
      OR EXISTS (SELECT 1 FROM bundle_part b JOIN stock_item i ON i.variant_id = b.part_id WHERE b.bundle_id = v.variant_id)`.execute(tx);
  return new Map(rows.map(({ product, sku, variantId }) => [skuKey(product, sku), variantId]));
}

type Known = {
  shopId: string;
  linked: ReadonlyMap<string, string>;
  sold: ReadonlyMap<string, Sold>;
  held: readonly Reservation[];
  standings: ReadonlyMap<string, Standing>;
};

function becomes({ status, dispatchedAt }: ChannelOrder): Becomes {
  if (dispatchedAt !== null || status === 'in-transit' || status === 'delivered' || status === 'completed') return 'shipped';
  return status === 'cancelled' ? 'released' : 'held';
}

/** What must happen to each SKU of an order; nothing where it stands as it should. */
function stepsOf({ id, order }: MovedOrder, { shopId, linked, sold, held, standings }: Known): Step[] {
  const before = new Map(held.filter(({ orderId }) => orderId === id).map((one) => [reservationKey(one), one]));
  const expiresAt = order.paidAt === null ? (order.payBy ?? order.createdAt + UNPAID_KEPT_MS) : null;
  const sets = new Map<string, { units: number; variantId: string | undefined }>();
  for (const { channelSkuId, channelProductId, quantity } of order.lines) {
    const units = quantity + (sets.get(channelSkuId)?.units ?? 0);
    sets.set(channelSkuId, { units, variantId: linked.get(skuKey(channelProductId, channelSkuId)) });
  }
  const steps = [...sets].flatMap(([line, { units, variantId }]): Step[] => {
    const key = { reference: id, line };
    const mine = before.get(reservationKey(key)) ?? null;
    before.delete(reservationKey(key));
    const named = variantId ?? mine?.variantId;
    if (named === undefined) return [];
    const parts = (sold.get(named)?.parts ?? []).filter(
      ({ countedSince }) => countedSince !== null && (mine !== null || countedSince <= order.createdAt),
    );
    const short = mine?.short ?? 0;
    const after = { ...key, shopId, orderId: id, variantId: named, sets: units, short, state: 'held' as const, expiresAt };
    return stepOf({ before: mine, after: { ...after, takes: mine?.takes ?? [] }, becomes: becomes(order), parts, isMoved: false }, order);
  });
  // What the order no longer names.
  const dropped = [...before.values()].filter(({ state }) => state === 'held');
  const released = dropped.map((one): Step => ({ before: one, after: one, becomes: 'released', parts: [], isMoved: true }));
  return [...together(steps, standings.get(id)?.isSettled === false && isSettled(order)), ...released];
}

/** Lines of an order are allocated together: if one of them moves, or its destination has become known, so do all that have not left. */
function together(steps: readonly Step[], isKnownNow: boolean): Step[] {
  const isAnew = isKnownNow || steps.some(({ isMoved, becomes: to }) => isMoved && to === 'held');
  return steps
    .map((step) => (isAnew && step.becomes === 'held' && step.parts.length > 0 ? { ...step, isMoved: true } : step))
    .filter(({ isMoved, before, after, becomes: to }) => isMoved || to !== 'held' || before?.expiresAt !== after.expiresAt);
}

function stepOf(step: Step, order: ChannelOrder): Step[] {
  const { before, after, parts } = step;
  if (before?.state === 'shipped') return [];
  if (before?.state === 'held') {
    if (parts.length > 0) return [{ ...step, isMoved: isOther(step) }];
    // Nobody counts it any more: what was taken for it leaves or is given back as it is.
    if (step.becomes === 'held') return [];
    return [{ ...step, after: { ...after, sets: before.sets, variantId: before.variantId }, isMoved: step.becomes === 'released' }];
  }
  const isGivenUp = before?.state === 'expired' && order.paidAt === null;
  return step.becomes === 'released' || isGivenUp || parts.length === 0 ? [] : [{ ...step, isMoved: true }];
}

/** Whether other units than before are to be held, or none. */
const isOther = ({ before, after, becomes: to }: Step): boolean =>
  to === 'released' || before?.sets !== after.sets || before.variantId !== after.variantId;
