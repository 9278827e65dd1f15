/**
 * What became of a paid order, as the platform's two rates count it. Said twice, here and in SQL, and held together by a test:
 *
 *   late           dispatched after its deadline, or undispatched at it; one cancelled before its deadline is not late
 *   seller's fault cancelled by the seller, or by the platform once the deadline had passed (which is late as well)
 *
 * Once an order is dispatched or cancelled both are settled. An open one becomes late at its deadline without any event, so the
 * roll-up keeps open orders by the hour of their deadline, and only the hour that is passing now is looked up in the orders.
 */
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { unnestRows } from '../../platform/database/unnest.ts';

export type DispatchFacts = {
  createdAt: number;
  paidAt: number | null;
  dueAt: number | null;
  dispatchedAt: number | null;
  cancelledAt: number | null;
  cancelledBy: 'buyer' | 'seller' | 'platform' | null;
};

export const HOUR_MS = 3_600_000;
export const EDGE_MS = 300_000;
export const floorTo = (at: number, span: number): number => at - (at % span);

type Cell = {
  slotMinutes: number;
  slotAt: number;
  dueHourAt: number | null;
  orders: number;
  late: number;
  sellerFault: number;
  created: number;
  cancelled: number;
};
const amounts = ['orders', 'late', 'sellerFault', 'created', 'cancelled'] as const;

/**
 * How an order is counted in the slots of its creation: in the two rates from its payment on, as created (and cancelled) always.
 * `dueHourAt` is set while it can still become late.
 */
function cellsOf(order: DispatchFacts | null, sign: 1 | -1): Cell[] {
  if (order === null) return [];
  const { createdAt, dueAt, dispatchedAt, cancelledAt, cancelledBy } = order;
  const paid = order.paidAt === null ? 0 : sign;
  const isOpen = paid !== 0 && dispatchedAt === null && cancelledAt === null;
  const cancelledPast = dueAt !== null && cancelledAt !== null && cancelledAt >= dueAt;
  const isLate = dueAt !== null && (dispatchedAt !== null ? dispatchedAt > dueAt : cancelledPast);
  const isSellerFault = cancelledBy === 'seller' || (cancelledBy === 'platform' && cancelledPast);
  return [HOUR_MS, EDGE_MS].map((span) => ({
    slotMinutes: span / 60_000,
    slotAt: floorTo(createdAt, span),
    dueHourAt: isOpen && dueAt !== null ? floorTo(dueAt, HOUR_MS) : null,
    orders: paid,
    late: isLate ? paid : 0,
    sellerFault: isSellerFault ? paid : 0,
    created: sign,
    cancelled: cancelledAt === null ? 0 : sign,
  }));
}

type Moved = { before: DispatchFacts | null; after: DispatchFacts };

/** Takes the old place of each order out and puts the new one in; what cancels out is not written. */
export async function moveDispatchCounts(
  tx: TenantTx,
  { merchantId, shopId }: { merchantId: string; shopId: string },
  moved: readonly Moved[],
): Promise<void> {
  const cells = new Map<string, Cell>();
  for (const cell of moved.flatMap(({ before, after }) => [...cellsOf(before, -1), ...cellsOf(after, 1)])) {
    const key = `${cell.slotMinutes} ${cell.slotAt} ${cell.dueHourAt}`;
    const held = cells.get(key);
    if (!held) cells.set(key, cell);
    else for (const amount of amounts) held[amount] += cell[amount];
  }
  // In key order, so that two transactions touching the same cells cannot wait for each other.
  const rows = [...cells.entries()]
    .filter(([, cell]) => amounts.some((amount) => cell[amount] !== 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell);
  if (rows.length === 0) return;
  const { names, source } = unnestRows(rows, {
    merchant_id: ['uuid', () => merchantId],
    shop_id: ['uuid', () => shopId],
    slot_minutes: ['int', (cell) => cell.slotMinutes],
    slot_at: ['timestamptz', (cell) => new Date(cell.slotAt)],
    due_hour_at: ['timestamptz', (cell) => (cell.dueHourAt === null ? 'infinity' : new Date(cell.dueHourAt))],
    orders: ['int', (cell) => cell.orders],
    late: ['int', (cell) => cell.late],
    seller_fault: ['int', (cell) => cell.sellerFault],
    created: ['int', (cell) => cell.created],
    cancelled: ['int', (cell) => cell.cancelled],
  });
  await sql`
    INSERT INTO rollup_dispatch AS held (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, shop_id, slot_minutes, slot_at, due_hour_at) DO UPDATE SET
      orders = held.orders + excluded.orders, late = held.late + excluded.late, seller_fault = held.seller_fault + excluded.seller_fault,
      created = held.created + excluded.created, cancelled = held.cancelled + excluded.cancelled`.execute(tx);
}

export type DispatchMetric = 'late-dispatch' | 'seller-fault-cancellation';

/** The condition of the index orders_not_in_time, word for word, so that the planner knows it again. */
export const notInTime = sql`(paid_at IS NOT NULL AND (dispatched_at IS NULL OR dispatched_at > dispatch_due_at OR cancelled_at IS NOT NULL))`;
const isLateAt = (at: Date): RawBuilder<boolean> => sql<boolean>`(dispatched_at > dispatch_due_at
  OR (dispatched_at IS NULL AND dispatch_due_at <= ${at} AND (cancelled_at IS NULL OR cancelled_at >= dispatch_due_at)))`;
const isSellerFault = sql<boolean>`(cancelled_by = 'seller' OR (cancelled_by = 'platform' AND cancelled_at >= dispatch_due_at))`;

/** Whether a row of `orders` counts in the numerator at an instant, beside being paid. */
export const failedAt = (metric: DispatchMetric, at: Date): RawBuilder<boolean> =>
  metric === 'late-dispatch' ? isLateAt(at) : isSellerFault;

export const WINDOW_MS = 7 * 24 * HOUR_MS;

/** The conditions on `orders` for what stands behind a rate now: the paid orders of the window, or those of them that failed. */
export function behindRate({
  metric,
  part,
  now,
}: {
  metric: DispatchMetric;
  part: 'numerator' | 'denominator';
  now: number;
}): RawBuilder<unknown>[] {
  const paid = sql`paid_at IS NOT NULL AND created_at > ${new Date(now - WINDOW_MS)}`;
  return part === 'denominator' ? [paid] : [paid, notInTime, failedAt(metric, new Date(now))];
}
