import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { noteView } from '../queries/conversation-detail.ts';
import { lockConversation } from './send-message.ts';

/** They are shown all at once. */
const NOTES_MAX = 100;

export async function writeNote(
  services: Services,
  { caller, params, body }: Parameters<Handlers['conversation-notes.create']>[0],
): Promise<AnswerOf<Routes['conversation-notes.create']> | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await lockConversation(tx, { id: params.conversationId, caller, now });
    if (!found) return refuse('not-found');
    const { held } = await tx
      .selectFrom('conversation_note')
      .select((eb) => eb.fn.countAll<number>().as('held'))
      .where('conversation_id', '=', found.id)
      .executeTakeFirstOrThrow();
    if (Number(held) >= NOTES_MAX) return refuse('conflict', `A conversation has at most ${NOTES_MAX} notes.`);
    const row = { merchant_id: caller.merchantId, id: services.newId(), conversation_id: found.id, body: body.text };
    const written = { ...row, written_by: caller.name, written_at: new Date(now) };
    await tx.insertInto('conversation_note').values(written).execute();
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [found.id], shopId: found.shop_id }]);
    return noteView(written);
  });
}

export async function removeNote(
  services: Services,
  { caller, params }: Parameters<Handlers['conversation-notes.remove']>[0],
): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await lockConversation(tx, { id: params.conversationId, caller, now: services.clock.now() });
    const gone =
      found &&
      (await tx
        .deleteFrom('conversation_note')
        .where('id', '=', params.noteId)
        .where('conversation_id', '=', found.id)
        .returning('id')
        .executeTakeFirst());
    if (!found || !gone) return refuse('not-found');
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [found.id], shopId: found.shop_id }]);
    return undefined;
  });
}
