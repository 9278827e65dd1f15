/**
 * Makes products of listings that are none yet. Listings that share a seller SKU are one product already (`product_key`); its variants are
 * their seller SKUs. Where one of the SKUs is a variant already, the others join its product. Title, brand and category are those of
 * the newest listing that states them, titles in English first.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { VariantFields } from '../goods.ts';
import { matchListings } from './match-listings.ts';
import { type ProductToSave, saveProducts, saveVariants, type VariantToSave } from './save-goods.ts';
import { EVERY_SHOP } from './save-product.ts';

type Answer = AnswerOf<Routes['products.take-in']>;
type Input = { caller: Caller; requestId: string };
type Group = { key: string; title: string; category: string | null; brand: string | null; skus: string[] };

/** Their titles are read by most people who list goods; others are taken where none is offered there. */
const TITLE_MARKETS = ['US', 'GB', 'SG'];
/** So many that it takes a second or two; the caller asks again for the rest. */
const GROUPS_A_CALL = 1_000;

export async function takeInListings(services: Services, { caller, requestId }: Input): Promise<Answer | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    // One at a time, else two would make the same products.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`catalog.take-in ${merchantId}`}, 0))`.execute(tx);
    const already = await matchListings(tx, { merchantId, now });
    const found = await groupsWithoutProduct(tx);
    const groups = found.slice(0, GROUPS_A_CALL);
    const { products, variants } = await goodsOf(tx, services, groups);
    await saveProducts(tx, { merchantId, now }, products);
    await saveVariants(tx, { merchantId, now }, variants);
    const { matched } = await matchListings(tx, { merchantId, now, among: { variants } });
    const answer = { products: products.length, variants: variants.length, matched: already.matched + matched };
    if (products.length + answer.matched > 0) {
      const act = { objectKind: 'product', objectId: requestId, action: 'products.taken-in' };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: answer });
      await services.hints.publish(tx, merchantId, [{ type: 'product.changed', ids: [], shopId: null }]);
    }
    return { ...answer, isMore: found.length > groups.length };
  });
}

/** SKUs without a link that are no variant, by the product their listings are. */
async function groupsWithoutProduct(tx: TenantTx): Promise<Group[]> {
  const { rows } = await sql<Group>`
    WITH loose AS (
      SELECT DISTINCT listing.product_key AS key, sold.seller_sku AS sku
      FROM listing JOIN listing_variant AS sold ON sold.merchant_id = listing.merchant_id AND sold.listing_id = listing.id
      WHERE listing.status <> 'deleted' AND listing.product_key IS NOT NULL AND sold.seller_sku <> ''
        AND NOT EXISTS (SELECT FROM variant WHERE variant.sku = sold.seller_sku)
        AND NOT EXISTS (SELECT FROM variant_link AS link
                        WHERE link.merchant_id = sold.merchant_id AND link.listing_id = sold.listing_id AND link.channel_sku_id = sold.channel_sku_id)
    ), grouped AS (
      SELECT key, array_agg(sku ORDER BY sku) AS skus FROM loose GROUP BY key ORDER BY key LIMIT ${sql.lit(GROUPS_A_CALL + 1)}
    )
    SELECT grouped.key, grouped.skus, told.title, told.category, told.brand
    FROM grouped CROSS JOIN LATERAL (
      SELECT (array_agg(listing.title ORDER BY shop.market = ANY (${TITLE_MARKETS}::text[]) DESC, listing.updated_at DESC, listing.id))[1] AS title,
             (array_agg(listing.category ORDER BY listing.updated_at DESC, listing.id) FILTER (WHERE listing.category IS NOT NULL))[1] AS category,
             (array_agg(listing.brand ORDER BY listing.updated_at DESC, listing.id) FILTER (WHERE listing.brand IS NOT NULL))[1] AS brand
      FROM listing JOIN shop ON shop.merchant_id = listing.merchant_id AND shop.id = listing.shop_id
      WHERE listing.product_key = grouped.key AND listing.status <> 'deleted'
    ) AS told ORDER BY grouped.key`.execute(tx);
  return rows;
}

const bare: Omit<VariantFields, 'sku' | 'optionValues'> = {
  ...{ gtin: null, hsCode: null, weightG: null, lengthMm: null, widthMm: null, heightMm: null, status: 'active', parts: [] },
};
/** What listings do not say by name: their SKUs tell the variants apart. */
const BY_SKU = 'Variant';

async function goodsOf(
  tx: TenantTx,
  services: Services,
  groups: readonly Group[],
): Promise<{ products: ProductToSave[]; variants: VariantToSave[] }> {
  const taken = new Set(
    groups.length === 0
      ? []
      : (
          await tx
            .selectFrom('product')
            .select('code')
            .where(
              'code',
              'in',
              groups.map(({ key }) => key),
            )
            .execute()
        ).map(({ code }) => code),
  );
  const products: ProductToSave[] = [];
  const variants: VariantToSave[] = [];
  for (const { key, skus, title, category, brand } of groups) {
    const id = services.newId();
    const isSeveral = skus.length > 1;
    const fields = { title, category, brand, description: '', materials: [], attributes: {}, status: 'active' as const, version: 1 };
    // A code that is taken belongs to a product of other SKUs: the new one is told from it by its own first SKU and its id.
    products.push({
      ...fields,
      id,
      code: taken.has(key) ? `${key.slice(0, 40)} ${id.slice(-8)}` : key,
      optionNames: isSeveral ? [BY_SKU] : [],
    });
    for (const sku of skus) variants.push({ ...bare, sku, id: services.newId(), productId: id, optionValues: isSeveral ? [sku] : [] });
  }
  return { products, variants };
}
