import type { InboxAgent } from '@tradewind/contract/types';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { agentView, readAgents, readAtWork } from '../queries/agents.ts';
import { watchAll } from './keep-rule.ts';

/** Everybody for themselves; who sees members also for a colleague who has gone home. */
export async function acceptOrNot(
  services: Services,
  { caller, requestId, params, body: { isAccepting } }: Parameters<Handlers['inbox-agents.accept']>[0],
): Promise<InboxAgent | Refusal> {
  const now = services.clock.now();
  const agent = (await readAgents(services, caller.merchantId)).find(({ id }) => id === params.agentId);
  if (!agent) return refuse('not-found');
  const isOwn = caller.kind === 'user' && caller.id === agent.personId;
  if (!isOwn && !caller.scopes.has('members:read')) return refuse('forbidden', 'Only they themselves say so, or who sees members.');
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const said = { is_accepting: isAccepting, changed_by: caller.name, changed_at: new Date(now) };
    await tx
      .insertInto('inbox_agent')
      .values({ merchant_id: caller.merchantId, member_id: agent.id, ...said })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'member_id']).doUpdateSet(said))
      .execute();
    const act = { action: isAccepting ? 'inbox-agent.accept' : 'inbox-agent.pause', objectKind: 'member', objectId: agent.id, facts: {} };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'inbox-team.changed', ids: [agent.id], shopId: null }]);
    const [atWork] = await readAtWork(tx, [agent], now);
    if (!atWork) return refuse('not-found');
    if (isAccepting) await watchAll(tx, caller.merchantId, now);
    return agentView(atWork, caller);
  });
}
