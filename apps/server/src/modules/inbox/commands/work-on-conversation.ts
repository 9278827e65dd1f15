/** What colleagues settle among themselves about a conversation: who answers it, and whether it is on the list. The platform hears of none of it. */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Expression, sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { readdress, settleMany } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { type Agent, mayAnswerIn, readAgents } from '../queries/agents.ts';
import { type ConversationRow, viewConversation } from '../queries/conversation-row.ts';
import { warningSubjects } from '../warnings.ts';
import { lockConversation } from './send-message.ts';

type View = AnswerOf<Routes['conversations.assign']>;
type About = Pick<Parameters<Handlers['conversations.assign']>[0], 'caller' | 'requestId' | 'params'>;
type Change = {
  action: string;
  set: {
    assignee_id?: string | null;
    assignee_name?: string | null;
    aside_up_to?: Expression<number> | null;
    aside_until?: Date | null;
  };
  facts: Record<string, string | null>;
  check?: (found: ConversationRow) => Refusal | null;
  follow?: (tx: TenantTx, services: Services, about: { merchantId: string; conversationId: string }) => Promise<void>;
};

export async function assignConversation(
  services: Services,
  { body, ...about }: Parameters<Handlers['conversations.assign']>[0],
): Promise<View | Refusal> {
  const { memberId } = body;
  const agents = await readAgents(services, about.caller.merchantId);
  const agent = agents.find(({ id }) => id === memberId) ?? null;
  if (agent === null && memberId !== null)
    return { refused: 'invalid-input', errors: [{ path: '/memberId', code: 'unknown', message: 'no member who may answer buyers' }] };
  return change(services, about, given(agent));
}

/** Given to somebody who may answer in its shop, or to nobody; what is still told of it is theirs from now on. */
function given(agent: Agent | null): Change {
  return {
    action: 'conversation.assigned',
    set: { assignee_id: agent?.id ?? null, assignee_name: agent?.name ?? null },
    facts: { member: agent?.id ?? null },
    check: ({ shop_id }) =>
      agent && !mayAnswerIn(agent, shop_id)
        ? { refused: 'invalid-input', errors: [{ path: '/memberId', code: 'no-right', message: 'they may not answer in this shop' }] }
        : null,
    follow: (tx, services, { merchantId, conversationId }) =>
      readdress(tx, services, {
        ...{ merchantId, kind: 'reply-due', subjects: warningSubjects(conversationId), personId: agent?.personId ?? null },
      }),
  };
}

/** With all that was said until now: a word that the buyer writes meanwhile, and which is not known here yet, brings it back. */
export async function setAside(
  services: Services,
  { body, ...about }: Parameters<Handlers['conversations.set-aside']>[0],
): Promise<View | Refusal> {
  const until = body.until === null ? null : new Date(body.until);
  if (until && until.getTime() <= services.clock.now())
    return { refused: 'invalid-input', errors: [{ path: '/until', code: 'past', message: 'must lie ahead' }] };
  return change(services, about, putAside(until));
}

/** Who needs no answer is told of no more; one who is put off until an hour still is. */
function putAside(until: Date | null): Change {
  return {
    action: 'conversation.set-aside',
    set: {
      aside_up_to: sql<number>`COALESCE((SELECT max(sequence) FROM message m WHERE m.conversation_id = conversation.id), 0)`,
      aside_until: until,
    },
    facts: { until: until?.toISOString() ?? null },
    follow: async (tx, services, { merchantId, conversationId }) => {
      if (until !== null) return;
      const mended = { merchantId, subjects: warningSubjects(conversationId), now: services.clock.now() };
      for (const kind of ['reply-due', 'reply-escalated'] as const) await settleMany(tx, services, { ...mended, kind });
    },
  };
}

export const takeUp = (services: Services, about: About): Promise<View | Refusal> =>
  change(services, about, { action: 'conversation.taken-up', set: { aside_up_to: null, aside_until: null }, facts: {} });

async function change(services: Services, { caller, requestId, params }: About, changed: Change): Promise<View | Refusal> {
  const sought = { id: params.conversationId, caller, now: services.clock.now() };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await lockConversation(tx, sought);
    if (!found) return refuse('not-found');
    const refusal = await applyChange(tx, services, { found, caller, requestId, changed });
    return refusal ?? (await viewConversation(tx, sought)) ?? refuse('not-found');
  });
}

type Applied = { found: ConversationRow; caller: Caller; requestId: string; changed: Change };

/** While the conversation's row is held. */
async function applyChange(tx: TenantTx, services: Services, { found, caller, requestId, changed }: Applied): Promise<Refusal | null> {
  const { action, set, facts, check, follow } = changed;
  const refusal = check?.(found);
  if (refusal) return refusal;
  const about = { merchantId: caller.merchantId, conversationId: found.id };
  await tx.updateTable('conversation').set(set).where('id', '=', found.id).execute();
  await follow?.(tx, services, about);
  const act = { action, objectKind: 'conversation', objectId: found.id, facts };
  await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
  await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [found.id], shopId: found.shop_id }]);
  return null;
}

/** For a macro, which does several things at once: each refuses or is done as if it were asked for by itself. */
export const giveWithin = (tx: TenantTx, services: Services, { agent, ...about }: Omit<Applied, 'changed'> & { agent: Agent | null }) =>
  applyChange(tx, services, { ...about, changed: given(agent) });
export const asideWithin = (tx: TenantTx, services: Services, { until, ...about }: Omit<Applied, 'changed'> & { until: Date | null }) =>
  applyChange(tx, services, { ...about, changed: putAside(until) });
