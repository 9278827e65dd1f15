import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { stateOf } from './states.ts';

type Link = AnswerOf<Routes['review-links.create']>;
type Candidate = AnswerOf<Routes['review-link-candidates.list']>['items'][number];
const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Position = z.output<typeof position>;

type Row = {
  id: string;
  sourceShopId: string;
  sourceProductId: string;
  sourceTitle: string | null;
  targetShopId: string;
  targetProductId: string;
  targetTitle: string | null;
  gtin: string | null;
  linkedBy: string;
  linkedAt: Date;
  isOn: boolean | null;
  intent: 'planned' | 'sent' | 'unknown' | 'rejected' | 'confirmed' | null;
};

type Asked = { shops: readonly ShopInScope[]; id?: string; after: Position | null; limit: number };

/** Both shops must be in sight. */
export async function findLinks(tx: TenantTx, asked: Asked): Promise<Link[]> {
  return (await rowsOf(tx, asked)).map((row) => view(row, asked.shops));
}

async function rowsOf(tx: TenantTx, { shops, id, after, limit }: Asked): Promise<Row[]> {
  const mine = shops.map((shop) => shop.id);
  const { rows } = await sql<Row>`
    SELECT k.id, k.source_shop_id AS "sourceShopId", k.source_product_id AS "sourceProductId", s.title AS "sourceTitle",
      k.target_shop_id AS "targetShopId", k.target_product_id AS "targetProductId", t.title AS "targetTitle",
      k.gtin, k.linked_by AS "linkedBy", k.linked_at AS "linkedAt", d.is_on AS "isOn", d.intent
    FROM review_link k
    LEFT JOIN listing s ON s.merchant_id = k.merchant_id AND s.shop_id = k.source_shop_id AND s.channel_product_id = k.source_product_id
    LEFT JOIN listing t ON t.merchant_id = k.merchant_id AND t.shop_id = k.target_shop_id AND t.channel_product_id = k.target_product_id
    LEFT JOIN review_display d ON d.merchant_id = k.merchant_id AND d.shop_id = k.target_shop_id AND d.channel_product_id = k.target_product_id
    WHERE k.unlinked_at IS NULL AND k.source_shop_id = ANY (${mine}::uuid[]) AND k.target_shop_id = ANY (${mine}::uuid[])
      ${id === undefined ? sql`` : sql`AND k.id = ${id}`}
      ${after === null ? sql`` : sql`AND (k.linked_at, k.id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
    ORDER BY k.linked_at DESC, k.id DESC LIMIT ${limit}`.execute(tx);
  return rows;
}

function view(row: Row, shops: readonly ShopInScope[]): Link {
  const shopOf = (shopId: string) => shopChip(shops.find(({ id }) => id === shopId));
  return {
    id: row.id,
    source: { shop: shopOf(row.sourceShopId), channelProductId: row.sourceProductId, title: row.sourceTitle ?? '' },
    target: { shop: shopOf(row.targetShopId), channelProductId: row.targetProductId, title: row.targetTitle ?? '' },
    basis: row.gtin === null ? 'person' : 'gtin',
    gtin: row.gtin,
    linkedBy: row.linkedBy,
    linkedAt: row.linkedAt.toISOString(),
    state: row.isOn === null || row.intent === null ? 'off' : stateOf({ is_on: row.isOn, intent: row.intent }),
  };
}

type Query = ParsedOf<Routes['review-links.list']>['query'];

export async function listLinks(
  tx: TenantTx,
  { caller, query }: { caller: Caller; query: Query },
): Promise<AnswerOf<Routes['review-links.list']>> {
  const shops = await shopsInScope(tx, { caller });
  const rows = await rowsOf(tx, { shops, after: decodeCursor(query.cursor, position), limit: query.limit + 1 });
  const page = pageOf(rows, query.limit, (row) => ({ at: row.linkedAt.toISOString(), id: row.id }));
  return { items: page.items.map((row) => view(row, shops)), nextCursor: page.nextCursor };
}

const CANDIDATES = 50;
type Pair = {
  sourceShopId: string;
  sourceProductId: string;
  sourceTitle: string;
  targetShopId: string;
  targetProductId: string;
  targetTitle: string;
  isGtin: boolean;
  reviews: number;
};

/**
 * Reviewed listings beside listings of other shops of which each variant has a variant of the same trade item number, or of the same number
 * of the seller's own.
 */
type Wanted = ParsedOf<Routes['review-link-candidates.list']>['query'];

export async function listCandidates(
  tx: TenantTx,
  { caller, query: { q, market } }: { caller: Caller; query: Wanted },
): Promise<{ items: Candidate[] }> {
  const shops = await shopsInScope(tx, { caller });
  const mine = shops.filter(({ state }) => state === 'active').map(({ id }) => id);
  const targets = shops.filter((shop) => market === undefined || shop.market === market).map(({ id }) => id);
  const like = q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<Pair>`
    WITH said AS (
      SELECT shop_id, channel_product_id, count(*)::int AS reviews FROM review
      WHERE shop_id = ANY (${mine}::uuid[]) AND channel_product_id IS NOT NULL AND NOT is_withdrawn GROUP BY 1, 2),
    variants AS (
      SELECT l.shop_id, l.channel_product_id, l.title, l.brand, l.category, l.status, array_agg(DISTINCT v.seller_sku ORDER BY v.seller_sku) AS skus,
        CASE WHEN bool_and(v.gtin IS NOT NULL) THEN array_agg(DISTINCT lpad(v.gtin, 14, '0') ORDER BY lpad(v.gtin, 14, '0')) END AS gtins
      FROM listing l JOIN listing_variant v ON v.merchant_id = l.merchant_id AND v.listing_id = l.id
      WHERE l.shop_id = ANY (${mine}::uuid[]) AND l.status <> 'deleted' AND v.seller_sku <> '' GROUP BY 1, 2, 3, 4, 5, 6)
    SELECT s.shop_id AS "sourceShopId", s.channel_product_id AS "sourceProductId", s.title AS "sourceTitle",
      t.shop_id AS "targetShopId", t.channel_product_id AS "targetProductId", t.title AS "targetTitle",
      COALESCE(s.gtins = t.gtins, false) AS "isGtin", said.reviews
    FROM variants s JOIN said ON said.shop_id = s.shop_id AND said.channel_product_id = s.channel_product_id
    JOIN variants t ON t.shop_id <> s.shop_id AND t.shop_id = ANY (${targets}::uuid[]) AND (t.skus = s.skus OR t.gtins = s.gtins)
    WHERE (s.brand IS NULL OR t.brand IS NULL OR lower(s.brand) = lower(t.brand)) AND (s.category IS NULL OR t.category IS NULL OR s.category = t.category)
      ${like === null ? sql`` : sql`AND (s.title ILIKE ${like} OR t.title ILIKE ${like} OR ${q ?? ''} = ANY (s.skus))`}
      AND NOT EXISTS (SELECT 1 FROM review_link k WHERE k.unlinked_at IS NULL AND k.source_shop_id = s.shop_id AND k.source_product_id = s.channel_product_id
        AND k.target_shop_id = t.shop_id AND k.target_product_id = t.channel_product_id)
    ORDER BY "isGtin" DESC, said.reviews DESC, 1, 2, 4, 5 LIMIT ${sql.lit(CANDIDATES)}`.execute(tx);
  const shopOf = (shopId: string) => shopChip(shops.find(({ id }) => id === shopId));
  return {
    items: rows.map((row) => ({
      source: { shop: shopOf(row.sourceShopId), channelProductId: row.sourceProductId, title: row.sourceTitle },
      target: { shop: shopOf(row.targetShopId), channelProductId: row.targetProductId, title: row.targetTitle },
      basis: row.isGtin ? 'gtin' : 'sku',
      reviews: row.reviews,
    })),
  };
}
