/**
 * What somebody has begun to write, kept here and not in their browser: an agent changes from desk to telephone, and a shared computer keeps
 * nothing of a buyer's. It goes when it is sent, emptied, or the buyer's data is deleted.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { mayLookAt } from '../queries/conversation-row.ts';

export async function readDraft(
  services: Services,
  { caller, params: { conversationId } }: Parameters<Handlers['conversation-drafts.get']>[0],
): Promise<AnswerOf<Routes['conversation-drafts.get']> | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await mayLookAt(tx, conversationId, caller))) return refuse('not-found');
    const row = await tx
      .selectFrom('conversation_draft')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('person_id', '=', caller.id)
      .executeTakeFirst();
    if (!row) return { draft: null };
    const seenUpTo = { sequence: row.begun_sequence, place: row.begun_place };
    return { draft: { text: row.body, seenUpTo, changedAt: row.changed_at.toISOString() } };
  });
}

export async function keepDraft(
  services: Services,
  { caller, params: { conversationId }, body }: Parameters<Handlers['conversation-drafts.set']>[0],
): Promise<undefined | Refusal> {
  const at = new Date(services.clock.now());
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await mayLookAt(tx, conversationId, caller))) return refuse('not-found');
    if (body.text === '') return forgetDraft(tx, conversationId, caller);
    const { sequence, place } = body.seenUpTo;
    await sql`
      INSERT INTO conversation_draft (merchant_id, conversation_id, person_id, body, begun_sequence, begun_place, changed_at)
      VALUES (${caller.merchantId}, ${conversationId}, ${caller.id}, ${body.text}, ${sequence}, ${place}, ${at})
      ON CONFLICT (merchant_id, conversation_id, person_id) DO UPDATE SET body = excluded.body, begun_sequence = excluded.begun_sequence,
        begun_place = excluded.begun_place, changed_at = excluded.changed_at`.execute(tx);
    return undefined;
  });
}

export async function forgetDraft(tx: TenantTx, conversationId: string, { id }: Pick<Caller, 'id'>): Promise<undefined> {
  await tx.deleteFrom('conversation_draft').where('conversation_id', '=', conversationId).where('person_id', '=', id).execute();
}
