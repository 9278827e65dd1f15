/**
 * The platform's catalogue: categories with their rules and attributes, brands.
 * The world keeps no attributes of categories, so a category shows the sales attributes that its
 * products use, and rules follow from the market and the kind of goods.
 */
import { z } from 'zod';
import type { Category, Market } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { boolText, intText, locale, pageToken, platformId } from '../fields.ts';
import { type CallContext, shopOperation } from '../operation.ts';
import { page } from '../paging.ts';

const SCOPE = 'seller.product.basic';
const EUROPEAN = new Set<Market>(['DE', 'FR', 'IT', 'ES', 'IE']);
const SIZED_GOODS = /apparel|cloth|wear|shoe|dress|fashion|shirt/i;
const CERTIFIED_GOODS = /beauty|skin|cosmetic|health|supplement|food|toy|baby|electronic|phone/i;
const categoryVersion = z.enum(['v1', 'v2']).optional();

const categories = shopOperation({
  method: 'GET',
  template: '/product/{version}/categories',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({
    locale,
    keyword: z.string().max(100).optional(),
    category_version: categoryVersion,
    listing_platform: z.enum(['TIKTOK_SHOP', 'TOKOPEDIA']).optional(),
    include_prohibited_categories: boolText.optional(),
  }),
  answer({ sim, shop, query }) {
    const shown = [...sim.world.categories.values()].map((category) =>
      categoryShape(category, marketOfLocale(query.locale) ?? shop.market),
    );
    const wanted = query.keyword?.toLowerCase();
    return { categories: wanted ? shown.filter(({ local_name }) => local_name.toLowerCase().includes(wanted)) : shown };
  },
});

const rules = shopOperation({
  method: 'GET',
  template: '/product/{version}/categories/{category_id}/rules',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ category_version: categoryVersion, locale }),
  answer(call) {
    const category = categoryOf(call);
    const names = chainOf(category, call)
      .map(({ name }) => name)
      .join(' ');
    const isEuropean = EUROPEAN.has(call.shop.market);
    const isCertified = CERTIFIED_GOODS.test(names);
    const certificate = {
      id: `${category.id}1`,
      name: 'Product safety report',
      is_required: isEuropean,
      document_details: 'A test report of an accredited laboratory',
    };
    return {
      product_certifications: isCertified ? [certificate] : [],
      size_chart: { is_supported: SIZED_GOODS.test(names), is_required: SIZED_GOODS.test(names) },
      cod: { is_supported: ['TH', 'VN', 'MY', 'ID', 'PH'].includes(call.shop.market) },
      package_dimension: { is_required: true },
      epr: { is_required: isEuropean },
      responsible_person: { is_required: isEuropean },
      manufacturer: { is_required: isEuropean },
      allowed_special_product_types: ['PRE_ORDER', 'MADE_TO_ORDER'],
      fees: [],
    };
  },
});

const attributes = shopOperation({
  method: 'GET',
  template: '/product/{version}/categories/{category_id}/attributes',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ category_version: categoryVersion, locale }),
  answer(call) {
    const category = categoryOf(call);
    const found = new Map<string, { name: string; values: Map<string, string> }>();
    const used = call.sim.lists(call.shop.id).products.filter((product) => product.categoryId === category.id);
    for (const { id, name, valueId, value } of used.flatMap(({ skus }) => skus.flatMap((sku) => sku.attributes))) {
      const known = found.get(id) ?? { name, values: new Map<string, string>() };
      found.set(id, known);
      known.values.set(valueId, value);
    }
    const shown = [...found].map(([id, { name, values }]) => ({
      id,
      name,
      type: 'SALES_PROPERTY',
      // Spelt so on the wire.
      is_requried: true,
      values: [...values].map(([valueId, value]) => ({ id: valueId, name: value })),
      is_customizable: true,
      is_multiple_selection: true,
    }));
    return { attributes: shown };
  },
});

const brands = shopOperation({
  method: 'GET',
  template: '/product/{version}/brands',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({
    category_id: platformId.optional(),
    is_authorized: boolText.optional(),
    brand_name: z.string().max(100).optional(),
    page_size: intText(1, 100),
    page_token: pageToken,
    category_version: categoryVersion,
  }),
  answer({ sim, shop, query }) {
    const authorized = new Set(sim.lists(shop.id).products.map((product) => product.brandId));
    const wanted = query.brand_name?.toLowerCase();
    const rows = [...sim.world.brands.values()].filter(
      (brand) =>
        (wanted === undefined || brand.name.toLowerCase().includes(wanted)) &&
        (query.is_authorized === undefined || authorized.has(brand.id) === query.is_authorized),
    );
    const filters = [shop.id, query.brand_name ?? '', query.is_authorized ?? null];
    const request = { size: query.page_size, token: query.page_token, order: 'ASC' as const };
    const found = page(rows, request, { key: (brand) => [0, brand.id], filters });
    const shown = found.items.map((brand) => ({
      id: brand.id,
      name: brand.name,
      // Spelt so on the wire.
      authorized_status: authorized.has(brand.id) ? 'AUTHORIZED' : 'UNAUTHORIEZD',
      is_t1_brand: false,
      brand_status: 'AVAILABLE',
    }));
    return { brands: shown, total_count: found.total, next_page_token: found.nextToken };
  },
});

export function categoryShape(category: Category, market: Market) {
  return {
    id: category.id,
    parent_id: category.parentId,
    local_name: category.localNames[market] ?? category.name,
    is_leaf: category.isLeaf,
    permission_statuses: ['AVAILABLE'],
  };
}

/** From the root down to the category itself. */
export function chainOf(category: Category, call: Pick<CallContext, 'sim'>): Category[] {
  const chain: Category[] = [];
  const { categories } = call.sim.world;
  for (let next: Category | undefined = category; next && !chain.includes(next); next = categories.get(next.parentId)) chain.unshift(next);
  return chain;
}

const MARKET_OF_LOCALE: Partial<Record<string, Market>> = {
  'en-US': 'US',
  'en-GB': 'GB',
  'de-DE': 'DE',
  'fr-FR': 'FR',
  'it-IT': 'IT',
  'es-ES': 'ES',
  'ja-JP': 'JP',
  'es-MX': 'MX',
  'th-TH': 'TH',
  'vi-VN': 'VN',
  'ms-MY': 'MY',
  'id-ID': 'ID',
};

export function marketOfLocale(text: string | undefined): Market | undefined {
  return text === undefined ? undefined : MARKET_OF_LOCALE[text];
}

function categoryOf(call: CallContext): Category {
  const category = call.sim.world.categories.get(call.path.category_id ?? '');
  if (!category) throw new PlatformError(CODE.categoryMissing, 'The category does not exist');
  return category;
}

export const CATALOGUE_OPERATIONS = [categories, rules, attributes, brands];
