/**
 * Products: search, detail, stock.
 *
 * Search gives newest first and takes no sort; its upper bounds are `*_le`, inclusive, unlike the
 * `*_lt` of every other search. Deleted products show only when asked for by status. The same
 * operation answers under its older versions, whose answers were subsets.
 */
import { z } from 'zod';
import type { Product, Shop, Sku } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { boolText, ids, intText, locale, pageToken, unixSeconds } from '../fields.ts';
import { decimal, money, seconds, sum } from '../money.ts';
import { type CallContext, shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { picture } from '../pictures.ts';
import { categoryShape, chainOf, marketOfLocale } from './catalogue.ts';
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
          listed(body.audit_status, auditOf(product)) &&
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

/** The audit runs beside the status: a live product keeps selling while an edit is examined. */
function auditOf(product: Product): string {
  if (product.status === 'DRAFT') return 'NONE';
  if (product.status === 'PENDING') return 'AUDITING';
  return product.status === 'FAILED' ? 'FAILED' : 'APPROVED';
}

/** The world has no tier: a long title and description stand for a good listing. */
function qualityOf(product: Product): 'POOR' | 'FAIR' | 'GOOD' {
  if (product.title.length < 20) return 'POOR';
  return product.description.length < 100 ? 'FAIR' : 'GOOD';
}

function summaryShape(product: Product, shop: Shop) {
  return {
    id: product.id,
    title: product.title,
    status: product.status,
    create_time: seconds(product.createdAt),
    update_time: seconds(product.updatedAt),
    sales_regions: [shop.market],
    skus: product.skus.map((sku) => skuShape(sku, product, shop)),
    is_not_for_sale: false,
    listing_quality_tier: qualityOf(product),
    audit: { status: auditOf(product) },
    has_draft: product.status === 'DRAFT',
  };
}

function skuShape(sku: Sku, product: Product, shop: Shop) {
  const isOff = product.status === 'SELLER_DEACTIVATED' || product.status === 'PLATFORM_DEACTIVATED';
  const source = product.status === 'SELLER_DEACTIVATED' ? 'SELLER' : 'PLATFORM';
  return {
    id: sku.id,
    seller_sku: sku.sellerSku,
    price: {
      currency: shop.currency,
      sale_price: decimal(sku.salePrice, shop.currency),
      tax_exclusive_price: decimal(sku.salePrice, shop.currency),
    },
    list_price: money(sku.listPrice, shop.currency),
    inventory: sku.stock.map(({ warehouseId, available }) => ({ warehouse_id: warehouseId, quantity: available })),
    status_info: isOff ? { status: 'DEACTIVATED', deactivation_source: source } : { status: 'NORMAL' },
  };
}

function detailShape(product: Product, call: CallContext & { shop: Shop; query: { locale?: string | undefined } }) {
  const { sim, shop, origin } = call;
  const category = sim.world.categories.get(product.categoryId);
  const brand = product.brandId === null ? undefined : sim.world.brands.get(product.brandId);
  const market = marketOfLocale(call.query.locale) ?? shop.market;
  const cm = (mm: number) => String(Math.ceil(mm / 10));
  const [length, width, height] = product.sizeMm;
  const { sales_regions: _regions, skus: _skus, ...summary } = summaryShape(product, shop);
  const chain = category ? chainOf(category, call) : [];
  return {
    ...summary,
    product_status: product.status === 'PENDING' || product.status === 'FAILED' ? 'INITIAL' : product.status,
    description: product.description,
    category_chains: chain.map((link) => {
      const { permission_statuses: _permissions, ...shown } = categoryShape(link, market);
      return shown;
    }),
    ...(brand ? { brand: { id: brand.id, name: brand.name } } : {}),
    main_images: [picture(origin, product.id)],
    package_dimensions: { length: cm(length), width: cm(width), height: cm(height), unit: 'CENTIMETER' },
    package_weight: { value: (product.weightGrams / 1000).toFixed(3), unit: 'KILOGRAM' },
    skus: product.skus.map((sku) => ({
      ...skuShape(sku, product, shop),
      identifier_code: { code: sku.gtin, type: 'GTIN' },
      sales_attributes: sku.attributes.map(({ id, name, valueId, value }) => ({ id, name, value_id: valueId, value_name: value })),
      sku_unit_count: '1',
    })),
    product_types: [],
    is_cod_allowed: false,
    is_pre_owned: false,
    is_replicated: false,
    minimum_order_quantity: 1,
    shipping_insurance_requirement: 'NOT_SUPPORTED',
    product_attributes: [],
    ...(product.status === 'FAILED'
      ? { audit_failed_reasons: [{ position: 'Main image', reasons: ['The image is not clear'], suggestions: [] }] }
      : {}),
  };
}

function stockShape(sku: Sku) {
  const available = sum(sku.stock, (level) => level.available);
  return {
    id: sku.id,
    seller_sku: sku.sellerSku,
    total_available_quantity: available,
    total_committed_quantity: sum(sku.stock, (level) => level.committed),
    warehouse_inventory: sku.stock.map((level) => ({
      warehouse_id: level.warehouseId,
      available_quantity: level.available,
      committed_quantity: level.committed,
    })),
    total_available_inventory_distribution: { campaign_inventory: [], creator_inventory: [], in_shop_inventory: { quantity: available } },
  };
}

export const PRODUCT_OPERATIONS = [search, detail, inventory];
