import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Handlers, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { raise } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { type Agent, mayAnswerIn, readAgents } from '../queries/agents.ts';
import { noteView } from '../queries/conversation-detail.ts';
import { lockConversation } from './send-message.ts';

/** They are shown all at once. */
const NOTES_MAX = 100;

export async function writeNote(
  services: Services,
  { caller, params, body }: Parameters<Handlers['conversation-notes.create']>[0],
): Promise<AnswerOf<Routes['conversation-notes.create']> | Refusal> {
  const now = services.clock.now();
  const agents = body.mentions.length > 0 ? await readAgents(services, caller.merchantId) : [];
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await lockConversation(tx, { id: params.conversationId, caller, now });
    if (!found) return refuse('not-found');
    const called = calledBy(body.mentions, agents, found.shop_id);
    if (isRefusal(called)) return called;
    const { held } = await tx
      .selectFrom('conversation_note')
      .select((eb) => eb.fn.countAll<number>().as('held'))
      .where('conversation_id', '=', found.id)
      .executeTakeFirstOrThrow();
    if (Number(held) >= NOTES_MAX) return refuse('conflict', `A conversation has at most ${NOTES_MAX} notes.`);
    const row = { merchant_id: caller.merchantId, id: services.newId(), conversation_id: found.id, body: body.text };
    const mentions = called.map(({ id, name }) => ({ id, name }));
    const written = { ...row, written_by: caller.name, written_at: new Date(now), mentions };
    await tx
      .insertInto('conversation_note')
      .values({ ...written, mentions: JSON.stringify(mentions) })
      .execute();
    for (const { id, personId } of called.filter((agent) => agent.personId !== caller.id)) {
      const facts = { conversation: found.id, by: caller.name };
      const told = { kind: 'conversation-mentioned' as const, subject: `${row.id}:${id}`, shopId: found.shop_id, personId, facts };
      await raise(tx, services, { ...told, merchantId: caller.merchantId, now });
    }
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [found.id], shopId: found.shop_id }]);
    return noteView(written);
  });
}

/** Only who may see the conversation is called to it. */
function calledBy(mentions: readonly string[], agents: readonly Agent[], shopId: string): Agent[] | Refusal {
  const called = [...new Set(mentions)].map((id) => agents.find((agent) => agent.id === id && mayAnswerIn(agent, shopId)));
  const errors = called.flatMap((agent, at) =>
    agent ? [] : [{ path: `/mentions/${at}`, code: 'unknown', message: 'No member who may answer in this shop has this id' }],
  );
  return errors.length > 0 ? { refused: 'invalid-input', errors } : called.filter((agent) => agent !== undefined);
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
