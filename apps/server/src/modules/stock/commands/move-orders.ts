/**
 * Orders move the stock, in the transaction in which they are stored: what is not yet sent is kept, what is cancelled is given back, what
 * is sent has left. An order of the platform cannot be refused; what it sold beyond the stock is written down as short, and is filled as
 * soon as units become available.
 *
 * The key is the order and the platform's SKU, because a line of an order has no name that lasts. An order that was placed before its
 * variant was first counted moves nothing: whoever counted it counted what was on the shelf.
 */
import type { ChannelOrder } from '@tradewind/channels';
import type { Demand } from '@tradewind/rules/stock-reservation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { expireJob, hint, isAwaited, plansOf } from '../jobs.ts';
import { type Moving, moveLevels, workbench } from '../ledger.ts';
import { partsOf, type Sold, warehousesByShop } from '../shelves.ts';
import { insertedWith, type Reservation, readReservations, reservationKey, saveReservations } from '../store.ts';
import { serveLocked } from './fill-short.ts';
import { movementsOf } from './release.ts';

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
  const steps = orders.flatMap((order) => stepsOf(order, { shopId: shop.shopId, linked, sold, held }));
  if (steps.length === 0) return;
  const base = { services, merchantId: shop.merchantId, now, actor: workbench };
  const kept = steps.filter(({ becomes }) => becomes !== 'released');
  const anew = kept.filter(isMoved);
  const given = steps.flatMap((step) => (step.before?.state === 'held' && isMoved(step) ? [step.before] : []));
  const warehouseIds = (await warehousesByShop(tx))(shop.shopId).map(({ id }) => id);
  const { rows } = await sql<{ isPlanned: boolean }>`SELECT ${isAwaited} AS "isPlanned"`.execute(tx);
  const demands = anew.map(({ parts, after }): Demand => ({ parts, sets: after.sets, isPartial: true, warehouseIds }));
  const sent = kept.filter(({ becomes }) => becomes === 'shipped');
  const served = await serveLocked(tx, {
    demands,
    given: given.flatMap(({ takes }) => takes),
    others: sent.flatMap(({ before }) => before?.takes ?? []),
  });
  anew.forEach((step, index) => {
    const { sets, takes } = served[index] ?? { sets: 0, takes: [] };
    step.after = { ...step.after, takes, short: step.after.sets - sets };
  });
  const movements = [
    ...given.flatMap((one) => movementsOf(one, 'release')),
    ...anew.flatMap(({ after }) => movementsOf(after, 'reserve')),
    ...sent.flatMap(({ after }) => movementsOf(after, 'ship')),
  ];
  const reservations = steps.map(({ after, becomes, before }) => ({ ...after, state: becomes, isFirst: before === null }));
  await save(tx, { ...base, movements, reservations, isPlanned: rows[0]?.isPlanned ?? false });
}

type Saving = Moving & { reservations: readonly (Reservation & { isFirst: boolean })[]; isPlanned: boolean };

/** Others wait for the levels from their lock until the commit: what is kept for the first time goes with the statement that moves them. */
async function save(tx: TenantTx, { reservations, isPlanned, ...moving }: Saving): Promise<void> {
  const { now, movements } = moving;
  const variantIds = [...new Set(movements.map(({ variantId }) => variantId))];
  const also = insertedWith({ ...moving, reservations: reservations.filter(({ isFirst }) => isFirst) });
  await moveLevels(tx, { ...moving, also, told: hint({ ...moving, variantIds }) });
  await saveReservations(tx, { ...moving, reservations: reservations.filter(({ isFirst }) => !isFirst) });
  const isShort = reservations.some(({ short }) => short > 0);
  const expiries = reservations.flatMap(({ reference, state, expiresAt }) =>
    state === 'held' && expiresAt !== null ? [expireJob(reference, Math.max(now, expiresAt))] : [],
  );
  await enqueue(tx, { ...moving, jobs: [...(isPlanned || isShort ? plansOf(variantIds, now) : []), ...expiries] });
}

/** Whether other units than before are to be held, or none. */
const isMoved = ({ before, after, becomes: state }: Step): boolean =>
  state === 'released' || before?.state !== 'held' || before.sets !== after.sets || before.variantId !== after.variantId;

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

type Becomes = 'held' | 'shipped' | 'released';
type Step = { before: Reservation | null; after: Reservation; becomes: Becomes; parts: Demand['parts'] };
type Known = { shopId: string; linked: ReadonlyMap<string, string>; sold: ReadonlyMap<string, Sold>; held: readonly Reservation[] };

function becomes({ status, dispatchedAt }: ChannelOrder): Becomes {
  if (dispatchedAt !== null || status === 'in-transit' || status === 'delivered' || status === 'completed') return 'shipped';
  return status === 'cancelled' ? 'released' : 'held';
}

/** What must happen to each SKU of an order; nothing where it stands as it should. */
function stepsOf({ id, order }: MovedOrder, { shopId, linked, sold, held }: Known): Step[] {
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
    const after = {
      ...key,
      shopId,
      orderId: id,
      variantId: named,
      sets: units,
      short: mine?.short ?? 0,
      state: 'held' as const,
      expiresAt,
    };
    return stepOf({ before: mine, after: { ...after, takes: mine?.takes ?? [] }, becomes: becomes(order), parts }, order);
  });
  // What the order no longer names.
  const dropped = [...before.values()].filter(({ state }) => state === 'held');
  return [...steps, ...dropped.map((one): Step => ({ before: one, after: one, becomes: 'released', parts: [] }))];
}

function stepOf(step: Step, order: ChannelOrder): Step[] {
  const { before, after, parts } = step;
  if (before?.state === 'shipped') return [];
  if (before?.state === 'held') {
    const isSame = before.sets === after.sets && before.expiresAt === after.expiresAt;
    if (step.becomes === 'held' && (isSame || parts.length === 0)) return [];
    return [parts.length === 0 ? { ...step, after: { ...after, sets: before.sets, variantId: before.variantId } } : step];
  }
  const isGivenUp = before?.state === 'expired' && order.paidAt === null;
  return step.becomes === 'released' || isGivenUp || parts.length === 0 ? [] : [step];
}
