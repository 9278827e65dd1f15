/**
 * What is stored against what is so: orders with their lines and refunds, packages, listings, ad spend, one by one. The platform's
 * words are translated here a second time, on purpose: a mistake in the product's table must not be repeated by its judge.
 */
import { z } from 'zod';
import { Findings } from '../report.ts';
import type { Ledger } from '../stage/ledger.ts';
import type { Truth, TruthOrder } from './truth.ts';

const ORDER_WORDS: Readonly<Record<string, string>> = {
  UNPAID: 'unpaid',
  ON_HOLD: 'on-hold',
  AWAITING_SHIPMENT: 'awaiting-shipment',
  PARTIALLY_SHIPPING: 'partially-shipped',
  AWAITING_COLLECTION: 'awaiting-collection',
  IN_TRANSIT: 'in-transit',
  DELIVERED: 'delivered',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
};
const LISTING_WORDS: Readonly<Record<string, string>> = {
  DRAFT: 'draft',
  PENDING: 'in-review',
  FAILED: 'review-failed',
  ACTIVATE: 'live',
  SELLER_DEACTIVATED: 'deactivated-by-seller',
  PLATFORM_DEACTIVATED: 'deactivated-by-platform',
  FREEZE: 'frozen',
  DELETED: 'deleted',
};

/** Both sides in one form: facts by name, lists sorted. */
type Facts = Record<string, unknown>;
type Sheet = { what: string; ours: { id: string; facts: Facts }[]; theirs: { id: string; facts: Facts }[] };

function compare({ what, ours, theirs }: Sheet, findings: Findings): void {
  const held = new Map(ours.map((row) => [row.id, row.facts]));
  findings.same(`${what}: how many`, 'all', { ours: ours.length, theirs: theirs.length });
  findings.holds(`${what}: none twice`, 'all', { is: held.size === ours.length, seen: ours.length - held.size, wanted: 0 });
  for (const { id, facts } of theirs) {
    const mine = held.get(id);
    held.delete(id);
    if (!mine) findings.same(what, id, { ours: 'absent', theirs: 'there' });
    else
      for (const [name, value] of Object.entries(facts)) findings.same(`${what}: ${name}`, id, { ours: mine[name] ?? null, theirs: value });
  }
  for (const id of held.keys()) findings.same(what, id, { ours: 'there', theirs: 'absent' });
}

const ms = z.number().nullable();
const ourOrder = z.object({
  id: z.string(),
  facts: z.object({
    shop: z.string(),
    status: z.string(),
    currency: z.string(),
    createdAt: ms,
    paidAt: ms,
    updatedAt: ms,
    shipBy: ms,
    dispatchedAt: ms,
    cancelledAt: ms,
    cancelReason: z.string().nullable(),
    cancelledBy: z.string().nullable(),
    shipping: z.number(),
    tax: z.number(),
    gmv: z.number(),
    units: z.number(),
    lines: z.array(z.string()),
    refunds: z.array(z.string()),
  }),
});
const at = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;

const OUR_ORDERS = `
  SELECT o.channel_order_id AS id, json_build_object(
    'shop', s.channel_shop_id, 'status', o.status, 'currency', o.currency,
    'createdAt', ${at('o.created_at')}, 'paidAt', ${at('o.paid_at')}, 'updatedAt', ${at('o.updated_at')}, 'shipBy', ${at('o.ship_by')},
    'dispatchedAt', ${at('o.dispatched_at')}, 'cancelledAt', ${at('o.cancelled_at')}, 'cancelReason', o.cancel_reason, 'cancelledBy', o.cancelled_by,
    'shipping', o.shipping_minor, 'tax', o.tax_minor, 'gmv', o.gmv_minor, 'units', o.units,
    'lines', coalesce((SELECT json_agg(concat_ws(' ', l.channel_sku_id, l.quantity, l.sale_price_minor, l.platform_discount_minor, l.seller_discount_minor))
                FROM tenant.order_line l WHERE l.order_id = o.id), '[]'),
    'refunds', coalesce((SELECT json_agg(concat_ws(' ', a.refund_minor, ${at('a.refunded_at')}))
                FROM tenant.after_sale a WHERE a.shop_id = o.shop_id AND a.channel_order_id = o.channel_order_id AND a.refunded_at IS NOT NULL), '[]')
  ) AS facts
  FROM tenant.orders o JOIN tenant.shop s ON s.id = o.shop_id`;

export const gmvOf = (order: TruthOrder): number =>
  order.lines.reduce((sum, line) => sum + line.quantity * (line.salePrice + line.platformDiscount), 0);
export const unitsOf = (order: TruthOrder): number => order.lines.reduce((sum, line) => sum + line.quantity, 0);

function factsOfOrder(order: TruthOrder): Facts {
  return {
    shop: order.shopId,
    status: ORDER_WORDS[order.status] ?? order.status,
    currency: order.currency,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
    updatedAt: order.updatedAt,
    shipBy: order.shipBy,
    dispatchedAt: order.dispatchedAt,
    cancelledAt: order.cancelledAt,
    cancelReason: order.cancelReason,
    cancelledBy: order.cancelledBy,
    shipping: order.shipping,
    tax: order.tax,
    gmv: gmvOf(order),
    units: unitsOf(order),
    lines: order.lines
      .map((line) => [line.skuId, line.quantity, line.salePrice, line.platformDiscount, line.sellerDiscount].join(' '))
      .sort(),
    refunds: order.refunds.map((refund) => `${refund.amount} ${refund.at}`).sort(),
  };
}

const simple = z.object({ id: z.string(), facts: z.record(z.string(), z.unknown()) });

export async function compareRecords(ledger: Ledger, truth: Truth): Promise<Findings> {
  const findings = new Findings();
  const orders = await ledger.rows(ourOrder, OUR_ORDERS);
  compare(
    {
      what: 'order',
      ours: orders.map(({ id, facts }) => ({ id, facts: { ...facts, lines: facts.lines.sort(), refunds: facts.refunds.sort() } })),
      theirs: truth.orders.map((order) => ({ id: order.id, facts: factsOfOrder(order) })),
    },
    findings,
  );
  compare(
    {
      what: 'package',
      ours: await ledger.rows(
        simple,
        `SELECT p.channel_package_id AS id, json_build_object('shop', s.channel_shop_id, 'status', p.status, 'tracking', p.tracking_number, 'updatedAt', ${at('p.updated_at')},
           'orders', coalesce((SELECT json_agg(po.channel_order_id ORDER BY po.channel_order_id COLLATE "C") FROM tenant.package_order po WHERE po.package_id = p.id), '[]')) AS facts
         FROM tenant.package p JOIN tenant.shop s ON s.id = p.shop_id`,
      ),
      theirs: truth.packages.map((item) => ({
        id: item.id,
        facts: {
          shop: item.shopId,
          status: item.status.toLowerCase(),
          tracking: item.trackingNumber,
          updatedAt: item.updatedAt,
          orders: [...new Set(item.orderIds)].sort(),
        },
      })),
    },
    findings,
  );
  compare(await listings(ledger, truth), findings);
  compare(
    {
      what: 'ad spend',
      ours: await ledger.rows(
        simple,
        `SELECT a.channel_ad_spend_id AS id, json_build_object('shop', s.channel_shop_id, 'day', a.on_day::text, 'amount', a.amount_minor, 'currency', a.currency) AS facts
         FROM tenant.ad_spend_day a JOIN tenant.shop s ON s.id = a.shop_id`,
      ),
      theirs: truth.spend.map(({ id, shopId, day, amount, currency }) => ({ id, facts: { shop: shopId, day, amount, currency } })),
    },
    findings,
  );
  return findings;
}

/** Stock of a listing moves without an update time and has a stream of its own later; it is not compared here. */
async function listings(ledger: Ledger, truth: Truth): Promise<Sheet> {
  return {
    what: 'listing',
    ours: await ledger.rows(
      simple,
      `SELECT l.channel_product_id AS id, json_build_object('shop', s.channel_shop_id, 'title', l.title, 'status', l.status, 'updatedAt', ${at('l.updated_at')},
         'variants', coalesce((SELECT json_agg(concat_ws(' ', v.channel_sku_id, v.seller_sku, v.price_minor) ORDER BY v.channel_sku_id COLLATE "C") FROM tenant.listing_variant v WHERE v.listing_id = l.id), '[]')) AS facts
       FROM tenant.listing l JOIN tenant.shop s ON s.id = l.shop_id`,
    ),
    theirs: truth.listings.map((item) => ({
      id: item.id,
      facts: {
        shop: item.shopId,
        title: item.title,
        status: LISTING_WORDS[item.status] ?? item.status,
        updatedAt: item.updatedAt,
        variants: [...item.skus].sort((a, b) => (a.id < b.id ? -1 : 1)).map((sku) => `${sku.id} ${sku.sellerSku} ${sku.salePrice}`),
      },
    })),
  };
}
