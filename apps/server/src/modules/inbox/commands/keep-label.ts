/** Labels of conversations. They are for colleagues: the platform hears of none of them. */
import type { AnswerOf, Routes } from '@tradewind/contract';
import type { ConversationLabel } from '@tradewind/contract/types';
import { type RawBuilder, sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { viewConversation } from '../queries/conversation-row.ts';
import { lockConversation } from './send-message.ts';

/** They are shown all at once. */
const LABELS_MAX = 100;
const isTaken = (): Refusal => ({
  refused: 'invalid-input',
  errors: [{ path: '/name', code: 'taken', message: 'Another label has this name' }],
});

async function readLabels(tx: TenantTx, caller: Caller, which: RawBuilder<unknown> = sql`true`): Promise<ConversationLabel[]> {
  const seen = caller.shopIds ? sql`AND c.shop_id = ANY (${[...caller.shopIds]}::uuid[])` : sql``;
  const { rows } = await sql<ConversationLabel>`
    SELECT l.id, l.name, l.colour, (SELECT count(*)::int FROM labelled_conversation b
      JOIN conversation c ON c.merchant_id = b.merchant_id AND c.id = b.conversation_id
      WHERE b.merchant_id = l.merchant_id AND b.label_id = l.id ${seen}) AS conversations
    FROM conversation_label l WHERE ${which} ORDER BY l.name, l.id`.execute(tx);
  return rows;
}

export const listLabels = (services: Services, caller: Caller): Promise<{ items: ConversationLabel[] }> =>
  services.database.readMerchant(caller.merchantId, async (tx) => ({ items: await readLabels(tx, caller) }));

type Written = { action: string; caller: Caller; requestId: string; labelId: string };

async function told(tx: TenantTx, services: Services, { action, caller, requestId, labelId }: Written): Promise<void> {
  const act = { action, objectKind: 'conversation-label', objectId: labelId, facts: {} };
  await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
  await services.hints.publish(tx, caller.merchantId, [{ type: 'inbox-team.changed', ids: [labelId], shopId: null }]);
}

export async function createLabel(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['conversation-labels.create']>[0],
): Promise<ConversationLabel | Refusal> {
  const row = { merchant_id: caller.merchantId, id: services.newId(), ...body, created_at: new Date(services.clock.now()) };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if ((await readLabels(tx, caller)).length >= LABELS_MAX) return refuse('conflict', `There are at most ${LABELS_MAX} labels.`);
    const made = await tx
      .insertInto('conversation_label')
      .values(row)
      .onConflict((conflict) => conflict.columns(['merchant_id', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return isTaken();
    await told(tx, services, { action: 'conversation-label.create', caller, requestId, labelId: row.id });
    return { id: row.id, ...body, conversations: 0 };
  });
}

export async function setLabel(
  services: Services,
  { caller, requestId, params: { labelId }, body }: Parameters<Handlers['conversation-labels.set']>[0],
): Promise<ConversationLabel | Refusal> {
  const kept = services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await tx.selectFrom('conversation_label').select(['id', 'name']).forUpdate().execute();
    if (!held.some(({ id }) => id === labelId)) return refuse('not-found');
    if (held.some(({ id, name }) => id !== labelId && name === body.name)) return isTaken();
    await tx.updateTable('conversation_label').set(body).where('id', '=', labelId).execute();
    await told(tx, services, { action: 'conversation-label.set', caller, requestId, labelId });
    const [label] = await readLabels(tx, caller, sql`l.id = ${labelId}::uuid`);
    return label ?? refuse('not-found');
  });
  // Somebody made a label of this name at the same moment: nobody held what was not there yet.
  return kept.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === '23505') return isTaken();
    throw error;
  });
}

export async function removeLabel(
  services: Services,
  { caller, requestId, params: { labelId } }: Parameters<Handlers['conversation-labels.remove']>[0],
): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const gone = await tx.deleteFrom('conversation_label').where('id', '=', labelId).returning('id').executeTakeFirst();
    if (!gone) return refuse('not-found');
    await told(tx, services, { action: 'conversation-label.remove', caller, requestId, labelId });
    return undefined;
  });
}

type Borne = { merchantId: string; conversationId: string; labelId: string; by: string; at: number };

/** False: there is no such label. */
export async function bearLabel(tx: TenantTx, { merchantId, conversationId, labelId, by, at }: Borne): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO labelled_conversation (merchant_id, conversation_id, label_id, put_by, put_at)
    SELECT ${merchantId}::uuid, ${conversationId}::uuid, id, ${by}, ${new Date(at)}::timestamptz FROM conversation_label WHERE id = ${labelId}::uuid
    ON CONFLICT (merchant_id, conversation_id, label_id) DO UPDATE SET put_by = labelled_conversation.put_by
    RETURNING 1`.execute(tx);
  return rows.length > 0;
}

type Put = Parameters<Handlers['conversations.put-label']>[0];

export async function putLabel(
  services: Services,
  { caller, requestId, params: { conversationId, labelId } }: Put,
): Promise<AnswerOf<Routes['conversations.put-label']> | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await lockConversation(tx, { id: conversationId, caller, now });
    const isBorne = found && (await bearLabel(tx, { merchantId: caller.merchantId, conversationId, labelId, by: caller.name, at: now }));
    if (!found || !isBorne) return refuse('not-found');
    const act = { action: 'conversation.labelled', objectKind: 'conversation', objectId: conversationId, facts: { label: labelId } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [conversationId], shopId: found.shop_id }]);
    return (await viewConversation(tx, { id: conversationId, caller, now })) ?? refuse('not-found');
  });
}

export async function takeLabel(
  services: Services,
  { caller, requestId, params: { conversationId, labelId } }: Parameters<Handlers['conversations.take-label']>[0],
): Promise<undefined | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await lockConversation(tx, { id: conversationId, caller, now });
    const gone =
      found &&
      (await tx
        .deleteFrom('labelled_conversation')
        .where('conversation_id', '=', conversationId)
        .where('label_id', '=', labelId)
        .returning('label_id')
        .executeTakeFirst());
    if (!found || !gone) return refuse('not-found');
    const act = { action: 'conversation.unlabelled', objectKind: 'conversation', objectId: conversationId, facts: { label: labelId } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [conversationId], shopId: found.shop_id }]);
    return undefined;
  });
}
