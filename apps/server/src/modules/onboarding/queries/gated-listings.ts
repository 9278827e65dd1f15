/** Listings as the gate sees them, with what it says of each. Deleted ones are gone; shops that were let go sell nothing. */
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
  verdict: GateVerdict;
};
/** Of these shops or these listings; left out, of all. */
type Wanted = { shopIds?: readonly string[]; listingIds?: readonly string[]; isLive?: boolean };

export async function gatedListings(tx: TenantTx, { shopIds, listingIds, isLive }: Wanted, asOf: number): Promise<GatedListing[]> {
  const { rows } = await sql<Omit<GatedListing, 'verdict'>>`
    SELECT listing.id AS "listingId", listing.shop_id AS "shopId", listing.channel_product_id AS "channelProductId", listing.title,
           listing.status, listing.category, listing.channel_category AS "channelCategory", listing.brand, shop.market,
           shop.legal_entity_id AS "legalEntityId",
           ARRAY(SELECT DISTINCT seller_sku FROM listing_variant AS variant
                 WHERE variant.listing_id = listing.id AND seller_sku <> '' ORDER BY seller_sku) AS "sellerSkus"
    FROM listing JOIN shop ON shop.merchant_id = listing.merchant_id AND shop.id = listing.shop_id
    WHERE listing.status <> 'deleted' AND shop.state <> 'unbound'
      AND (${shopIds ?? null}::uuid[] IS NULL OR listing.shop_id = ANY (${shopIds ?? null}::uuid[]))
      AND (${listingIds ?? null}::uuid[] IS NULL OR listing.id = ANY (${listingIds ?? null}::uuid[]))
      AND (NOT ${isLive ?? false}::boolean OR listing.status = 'live')
    ORDER BY listing.id`.execute(tx);
  const verdicts = await complianceGate(tx, rows, asOf);
  return rows.flatMap((row, index) => {
    const verdict = verdicts[index];
    return verdict ? [{ ...row, verdict }] : [];
  });
}

/** Live, and may not be: to be taken down. */
export const isLocked = ({ status, verdict }: Pick<GatedListing, 'status' | 'verdict'>): boolean => status === 'live' && !verdict.listable;

/** Those of the listings that are locked. */
export async function lockedAmong(tx: TenantTx, listingIds: string[], asOf: number): Promise<ReadonlySet<string>> {
  if (listingIds.length === 0) return new Set();
  const listings = await gatedListings(tx, { listingIds }, asOf);
  return new Set(listings.filter(isLocked).map(({ listingId }) => listingId));
}
