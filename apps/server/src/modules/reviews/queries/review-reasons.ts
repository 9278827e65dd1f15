import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { type ProductReason, productReasonOf, productReasons } from '@tradewind/rules/product-reasons';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { countReturnReasons } from '../../returns/index.ts';

type Answer = AnswerOf<Routes['review-reasons.list']>;
type Query = ParsedOf<Routes['review-reasons.list']>['query'];
type Since = { shopIds: string[]; since: Date };
type Said = {
  shop_id: string;
  channel_product_id: string;
  theme: ProductReason | null;
  title: string | null;
  reviews: number;
  stars: number;
};
type Product = {
  shopId: string;
  channelProductId: string;
  title: string | null;
  reviews: number;
  stars: number;
  returns: number;
  reasons: Map<ProductReason, { reviews: number; returns: number }>;
};

/** As many products as a person looks through; the sums count all. */
const PRODUCTS_AT_MOST = 100;
const DAY_MS = 86_400_000;

/** What reviews complain of and why goods come back, in one list by product. */
export async function listReasons(services: Services, { caller, query }: { caller: Caller; query: Query }): Promise<Answer> {
  const { days, ...scope } = query;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller, ...scope })).map((shop) => [shop.id, shop]));
    const since = { shopIds: [...shops.keys()], since: new Date(services.clock.now() - days * DAY_MS) };
    const products = await productsOf(tx, since);
    const complained = products
      .filter(({ reasons }) => reasons.size > 0)
      .sort((a, b) => weightOf(b) - weightOf(a) || b.reviews - a.reviews);
    return {
      totals: totalsOf(complained),
      items: complained.slice(0, PRODUCTS_AT_MOST).map(({ shopId, stars, reasons, ...product }) => ({
        ...product,
        shop: shopChip(shops.get(shopId)),
        average: product.reviews === 0 ? null : stars / product.reviews,
        reasons: [...reasons]
          .map(([reason, counts]) => ({ reason, ...counts }))
          .sort((a, b) => b.reviews + b.returns - a.reviews - a.returns),
      })),
      isCut: complained.length > PRODUCTS_AT_MOST,
    };
  });
}

const weightOf = ({ reasons }: Product): number => [...reasons.values()].reduce((sum, { reviews, returns }) => sum + reviews + returns, 0);

const totalsOf = (products: readonly Product[]): Answer['totals'] =>
  productReasons
    .map((reason) => {
      const counts = products.map(({ reasons }) => reasons.get(reason) ?? { reviews: 0, returns: 0 });
      const sum = (of: 'reviews' | 'returns') => counts.reduce((all, each) => all + each[of], 0);
      return { reason, reviews: sum('reviews'), returns: sum('returns') };
    })
    .filter(({ reviews, returns }) => reviews + returns > 0);

async function productsOf(tx: TenantTx, since: Since): Promise<Product[]> {
  const products = new Map<string, Product>();
  const productOf = (shopId: string, channelProductId: string, title: string | null): Product => {
    const key = `${shopId} ${channelProductId}`;
    const known = products.get(key) ?? { shopId, channelProductId, title, reviews: 0, stars: 0, returns: 0, reasons: new Map() };
    known.title ??= title;
    products.set(key, known);
    return known;
  };
  const count = ({ reasons }: Product, reason: ProductReason, { reviews = 0, returns = 0 }) => {
    const before = reasons.get(reason) ?? { reviews: 0, returns: 0 };
    reasons.set(reason, { reviews: before.reviews + reviews, returns: before.returns + returns });
  };
  for (const { shop_id, channel_product_id, title, theme, reviews, stars } of await readThemes(tx, since)) {
    const product = productOf(shop_id, channel_product_id, title);
    if (theme !== null) count(product, theme, { reviews });
    else Object.assign(product, { reviews, stars });
  }
  for (const { shopId, channelProductId, title, reasonCode, cases } of await countReturnReasons(tx, since)) {
    const product = productOf(shopId, channelProductId, title);
    product.returns += cases;
    count(product, productReasonOf(reasonCode), { returns: cases });
  }
  return [...products.values()];
}

/** By product and theme; a row without a theme is all of the product's reviews. */
async function readThemes(tx: TenantTx, { shopIds, since }: Since): Promise<Said[]> {
  const { rows } = await sql<Said>`
    WITH said AS (SELECT r.shop_id, r.channel_product_id, r.themes, r.rating FROM review r
      WHERE r.shop_id = ANY (${shopIds}::uuid[]) AND r.channel_product_id IS NOT NULL AND NOT r.is_withdrawn AND r.written_at >= ${since}),
    counted AS (
      SELECT shop_id, channel_product_id, NULL AS theme, count(*)::int AS reviews, sum(rating)::int AS stars FROM said GROUP BY 1, 2
      UNION ALL SELECT shop_id, channel_product_id, t.theme, count(*)::int, 0 FROM said, unnest(said.themes) AS t(theme) GROUP BY 1, 2, 3)
    SELECT c.*, l.title FROM counted c LEFT JOIN listing l ON l.shop_id = c.shop_id AND l.channel_product_id = c.channel_product_id`.execute(
    tx,
  );
  return rows;
}
