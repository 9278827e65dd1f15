import type { SavedView } from '@tradewind/contract';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { visibleView } from '../queries/visible-views.ts';
import type { ViewTools } from './save-view.ts';

/** One default for each table and person: choosing another replaces it. */
export async function chooseView(
  { database }: Pick<ViewTools, 'database'>,
  { caller, params, body }: Parameters<Handlers['saved-views.choose']>[0],
): Promise<SavedView | Refusal> {
  return database.withMerchant(caller.merchantId, async (tx) => {
    const view = await visibleView(tx, caller, params.viewId);
    if (!view) return refuse('not-found');
    const row = { merchant_id: caller.merchantId, page: view.page, person_id: caller.id, view_id: view.id };
    if (body.isDefault)
      await tx
        .insertInto('default_view')
        .values(row)
        .onConflict((conflict) => conflict.columns(['merchant_id', 'page', 'person_id']).doUpdateSet({ view_id: view.id }))
        .execute();
    else await tx.deleteFrom('default_view').where('person_id', '=', caller.id).where('view_id', '=', view.id).execute();
    return { ...view, isDefault: body.isDefault };
  });
}
