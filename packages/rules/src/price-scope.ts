/** Which price rule holds for a variant in a shop. */
import { isIn } from './policies/categories.ts';

/** What a rule is about: of goods at most one, of places at most one; nothing at all is everything. */
export type PriceScope = { category: string | null; productId: string | null; market: string | null; shopId: string | null };
export type ScopedRule = { scope: PriceScope; validFrom: string };
export type Priced = { category: string | null; productId: string; market: string; shopId: string };

/** Null: it does not hold here. Goods count before places: who names a product means that product wherever it is sold. */
function nearness({ category, productId, market, shopId }: PriceScope, sold: Priced): number | null {
  const goods = productId !== null ? 2 : category !== null ? 1 : 0;
  const place = shopId !== null ? 2 : market !== null ? 1 : 0;
  const holds =
    (productId === null || productId === sold.productId) &&
    (category === null || (sold.category !== null && isIn(sold.category, category))) &&
    (shopId === null || shopId === sold.shopId) &&
    (market === null || market === sold.market);
  return holds ? goods * 3 + place : null;
}

/**
 * The most specific rule in force on a day; of one scope the one that began last. A category itself comes before the group it is in.
 */
export function ruleOn<T extends ScopedRule>(rules: readonly T[], { sold, day }: { sold: Priced; day: string }): T | null {
  let best: { rule: T; near: number } | null = null;
  for (const rule of rules) {
    const near = rule.validFrom <= day ? nearness(rule.scope, sold) : null;
    if (near === null) continue;
    if (best === null || near > best.near || (near === best.near && comesFirst(rule, best.rule, sold))) best = { rule, near };
  }
  return best?.rule ?? null;
}

function comesFirst(one: ScopedRule, other: ScopedRule, { category }: Priced): boolean {
  const [isOwn, isOther] = [one.scope.category === category, other.scope.category === category];
  return isOwn === isOther ? one.validFrom > other.validFrom : isOwn;
}
