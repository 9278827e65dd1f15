/**
 * Products: search, detail, stock.
 *
 * Search gives newest first and takes no sort; its upper bounds are `*_le`, inclusive, unlike the
 * `*_lt` of every other search. Deleted products show only when asked for by status. The same
 * operation answers under its older versions, whose answers were subsets.
 */
import { z } from 'zod';
import type { Product, Sku } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { boolText, ids, intText, locale, pageToken, unixSeconds } from '../fields.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { detailShape, qualityOf, stockShape, summaryShape } from './product-shape.ts';
import { byTime, within } from './time-window.ts';

const SCOPE = 'seller.product.basic';
const STATUSES = ['DRAFT', 'PENDING', 'FAILED', 'ACTIVATE', 'SELLER_DEACTIVATED', 'PLATFORM_DEACTIVATED', 'FREEZE', 'DELETED'] as const;
/** Search reaches no deeper; beyond it a client slices by update time. */
const MAX_DEPTH = 10_000;

const search = shopOperation({
  method: 'POST',
  template: '/product/{version}/products/search',
  versions: ['202309', '202312', '202502'],
  scope: SCOPE,
  query: z.strictObject({ page_size: intText(1, 100), page_token: pageToken }),
  body: z.strictObject({
    status: z.enum(['ALL', ...STATUSES]).default('ALL'),
    seller_skus: z.array(z.string()).max(100).optional(),
    sku_ids: ids(10).optional(),
    create_time_ge: unixSeconds.optional(),
    create_time_le: unixSeconds.optional(),
    update_time_ge: unixSeconds.optional(),
    update_time_le: unixSeconds.optional(),
    category_version: z.enum(['v1', 'v2']).optional(),
    listing_quality_tiers: z.array(z.enum(['POOR', 'FAIR', 'GOOD'])).optional(),
    listing_platforms: z.array(z.enum(['TOKOPEDIA', 'TIKTOK_SHOP'])).optional(),
    audit_status: z.array(z.enum(['AUDITING', 'FAILED', 'APPROVED'])).optional(),
    sns_filter: z.enum(['CONFIGURED', 'ELIGIBLE']).optional(),
    return_draft_version: z.boolean().optional(),
  }),
  answer({ sim, shop, visibleUntil, query, body }) {
    const rows = sim
      .lists(shop.id)
      .products.filter(
        (product) =>
          product.updatedAt <= visibleUntil &&
          within(product, body) &&
          (body.status === 'ALL' ? product.status !== 'DELETED' : product.status === body.status) &&
          hasSku(product, body.seller_skus, (sku) => sku.sellerSku) &&
          hasSku(product, body.sku_ids, (sku) => sku.id) &&
          listed(body.listing_quality_tiers, qualityOf(product)) &&
          listed(body.audit_status, product.audit.status) &&
          listed(body.listing_platforms, 'TIKTOK_SHOP') &&
          body.sns_filter === undefined,
      )
      .slice(0, MAX_DEPTH);
    const request = { size: query.page_size, token: query.page_token, order: 'DESC' as const };
    const found = page(rows, request, { key: byTime('create_time'), filters: [shop.id, body] });
    return {
      total_count: found.total,
      products: found.items.map((product) => summaryShape(product, shop)),
      next_page_token: found.nextToken,
    };
  },
});

const detail = shopOperation({
  method: 'GET',
  template: '/product/{version}/products/{product_id}',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ return_under_review_version: boolText.optional(), return_draft_version: boolText.optional(), locale }),
  answer(call) {
    const product = call.sim.world.products.get(call.path.product_id ?? '');
    if (!product || product.shopId !== call.shop.id)
      throw new PlatformError(CODE.productMissing, 'The product does not exist in this shop');
    return detailShape(product, call);
  },
});

const inventory = shopOperation({
  method: 'POST',
  template: '/product/{version}/inventory/search',
  versions: ['202309'],
  scope: SCOPE,
  body: z
    .strictObject({ product_ids: ids(100).default([]), sku_ids: ids(600).default([]) })
    .refine((body) => body.product_ids.length + body.sku_ids.length > 0, 'product_ids or sku_ids is required'),
  answer({ sim, shop, body }) {
    // A product asked for by id shows all its SKUs, one reached through a SKU only the SKUs asked for.
    const wanted = new Set([...body.product_ids, ...body.sku_ids.flatMap((id) => sim.world.skus.get(id)?.productId ?? [])]);
    const isWhole = new Set(body.product_ids);
    const chosen = new Set(body.sku_ids);
    const products = [...wanted].flatMap((id) => sim.world.products.get(id) ?? []).filter((product) => product.shopId === shop.id);
    const shown = products.map((product) => ({
      product_id: product.id,
      skus: product.skus.filter((sku) => isWhole.has(product.id) || chosen.has(sku.id)).map(stockShape),
    }));
    return { inventory: shown };
  },
});

function hasSku(product: Product, wanted: readonly string[] | undefined, ofSku: (sku: Sku) => string): boolean {
  return wanted === undefined || wanted.length === 0 || product.skus.some((sku) => wanted.includes(ofSku(sku)));
}

function listed(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

export const PRODUCT_OPERATIONS = [search, detail, inventory];
