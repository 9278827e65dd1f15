import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { dayIn } from '@tradewind/rules/calendar';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { appliedPrices } from './applied-prices.ts';
import { boardOf } from './board.ts';
import { type HeldRule, readRules } from './rules.ts';

type Body = ParsedOf<Routes['price-previews.create']>['body'];
type Answer = AnswerOf<Routes['price-previews.create']>;

/** Shops that were let go sell nothing. */
export async function sellingShops(tx: TenantTx, wish: Parameters<typeof shopsInScope>[1]): Promise<ShopInScope[]> {
  return (await shopsInScope(tx, wish)).filter(({ state }) => state !== 'unbound');
}

export async function previewPrices(services: Services, { caller, body }: { caller: Caller; body: Body }): Promise<Answer> {
  const { shopIds, market, on } = body;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await sellingShops(tx, { caller, shopIds, market });
    const page = await readVariants(tx, body);
    const rules = withDraft(await readRules(tx, caller), body.draft);
    const board = await boardOf(services, tx, { shops, goods: page.items, rules, on });
    const ids = { variantIds: page.items.map(({ id }) => id), shopIds: shops.map(({ id }) => id) };
    const applied = new Map((await appliedPrices(tx, ids)).map((price) => [`${price.variantId} ${price.shopId}`, price]));
    const today = on ?? dayIn(services.clock.now(), 'UTC');
    const items = page.items.map((variant) => ({
      variant: { ...variant, cost: board.costOf(variant.id, today) },
      prices: shops.map((shop) => {
        const { rule, answer } = board.priceOf(variant, shop);
        const before = applied.get(`${variant.id} ${shop.id}`);
        return {
          shopId: shop.id,
          ruleId: rule?.id ?? null,
          isDraft: rule !== null && rule.id === null,
          before: before ? { amount: before.amount, currency: before.currency } : null,
          answer,
        };
      }),
    }));
    return { shops: shops.map((shop) => ({ ...shopChip(shop), currency: shop.currency })), items, nextCursor: page.nextCursor };
  });
}

/** A draft stands in for the rule that it would replace, and for one of the same goods, places and day. */
function withDraft(rules: readonly HeldRule[], draft: Body['draft']): HeldRule[] {
  if (!draft) return [...rules];
  const { replaces, ...wish } = draft;
  const key = ({ scope, validFrom }: Pick<HeldRule, 'scope' | 'validFrom'>) =>
    [scope.category, scope.productId, scope.market, scope.shopId, validFrom].join(' ');
  return [{ id: null, ...wish }, ...rules.filter((rule) => rule.id !== replaces && key(rule) !== key(wish))];
}

const position = z.strictObject({ sku: z.string() });

async function readVariants(tx: TenantTx, { q, limit, cursor }: Body) {
  const after = decodeCursor(cursor, position);
  const text = q?.toLowerCase() ?? '';
  const rows = await tx
    .selectFrom('variant')
    .innerJoin('product', 'product.id', 'variant.product_id')
    .select(['variant.id', 'variant.product_id as productId', 'variant.sku', 'variant.option_values as optionValues'])
    .select(['product.title', 'product.category'])
    .where('variant.status', '=', 'active')
    .where('product.status', '!=', 'archived')
    .$if(after !== null, (query) => query.where('variant.sku', '>', after?.sku ?? ''))
    .$if(text !== '', (query) =>
      query.where(sql<boolean>`strpos(lower(variant.sku), ${text}) > 0 OR strpos(lower(product.title), ${text}) > 0`),
    )
    .orderBy('variant.sku')
    .limit(limit + 1)
    .execute();
  return pageOf(rows, limit, ({ sku }) => ({ sku }));
}
