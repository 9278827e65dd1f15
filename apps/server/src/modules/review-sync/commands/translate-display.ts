import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { refreshDisplay } from '../display.ts';
import { previewOf } from '../queries/preview.ts';
import { translateElsewhere } from '../translate-elsewhere.ts';

/** To be seen before it is published; what is published already follows under the next number. */
export async function translateDisplay(
  services: Services,
  { caller, body: key }: Parameters<Handlers['review-displays.translate']>[0],
): Promise<AnswerOf<Routes['review-displays.translate']> | Refusal> {
  const { merchantId } = caller;
  const isSeen = await services.database.readMerchant(
    merchantId,
    async (tx) => (await shopsInScope(tx, { caller, shopIds: [key.shopId] })).length > 0,
  );
  if (!isSeen) return refuse('not-found');
  await translateElsewhere(services, { merchantId, key, since: null });
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    await refreshDisplay(tx, { services, merchantId, now, cause: 'translated', by: caller.name }, key);
    return (await previewOf(tx, services, { caller, key, now })) ?? refuse('not-found');
  });
}
