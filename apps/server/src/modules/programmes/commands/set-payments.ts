import type { PaymentCoverage } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { coverageOf } from '../queries/local-payments.ts';
import { unknownCountry } from './set-seller.ts';

type Input = Parameters<Handlers['local-payments.set']>[0];

export async function setPayments(services: Services, { caller, requestId, params, body }: Input): Promise<PaymentCoverage | Refusal> {
  const { market } = params;
  if (caller.shopIds !== null) return refuse('forbidden', 'This holds for every shop of the market; ask a colleague of all shops.');
  const errors = unknownCountry(market, '/market');
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const row = body.methods && { methods: [...new Set(body.methods)].sort(), updated_at: new Date(now) };
    if (row)
      await tx
        .insertInto('payment_method')
        .values({ merchant_id: caller.merchantId, market, ...row })
        .onConflict((conflict) => conflict.columns(['merchant_id', 'market']).doUpdateSet(row))
        .execute();
    else await tx.deleteFrom('payment_method').where('market', '=', market).execute();
    const act = { objectKind: 'market', objectId: market, facts: { methods: row?.methods ?? null } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'local-payments.set' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [], shopId: null }]);
    const shops = (await shopsInScope(tx, { caller, market })).filter(({ state }) => state !== 'unbound');
    return coverageOf(market, { row, shops });
  });
}
