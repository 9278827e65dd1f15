import type { TaxId } from '@tradewind/contract';
import { dayIn } from '@tradewind/rules/calendar';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { isFarDay } from '../days.ts';
import { taxIdsOf } from '../queries/tax-ids.ts';
import { ownShop } from './save-cards.ts';

/** Keeps what the platform's letter and the merchant's filing say: days of the shop, or nothing yet. Anywhere: a letter may come before a rule is known. */
export async function noteTaxId(
  services: Services,
  { caller, requestId, params: { shopId }, body }: Parameters<Handlers['tax-ids.set']>[0],
): Promise<TaxId | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const own = await ownShop(tx, caller, shopId);
    if (!own) return refuse('not-found');
    const today = dayIn(now, own.time_zone);
    const errors = (['promptedOn', 'filedOn'] as const).flatMap((field) => {
      const day = body[field];
      if (day === null || (!isFarDay(day) && day <= today)) return [];
      return [{ path: `/${field}`, code: 'out-of-range', message: 'a day of the past or the present one' }];
    });
    if (errors.length > 0) return { refused: 'invalid-input', errors };
    const values = { prompted_on: body.promptedOn, filed_on: body.filedOn, noted_by: caller.name, noted_at: new Date(now) };
    await tx
      .insertInto('tax_id')
      .values({ merchant_id: caller.merchantId, shop_id: shopId, ...values })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id']).doUpdateSet(values))
      .execute();
    const act = { objectKind: 'shop', objectId: shopId, facts: { promptedOn: body.promptedOn, filedOn: body.filedOn } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'tax-id.note' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'finance.changed', ids: [], shopId }]);
    const [view] = await taxIdsOf(services, tx, await shopsInScope(tx, { caller, shopIds: [shopId] }));
    return view ?? refuse('not-found');
  });
}
