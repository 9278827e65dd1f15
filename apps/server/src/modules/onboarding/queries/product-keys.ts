/** One page of products, by their names: only as many listings are read as the page takes, where no filter is rare. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { GatedKind } from './gated-listings.ts';

type Wanted = {
  shopIds: readonly string[];
  /** In small letters; some listing of the product must have it in its title or SKUs. */
  text: string | null;
  after: string;
  limit: number;
  /** Some listing of the product must be of one of these kinds; `all` are those that there are. */
  kinds?: readonly GatedKind[];
  all?: readonly GatedKind[];
};

export async function productKeys(tx: TenantTx, { shopIds, text, after, limit, kinds, all = [] }: Wanted): Promise<string[]> {
  const isFound =
    text === null
      ? sql`true`
      : sql`bool_or(strpos(lower(listing.title), ${text}) > 0 OR strpos(lower(listing.product_key), ${text}) > 0
    OR EXISTS (SELECT FROM listing_variant AS variant WHERE variant.listing_id = listing.id AND strpos(lower(variant.seller_sku), ${text}) > 0))`;
  const isInState = kinds ? sql`bool_or(${ofKinds(kinds, all)})` : sql`true`;
  const { rows } = await sql<{ key: string }>`
    SELECT listing.product_key AS key FROM listing
    WHERE listing.shop_id = ANY (${shopIds}::uuid[]) AND listing.status <> 'deleted' AND listing.product_key > ${after}
    GROUP BY listing.product_key HAVING ${isFound} AND ${isInState}
    ORDER BY listing.product_key LIMIT ${limit}`.execute(tx);
  return rows.map(({ key }) => key);
}

/** Papers may name listings one by one: these are known by their ids, all others by what the gate looks at. */
function ofKinds(kinds: readonly GatedKind[], all: readonly GatedKind[]) {
  const idsOf = (of: readonly GatedKind[]) => of.flatMap(({ listingId }) => listingId ?? []);
  const { source } = unnestRows(
    kinds.filter(({ listingId }) => listingId === null),
    {
      kind_shop_id: ['uuid', ({ shopId }) => shopId],
      kind_status: ['text', ({ status }) => status],
      kind_category: ['text', ({ category }) => category],
      kind_brand: ['text', ({ brand }) => brand],
    },
  );
  return sql`listing.id = ANY (${idsOf(kinds)}::uuid[]) OR (NOT listing.id = ANY (${idsOf(all)}::uuid[]) AND EXISTS (
    SELECT FROM ${source} WHERE kind_shop_id = listing.shop_id AND kind_status = listing.status
      AND kind_category IS NOT DISTINCT FROM listing.category AND kind_brand IS NOT DISTINCT FROM listing.brand))`;
}
