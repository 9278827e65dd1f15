import type { DatedPriceRule } from '@tradewind/contract';
import type { PriceRule } from '@tradewind/rules/price-intent';
import type { PriceScope } from '@tradewind/rules/price-scope';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, mayUseShop } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

/** `id` null: a draft that somebody asked about. */
export type HeldRule = { id: string | null; scope: PriceScope; validFrom: string; rule: PriceRule };

/** All that concern the caller's shops: rules of everything, of markets, and of these shops. Newest first within what they are about. */
export async function readRules(tx: TenantTx, caller: Pick<Caller, 'shopIds'>): Promise<(DatedPriceRule & HeldRule)[]> {
  const rows = await tx
    .selectFrom('price_rule')
    .leftJoin('product', 'product.id', 'price_rule.product_id')
    .select(['price_rule.id', 'price_rule.category', 'price_rule.product_id', 'price_rule.market', 'price_rule.shop_id'])
    .select(['price_rule.rule', 'price_rule.saved_by', 'price_rule.saved_at', 'product.title'])
    .select(sql<string>`price_rule.valid_from::text`.as('valid_from'))
    .orderBy('price_rule.category')
    .orderBy('product.title')
    .orderBy('price_rule.market')
    .orderBy('price_rule.shop_id')
    .orderBy('price_rule.valid_from', 'desc')
    .execute();
  return rows
    .filter((row) => row.shop_id === null || mayUseShop(caller, row.shop_id))
    .map((row) => ({
      id: row.id,
      scope: { category: row.category, productId: row.product_id, productTitle: row.title, market: row.market, shopId: row.shop_id },
      validFrom: row.valid_from,
      rule: { ...row.rule, taxes: [...row.rule.taxes], shipping: [...row.rule.shipping] },
      savedBy: row.saved_by,
      savedAt: row.saved_at.toISOString(),
    }));
}

export const listPriceRules = (services: Services, { caller }: { caller: Caller }): Promise<{ items: DatedPriceRule[] }> =>
  services.database.withMerchant(caller.merchantId, async (tx) => ({ items: await readRules(tx, caller) }));
