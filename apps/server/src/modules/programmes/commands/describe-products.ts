import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { ownShop } from '../queries/own-shop.ts';

type Input = Parameters<Handlers['us-to-mexico.describe']>[0];

export async function describeProducts(
  services: Services,
  { caller, requestId, params, body }: Input,
): Promise<AnswerOf<Routes['us-to-mexico.describe']> | Refusal> {
  const now = services.clock.now();
  const ids = [...new Set(body.listingIds.map((id) => id.toLowerCase()))];
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await ownShop(tx, caller, params.shopId);
    if (!shop) return refuse('not-found');
    const listings = await tx.selectFrom('listing').select('id').where('shop_id', '=', shop.id).where('id', 'in', ids).execute();
    const known = new Set(listings.map(({ id }) => id));
    const errors = body.listingIds.flatMap((id, index) =>
      known.has(id.toLowerCase())
        ? []
        : [{ path: `/listingIds/${index}`, code: 'unknown-listing', message: 'No listing of this shop has this id' }],
    );
    if (errors.length > 0) return { refused: 'invalid-input', errors };
    await tx
      .insertInto('mexico_product')
      .values(ids.map((id) => ({ merchant_id: caller.merchantId, listing_id: id, ...factsOf(body), updated_at: new Date(now) })))
      .onConflict((conflict) =>
        conflict.columns(['merchant_id', 'listing_id']).doUpdateSet({ ...factsOf(body), updated_at: new Date(now) }),
      )
      .execute();
    const act = { objectKind: 'shop', objectId: shop.id, facts: { listings: ids.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'us-to-mexico.describe' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [], shopId: shop.id }]);
    return { described: ids.length };
  });
}

const factsOf = (body: Input['body']) => ({
  weight_g: body.weightG,
  fragile: body.fragile,
  made_to_order: body.madeToOrder,
  freight_share: body.freightShare,
  drop_shipped: body.dropShipped,
  stock_counted: body.stockCounted,
  buys_after_order: body.buysAfterOrder,
  content_score: body.contentScore,
});
