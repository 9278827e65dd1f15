/** What is known of orders that are to leave: their state, packages, units and numbers, read once for all of them. */
import type { OrderStatus } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { ParcelFacts } from '../parcel-rules.ts';

/** Orders that something of ours keeps from leaving, with the reason as a person wrote it. */
export type HoldsOf = (tx: TenantTx, orderIds: readonly string[]) => Promise<ReadonlyMap<string, { reason: string }>>;

export type OrderToShip = Omit<ParcelFacts, 'isPackageMade'> & {
  id: string;
  channelOrderId: string;
  shopId: string;
  market: string;
  channel: string;
  region: string;
  lineIds: string[];
};

type Row = {
  id: string;
  channelOrderId: string;
  shopId: string;
  market: string;
  channel: string;
  region: string;
  status: OrderStatus;
  path: 'platform' | 'seller';
};

/**
 * Locked until the caller's transaction ends, so that no newer version of an order comes between the look and the plan. In the order of
 * their ids, as everyone who locks several.
 */
export async function ordersToShip(
  tx: TenantTx,
  { orderIds, shopIds, holdsOf }: { orderIds: readonly string[]; shopIds: readonly string[]; holdsOf: HoldsOf },
): Promise<Map<string, OrderToShip>> {
  const { rows } = await sql<Row>`
    SELECT orders.id, orders.channel_order_id AS "channelOrderId", orders.shop_id AS "shopId", orders.status, orders.fulfilment AS path,
      orders.buyer_region AS region, shop.market, shop.channel
    FROM orders JOIN shop ON shop.merchant_id = orders.merchant_id AND shop.id = orders.shop_id
    WHERE orders.id = ANY (${orderIds}::uuid[]) AND orders.shop_id = ANY (${shopIds}::uuid[])
    ORDER BY orders.id FOR SHARE OF orders`.execute(tx);
  const ids = rows.map(({ id }) => id);
  const holds = await holdsOf(tx, ids);
  const asked = await ordersWhoseBuyerAsks(tx, rows);
  const packages = await openPackages(tx, rows);
  const lines = await unitsOf(tx, ids);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        hold: holds.get(row.id)?.reason ?? null,
        isCancellationAsked: asked.has(keyOf(row)),
        openPackages: packages.get(keyOf(row)) ?? [],
        lineIds: lines.get(row.id) ?? [],
      },
    ]),
  );
}

const keyOf = ({ shopId, channelOrderId }: Pick<Row, 'shopId' | 'channelOrderId'>): string => `${shopId} ${channelOrderId}`;
const named = (rows: readonly Row[]) => ({
  shops: [...new Set(rows.map(({ shopId }) => shopId))],
  orders: rows.map(({ channelOrderId }) => channelOrderId),
});

async function ordersWhoseBuyerAsks(tx: TenantTx, rows: readonly Row[]): Promise<Set<string>> {
  const { shops, orders } = named(rows);
  const found = await sql<Pick<Row, 'shopId' | 'channelOrderId'>>`
    SELECT shop_id AS "shopId", channel_order_id AS "channelOrderId" FROM after_sale
    WHERE shop_id = ANY (${shops}::uuid[]) AND channel_order_id = ANY (${orders}::text[]) AND kind = 'cancellation'
      AND resolved_at IS NULL`.execute(tx);
  return new Set(found.rows.map(keyOf));
}

/** What we have shipped has left, though the platform's own word of it is read a moment later. */
async function openPackages(tx: TenantTx, rows: readonly Row[]): Promise<Map<string, string[]>> {
  const { shops, orders } = named(rows);
  const found = await sql<Pick<Row, 'shopId' | 'channelOrderId'> & { channelPackageId: string }>`
    SELECT own.shop_id AS "shopId", own.channel_order_id AS "channelOrderId", package.channel_package_id AS "channelPackageId"
    FROM package_order AS own JOIN package ON package.merchant_id = own.merchant_id AND package.id = own.package_id
    WHERE own.shop_id = ANY (${shops}::uuid[]) AND own.channel_order_id = ANY (${orders}::text[]) AND package.status = 'processing'
      AND NOT EXISTS (SELECT FROM shipment WHERE shipment.merchant_id = package.merchant_id AND shipment.shop_id = package.shop_id
        AND shipment.channel_package_id = package.channel_package_id AND shipment.state = 'shipped')
    ORDER BY package.channel_package_id`.execute(tx);
  const byOrder = new Map<string, string[]>();
  for (const row of found.rows) byOrder.set(keyOf(row), [...(byOrder.get(keyOf(row)) ?? []), row.channelPackageId]);
  return byOrder;
}

async function unitsOf(tx: TenantTx, orderIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; ids: string[] }>`
    SELECT order_id AS id, channel_line_ids AS ids FROM order_line WHERE order_id = ANY (${orderIds}::uuid[]) ORDER BY line_no`.execute(tx);
  const units = new Map<string, string[]>();
  for (const { id, ids } of rows) units.set(id, [...(units.get(id) ?? []), ...ids]);
  return units;
}

/** Numbers that a parcel has had, of ours or as the platform tells. */
export async function usedNumbers(tx: TenantTx, numbers: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`
    SELECT tracking_number AS number FROM package WHERE tracking_number = ANY (${numbers}::text[])
    UNION SELECT tracking_number FROM shipment
      WHERE tracking_number = ANY (${numbers}::text[]) AND state IN ('planned', 'sent', 'unknown', 'shipped')`.execute(tx);
  return new Set(rows.map(({ number }) => number));
}

/** From where each shop may send: a parcel numbered elsewhere speaks for goods that lie elsewhere. */
export async function countriesOfShops(tx: TenantTx, shopIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ shopId: string; countries: string[] }>`
    SELECT own.shop_id AS "shopId", array_agg(DISTINCT warehouse.country) AS countries
    FROM warehouse_shop AS own JOIN warehouse ON warehouse.merchant_id = own.merchant_id AND warehouse.id = own.warehouse_id
    WHERE own.shop_id = ANY (${shopIds}::uuid[]) AND warehouse.is_active GROUP BY own.shop_id`.execute(tx);
  return new Map(rows.map(({ shopId, countries }) => [shopId, new Set(countries)]));
}
