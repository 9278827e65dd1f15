import type { PriceApplication } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { applicationView } from '../queries/applications.ts';

/** What holds is what was applied last and not taken back, so that taking back is one mark. A second time it changes nothing. */
export async function undoApplication(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['price-applications.undo']>[0],
): Promise<PriceApplication | Refusal> {
  const id = params.priceApplicationId;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await tx.selectFrom('price_application').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (!held?.shop_ids.every((shopId) => mayUseShop(caller, shopId))) return refuse('not-found');
    if (held.undone_at) return applicationView(held);
    const now = services.clock.now();
    const row = await tx
      .updateTable('price_application')
      .set({ undone_by: caller.name, undone_at: new Date(now) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const entry = { id: services.newId(), at: now, objectKind: 'price-application', objectId: id };
    await audit(tx, { ...entry, caller, requestId, action: 'prices.undone', facts: { prices: row.prices } });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'finance.changed', ids: [], shopId: null }]);
    return applicationView(row);
  });
}
