import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { watchWaitingJob } from '../jobs.ts';
import { hoursOf } from '../queries/working-hours.ts';

type Setting = Parameters<Handlers['working-hours.set']>[0];

/** The same hours for several shops, each by its own clock. When answers are due follows from them at once. */
export async function setHours(
  services: Services,
  { caller, requestId, body }: Setting,
): Promise<AnswerOf<Routes['working-hours.set']> | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, shopIds: body.shopIds });
    const known = new Set(shops.map(({ id }) => id));
    const errors = body.shopIds.flatMap((id, at) =>
      known.has(id) ? [] : [{ path: `/shopIds/${at}`, code: 'unknown-shop', message: 'No shop of yours has this id' }],
    );
    if (errors.length > 0) return { refused: 'invalid-input', errors };
    const hours = {
      ...{ week: JSON.stringify(body.week), holidays: JSON.stringify(body.holidays), first_answer_minutes: body.firstAnswerMinutes },
      ...{ changed_by: caller.name, changed_at: new Date(now) },
    };
    await tx
      .insertInto('working_hours')
      .values([...known].map((shopId) => ({ merchant_id: caller.merchantId, shop_id: shopId, ...hours })))
      .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id']).doUpdateSet(hours))
      .execute();
    const facts = { shops: [...known], firstAnswerMinutes: body.firstAnswerMinutes };
    const act = { action: 'working-hours.set', objectKind: 'working-hours', objectId: shops[0]?.id ?? '', facts };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'inbox-team.changed', ids: [], shopId: null }]);
    const items = await hoursOf(tx, shops);
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [...known].map((id) => watchWaitingJob(id, now)), now });
    return { items };
  });
}

export async function removeHours(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['working-hours.remove']>[0],
): Promise<undefined | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const [shop] = await shopsInScope(tx, { caller, shopIds: [params.shopId] });
    const gone = shop && (await tx.deleteFrom('working_hours').where('shop_id', '=', shop.id).returning('shop_id').executeTakeFirst());
    if (!shop || !gone) return refuse('not-found');
    const act = { action: 'working-hours.remove', objectKind: 'working-hours', objectId: shop.id, facts: {} };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'inbox-team.changed', ids: [], shopId: null }]);
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [watchWaitingJob(shop.id, now)], now });
    return undefined;
  });
}
