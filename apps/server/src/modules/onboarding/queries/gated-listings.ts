/**
 * Listings as the gate sees them, with what it says of each. Deleted ones are gone; shops that were let go sell nothing. A listing that was
 * published from a product is of the product's brand: a platform that knows the brand not, or lets the shop not use it, shows none.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { complianceGate, type GateSubject, type GateVerdict } from '../gate.ts';

export type GatedListing = GateSubject & {
  listingId: string;
  channelProductId: string;
  title: string;
  status: string;
  channelCategory: string | null;
  sellerSkus: string[];
  productKey: string;
  verdict: GateVerdict;
};
/** Of these shops or these listings; left out, of all. */
type Wanted = { shopIds?: readonly string[]; listingIds?: readonly string[]; productKeys?: readonly string[]; isLive?: boolean };

export async function gatedListings(
  tx: TenantTx,
  { shopIds, listingIds, productKeys, isLive }: Wanted,
  asOf: number,
): Promise<GatedListing[]> {
  const { rows } = await sql<Omit<GatedListing, 'verdict'>>`
    SELECT listing.id AS "listingId", listing.shop_id AS "shopId", listing.channel_product_id AS "channelProductId", listing.title,
           listing.status, listing.category, listing.channel_category AS "channelCategory", COALESCE(product.brand, listing.brand) AS brand, shop.market,
           shop.legal_entity_id AS "legalEntityId", listing.product_key AS "productKey",
           ARRAY(SELECT DISTINCT seller_sku FROM listing_variant AS variant
                 WHERE variant.listing_id = listing.id AND seller_sku <> '' ORDER BY seller_sku) AS "sellerSkus"
    FROM listing JOIN shop ON shop.merchant_id = listing.merchant_id AND shop.id = listing.shop_id
    LEFT JOIN publication ON publication.merchant_id = listing.merchant_id AND publication.shop_id = listing.shop_id
      AND publication.channel_product_id = listing.channel_product_id
    LEFT JOIN product ON product.merchant_id = publication.merchant_id AND product.id = publication.product_id
    WHERE listing.status <> 'deleted' AND shop.state <> 'unbound'
      AND (${shopIds ?? null}::uuid[] IS NULL OR listing.shop_id = ANY (${shopIds ?? null}::uuid[]))
      AND (${listingIds ?? null}::uuid[] IS NULL OR listing.id = ANY (${listingIds ?? null}::uuid[]))
      AND (${productKeys ?? null}::text[] IS NULL OR listing.product_key = ANY (${productKeys ?? null}::text[]))
      AND (NOT ${isLive ?? false}::boolean OR listing.status = 'live')
    ORDER BY listing.id`.execute(tx);
  const verdicts = await complianceGate(tx, rows, asOf);
  return rows.flatMap((row, index) => {
    const verdict = verdicts[index];
    return verdict ? [{ ...row, verdict }] : [];
  });
}

/** Listings that no paper names one by one: as many as have the same shop, status, category and brand are judged as one. */
export type GatedKind = Omit<GateSubject, 'listingId'> & {
  /** Of a listing that a paper names; null: all others of this kind. */ listingId: string | null;
  status: string;
  listings: number;
  verdict: GateVerdict;
};

/**
 * What the gate says of all listings, without reading them one by one: counted by what the gate looks at, from an index of just that. The
 * few that papers name by their ids are looked at themselves; those whose product is of another brand than they show are counted from
 * there to here.
 */
export async function gatedKinds(
  tx: TenantTx,
  { shopIds, isLive }: Omit<Wanted, 'listingIds' | 'productKeys'>,
  asOf: number,
): Promise<GatedKind[]> {
  const named = await namedListings(tx);
  const alone =
    named.length === 0
      ? []
      : await gatedListings(tx, { listingIds: named, ...(shopIds ? { shopIds } : {}), isLive: isLive ?? false }, asOf);
  const { rows } = await sql<Omit<GatedKind, 'verdict' | 'listingId'>>`
    WITH shown AS (
      SELECT shop_id, status, category, brand, count(*) AS listings FROM listing
      WHERE status <> 'deleted' AND (NOT ${isLive ?? false}::boolean OR status = 'live') AND NOT id = ANY (${named}::uuid[])
        AND (${shopIds ?? null}::uuid[] IS NULL OR shop_id = ANY (${shopIds ?? null}::uuid[]))
      GROUP BY shop_id, status, category, brand
    ), rebranded AS (
      SELECT listing.shop_id, listing.status, listing.category, listing.brand AS shown_brand, product.brand, count(*) AS listings
      FROM publication
      JOIN product ON product.merchant_id = publication.merchant_id AND product.id = publication.product_id
      JOIN listing ON listing.merchant_id = publication.merchant_id AND listing.shop_id = publication.shop_id
        AND listing.channel_product_id = publication.channel_product_id
      WHERE product.brand IS NOT NULL AND product.brand IS DISTINCT FROM listing.brand
        AND listing.status <> 'deleted' AND (NOT ${isLive ?? false}::boolean OR listing.status = 'live') AND NOT listing.id = ANY (${named}::uuid[])
      GROUP BY listing.shop_id, listing.status, listing.category, listing.brand, product.brand
    ), counted AS (
      SELECT * FROM shown
      UNION ALL SELECT shop_id, status, category, shown_brand, -listings FROM rebranded
      UNION ALL SELECT shop_id, status, category, brand, listings FROM rebranded
    )
    SELECT counted.shop_id AS "shopId", counted.status, counted.category, counted.brand, shop.market, shop.legal_entity_id AS "legalEntityId",
           sum(counted.listings)::int AS listings
    FROM counted JOIN shop ON shop.id = counted.shop_id
    WHERE shop.state <> 'unbound' AND (${shopIds ?? null}::uuid[] IS NULL OR shop.id = ANY (${shopIds ?? null}::uuid[]))
    GROUP BY counted.shop_id, counted.status, counted.category, counted.brand, shop.market, shop.legal_entity_id
    HAVING sum(counted.listings) > 0`.execute(tx);
  const verdicts = await complianceGate(
    tx,
    rows.map((row) => ({ ...row, listingId: null })),
    asOf,
  );
  return [
    ...rows.flatMap((row, index) => {
      const verdict = verdicts[index];
      return verdict ? [{ ...row, listingId: null, verdict }] : [];
    }),
    ...alone.map((listing) => ({ ...listing, listings: 1 })),
  ];
}

/** Those that papers name one by one. */
async function namedListings(tx: TenantTx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT unnest(listing_ids) AS id FROM document WHERE status <> 'rejected'`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** Live, and may not be: to be taken down. */
export const isLocked = ({ status, verdict }: Pick<GatedListing, 'status' | 'verdict'>): boolean => status === 'live' && !verdict.listable;

/** How many listings of each shop are locked, and for want of which papers. */
export async function lockedByShop(
  tx: TenantTx,
  { shopIds }: { shopIds: readonly string[] },
  asOf: number,
): Promise<Map<string, { count: number; types: string[] }>> {
  const locked = new Map<string, { count: number; types: string[] }>();
  for (const { shopId, listings, verdict } of (await gatedKinds(tx, { shopIds, isLive: true }, asOf)).filter(isLocked)) {
    const shop = locked.get(shopId) ?? { count: 0, types: [] };
    const lacking = verdict.requirements.filter(({ state }) => state !== 'met').map(({ type }) => type);
    locked.set(shopId, { count: shop.count + listings, types: [...new Set([...shop.types, ...lacking])].sort() });
  }
  return locked;
}

/** Those of the listings that are locked. */
export async function lockedAmong(tx: TenantTx, listingIds: string[], asOf: number): Promise<ReadonlySet<string>> {
  if (listingIds.length === 0) return new Set();
  const listings = await gatedListings(tx, { listingIds }, asOf);
  return new Set(listings.filter(isLocked).map(({ listingId }) => listingId));
}
