/** What only the detail of a product says: its category, brand and trade item numbers. One product a call; the search has none of them. */
import { z } from 'zod';
import type { ChannelListingDetail, ShopAccess } from '../port.ts';
import { categoryOf } from './categories.ts';
import { gtin, id, list, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, readDetail } from './platform.ts';

const detail = z.object({
  category_chains: list(z.object({ local_name: text })),
  brand: z.object({ name: text }).nullish(),
  skus: list(z.object({ id, identifier_code: gtin })),
});

/** Missing, not listed in this shop, or another seller's. */
export const GONE = new Set(['12019150', '12052032', '12052048', '12052260']);

export async function fetchListingDetail(
  platform: Platform,
  shop: ShopAccess,
  channelProductId: string,
): Promise<ChannelListingDetail | null> {
  const wire = await readDetail(platform, shop, {
    operation: OPERATIONS.productDetail,
    schema: detail,
    pathIds: { product_id: channelProductId },
    query: { locale: 'en-US' },
    gone: GONE,
  });
  if (!wire) return null;
  const chain = wire.category_chains.map(({ local_name }) => local_name.trim()).filter(Boolean);
  return {
    category: categoryOf(chain),
    channelCategory: chain.join(' › '),
    brand: wire.brand?.name.trim() || null,
    variants: wire.skus.map((sku) => ({ channelSkuId: sku.id, gtin: sku.identifier_code })),
  };
}
