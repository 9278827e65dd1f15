import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readTurn } from '../queries/turn.ts';

export async function dismissSuggestion(
  services: Services,
  { caller, params }: Parameters<Handlers['reply-suggestions.dismiss']>[0],
): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await readTurn(tx, { ...params, caller }))) return refuse('not-found');
    const row = await tx
      .updateTable('reply_suggestion')
      .set({ outcome: 'dismissed' })
      .where('id', '=', params.suggestionId)
      .where('conversation_id', '=', params.conversationId)
      .where('outcome', 'in', ['offered', 'dismissed'])
      .returning('id')
      .executeTakeFirst();
    return row ? undefined : refuse('not-found');
  });
}

type Sent = { conversationId: string; suggestionId: string /** What the agent wrote or left standing. */; text: string };

/** In the transaction that keeps a person's message: what became of the draft. One that is not of this conversation is nobody's. */
export async function noteUsed(tx: TenantTx, { conversationId, suggestionId, text }: Sent): Promise<void> {
  await tx
    .updateTable('reply_suggestion')
    .set((eb) => ({
      outcome: eb
        .case()
        .when('body', '=', text)
        .then('used' as const)
        .else('changed' as const)
        .end(),
    }))
    .where('id', '=', suggestionId)
    .where('conversation_id', '=', conversationId)
    .where('outcome', '=', 'offered')
    .execute();
}

/** Of conversations whose words are gone: a draft repeats what was asked and what is known of who asked. */
export async function forgetSuggestions(
  tx: TenantTx,
  of: { conversationIds: readonly string[] } | { messageIds: readonly string[] },
): Promise<void> {
  const [column, ids] = 'messageIds' in of ? (['message_id', of.messageIds] as const) : (['conversation_id', of.conversationIds] as const);
  if (ids.length > 0)
    await tx
      .deleteFrom('reply_suggestion')
      .where(column, 'in', [...ids])
      .execute();
}
