/** What is known of this very buyer's orders in this very shop, and of the products in question: facts for a reply, in plain lines. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Source } from '../tables.ts';
import type { Turn } from './turn.ts';

const ORDERS = 3;
const PRODUCTS = 3;
const DESCRIPTION_MAX = 1_500;

type OrderRow = {
  id: string;
  channel_order_id: string;
  status: string;
  created_at: Date;
  ship_by: Date | null;
  delivered_at: Date | null;
  products: string[];
  product_ids: string[];
  parcels: string[];
  latest: { at: number; description: string }[] | null;
};

const day = (at: Date | null): string | null => at?.toISOString().slice(0, 10) ?? null;
const lines = (facts: readonly (string | null | false)[]): string => facts.filter(Boolean).join('\n');

export async function readOwnFacts(tx: TenantTx, turn: Turn): Promise<Source[]> {
  const orders = turn.buyerHash === null ? [] : await readOrders(tx, turn);
  const wanted = [...new Set([...turn.channelProductIds, ...orders.flatMap(({ product_ids }) => product_ids)])];
  return [...orders.map(orderFacts), ...(await readProducts(tx, turn, wanted))];
}

async function readOrders(tx: TenantTx, { shop, buyerHash }: Turn): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    SELECT o.id, o.channel_order_id, o.status, o.created_at, o.ship_by, o.delivered_at,
      ARRAY(SELECT l.product_name || ' ' || l.variant_name || ' × ' || l.quantity FROM order_line l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
        ORDER BY l.line_no LIMIT 5) AS products,
      ARRAY(SELECT l.channel_product_id FROM order_line l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id ORDER BY l.line_no LIMIT 5) AS product_ids,
      ARRAY(SELECT COALESCE(p.carrier, '') || ' ' || p.tracking_number FROM package_order po
        JOIN package p ON p.merchant_id = po.merchant_id AND p.id = po.package_id
        WHERE po.merchant_id = o.merchant_id AND po.shop_id = o.shop_id AND po.channel_order_id = o.channel_order_id AND p.tracking_number IS NOT NULL
        ORDER BY p.created_at LIMIT 3) AS parcels,
      (SELECT t.events FROM parcel_tracking t WHERE t.merchant_id = o.merchant_id AND t.shop_id = o.shop_id AND t.channel_order_id = o.channel_order_id)
        AS latest
    FROM orders o WHERE o.shop_id = ${shop.id}::uuid AND o.buyer_hash = ${buyerHash}
    ORDER BY o.created_at DESC, o.id DESC LIMIT ${ORDERS}`.execute(tx);
  return rows;
}

function orderFacts({ id, channel_order_id, status, created_at, ship_by, delivered_at, products, parcels, latest }: OrderRow): Source {
  const heard = (latest ?? []).reduce<{ at: number; description: string } | null>(
    (last, each) => (last && last.at >= each.at ? last : each),
    null,
  );
  const text = lines([
    `Order ${channel_order_id}: ${status}, placed on ${day(created_at)}`,
    `Holds: ${products.join('; ')}`,
    ship_by && status === 'awaiting-shipment' && `To be shipped by ${day(ship_by)}`,
    delivered_at && `Delivered on ${day(delivered_at)}`,
    parcels.length > 0 && `Parcel: ${parcels.join('; ')}`,
    heard && `Carrier said last, on ${day(new Date(heard.at))}: ${heard.description}`,
  ]);
  return { kind: 'order', id, title: channel_order_id, text };
}

type ProductRow = {
  id: string;
  title: string;
  description: string;
  brand: string | null;
  materials: string[];
  attributes: unknown;
  own_title: string | null;
  own_description: string | null;
  size_chart: unknown;
};

async function readProducts(tx: TenantTx, { shop }: Turn, channelProductIds: readonly string[]): Promise<Source[]> {
  if (channelProductIds.length === 0) return [];
  const { rows } = await sql<ProductRow>`
    SELECT DISTINCT p.id, p.title, p.description, p.brand, p.materials, p.attributes, w.title AS own_title, w.description AS own_description, w.size_chart
    FROM listing l
    JOIN variant_link k ON k.merchant_id = l.merchant_id AND k.listing_id = l.id
    JOIN variant v ON v.merchant_id = k.merchant_id AND v.id = k.variant_id
    JOIN product p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
    LEFT JOIN product_text w ON w.merchant_id = p.merchant_id AND w.product_id = p.id AND w.market = ${shop.market} AND w.state = 'approved'
    WHERE l.shop_id = ${shop.id}::uuid AND l.channel_product_id = ANY (${[...channelProductIds]}::text[])
    ORDER BY p.id LIMIT ${PRODUCTS}`.execute(tx);
  return rows.map(productFacts);
}

function productFacts(row: ProductRow): Source {
  const attributes = JSON.stringify(row.attributes);
  const text = lines([
    `Product: ${row.own_title ?? row.title}`,
    row.brand && `Brand: ${row.brand}`,
    row.materials.length > 0 && `Materials: ${row.materials.join(', ')}`,
    attributes !== '{}' && attributes !== '[]' && `Attributes: ${attributes.slice(0, DESCRIPTION_MAX)}`,
    row.size_chart !== null && `Sizes: ${JSON.stringify(row.size_chart).slice(0, DESCRIPTION_MAX)}`,
    (row.own_description ?? row.description).slice(0, DESCRIPTION_MAX),
  ]);
  return { kind: 'product', id: row.id, title: row.own_title ?? row.title, text };
}
