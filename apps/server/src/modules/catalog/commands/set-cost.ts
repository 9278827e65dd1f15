import type { ParsedOf, Product, Routes } from '@tradewind/contract';
import { knownCurrencies } from '@tradewind/rules/money';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { productDetail } from '../queries/product-detail.ts';
import { saveCosts } from './save-goods.ts';
import { EVERY_SHOP } from './save-product.ts';

type Input = {
  caller: Caller;
  requestId: string;
  params: { variantId: string; validFrom: string };
  body: ParsedOf<Routes['variant-costs.set']>['body'];
};

export async function setCost(services: Services, { caller, requestId, params, body }: Input): Promise<Product | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { variantId, validFrom } = params;
  const { cost } = body;
  if (cost && !knownCurrencies.includes(cost.currency))
    return {
      refused: 'invalid-input',
      errors: [{ path: '/cost/currency', code: 'unknown-currency', message: 'is no currency that can be reckoned with' }],
    };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const variant = await tx.selectFrom('variant').select('product_id').where('id', '=', variantId).executeTakeFirst();
    if (!variant) return refuse('not-found');
    if (cost) await saveCosts(tx, caller.merchantId, [{ variantId, validFrom, cost }]);
    else await tx.deleteFrom('variant_cost').where('variant_id', '=', variantId).where('valid_from', '=', validFrom).execute();
    const act = { objectKind: 'variant', objectId: variantId, action: cost ? 'variant-cost.set' : 'variant-cost.removed' };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, facts: { validFrom } });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'product.changed', ids: [variant.product_id], shopId: null }]);
    return (await productDetail(tx, { caller, productId: variant.product_id })) ?? refuse('not-found');
  });
}
