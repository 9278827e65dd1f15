import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import type { PriceAnswer } from '@tradewind/rules/price-intent';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Handlers, Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { applicationView } from '../queries/applications.ts';
import { type Board, boardOf, type Goods } from '../queries/board.ts';
import { sellingShops } from '../queries/preview.ts';
import { readRules } from '../queries/rules.ts';

type Wish = ParsedOf<Routes['price-applications.create']>['body']['prices'][number];
type Answer = AnswerOf<Routes['price-applications.create']>;
type Given = Extract<PriceAnswer, { lines: unknown }>;
type Taken = { wish: Wish; answer: Given };

/**
 * Takes over what somebody has seen. Between the look and the click a cost, a rate or a rule may have moved: such a price is left out and
 * named, because nobody has seen it.
 */
export async function applyPrices(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['price-applications.create']>[0],
): Promise<Answer | Refusal> {
  const errors = repeated(body.prices);
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = [...new Set(body.prices.map(({ shopId }) => shopId))];
    const shops = await sellingShops(tx, { caller, shopIds });
    const goods = await readGoods(tx, [...new Set(body.prices.map(({ variantId }) => variantId))]);
    const board = await boardOf(services, tx, { shops, goods, rules: await readRules(tx, caller), on: body.on });
    const judged = body.prices.map((wish) => judge(board, { wish, shops, goods }));
    const taken = judged.flatMap((each) => ('answer' in each ? [each] : []));
    const left = judged.flatMap((each) => ('reason' in each ? [each] : []));
    if (taken.length === 0) return { application: null, left };
    const row = await write(services, tx, { merchantId: caller.merchantId, appliedBy: caller.name, taken });
    const { prices, variants } = row;
    const entry = { id: services.newId(), at: row.applied_at.getTime(), objectKind: 'price-application', objectId: row.id };
    await audit(tx, { ...entry, caller, requestId, action: 'prices.applied', facts: { prices, variants, left: left.length } });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'finance.changed', ids: [], shopId: null }]);
    return { application: applicationView(row), left };
  });
}

const keyOf = ({ variantId, shopId }: Wish) => `${variantId} ${shopId}`;

function repeated(prices: readonly Wish[]): NonNullable<Refusal['errors']> {
  const seen = new Set<string>();
  return prices.flatMap((wish, index) => {
    const isTwice = seen.has(keyOf(wish));
    seen.add(keyOf(wish));
    return isTwice ? [{ path: `/prices/${index}`, code: 'repeated', message: 'stands in the list already' }] : [];
  });
}

const readGoods = (tx: TenantTx, ids: readonly string[]): Promise<Goods[]> =>
  tx
    .selectFrom('variant')
    .innerJoin('product', 'product.id', 'variant.product_id')
    .select(['variant.id', 'variant.product_id as productId', 'product.category'])
    .where('variant.id', 'in', ids)
    .where('variant.status', '=', 'active')
    .where('product.status', '!=', 'archived')
    .execute();

type Known = { wish: Wish; shops: readonly ShopInScope[]; goods: readonly Goods[] };

/** A variant or shop that is none of the caller's reads like one that never was. */
function judge(board: Board, { wish, shops, goods }: Known): Taken | Answer['left'][number] {
  const { variantId, shopId, price } = wish;
  const variant = goods.find(({ id }) => id === variantId);
  const shop = shops.find(({ id }) => id === shopId);
  if (!variant || !shop) return { variantId, shopId, reason: 'unknown', price: null };
  const { answer } = board.priceOf(variant, shop);
  if ('refused' in answer) return { variantId, shopId, reason: 'refused', price: null };
  const isSeen = answer.price.amount === price.amount && answer.price.currency === price.currency;
  return isSeen ? { wish, answer } : { variantId, shopId, reason: 'changed', price: answer.price };
}

type Writing = { merchantId: string; appliedBy: string; taken: readonly Taken[] };

async function write(services: Services, tx: TenantTx, { merchantId, appliedBy, taken }: Writing) {
  const shopIds = [...new Set(taken.map(({ wish }) => wish.shopId))].sort();
  // Locked: what was applied to a shop later must also say so, by its instant.
  await tx.selectFrom('shop').select('id').where('id', 'in', shopIds).orderBy('id').forNoKeyUpdate().execute();
  const { rows } = await sql<{ last: Date | null }>`
    SELECT max(applied_at) AS last FROM price_application WHERE shop_ids && ${shopIds}::uuid[]`.execute(tx);
  const at = Math.max(services.clock.now(), (rows[0]?.last?.getTime() ?? 0) + 1);
  const id = services.newId();
  const variants = new Set(taken.map(({ wish }) => wish.variantId)).size;
  const row = await tx
    .insertInto('price_application')
    .values({
      merchant_id: merchantId,
      id,
      prices: taken.length,
      variants,
      shop_ids: shopIds,
      applied_by: appliedBy,
      applied_at: new Date(at),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const changes = taken.map(({ wish: { variantId, shopId }, answer: { price, lines } }) => ({
    merchant_id: merchantId,
    variant_id: variantId,
    shop_id: shopId,
    application_id: id,
    price_minor: price.amount,
    currency: price.currency,
    lines: JSON.stringify(lines),
  }));
  await tx.insertInto('price_change').values(changes).execute();
  return row;
}
