/** What one listing has by itself: units sold by the orders on record, its own reviews, its trade item number. */

import { gtinNumber } from '@tradewind/rules/gtin';
import type { ListingFigures } from '@tradewind/rules/review-display';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { reviewsOfProduct } from '../../reviews/index.ts';

export type ListingKey = { shopId: string; channelProductId: string };
export type ListingFacts = ListingKey & {
  market: string;
  title: string;
  brand: string | null;
  category: string | null;
  gtins: string[];
  skus: string[];
};

/** Undefined: no listing of a shop of ours. */
export async function readListing(tx: TenantTx, { shopId, channelProductId }: ListingKey): Promise<ListingFacts | undefined> {
  const { rows } = await sql<ListingFacts>`
    SELECT l.shop_id AS "shopId", l.channel_product_id AS "channelProductId", s.market, l.title, l.brand, l.category,
      COALESCE(array_agg(v.gtin) FILTER (WHERE v.gtin IS NOT NULL), '{}') AS gtins, COALESCE(array_agg(v.seller_sku), '{}') AS skus
    FROM listing l JOIN shop s ON s.merchant_id = l.merchant_id AND s.id = l.shop_id
    LEFT JOIN listing_variant v ON v.merchant_id = l.merchant_id AND v.listing_id = l.id
    WHERE l.shop_id = ${shopId} AND l.channel_product_id = ${channelProductId} AND l.status <> 'deleted'
    GROUP BY 1, 2, 3, 4, 5, 6`.execute(tx);
  return rows[0];
}

/** The number that says what a whole listing is: only where each of its variants has one, and the listings have the same. */
export function sharedGtin(one: ListingFacts, other: ListingFacts): string | null {
  const [ours, theirs] = [numbersOf(one), numbersOf(other)];
  return ours !== null && theirs !== null && ours.join() === theirs.join() ? (ours[0] ?? null) : null;
}

function numbersOf({ gtins, skus }: ListingFacts): string[] | null {
  const numbers = gtins.flatMap((gtin) => gtinNumber(gtin) ?? []);
  return numbers.length === 0 || numbers.length !== skus.length ? null : [...new Set(numbers)].sort();
}

type Wanted = { gtin: string | null /** In which translations are wanted; null: in none. */; language: string | null };

/** Paid for and not cancelled. */
export async function readFigures(tx: TenantTx, key: ListingKey & { market: string }, { gtin, language }: Wanted): Promise<ListingFigures> {
  const { rows } = await sql<{ sold: number }>`
    SELECT COALESCE(sum(line.quantity), 0)::int AS sold
    FROM order_line line JOIN orders o ON o.merchant_id = line.merchant_id AND o.id = line.order_id
    WHERE line.channel_product_id = ${key.channelProductId} AND o.shop_id = ${key.shopId} AND o.paid_at IS NOT NULL AND o.cancelled_at IS NULL`.execute(
    tx,
  );
  return { ...key, gtin, sold: rows[0]?.sold ?? 0, reviews: await reviewsOfProduct(tx, { ...key, language }) };
}
