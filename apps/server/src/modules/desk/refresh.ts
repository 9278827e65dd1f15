/**
 * Makes the rows of the desk anew from what they follow from: the order, its marks, its packages and where its units lie. The one function
 * that writes them, called in the transaction that moved any of these, after it has locked the orders; so the desk, its counts and the
 * places of its tags are never behind.
 *
 * Locks are taken in one order everywhere: orders, marks, rows of the desk, counts by shop.
 */
import type { OrderStatus } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { unnestRows } from '../../platform/database/unnest.ts';
import { type Bucket, placeOf } from './buckets.ts';

type Row = {
  id: string;
  shopId: string;
  channelOrderId: string;
  status: OrderStatus;
  currency: string;
  totalMinor: number;
  dueAt: Date | null;
  payBy: Date | null;
  dispatchedAt: Date | null;
  cancelledAt: Date | null;
  /** Whether anything was ever said of it here; if not, it has no tags either. */
  isMarked: boolean;
  isHeld: boolean;
  isPacked: boolean;
  isInReview: boolean;
  isTroubled: boolean;
  troubleDueAt: Date | null;
  assigneeId: string | null;
  warehouseId: string | null;
  carrier: string | null;
  heldBucket: Bucket | null;
  heldDeadlineAt: Date | null;
};
type Placed = Row & { bucket: Bucket; deadlineAt: Date };
type Which = { merchantId: string; orderIds: readonly string[]; isLinesChanged?: boolean };

export async function refreshDesk(tx: TenantTx, { merchantId, orderIds, isLinesChanged = false }: Which): Promise<void> {
  if (orderIds.length === 0) return;
  const rows = await read(tx, orderIds);
  const placed: Placed[] = [];
  const gone: Row[] = [];
  for (const row of rows) {
    const place = placeOf(row);
    if (place) placed.push({ ...row, ...place });
    else if (row.heldBucket !== null) gone.push(row);
  }
  const isMoved = ({ heldBucket, heldDeadlineAt, bucket, deadlineAt }: Placed) =>
    heldBucket !== bucket || heldDeadlineAt?.getTime() !== deadlineAt.getTime();
  const relined = placed.filter((row) => isLinesChanged || row.heldDeadlineAt?.getTime() !== row.deadlineAt.getTime());
  await take(tx, gone);
  await put(tx, merchantId, placed);
  await saveLines(tx, merchantId, relined);
  const moved = [...placed.filter(isMoved), ...gone.map((row) => ({ ...row, bucket: null, deadlineAt: null }))];
  await moveTags(
    tx,
    moved.filter(({ isMarked }) => isMarked),
  );
  await moveCounts(tx, merchantId, [...placed, ...gone.map((row) => ({ ...row, bucket: null }))]);
}

async function read(tx: TenantTx, orderIds: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT o.id, o.shop_id AS "shopId", o.channel_order_id AS "channelOrderId", o.status, o.currency, o.total_minor AS "totalMinor",
      o.dispatch_due_at AS "dueAt", o.pay_by AS "payBy", o.dispatched_at AS "dispatchedAt", o.cancelled_at AS "cancelledAt",
      m.order_id IS NOT NULL AS "isMarked", m.held_at IS NOT NULL AS "isHeld", m.packed_at IS NOT NULL AS "isPacked", m.assignee_id AS "assigneeId",
      EXISTS (SELECT 1 FROM desk_review r WHERE r.order_id = o.id AND r.passed_at IS NULL) AS "isInReview",
      EXISTS (SELECT 1 FROM desk_trouble t WHERE t.order_id = o.id) AS "isTroubled",
      (SELECT min(t.due_at) FROM desk_trouble t WHERE t.order_id = o.id) AS "troubleDueAt",
      COALESCE(m.warehouse_id, a.warehouse_id,
        (SELECT w.warehouse_id FROM warehouse_shop w
         WHERE w.shop_id = o.shop_id AND w.channel_warehouse_id = o.channel_warehouse_id ORDER BY w.rank, w.warehouse_id LIMIT 1),
        (SELECT p.warehouse_id FROM stock_reservation s
         JOIN stock_reservation_part p ON p.merchant_id = s.merchant_id AND p.reference = s.reference AND p.line = s.line
         WHERE s.order_id = o.id ORDER BY p.line, p.variant_id, p.warehouse_id LIMIT 1)) AS "warehouseId",
      (SELECT p.carrier FROM package_order l JOIN package p ON p.merchant_id = l.merchant_id AND p.id = l.package_id
       WHERE l.shop_id = o.shop_id AND l.channel_order_id = o.channel_order_id AND p.status <> 'cancelled'
       ORDER BY p.created_at DESC, p.id DESC LIMIT 1) AS carrier,
      d.bucket AS "heldBucket", d.deadline_at AS "heldDeadlineAt"
    FROM orders o
    LEFT JOIN desk_mark m ON m.merchant_id = o.merchant_id AND m.order_id = o.id
    LEFT JOIN stock_allocation a ON a.merchant_id = o.merchant_id AND a.order_id = o.id
    LEFT JOIN desk_order d ON d.merchant_id = o.merchant_id AND d.order_id = o.id
    WHERE o.id = ANY (${orderIds}::uuid[]) ORDER BY o.id`.execute(tx);
  return rows;
}

async function take(tx: TenantTx, gone: readonly Row[]): Promise<void> {
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  await tx.deleteFrom('desk_line').where('order_id', 'in', ids).execute();
  await tx.deleteFrom('desk_order').where('order_id', 'in', ids).execute();
}

async function put(tx: TenantTx, merchantId: string, placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return;
  const { names, source } = unnestRows(placed, {
    merchant_id: ['uuid', () => merchantId],
    order_id: ['uuid', ({ id }) => id],
    shop_id: ['uuid', ({ shopId }) => shopId],
    channel_order_id: ['text', ({ channelOrderId }) => channelOrderId],
    bucket: ['text', ({ bucket }) => bucket],
    deadline_at: ['timestamptz', ({ deadlineAt }) => deadlineAt],
    currency: ['text', ({ currency }) => currency],
    total_minor: ['bigint', ({ totalMinor }) => totalMinor],
    warehouse_id: ['uuid', ({ warehouseId }) => warehouseId],
    carrier: ['text', ({ carrier }) => carrier],
    assignee_id: ['text', ({ assigneeId }) => assigneeId],
  });
  await sql`
    INSERT INTO desk_order (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, order_id) DO UPDATE SET bucket = excluded.bucket, deadline_at = excluded.deadline_at, currency = excluded.currency,
      total_minor = excluded.total_minor, warehouse_id = excluded.warehouse_id, carrier = excluded.carrier, assignee_id = excluded.assignee_id`.execute(
    tx,
  );
}

async function saveLines(tx: TenantTx, merchantId: string, placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return;
  const known = placed.filter(({ heldBucket }) => heldBucket !== null).map(({ id }) => id);
  if (known.length > 0) await tx.deleteFrom('desk_line').where('order_id', 'in', known).execute();
  const { names, source } = unnestRows(placed, {
    order_id: ['uuid', ({ id }) => id],
    deadline_at: ['timestamptz', ({ deadlineAt }) => deadlineAt],
  });
  await sql`
    INSERT INTO desk_line (merchant_id, order_id, sku_folded, deadline_at)
    SELECT DISTINCT ${merchantId}::uuid, l.order_id, l.seller_sku_folded, g.deadline_at
    FROM (SELECT ${names} FROM ${source}) AS g JOIN order_line l ON l.order_id = g.order_id WHERE l.seller_sku_folded <> ''`.execute(tx);
}

async function moveTags(tx: TenantTx, moved: readonly { id: string; bucket: Bucket | null; deadlineAt: Date | null }[]): Promise<void> {
  if (moved.length === 0) return;
  const { names, source } = unnestRows(moved, {
    order_id: ['uuid', ({ id }) => id],
    bucket: ['text', ({ bucket }) => bucket],
    deadline_at: ['timestamptz', ({ deadlineAt }) => deadlineAt],
  });
  await sql`
    UPDATE desk_tag AS own SET bucket = given.bucket, deadline_at = given.deadline_at
    FROM (SELECT ${names} FROM ${source}) AS given WHERE own.order_id = given.order_id`.execute(tx);
}

const columnOf = {
  unpaid: 'unpaid',
  'platform-hold': 'platform_hold',
  held: 'held',
  'to-review': 'to_review',
  'to-pack': 'to_pack',
  'to-ship': 'to_ship',
  'waiting-pickup': 'waiting_pickup',
  exception: 'exception',
} as const satisfies Record<Bucket, string>;
type Column = (typeof columnOf)[Bucket];
const columns = Object.values(columnOf);

async function moveCounts(
  tx: TenantTx,
  merchantId: string,
  moved: readonly Pick<Placed, 'shopId' | 'heldBucket'>[] & readonly { bucket: Bucket | null }[],
): Promise<void> {
  const shops = new Map<string, Record<Column, number>>();
  const add = (shopId: string, bucket: Bucket | null, sign: 1 | -1) => {
    if (bucket === null) return;
    const cells = shops.get(shopId) ?? (Object.fromEntries(columns.map((column) => [column, 0])) as Record<Column, number>); // every column was just named
    cells[columnOf[bucket]] += sign;
    shops.set(shopId, cells);
  };
  for (const { shopId, heldBucket, bucket } of moved) {
    if (heldBucket === bucket) continue;
    add(shopId, heldBucket, -1);
    add(shopId, bucket, 1);
  }
  const rows = [...shops].sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  const { names, source } = unnestRows(rows, {
    merchant_id: ['uuid', () => merchantId],
    shop_id: ['uuid', ([shopId]) => shopId],
    ...Object.fromEntries(columns.map((column) => [column, ['int', ([, cells]: (typeof rows)[number]) => cells[column]] as const])),
  });
  const sums = sql.join(columns.map((column) => sql`${sql.ref(column)} = own.${sql.ref(column)} + excluded.${sql.ref(column)}`));
  await sql`
    INSERT INTO desk_count AS own (${names}) SELECT * FROM ${source} ORDER BY shop_id
    ON CONFLICT (merchant_id, shop_id) DO UPDATE SET ${sums}`.execute(tx);
}
