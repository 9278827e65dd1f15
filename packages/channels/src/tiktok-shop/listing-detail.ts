/** What only the detail of a product says: its category and brand. One product a call; the search has neither. */
import { z } from 'zod';
import { ChannelFailure, type ChannelListingDetail, type ShopAccess } from '../port.ts';
import { categoryOf } from './categories.ts';
import { list, readAnswer, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import type { Platform } from './platform.ts';

const detail = z.object({
  category_chains: list(z.object({ local_name: text })),
  brand: z.object({ name: text }).nullish(),
});

/** Missing, not listed in this shop, or another seller's. */
const GONE = new Set(['12019150', '12052032', '12052048', '12052260']);

export async function fetchListingDetail(
  platform: Platform,
  shop: ShopAccess,
  channelProductId: string,
): Promise<ChannelListingDetail | null> {
  const operation = OPERATIONS.productDetail;
  try {
    const data = await platform.caller.signed({
      operation,
      baseUrl: platform.apiUrl,
      accessToken: shop.accessToken,
      shop,
      pathIds: { product_id: channelProductId },
      query: { locale: 'en-US' },
    });
    const wire = readAnswer(detail, data, operation.name);
    const chain = wire.category_chains.map(({ local_name }) => local_name.trim()).filter(Boolean);
    return { category: categoryOf(chain), channelCategory: chain.join(' › '), brand: wire.brand?.name.trim() || null };
  } catch (error) {
    if (error instanceof ChannelFailure && error.kind === 'rejected' && GONE.has(error.channelCode ?? '')) return null;
    throw error;
  }
}
