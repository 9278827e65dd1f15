import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { appliedPrices } from '../../prices/index.ts';
import { shopQuantities } from '../../stock/index.ts';
import type { ListingFacts } from '../facts.ts';
import { type Offer, offerOf } from '../publication-offer.ts';
import type { PublicationWish } from '../publication-wish.ts';

type Asked = {
  wish: PublicationWish;
  lastSent: ListingFacts | null;
  shop: { id: string; currency: string };
  variants: { id: string; sku: string }[];
};

/** For each cell, by variant, what its shop would show and take for it. */
export async function publicationOffers(
  tx: TenantTx,
  services: Pick<Services, 'guards'>,
  cells: readonly Asked[],
): Promise<ReadonlyMap<string, Offer>[]> {
  const variantIds = [...new Set(cells.flatMap(({ variants }) => variants.map(({ id }) => id)))];
  const shopIds = [...new Set(cells.map(({ shop }) => shop.id))];
  const prices = new Map(
    (await appliedPrices(tx, { variantIds, shopIds })).map((one) => [`${one.variantId} ${one.shopId} ${one.currency}`, one.amount]),
  );
  const sold = await soldPrices(tx, variantIds);
  const quantityOf = await shopQuantities(tx, services, variantIds);
  return cells.map(
    ({ wish, lastSent, shop, variants }) =>
      new Map(
        variants.map(({ id, sku }) => [
          id,
          offerOf({
            typedPrice: wish.prices[id],
            applied: prices.get(`${id} ${shop.id} ${shop.currency}`),
            // What is live keeps its price: another shop's is no reason to change it.
            sold: lastSent?.variants[sku]?.price ?? sold.get(`${id} ${shop.currency}`),
            typedQuantity: wish.quantities[id],
            stock: quantityOf(shop.id, id),
          }),
        ]),
      ),
  );
}

/** The least that any shop of a currency takes for it. */
async function soldPrices(tx: TenantTx, variantIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ variantId: string; currency: string; amount: number }>`
    SELECT link.variant_id AS "variantId", listed.currency, min(listed.price_minor) AS amount
    FROM variant_link AS link
    JOIN listing_variant AS listed ON listed.merchant_id = link.merchant_id AND listed.listing_id = link.listing_id
      AND listed.channel_sku_id = link.channel_sku_id AND listed.price_minor > 0
    WHERE link.variant_id = ANY (${variantIds}::uuid[]) GROUP BY 1, 2`.execute(tx);
  return new Map(rows.map(({ variantId, currency, amount }) => [`${variantId} ${currency}`, amount]));
}
