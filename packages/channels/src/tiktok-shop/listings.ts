/**
 * Listings by product search (202502). Unlike the other searches its upper bound is inclusive
 * (update_time_le) and it cannot be sorted: within a range the order is the platform's. It also ends
 * silently after 10,000 results, so a larger range is refused here and the caller asks in smaller ones.
 */
import { z } from 'zod';
import { ChannelFailure, type ChannelListing, type Page, type ShopAccess, type UpdatedRange } from '../port.ts';
import { amountIn, id, instant, list, optionalAmount, ours, pageFields, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, searchPage } from './platform.ts';

const PAGE_SIZE = 100;
const RESULTS_MAX = 10_000;

const STATUSES: Readonly<Record<string, string>> = {
  DRAFT: 'draft',
  PENDING: 'in-review',
  FAILED: 'review-failed',
  ACTIVATE: 'live',
  SELLER_DEACTIVATED: 'deactivated-by-seller',
  PLATFORM_DEACTIVATED: 'deactivated-by-platform',
  FREEZE: 'frozen',
  DELETED: 'deleted',
};

export const listingStatus = (wire: string): string => ours(STATUSES, wire) ?? 'unknown';

const sku = z.object({
  id,
  seller_sku: text,
  price: z.object({ currency: text, sale_price: optionalAmount, tax_exclusive_price: optionalAmount }).nullish(),
  inventory: list(z.object({ quantity: z.int() })),
});
const product = z.object({ id, title: text, status: z.string(), create_time: instant, update_time: instant, skus: list(sku) });
const productPage = z.object({ products: list(product), ...pageFields });

export async function listListings(platform: Platform, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelListing>> {
  const operation = OPERATIONS.productSearch;
  const page = await searchPage(platform, shop, {
    operation,
    schema: productPage,
    pageSize: PAGE_SIZE,
    pageToken: range.pageToken,
    body: { status: 'ALL', update_time_ge: Math.floor(range.updatedFrom / 1000), update_time_le: Math.ceil(range.updatedTo / 1000) - 1 },
  });
  if (page.total_count !== null && page.total_count > RESULTS_MAX) {
    throw new ChannelFailure(
      'rejected',
      `more than ${RESULTS_MAX} listings changed in the range; the search ends there, ask in smaller ranges`,
    );
  }
  const items = page.products.map((wire) => ({
    channelProductId: wire.id,
    title: wire.title,
    status: listingStatus(wire.status),
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
    variants: wire.skus.flatMap((item) =>
      variantOf(item, { currency: shop.currency, operation: operation.name, path: `products(${wire.id})` }),
    ),
  }));
  return { items, nextToken: page.next_page_token, total: page.total_count };
}

/** A draft's variant may have no price yet. It is left out: nobody can buy it, and 0 would be a claim. */
function variantOf(wire: z.infer<typeof sku>, place: { currency: string; operation: string; path: string }): ChannelListing['variants'] {
  const decimal = wire.price?.sale_price ?? wire.price?.tax_exclusive_price ?? null;
  if (decimal === null) return [];
  const currency = wire.price?.currency || place.currency;
  const price = amountIn(decimal, { ...place, currency, path: `${place.path}.skus(${wire.id}).price` });
  const quantity = wire.inventory.reduce((sum, stock) => sum + stock.quantity, 0);
  return [{ channelSkuId: wire.id, sellerSku: wire.seller_sku, price, currency, quantity }];
}
