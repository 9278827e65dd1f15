/**
 * The verdict on every live SKU of a shop without reading every SKU: what the policy asks of one is its category, its price and where it
 * ships from, so the database says which combinations there are, and the policy is asked once about each of them.
 */

import { convert } from '@tradewind/rules/money';
import { evaluatePolicy, type UsToMexicoOutput } from '@tradewind/rules/policies';
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type MexicoSeller, policySeller } from './mexico-seller.ts';

/** `category` empty: the platform's is none that we know. */
type Combination = { category: string; currency: string; amount: number; shipFrom: string };
type Counted = Combination & { skus: number; core: number; trial: number };
export type SkuReason = { code: string; qualification?: string };
type Money = { amount: number; currency: string };
export type SkuVerdict = {
  access: UsToMexicoOutput['items'][number]['access'] | null;
  state: 'sellable' | 'blocked' | 'unknown';
  reasons: SkuReason[];
  priceInPesos: Money | null;
};
export type Judged = {
  reasons: { code: string }[];
  canRequestInvitation: boolean;
  combinations: (Counted & { verdict: SkuVerdict })[];
  verdictOf: (combination: Combination) => SkuVerdict;
};

/**
 * Live variants of the shop with what a person said of them. Each is looked up by its key (the limit forbids another plan): joined as a
 * whole, ten thousand marks made in one go, of which PostgreSQL has no statistics yet, would be gone through for every variant.
 */
export const liveSkus = (shopId: string): RawBuilder<unknown> => sql`
  FROM listing
  JOIN listing_variant AS variant ON variant.merchant_id = listing.merchant_id AND variant.listing_id = listing.id
  LEFT JOIN LATERAL (
    SELECT rhythm, ship_from, stock FROM mexico_sku
    WHERE mexico_sku.merchant_id = listing.merchant_id AND mexico_sku.shop_id = ${shopId} AND mexico_sku.channel_sku_id = variant.channel_sku_id
    LIMIT 1) AS mark ON true
  WHERE listing.shop_id = ${shopId} AND listing.status = 'live'`;

type Asked = { seller: MexicoSeller; rateOf: (currency: string) => string | null; now: number };

export async function judgeSkus(tx: TenantTx, { seller, rateOf, now }: Asked): Promise<Judged> {
  const { rows } = await sql<Counted>`
    SELECT coalesce(listing.category, '') AS category, variant.currency, variant.price_minor AS amount,
           coalesce(mark.ship_from, ${seller.shipFrom}) AS "shipFrom", count(*)::int AS skus,
           (count(*) FILTER (WHERE mark.rhythm = 'core'))::int AS core, (count(*) FILTER (WHERE mark.rhythm = 'trial'))::int AS trial
    ${liveSkus(seller.shop.id)} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`.execute(tx);
  const pesos = rows.map((row) => inPesos(row, rateOf(row.currency)));
  const answer = evaluatePolicy('us-to-mexico', {
    mode: 'catalogue',
    ...policySeller(seller),
    items: rows.map((row, index) => ({
      sku: String(index),
      // What is not known must not be what keeps a SKU out: an open category, and no price.
      category: row.category || 'home-daily',
      unitPrice: pesos[index] ?? { amount: 0, currency: 'MXN' },
      quantity: 1,
      shipFromCountry: row.shipFrom,
    })),
    asOf: new Date(now).toISOString(),
  });
  const reasonsOf = new Map<string, SkuReason[]>();
  for (const { code, sku, qualification } of answer.reasons)
    if (sku !== undefined) reasonsOf.set(sku, [...(reasonsOf.get(sku) ?? []), { code, ...(qualification ? { qualification } : {}) }]);
  const combinations = rows.map((row, index) => {
    const known = reasonsOf.get(String(index)) ?? [];
    const verdict = withUnknown(row, { access: answer.items[index]?.access ?? null, reasons: known, priceInPesos: pesos[index] ?? null });
    return { ...row, verdict };
  });
  const byKey = new Map(combinations.map((each) => [keyOf(each), each.verdict]));
  return {
    reasons: answer.reasons.flatMap(({ code, sku }) => (sku === undefined ? [{ code }] : [])),
    canRequestInvitation: answer.canRequestInvitation,
    combinations,
    verdictOf: (combination) => {
      const verdict = byKey.get(keyOf(combination));
      if (!verdict) throw new Error('a SKU outside the combinations that were judged in its transaction');
      return verdict;
    },
  };
}

const inPesos = ({ amount, currency }: Combination, rate: string | null): Money | null =>
  rate === null ? null : convert({ amount, currency }, 'MXN', rate);

/** What we do not know is a reason of its own: it neither accuses nor lets through. */
function withUnknown({ category }: Combination, { access, reasons, priceInPesos }: Omit<SkuVerdict, 'state'>): SkuVerdict {
  const unknown = [
    ...(category === '' ? [{ code: 'category-unknown' }] : []),
    ...(priceInPesos === null ? [{ code: 'price-unknown' }] : []),
  ];
  return {
    access: category === '' ? null : access,
    state: reasons.length > 0 ? 'blocked' : unknown.length > 0 ? 'unknown' : 'sellable',
    reasons: [...reasons, ...unknown],
    priceInPesos,
  };
}

/** The filter of the SKUs writes the same in SQL. */
export const keyOf = ({ category, currency, amount, shipFrom }: Combination): string => `${category} ${currency} ${amount} ${shipFrom}`;
