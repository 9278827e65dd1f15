/** Questions before a listing: what the audit would say, what the shop lacks, where a product belongs, who answers for it in the EU. */
import { z } from 'zod';
import { auditReasons } from '../../world/goods/audit.ts';
import { chainOf } from '../../world/goods/category-demands.ts';
import type { Category, LegalEntity, World } from '../../world/types.ts';
import { boolText, ids, intText, pageToken } from '../fields.ts';
import { anyShopOperation, grantOperation, shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { checkBody, NO_WORDS, refuseForeignUnits, skusOf, wordsOf } from './product-body.ts';
import { qualityOf } from './product-shape.ts';
import { slotsLeft } from './product-writes.ts';

const SCOPE = 'seller.product.basic';

const check = shopOperation({
  method: 'POST',
  template: '/product/{version}/products/listing_check',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ is_diagnosis_required: boolText.optional() }),
  body: checkBody,
  answer({ sim, shop, body }) {
    refuseForeignUnits(body, shop);
    const { world } = sim;
    const words = wordsOf(world, body, NO_WORDS);
    const skus = skusOf(world, shop, { skus: body.skus.map(({ id: _id, ...sku }) => sku), product: null }).map((sku) => ({
      ...{ ...sku, id: '', productId: '', name: '', attributes: [], stock: [], isAppStocked: true },
    }));
    // An edit names the SKUs that are there, and is not taken for its own double.
    const productId = body.skus.map(({ id }) => world.skus.get(id ?? '')?.productId).find((id) => id !== undefined) ?? null;
    const judged = { words, skus, shopId: shop.id, productId, market: shop.market };
    const reasons = auditReasons(world, judged, sim.lists(shop.id).products);
    return {
      check_result: reasons.length === 0 ? 'PASS' : 'FAILED',
      fail_reasons: reasons.map(({ code, reason }) => ({ code, message: reason })),
      listing_quality: { current_tier: qualityOf(words), remaining_recommendations: qualityOf(words) === 'GOOD' ? 0 : 1 },
      diagnoses: [],
    };
  },
});

const prerequisites = shopOperation({
  method: 'GET',
  template: '/product/{version}/prerequisites',
  versions: ['202312'],
  scope: SCOPE,
  answer({ sim, shop, now }) {
    const isFull = slotsLeft(sim, shop, now) <= 0;
    const items = ['SHOP_STATUS', 'SHOP_TAX', 'PICKUP_WAREHOUSE', 'RETURN_WAREHOUSE', 'DELIVERY_OPTION', 'SHIPPING_TEMPLATE'];
    return {
      check_results: [
        ...items.map((item) => ({ check_item: item, is_failed: false, fail_reasons: [] })),
        {
          check_item: 'PRODUCT_QUANTITY_LIMIT',
          is_failed: isFull,
          fail_reasons: isFull ? ['The listing limit of today is reached'] : [],
        },
        { check_item: 'CONTACT_INFO', is_failed: false, fail_reasons: [] },
      ],
    };
  },
});

const recommendBody = z.strictObject({
  product_title: z.string().min(1).max(10_000),
  description: z.string().max(10_000).optional(),
  images: z.array(z.strictObject({ uri: z.string() })).optional(),
  category_version: z.enum(['v1', 'v2']).optional(),
  listing_platform: z.enum(['TIKTOK_SHOP', 'TOKOPEDIA']).optional(),
  include_prohibited_categories: z.boolean().optional(),
});

const recommend = anyShopOperation({
  method: 'POST',
  template: '/product/{version}/categories/recommend',
  versions: ['202309'],
  scope: SCOPE,
  body: recommendBody,
  answer: ({ sim, body }) => recommended(sim.world, body.product_title),
});

/** The leaf that shares most words with the title; what shares none has no recommendation. */
function recommended(world: World, title: string) {
  const words = (text: string): string[] => text.toLowerCase().match(/[a-z]{4,}/g) ?? [];
  const stems = words(title).map((word) => word.slice(0, 5));
  const score = ({ id }: Category): number =>
    chainOf(world, id)
      .flatMap(({ name }) => words(name))
      .filter((word) => stems.includes(word.slice(0, 5))).length;
  const leaves = [...world.categories.values()].filter(({ isLeaf }) => isLeaf);
  const best = leaves.reduce<{ category: Category | null; points: number }>(
    (found, category) => (score(category) > found.points ? { category, points: score(category) } : found),
    { category: null, points: 0 },
  );
  if (!best.category) return { leaf_category_id: '', categories: [] };
  const chain = chainOf(world, best.category.id);
  return {
    leaf_category_id: best.category.id,
    categories: chain.map(({ id, name, isLeaf }, level) => ({
      ...{ id, name, level: level + 1, is_leaf: isLeaf, permission_statuses: ['AVAILABLE'] },
    })),
  };
}

const entityQuery = z.strictObject({ page_size: intText(1, 100), page_token: pageToken });
const entityFilters = { keyword: z.string().max(200).optional(), locales: z.array(z.string()).optional() };

const manufacturers = grantOperation({
  method: 'POST',
  template: '/product/{version}/compliance/manufacturers/search',
  versions: ['202501'],
  scope: SCOPE,
  query: entityQuery,
  body: z.strictObject({ manufacturer_ids: ids(100).optional(), ...entityFilters }),
  answer({ sim, grant, query, body }) {
    const wanted = { ...query, sellerId: grant.sellerId, only: body.manufacturer_ids };
    const { items, ...rest } = entities(sim.world.manufacturers, wanted);
    return { ...rest, manufacturers: items };
  },
});

const responsiblePersons = grantOperation({
  method: 'POST',
  template: '/product/{version}/compliance/responsible_persons/search',
  versions: ['202501'],
  scope: SCOPE,
  query: entityQuery,
  body: z.strictObject({ responsible_person_ids: ids(100).optional(), ...entityFilters }),
  answer({ sim, grant, query, body }) {
    const wanted = { ...query, sellerId: grant.sellerId, only: body.responsible_person_ids };
    const { items, ...rest } = entities(sim.world.responsiblePersons, wanted);
    return { ...rest, responsible_persons: items };
  },
});

type WantedEntities = z.output<typeof entityQuery> & { sellerId: string; only: string[] | undefined };

function entities(known: ReadonlyMap<string, LegalEntity>, wanted: WantedEntities) {
  const rows = [...known.values()].filter(({ id, sellerId }) => sellerId === wanted.sellerId && (wanted.only?.includes(id) ?? true));
  const request = { size: wanted.page_size, token: wanted.page_token, order: 'ASC' as const };
  const found = page(rows, request, { key: ({ id }) => [0, id], filters: [wanted.sellerId, wanted.only ?? null] });
  return {
    items: found.items.map(({ id, name, email }) => ({ id, regional_profiles: [{ locale: 'en-US', name, email }] })),
    total_count: found.total,
    next_page_token: found.nextToken,
  };
}

export const LISTING_CHECK_OPERATIONS = [check, prerequisites, recommend, manufacturers, responsiblePersons];
