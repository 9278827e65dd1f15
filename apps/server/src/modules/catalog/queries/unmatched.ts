import type { AnswerOf, ParsedOf, Routes, UnmatchedSku } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { gtinNumberOf } from '../commands/match-listings.ts';

const position = z.strictObject({ listingId: z.uuid(), sku: z.string().max(100) });
type Input = { caller: Caller; query: ParsedOf<Routes['listing-matches.list']>['query'] };
type Suggestion = UnmatchedSku['suggestions'][number];
type Row = {
  listing_id: string;
  channel_sku_id: string;
  seller_sku: string;
  price_minor: number;
  currency: string;
  title: string;
  shop_id: string;
  suggestions: Suggestion[];
};

/** SKUs of listings without a variant, with up to three that they may be: a SKU that differs in marks only, one of
 * several with its GTIN, or a product of the same title. */
export async function listUnmatched(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['listing-matches.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map(
      (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).map((shop) => [shop.id, shop]),
    );
    const beyond = after ? sql`AND (sold.listing_id, sold.channel_sku_id) > (${after.listingId}::uuid, ${after.sku})` : sql``;
    const { rows } = await sql<Row>`
      SELECT page.*, coalesce((SELECT jsonb_agg(jsonb_build_object('variantId', id, 'sku', sku, 'title', title, 'reason', reason)) FROM (
          SELECT DISTINCT ON (likely.id) likely.* FROM (
            SELECT variant.id, variant.sku, product.title, 'similar-sku' AS reason FROM variant JOIN product ON product.id = variant.product_id
            WHERE variant.sku_folded = lower(regexp_replace(page.seller_sku, '[-_ ./]', '', 'g')) AND page.seller_sku <> ''
            UNION ALL
            SELECT variant.id, variant.sku, product.title, 'same-gtin' FROM variant JOIN product ON product.id = variant.product_id
            WHERE variant.gtin_number IN (${gtinNumberOf('page.gtin')}, ${gtinNumberOf('page.seller_sku')})
            UNION ALL
            SELECT variant.id, variant.sku, product.title, 'same-title' FROM product JOIN variant ON variant.product_id = product.id
            WHERE product.title = page.title
          ) AS likely ORDER BY likely.id, likely.reason DESC LIMIT 3) AS best), '[]'::jsonb) AS suggestions
      FROM (
        SELECT sold.listing_id, sold.channel_sku_id, sold.seller_sku, sold.gtin, sold.price_minor, sold.currency, listing.title, listing.shop_id
        FROM listing_variant AS sold JOIN listing ON listing.merchant_id = sold.merchant_id AND listing.id = sold.listing_id
        WHERE listing.shop_id = ANY (${[...shops.keys()]}::uuid[]) AND listing.status <> 'deleted' ${beyond}
          AND NOT EXISTS (SELECT FROM variant_link AS link WHERE link.merchant_id = sold.merchant_id
                          AND link.listing_id = sold.listing_id AND link.channel_sku_id = sold.channel_sku_id)
        ORDER BY sold.listing_id, sold.channel_sku_id LIMIT ${sql.lit(query.limit + 1)}
      ) AS page ORDER BY page.listing_id, page.channel_sku_id`.execute(tx);
    const page = pageOf(rows, query.limit, (row) => ({ listingId: row.listing_id, sku: row.channel_sku_id }));
    return {
      items: page.items.flatMap((row): UnmatchedSku[] => {
        const shop = shops.get(row.shop_id);
        if (!shop) return [];
        const { id, name, market, timeZone } = shop;
        return [
          {
            listingId: row.listing_id,
            channelSkuId: row.channel_sku_id,
            sellerSku: row.seller_sku,
            title: row.title,
            price: { amount: row.price_minor, currency: row.currency },
            // The cast: written from the contract's enum.
            shop: { id, name, channel: shop.channel as UnmatchedSku['shop']['channel'], market, timeZone },
            suggestions: row.suggestions,
          },
        ];
      }),
      nextCursor: page.nextCursor,
    };
  });
}
