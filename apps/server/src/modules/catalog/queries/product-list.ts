import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { productConditions } from './product-filter.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['products.list']>['query'] };
type Row = {
  id: string;
  code: string;
  title: string;
  category: string | null;
  brand: string | null;
  group_id: string | null;
  status: 'draft' | 'active' | 'archived';
  variant_count: number;
  sku: string | null;
  shop_count: number;
  media_id: string | null;
  created_at: Date;
  updated_at: Date;
};

/** One keyset page, newest first. Never counts. */
export async function listProducts(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['products.list']>> {
  const after = decodeCursor(query.cursor, position);
  const rows = await services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const beyond = after ? sql`AND (p.created_at, p.id) < (${new Date(after.at)}, ${after.id}::uuid)` : sql``;
    const found = await sql<Row>`
      SELECT p.id, p.code, p.title, p.category, p.brand, p.group_id, p.status, p.created_at, p.updated_at, counted.variant_count, counted.sku,
             (SELECT count(DISTINCT listing.shop_id)::int FROM variant
              JOIN variant_link AS link ON link.merchant_id = variant.merchant_id AND link.variant_id = variant.id
              JOIN listing ON listing.merchant_id = link.merchant_id AND listing.id = link.listing_id
              WHERE variant.product_id = p.id AND listing.status <> 'deleted' AND listing.shop_id = ANY (${shopIds}::uuid[])) AS shop_count,
             (SELECT id FROM product_media WHERE product_id = p.id ORDER BY position, created_at, id LIMIT 1) AS media_id
      FROM (SELECT * FROM product AS p WHERE ${productConditions(query)} ${beyond}
            ORDER BY created_at DESC, id DESC LIMIT ${sql.lit(query.limit + 1)}) AS p
      CROSS JOIN LATERAL (SELECT count(*)::int AS variant_count, CASE WHEN count(*) = 1 THEN min(sku) END AS sku
                          FROM variant WHERE product_id = p.id) AS counted
      ORDER BY p.created_at DESC, p.id DESC`.execute(tx);
    return found.rows;
  });
  const page = pageOf(rows, query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
  return {
    items: page.items.map(({ group_id, variant_count, shop_count, media_id, created_at, updated_at, ...row }) => ({
      ...row,
      groupId: group_id,
      variantCount: variant_count,
      shopCount: shop_count,
      mediaId: media_id,
      createdAt: created_at.toISOString(),
      updatedAt: updated_at.toISOString(),
    })),
    nextCursor: page.nextCursor,
  };
}
