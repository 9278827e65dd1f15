/** What colleagues settle among themselves about a conversation: who answers it, and whether it is on the list. The platform hears of none of it. */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Expression, sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { conversationView, findConversation } from '../queries/conversation-row.ts';
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
};

export async function assignConversation(
  services: Services,
  { body, ...about }: Parameters<Handlers['conversations.assign']>[0],
): Promise<View | Refusal> {
  const { memberId } = body;
  const member = memberId === null ? null : await findMember(services, about.caller.merchantId, memberId);
  if (member === undefined)
    return { refused: 'invalid-input', errors: [{ path: '/memberId', code: 'unknown', message: 'no member of this merchant' }] };
  const set = { assignee_id: member?.id ?? null, assignee_name: member?.name ?? null };
  return change(services, about, { action: 'conversation.assigned', set, facts: { member: memberId } });
}

/** With all that was said until now: a word that the buyer writes meanwhile, and which is not known here yet, brings it back. */
export async function setAside(
  services: Services,
  { body, ...about }: Parameters<Handlers['conversations.set-aside']>[0],
): Promise<View | Refusal> {
  const until = body.until === null ? null : new Date(body.until);
  if (until && until.getTime() <= services.clock.now())
    return { refused: 'invalid-input', errors: [{ path: '/until', code: 'past', message: 'must lie ahead' }] };
  const known = sql<number>`COALESCE((SELECT max(sequence) FROM message m WHERE m.conversation_id = conversation.id), 0)`;
  const set = { aside_up_to: known, aside_until: until };
  return change(services, about, { action: 'conversation.set-aside', set, facts: { until: body.until } });
}

export const takeUp = (services: Services, about: About): Promise<View | Refusal> =>
  change(services, about, { action: 'conversation.taken-up', set: { aside_up_to: null, aside_until: null }, facts: {} });

async function change(services: Services, { caller, requestId, params }: About, { action, set, facts }: Change): Promise<View | Refusal> {
  const now = services.clock.now();
  const sought = { id: params.conversationId, caller, now };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await lockConversation(tx, sought))) return refuse('not-found');
    await tx.updateTable('conversation').set(set).where('id', '=', sought.id).execute();
    const row = await findConversation(tx, sought);
    const [shop] = row ? await shopsInScope(tx, { caller, shopIds: [row.shop_id] }) : [];
    if (!row || !shop) return refuse('not-found');
    await audit(tx, { action, objectKind: 'conversation', objectId: row.id, facts, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [row.id], shopId: row.shop_id }]);
    return conversationView(row, shop, now);
  });
}

const findMember = (services: Services, merchantId: string, memberId: string) =>
  services.database.system
    .selectFrom('system.member')
    .select(['id', 'name'])
    .where('organization_id', '=', merchantId)
    .where('id', '=', memberId)
    .executeTakeFirst();
