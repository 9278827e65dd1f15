import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { findTalk, talkView } from '../queries/conversation.ts';

type Input = Parameters<Handlers['conversation-translations.set']>[0];

/** For everybody who answers there: two colleagues see one conversation alike. */
export function setTalk(
  services: Services,
  { caller, requestId, params, body }: Input,
): Promise<AnswerOf<Routes['conversation-translations.set']> | Refusal> {
  const { merchantId } = caller;
  return services.database.withMerchant(merchantId, async (tx) => {
    const talk = await findTalk(tx, { ...params, caller });
    if (!talk) return refuse('not-found');
    const columns = { is_on: body.isOn, buyer_language: body.buyerLanguage };
    await tx
      .insertInto('conversation_translation')
      .values({ merchant_id: merchantId, conversation_id: talk.id, ...columns })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'conversation_id']).doUpdateSet(columns))
      .execute();
    const act = { action: 'conversation-translation.set', objectKind: 'conversation', objectId: talk.id };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, facts: { isOn: body.isOn } });
    await services.hints.publish(tx, merchantId, [{ type: 'conversation.changed', ids: [talk.id], shopId: null }]);
    return talkView(tx, talk);
  });
}
