import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { ownShop } from '../queries/own-shop.ts';

type Input = Parameters<Handlers['us-to-mexico.set-step']>[0];
const programme = 'us-to-mexico';

/** A second tick keeps the day of the first. */
export async function setStep(
  services: Services,
  { caller, requestId, params, body }: Input,
): Promise<AnswerOf<Routes['us-to-mexico.set-step']> | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await ownShop(tx, caller, params.shopId);
    if (!shop) return refuse('not-found');
    const key = { merchant_id: caller.merchantId, shop_id: shop.id, programme, step: params.step };
    const own = tx.selectFrom('programme_step').select('done_at').where('shop_id', '=', shop.id).where('programme', '=', programme);
    if (body.isDone)
      await tx
        .insertInto('programme_step')
        .values({ ...key, done_at: new Date(now), done_by: caller.id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    else
      await tx
        .deleteFrom('programme_step')
        .where('shop_id', '=', shop.id)
        .where('programme', '=', programme)
        .where('step', '=', params.step)
        .execute();
    const act = { objectKind: 'shop', objectId: shop.id, facts: { step: params.step, isDone: body.isDone } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'us-to-mexico.set-step' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [], shopId: shop.id }]);
    const row = await own.where('step', '=', params.step).executeTakeFirst();
    return { step: params.step, doneAt: row?.done_at.toISOString() ?? null };
  });
}
