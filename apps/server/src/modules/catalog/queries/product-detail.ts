import type { AnswerOf, Product, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';

type Input = { caller: Caller; productId: string };

export async function readProduct(services: Services, input: Input): Promise<AnswerOf<Routes['products.get']> | null> {
  return services.database.withMerchant(input.caller.merchantId, (tx) => productDetail(tx, input));
}

/** The product as the caller may see it: costs by their right, listings by their shops. Null where there is none. */
export async function productDetail(tx: TenantTx, { caller, productId }: Input): Promise<Product | null> {
  const row = await tx.selectFrom('product').selectAll().where('id', '=', productId).executeTakeFirst();
  if (!row) return null;
  const media = await tx
    .selectFrom('product_media')
    .select(['id', 'media_type as mediaType', 'width', 'height', 'bytes'])
    .where('product_id', '=', productId)
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    description: row.description,
    category: row.category,
    brand: row.brand,
    materials: row.materials,
    optionNames: row.option_names,
    attributes: row.attributes,
    groupId: row.group_id,
    status: row.status,
    version: row.version,
    variants: await variantsOf(tx, { caller, productId }),
    media,
    listings: await listingsOf(tx, { caller, productId }),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

async function variantsOf(tx: TenantTx, { caller, productId }: Input): Promise<Product['variants']> {
  const variants = await tx
    .selectFrom('variant')
    .selectAll()
    .where('product_id', '=', productId)
    .orderBy('status')
    .orderBy('created_at')
    .orderBy('sku')
    .execute();
  const parts = await tx
    .selectFrom('bundle_part')
    .innerJoin('variant as bundle', 'bundle.id', 'bundle_part.bundle_id')
    .innerJoin('variant as part', 'part.id', 'bundle_part.part_id')
    .select(['bundle_id', 'part.id as variantId', 'part.sku', 'quantity'])
    .where('bundle.product_id', '=', productId)
    .orderBy('part.sku')
    .execute();
  const costs = caller.scopes.has('costs:read') ? await costsOf(tx, productId) : null;
  return variants.map((variant) => ({
    id: variant.id,
    sku: variant.sku,
    optionValues: variant.option_values,
    gtin: variant.gtin,
    hsCode: variant.hs_code,
    weightG: variant.weight_g,
    lengthMm: variant.length_mm,
    widthMm: variant.width_mm,
    heightMm: variant.height_mm,
    status: variant.status,
    parts: parts.filter(({ bundle_id }) => bundle_id === variant.id).map(({ variantId, sku, quantity }) => ({ variantId, sku, quantity })),
    costs: costs === null ? null : costs.flatMap(({ variant_id, ...cost }) => (variant_id === variant.id ? [costView(cost)] : [])),
  }));
}

const costView = (row: { valid_from: string; cost_minor: number; currency: string }) => ({
  validFrom: row.valid_from,
  cost: { amount: row.cost_minor, currency: row.currency },
});

const costsOf = (tx: TenantTx, productId: string) =>
  tx
    .selectFrom('variant_cost')
    .innerJoin('variant', 'variant.id', 'variant_cost.variant_id')
    .select(['variant_cost.variant_id', 'valid_from', 'cost_minor', 'currency'])
    .where('variant.product_id', '=', productId)
    .orderBy('valid_from', 'desc')
    .execute();

const LISTINGS_MAX = 500;

async function listingsOf(tx: TenantTx, { caller, productId }: Input): Promise<Product['listings']> {
  const shops = new Map((await shopsInScope(tx, { caller })).map((shop) => [shop.id, shop]));
  const { rows } = await sql<Row>`
    SELECT link.listing_id, link.channel_sku_id, link.variant_id, link.matched_by, listing.shop_id, listing.title, listing.status, sold.price_minor, sold.currency
    FROM variant JOIN variant_link AS link ON link.merchant_id = variant.merchant_id AND link.variant_id = variant.id
    JOIN listing ON listing.merchant_id = link.merchant_id AND listing.id = link.listing_id
    JOIN listing_variant AS sold
      ON sold.merchant_id = link.merchant_id AND sold.listing_id = link.listing_id AND sold.channel_sku_id = link.channel_sku_id
    WHERE variant.product_id = ${productId} AND listing.status <> 'deleted' AND listing.shop_id = ANY (${[...shops.keys()]}::uuid[])
    ORDER BY link.listing_id, link.channel_sku_id LIMIT ${sql.lit(LISTINGS_MAX)}`.execute(tx);
  return rows.flatMap((row) => {
    const shop = shops.get(row.shop_id);
    if (!shop) return [];
    const { id, name, market, timeZone } = shop;
    return [
      {
        listingId: row.listing_id,
        channelSkuId: row.channel_sku_id,
        variantId: row.variant_id,
        // The cast: written from the contract's enum.
        shop: { id, name, channel: shop.channel as Product['listings'][number]['shop']['channel'], market, timeZone },
        title: row.title,
        status: row.status,
        price: { amount: row.price_minor, currency: row.currency },
        matchedBy: row.matched_by,
      },
    ];
  });
}

type Row = {
  listing_id: string;
  channel_sku_id: string;
  variant_id: string;
  matched_by: Product['listings'][number]['matchedBy'];
  shop_id: string;
  title: string;
  status: string;
  price_minor: number;
  currency: string;
};
