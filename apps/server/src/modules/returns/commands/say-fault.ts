import type { CaseDetail } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readCase } from '../queries/case-detail.ts';
import { findCase } from '../queries/case-row.ts';

type Input = Parameters<Handlers['returns.fault']>[0];

export async function sayFault(services: Services, { caller, requestId, params, body }: Input): Promise<CaseDetail | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findCase(tx, params.caseId, caller.shopIds);
    if (!found) return refuse('not-found');
    const said = { fault: body.fault, note: body.note, said_by: caller.name, said_at: new Date(now) };
    await tx
      .insertInto('after_sale_fault')
      .values({ merchant_id: caller.merchantId, after_sale_id: params.caseId, ...said })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'after_sale_id']).doUpdateSet(said))
      .execute();
    const act = {
      action: 'return.fault',
      objectKind: 'return',
      objectId: params.caseId,
      facts: { fault: body.fault, before: found.fault },
    };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'return.changed', ids: [params.caseId], shopId: found.shop_id }]);
    return (await readCase(tx, { caller, caseId: params.caseId })) ?? refuse('not-found');
  });
}
