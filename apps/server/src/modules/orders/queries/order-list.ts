import type { AnswerOf, OrderSummary, ParsedOf, Routes } from '@tradewind/contract';
import { addDays, startOfDay } from '@tradewind/rules/calendar';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { Refused } from '../../../platform/http/problem.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { behindRate } from '../dispatch.ts';
import { buyerField, buyerTerm, foldSku } from '../store.ts';
import { type OrderRow, orderSummaryView } from './order-view.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Query = ParsedOf<Routes['orders.list']>['query'];
type Input = { caller: Caller; query: Query };

/** One keyset page over all shops. Never counts: an exact count costs twenty times the page. */
export async function listOrders(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['orders.list']>> {
  refuseImpossibleDays(query);
  const after = decodeCursor(query.cursor, position);
  const terms = query.q === undefined ? null : await searchTerms(services, caller.merchantId, query.q);
  const { rows, shops } = await services.database.readMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market });
    const narrowed = caller.shopIds !== null || query.shopIds !== undefined || query.market !== undefined;
    const search = terms && (await searchCondition(tx, terms));
    const now = services.clock.now();
    const conditions = conditionsOf(query, { after, shopIds: narrowed ? shops.map((shop) => shop.id) : null, search, now });
    return { shops, rows: await readPage(tx, { conditions, ascending: query.sort === 'createdAt', limit: query.limit + 1 }) };
  });
  const shopOf = new Map(shops.map((shop) => [shop.id, shop]));
  const page = pageOf(rows, query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
  return { items: page.items.map((row) => orderSummaryView(row, shopOf)), nextCursor: page.nextCursor };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null && /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** What the schema lets through but no calendar can answer: unknown zones, and years in which day arithmetic leaves four digits. */
function refuseImpossibleDays({ timeZone, createdFrom, createdTo }: Query): void {
  const isOutside = (day: string | undefined) => day !== undefined && (day < '1970-01-01' || day > '2199-12-31');
  const far = (path: string) => ({ path, code: 'out-of-range', message: 'a day from 1970 to 2199' });
  const errors = [
    ...(isOutside(createdFrom) ? [far('/createdFrom')] : []),
    ...(isOutside(createdTo) ? [far('/createdTo')] : []),
    ...(timeZone !== undefined && !isZone(timeZone)
      ? [{ path: '/timeZone', code: 'unknown-zone', message: 'an IANA time zone such as Asia/Shanghai' }]
      : []),
  ];
  if (errors.length > 0) throw new Refused({ refused: 'invalid-input', errors });
}

type Terms = { text: string; sku: string; buyer: string };

async function searchTerms(services: Services, merchantId: string, q: string): Promise<Terms> {
  const secrets = await services.secrets.forMerchant(merchantId);
  return { text: q, sku: foldSku(q), buyer: buyerTerm(secrets, q) };
}

/** Just above every text that begins like this one, in the database's C collation. */
const beyond = (prefix: string) => `${prefix}\u{10FFFF}`;

/** With more matches of one kind than this it is quicker to look at the orders one by one, from the newest, than to collect the matches and sort them. */
const MANY = 20_000;

/** What finds the searched orders, all of them: three look-ups by index where they are few, a question to each order where they are many. */
async function searchCondition(tx: TenantTx, terms: Terms): Promise<RawBuilder<unknown>> {
  const byId = sql`channel_order_id >= ${terms.text} AND channel_order_id < ${beyond(terms.text)}`;
  const bySku = sql`seller_sku_folded >= ${terms.sku} AND seller_sku_folded < ${beyond(terms.sku)}`;
  const byBuyer = sql`field = ${buyerField} AND term = ${terms.buyer}`;
  const limit = sql`LIMIT ${sql.lit(MANY + 1)}`;
  const { rows } = await sql<{ most: number }>`
    SELECT greatest(
      (SELECT count(*) FROM (SELECT FROM orders WHERE ${byId} ${limit}) AS found),
      (SELECT count(*) FROM (SELECT FROM order_line WHERE ${bySku} ${limit}) AS found),
      (SELECT count(*) FROM (SELECT FROM search_term WHERE ${byBuyer} ${limit}) AS found))::int AS most`.execute(tx);
  return (rows[0]?.most ?? 0) <= MANY
    ? sql`o.id IN (
        (SELECT id FROM orders WHERE ${byId} ${limit})
        UNION (SELECT order_id FROM order_line WHERE ${bySku} ${limit})
        UNION (SELECT id FROM search_term WHERE ${byBuyer} ${limit}))`
    : sql`(${byId}
        OR EXISTS (SELECT FROM order_line WHERE order_id = o.id AND ${bySku})
        OR EXISTS (SELECT FROM search_term WHERE id = o.id AND ${byBuyer}))`;
}

function conditionsOf(
  query: Query,
  found: { after: z.output<typeof position> | null; shopIds: string[] | null; search: RawBuilder<unknown> | null; now: number },
): RawBuilder<unknown>[] {
  const zone = query.timeZone ?? 'UTC';
  const past = query.sort === 'createdAt' ? sql`>` : sql`<`;
  const { after, shopIds, search, now } = found;
  return [
    sql`true`,
    ...(shopIds ? [sql`o.shop_id = ANY(${shopIds}::uuid[])`] : []),
    ...(query.status ? [sql`o.status = ${query.status}`] : []),
    ...(query.channelOrderId ? [sql`o.channel_order_id = ${query.channelOrderId}`] : []),
    ...(query.createdFrom ? [sql`o.created_at >= ${new Date(startOfDay(query.createdFrom, zone))}`] : []),
    ...(query.createdTo ? [sql`o.created_at < ${new Date(startOfDay(addDays(query.createdTo, 1), zone))}`] : []),
    ...(query.metric ? behindRate({ metric: query.metric, part: query.part ?? 'numerator', now }) : []),
    ...(after ? [sql`(o.created_at, o.id) ${past} (${new Date(after.at)}, ${after.id}::uuid)`] : []),
    ...(search ? [search] : []),
  ];
}

type Page = { conditions: RawBuilder<unknown>[]; ascending: boolean; limit: number };

async function readPage(tx: TenantTx, { conditions, ascending, limit }: Page): Promise<OrderRow[]> {
  const direction = ascending ? sql`ASC` : sql`DESC`;
  const { rows } = await sql<OrderRow>`
    SELECT o.id, o.channel_order_id, o.shop_id, o.status, o.currency, o.gmv_minor, o.total_minor, o.units, o.created_at, o.paid_at, o.updated_at, o.ship_by,
           line.product_name, line.variant_name, line.seller_sku, line.image_url, (SELECT count(*)::int FROM order_line WHERE order_id = o.id) AS line_count
    FROM (SELECT * FROM orders AS o WHERE ${sql.join(conditions, sql` AND `)} ORDER BY o.created_at ${direction}, o.id ${direction} LIMIT ${sql.lit(limit)}) AS o
    LEFT JOIN order_line AS line ON line.merchant_id = o.merchant_id AND line.order_id = o.id AND line.line_no = 1
    ORDER BY o.created_at ${direction}, o.id ${direction}`.execute(tx);
  return rows;
}

type OfBuyer = { shop: ShopInScope; buyerHash: string; limit: number };

/** What one buyer has bought in one shop, the newest first. */
export async function ordersOfBuyer(tx: TenantTx, { shop, buyerHash, limit }: OfBuyer): Promise<OrderSummary[]> {
  const conditions = [sql`o.shop_id = ${shop.id}::uuid`, sql`o.buyer_hash = ${buyerHash}`];
  const rows = await readPage(tx, { conditions, ascending: false, limit });
  return rows.map((row) => orderSummaryView(row, new Map([[shop.id, shop]])));
}
