/** What US to Mexico says of goods before they are offered in a shop that ships there: the policy's own reasons, SKU by SKU. */
import { convert } from '@tradewind/rules/money';
import { evaluatePolicy } from '@tradewind/rules/policies';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { ratesInto } from '../../insights/index.ts';
import type { SkuReason } from './mexico-verdicts.ts';

/** `amount` null: it has no price yet. `category` null: none that we know. */
type Offered = { shopId: string; currency: string; category: string | null; items: readonly { sku: string; amount: number | null }[] };
type Seller = { shopId: string; invitedCategories: string[]; qualifications: string[] };
export type OfferedReason = SkuReason & { sku: string };

/** For each, in their order; none for shops that do not take part. Reasons of the seller are the programme's page's, not the goods'. */
export async function mexicoReasons(tx: TenantTx, services: Services, offered: readonly Offered[]): Promise<OfferedReason[][]> {
  const now = services.clock.now();
  const sellers = new Map((await sellersIn(tx, { shopIds: offered.map(({ shopId }) => shopId), now })).map((one) => [one.shopId, one]));
  if (sellers.size === 0) return offered.map(() => []);
  const currencies = offered.flatMap(({ shopId, currency }) => (sellers.has(shopId) ? [currency] : []));
  const today = new Date(now).toISOString();
  const { rateTo } = await ratesInto(services, tx, { display: 'MXN', currencies, to: today.slice(0, 10) });
  return offered.map(({ shopId, currency, category, items }) => {
    const seller = sellers.get(shopId);
    const rate = rateTo(currency);
    if (!seller || items.length === 0) return [];
    const { reasons } = evaluatePolicy('us-to-mexico', {
      mode: 'catalogue',
      seller: { origin: 'us-local', shopPerformanceScore: null },
      dispatchDays: 0,
      invitedCategories: seller.invitedCategories,
      qualifications: seller.qualifications,
      items: items.map(({ sku, amount }) => ({
        sku,
        // What is not known must not be what keeps a SKU out: an open category, and no price.
        category: category ?? 'home-daily',
        unitPrice: amount === null || rate === null ? { amount: 0, currency: 'MXN' } : convert({ amount, currency }, 'MXN', rate),
        quantity: 1,
      })),
      asOf: today,
    });
    return reasons.flatMap(({ code, sku, qualification }) =>
      sku === undefined ? [] : [{ code, sku, ...(qualification ? { qualification } : {}) }],
    );
  });
}

/** Shops of which a person, or the platform, says that they ship from the United States to Mexico. */
async function sellersIn(tx: TenantTx, { shopIds, now }: { shopIds: readonly string[]; now: number }): Promise<Seller[]> {
  const at = new Date(now);
  const { rows } = await sql<Seller>`
    SELECT shop.id AS "shopId",
      COALESCE(said.invited_categories, '{}') || ARRAY(
        SELECT unnest(admitted.invited_categories) FROM programme_application AS admitted
        WHERE admitted.shop_id = shop.id AND admitted.programme = 'us-to-mexico' AND admitted.status = 'approved') AS "invitedCategories",
      COALESCE(said.qualifications, '{}') || ARRAY(
        SELECT paper.type FROM document AS paper
        WHERE paper.status = 'approved' AND (paper.legal_entity_id IS NULL OR paper.legal_entity_id = shop.legal_entity_id)
          AND (paper.valid_at IS NULL OR paper.valid_at <= ${at}) AND (paper.expires_at IS NULL OR paper.expires_at > ${at})
          AND paper.brand IS NULL AND paper.category IS NULL AND cardinality(paper.listing_ids) = 0
          AND (cardinality(paper.markets) = 0 OR paper.markets && ARRAY['MX', 'US'])) AS qualifications
    FROM shop LEFT JOIN mexico_seller AS said ON said.shop_id = shop.id
    WHERE shop.id = ANY (${shopIds}::uuid[]) AND shop.market IN ('US', 'MX') AND COALESCE(said.ship_from, shop.market) = 'US'
      AND (said.shop_id IS NOT NULL OR EXISTS (
        SELECT FROM programme_application AS admitted
        WHERE admitted.shop_id = shop.id AND admitted.programme = 'us-to-mexico' AND admitted.status = 'approved'))`.execute(tx);
  return rows;
}
