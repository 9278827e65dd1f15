import type { AnswerOf, Routes } from '@tradewind/contract';
import { allEqually } from '@tradewind/rules/stock-allocation';
import { type Handlers, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readItem } from '../queries/items.ts';
import { setRule } from './set-rule.ts';

/** The safety stock becomes part of the variant's own rule for every shop, which otherwise goes on as it was. */
export async function setItem(
  services: Services,
  { caller, requestId, params: { variantId }, body }: Parameters<Handlers['stock-items.set']>[0],
): Promise<AnswerOf<Routes['stock-items.set']> | Refusal> {
  const { leadTimeDays, safetyStock } = body;
  // Half of a wish is not done: a rule for all shops is for those who may see all of them.
  if (safetyStock !== undefined && caller.shopIds !== null) return refuse('forbidden');
  const held = await services.database.withMerchant(caller.merchantId, async (tx) => {
    const item = await tx.selectFrom('stock_item').select('lead_time_days').where('variant_id', '=', variantId).executeTakeFirst();
    if (item && leadTimeDays !== undefined)
      await tx.updateTable('stock_item').set({ lead_time_days: leadTimeDays }).where('variant_id', '=', variantId).execute();
    const rules = await tx
      .selectFrom('allocation_rule')
      .select(['variant_id', 'kind', 'value', 'minimum'])
      .where('shop_id', 'is', null)
      .where(({ eb, or }) => or([eb('variant_id', '=', variantId), eb('variant_id', 'is', null)]))
      .execute();
    return item && { rule: rules.find(({ variant_id }) => variant_id !== null) ?? rules[0] ?? allEqually };
  });
  if (!held) return refuse('not-found');
  if (safetyStock !== undefined) {
    const { kind, value, minimum } = held.rule;
    const rule = { kind, value, minimum, safetyStock };
    const set = await setRule(services, { caller, requestId, params: {}, query: {}, body: { shopId: null, variantId, rule } });
    if (isRefusal(set)) return set;
  }
  return readItem(services, { caller, variantId });
}
