/** Answers kept to be given again. Their blanks are filled by whoever chooses one: what is sent is what stands in the box. */
import type { AnswerOf, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Reply = AnswerOf<Routes['saved-replies.create']>;
/** They are shown all at once. */
const REPLIES_MAX = 200;

const replyView = (row: Selectable<TenantTables['saved_reply']>): Reply => ({
  id: row.id,
  title: row.title,
  text: row.body,
  texts: row.texts,
  changedBy: row.changed_by,
  changedAt: row.changed_at.toISOString(),
});

export async function listReplies(services: Services, caller: Caller): Promise<{ items: Reply[] }> {
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const rows = await tx.selectFrom('saved_reply').selectAll().orderBy('title').orderBy('id').limit(REPLIES_MAX).execute();
    return { items: rows.map(replyView) };
  });
}

export async function createReply(services: Services, input: Parameters<Handlers['saved-replies.create']>[0]): Promise<Reply | Refusal> {
  const { caller, requestId, body } = input;
  const now = services.clock.now();
  const row = {
    ...{ merchant_id: caller.merchantId, id: services.newId(), title: body.title, body: body.text, texts: body.texts },
    ...{ changed_by: caller.name, changed_at: new Date(now) },
  };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { held } = await tx
      .selectFrom('saved_reply')
      .select((eb) => eb.fn.countAll<number>().as('held'))
      .executeTakeFirstOrThrow();
    if (Number(held) >= REPLIES_MAX) return refuse('conflict', `At most ${REPLIES_MAX} answers are kept.`);
    await tx
      .insertInto('saved_reply')
      .values({ ...row, texts: JSON.stringify(body.texts) })
      .execute();
    const act = { action: 'saved-reply.create', objectKind: 'saved-reply', objectId: row.id, facts: { title: row.title } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return replyView(row);
  });
}

export async function setReply(services: Services, input: Parameters<Handlers['saved-replies.set']>[0]): Promise<Reply | Refusal> {
  const { caller, requestId, params, body } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const row = await tx
      .updateTable('saved_reply')
      .set({ title: body.title, body: body.text, texts: JSON.stringify(body.texts), changed_by: caller.name, changed_at: new Date(now) })
      .where('id', '=', params.savedReplyId)
      .returningAll()
      .executeTakeFirst();
    if (!row) return refuse('not-found');
    const act = { action: 'saved-reply.set', objectKind: 'saved-reply', objectId: row.id, facts: { title: row.title } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return replyView(row);
  });
}

export async function removeReply(
  services: Services,
  input: Parameters<Handlers['saved-replies.remove']>[0],
): Promise<undefined | Refusal> {
  const { caller, requestId, params } = input;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const gone = await tx.deleteFrom('saved_reply').where('id', '=', params.savedReplyId).returning(['id', 'title']).executeTakeFirst();
    if (!gone) return refuse('not-found');
    const act = { action: 'saved-reply.remove', objectKind: 'saved-reply', objectId: gone.id, facts: { title: gone.title } };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
    return undefined;
  });
}
