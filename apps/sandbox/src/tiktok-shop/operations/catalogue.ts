/**
 * The platform's catalogue: categories with their rules and attributes, brands.
 * The world keeps no sales attributes of categories, so a category shows those that its products use;
 * what else is asked for follows from the market and the kind of goods.
 */
import { z } from 'zod';
import { demandsOf } from '../../world/goods/category-demands.ts';
import type { Category, Market } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { boolText, intText, locale, pageToken, platformId } from '../fields.ts';
import { type CallContext, shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { pictureUrl } from '../pictures.ts';

const SCOPE = 'seller.product.basic';
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
    const { market } = call.shop;
    const demands = demandsOf(call.sim.world, { categoryId: category.id, market });
    const { isEuropean } = demands;
    return {
      product_certifications: demands.certificates.map(({ id, name, isRequired }) => ({
        id,
        name,
        is_required: isRequired,
        document_details: `${name}, by an accredited laboratory or authority`,
        sample_image_url: pictureUrl(call.origin, id),
        expiration_date: { is_required: false },
      })),
      size_chart: { is_supported: demands.isSizeChartSupported, is_required: demands.isSizeChartRequired },
      cod: { is_supported: ['TH', 'VN', 'MY', 'ID', 'PH'].includes(market) },
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
      is_requried: false,
      values: [...values].map(([valueId, value]) => ({ id: valueId, name: value })),
      is_customizable: true,
      is_multiple_selection: true,
    }));
    const demands = demandsOf(call.sim.world, { categoryId: category.id, market: call.shop.market });
    const asked = demands.attributes.map(({ id, name, isRequired, values }) => ({
      id,
      name,
      type: 'PRODUCT_PROPERTY',
      is_requried: isRequired,
      values,
      is_customizable: true,
      is_multiple_selection: false,
    }));
    return { attributes: [...shown, ...asked] };
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
