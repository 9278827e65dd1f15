/**
 * The orders that a filter of the desk means, as conditions on `desk_order` (as `d`). What is looked for by tag or by one SKU is read in the
 * order of the tag's or the SKU's own rows; everything else in the order of the desk, one shop beside the other where shops are chosen, so
 * that a page costs its rows whatever else stands there.
 */
import { deskFilter } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/http/handler.ts';
import { Refused } from '../../platform/http/problem.ts';
import type { Services } from '../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../accounts/index.ts';
import { buyerTerm, foldSku } from '../orders/index.ts';

export type DeskFilter = z.output<typeof deskFilter>;
type Condition = RawBuilder<unknown>;

/** The filter, ready to be asked: in the database only what the database has to say remains. */
export type DeskQuestion = {
  shops: ShopInScope[];
  /** Null: every shop of the merchant, so that none needs to be named. */
  shopIds: string[] | null;
  tag: string | null;
  /** One SKU whose rows are read in order; several are a condition. */
  sku: string | null;
  isUnpaid: boolean;
  bucket: string | null;
  conditions: Condition[];
};

export const parseFilter = (given: unknown): DeskFilter => deskFilter.parse(given);

export function refuseImpossibleFilter(filter: DeskFilter): void {
  const { currency, amountFrom, amountTo } = filter;
  if ((amountFrom === undefined && amountTo === undefined) || currency !== undefined) return;
  throw new Refused({
    refused: 'invalid-input',
    errors: [{ path: '/currency', code: 'required', message: 'amounts are compared in one currency: say which' }],
  });
}

type Asked = { caller: Pick<Caller, 'shopIds'>; filter: DeskFilter; terms: SearchTerms | null; now: number };
export type SearchTerms = { text: string; sku: string; buyer: string };

export async function searchTerms(services: Services, merchantId: string, q: string | undefined): Promise<SearchTerms | null> {
  if (q === undefined) return null;
  return { text: q, sku: foldSku(q), buyer: buyerTerm(await services.secrets.forMerchant(merchantId), q) };
}

export async function questionOf(tx: TenantTx, { caller, filter, terms, now }: Asked): Promise<DeskQuestion> {
  const { bucket, tag, sku, productId, market, currency } = filter;
  const shops = await shopsInScope(tx, { caller, shopIds: filter.shopIds, market });
  const isNarrowed = caller.shopIds !== null || filter.shopIds !== undefined || market !== undefined;
  const skus = productId === undefined ? null : await skusOf(tx, productId);
  const at = new Date(now);
  const conditions: Condition[] = [
    ...(bucket === undefined || bucket === 'late' ? [sql`d.bucket <> 'unpaid'`] : [sql`d.bucket = ${bucket}`]),
    ...(bucket === 'late' ? [sql`d.deadline_at <= ${at}::timestamptz`] : []),
    ...(filter.warehouseId ? [sql`d.warehouse_id = ${filter.warehouseId}`] : []),
    ...(filter.carrier ? [sql`d.carrier = ${filter.carrier}`] : []),
    ...(filter.assigneeId ? [sql`d.assignee_id = ${filter.assigneeId}`] : []),
    ...(currency ? [sql`d.currency = ${currency}`] : []),
    ...(filter.amountFrom === undefined ? [] : [sql`d.total_minor >= ${filter.amountFrom}`]),
    ...(filter.amountTo === undefined ? [] : [sql`d.total_minor <= ${filter.amountTo}`]),
    ...(skus ? [sql`EXISTS (SELECT 1 FROM desk_line l WHERE l.order_id = d.order_id AND l.sku_folded = ANY (${skus}::text[]))`] : []),
    ...(terms ? [await searchCondition(tx, terms)] : []),
  ];
  return {
    shops,
    shopIds: isNarrowed ? shops.map(({ id }) => id) : null,
    tag: tag ?? null,
    sku: sku === undefined ? null : foldSku(sku),
    isUnpaid: bucket === 'unpaid',
    bucket: bucket === undefined || bucket === 'late' ? null : bucket,
    conditions,
  };
}

/** By which SKUs a product of ours is sold: its own, and what shops call the listings that are matched to it. */
async function skusOf(tx: TenantTx, productId: string): Promise<string[]> {
  const { rows } = await sql<{ sku: string }>`
    SELECT sku FROM variant WHERE product_id = ${productId}
    UNION SELECT o.seller_sku FROM variant v
      JOIN variant_link k ON k.merchant_id = v.merchant_id AND k.variant_id = v.id
      JOIN listing_variant o ON o.merchant_id = k.merchant_id AND o.listing_id = k.listing_id AND o.channel_sku_id = k.channel_sku_id
      WHERE v.product_id = ${productId} LIMIT 500`.execute(tx);
  return [...new Set(rows.map(({ sku }) => foldSku(sku)))];
}

/** Just above every text that begins like this one, in the database's C collation. */
const beyond = (prefix: string) => `${prefix}\u{10FFFF}`;
/** With more matches of one kind than this it is quicker to look at the orders one by one, from the most urgent. */
const MANY = 20_000;

async function searchCondition(tx: TenantTx, terms: SearchTerms): Promise<Condition> {
  const byNumber = sql`channel_order_id >= ${terms.text} AND channel_order_id < ${beyond(terms.text)}`;
  const bySku = sql`sku_folded >= ${terms.sku} AND sku_folded < ${beyond(terms.sku)}`;
  const byBuyer = sql`field = 'order.buyer' AND term = ${terms.buyer}`;
  const limit = sql`LIMIT ${sql.lit(MANY + 1)}`;
  const { rows } = await sql<{ most: number }>`
    SELECT greatest(
      (SELECT count(*) FROM (SELECT FROM desk_order WHERE ${byNumber} ${limit}) AS found),
      (SELECT count(*) FROM (SELECT FROM desk_line WHERE ${bySku} ${limit}) AS found),
      (SELECT count(*) FROM (SELECT FROM search_term WHERE ${byBuyer} ${limit}) AS found))::int AS most`.execute(tx);
  return (rows[0]?.most ?? 0) <= MANY
    ? sql`d.order_id IN (
        (SELECT order_id FROM desk_order WHERE ${byNumber} ${limit})
        UNION (SELECT order_id FROM desk_line WHERE ${bySku} ${limit})
        UNION (SELECT id FROM search_term WHERE ${byBuyer} ${limit}))`
    : sql`((d.channel_order_id >= ${terms.text} AND d.channel_order_id < ${beyond(terms.text)})
        OR EXISTS (SELECT FROM desk_line l WHERE l.order_id = d.order_id AND l.${bySku})
        OR EXISTS (SELECT FROM search_term t WHERE t.id = d.order_id AND ${byBuyer}))`;
}

type Position = { at: string; id: string };
const all = (conditions: readonly Condition[]): Condition => sql.join([sql`true`, ...conditions], sql` AND `);

/** A statement of the ids and deadlines of one page, the most urgent first. LIMIT is written out: a plan for "some limit" expects a tenth of the table. */
export function pageStatement(question: DeskQuestion, after: Position | null, limit: number): Condition {
  const { shopIds, tag, sku, bucket, conditions } = question;
  const places = (of: string) =>
    after
      ? [sql`(${sql.ref(`${of}.deadline_at`)}, ${sql.ref(`${of}.order_id`)}) > (${new Date(after.at)}::timestamptz, ${after.id}::uuid)`]
      : [];
  const page = (of: string) => sql`ORDER BY ${sql.ref(`${of}.deadline_at`)}, ${sql.ref(`${of}.order_id`)} LIMIT ${sql.lit(limit)}`;
  const ofShops = shopIds ? [sql`d.shop_id = ANY (${shopIds}::uuid[])`] : [];
  const hasSku = sku === null ? [] : [sql`EXISTS (SELECT 1 FROM desk_line s WHERE s.order_id = d.order_id AND s.sku_folded = ${sku})`];
  if (tag !== null)
    return sql`SELECT k.order_id, k.deadline_at FROM desk_tag k JOIN desk_order d ON d.merchant_id = k.merchant_id AND d.order_id = k.order_id
      WHERE ${all([sql`k.tag = ${tag} AND k.bucket IS NOT NULL`, ...(bucket ? [sql`k.bucket = ${bucket}`] : []), ...places('k'), ...ofShops, ...hasSku, ...conditions])} ${page('k')}`;
  if (sku !== null)
    return sql`SELECT k.order_id, k.deadline_at FROM desk_line k JOIN desk_order d ON d.merchant_id = k.merchant_id AND d.order_id = k.order_id
      WHERE ${all([sql`k.sku_folded = ${sku}`, ...places('k'), ...ofShops, ...conditions])} ${page('k')}`;
  if (shopIds === null)
    return sql`SELECT d.order_id, d.deadline_at FROM desk_order d WHERE ${all([...places('d'), ...conditions])} ${page('d')}`;
  return sql`SELECT f.order_id, f.deadline_at FROM unnest(${shopIds}::uuid[]) AS s(id) CROSS JOIN LATERAL (
      SELECT d.order_id, d.deadline_at FROM desk_order d WHERE ${all([sql`d.shop_id = s.id`, ...places('d'), ...conditions])} ${page('d')}) AS f
    ${page('f')}`;
}

/** The next of all that match, by id: a deadline that moves while they are being named neither hides an order nor brings one twice. */
export async function findMatching(
  tx: TenantTx,
  { shopIds, tag, sku, conditions }: DeskQuestion,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT d.order_id AS id FROM desk_order d WHERE ${all([
      ...(after === null ? [] : [sql`d.order_id > ${after}::uuid`]),
      ...(shopIds ? [sql`d.shop_id = ANY (${shopIds}::uuid[])`] : []),
      ...(tag === null ? [] : [sql`EXISTS (SELECT 1 FROM desk_tag t WHERE t.order_id = d.order_id AND t.tag = ${tag})`]),
      ...(sku === null ? [] : [sql`EXISTS (SELECT 1 FROM desk_line s WHERE s.order_id = d.order_id AND s.sku_folded = ${sku})`]),
      ...conditions,
    ])} ORDER BY d.order_id LIMIT ${sql.lit(limit)}`.execute(tx);
  return rows.map(({ id }) => id);
}
