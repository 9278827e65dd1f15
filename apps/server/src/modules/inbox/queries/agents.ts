import { scopesOfRole } from '@tradewind/contract';
import type { InboxAgent } from '@tradewind/contract/types';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { isAside } from './conversation-row.ts';

/** A member who may answer buyers. `personId` is how they sign in, `id` how conversations name them. */
export type Agent = { id: string; personId: string; name: string; shopIds: string[] | null };

/** Members are rows of no merchant's, so they are read beside its transaction. */
export async function readAgents({ database }: Pick<Services, 'database'>, merchantId: string): Promise<Agent[]> {
  const rows = await database.system
    .selectFrom('system.member')
    .select(['id', 'user_id', 'name', 'role', 'shop_ids'])
    .where('organization_id', '=', merchantId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows
    .filter(({ role }) => (['buyers:read', 'returns:write'] as const).every((scope) => scopesOfRole[role].includes(scope)))
    .map(({ id, user_id, name, shop_ids }) => ({ id, personId: user_id, name, shopIds: shop_ids }));
}

export const mayAnswerIn = ({ shopIds }: Pick<Agent, 'shopIds'>, shopId: string): boolean => shopIds === null || shopIds.includes(shopId);

type AtWork = Agent & { isAccepting: boolean; load: number };

/** With what only the merchant's own rows say of them. */
export async function readAtWork(tx: TenantTx, agents: readonly Agent[], now: number): Promise<AtWork[]> {
  const ids = agents.map(({ id }) => id);
  if (ids.length === 0) return [];
  const said = await tx.selectFrom('inbox_agent').select(['member_id', 'is_accepting']).where('member_id', 'in', ids).execute();
  const { rows: loads } = await sql<{ member_id: string; load: number }>`
    SELECT c.assignee_id AS member_id, count(*)::int AS load FROM conversation c
    WHERE c.assignee_id = ANY (${ids}::text[]) AND NOT ${isAside(now)}
      AND EXISTS (SELECT FROM buyer_turn t WHERE t.merchant_id = c.merchant_id AND t.conversation_id = c.id AND t.replied_at IS NULL)
    GROUP BY 1`.execute(tx);
  return agents.map((agent) => ({
    ...agent,
    isAccepting: said.find(({ member_id }) => member_id === agent.id)?.is_accepting ?? true,
    load: loads.find(({ member_id }) => member_id === agent.id)?.load ?? 0,
  }));
}

export const agentView = ({ personId, ...agent }: AtWork, caller: Caller): InboxAgent => ({
  ...agent,
  isMe: caller.kind === 'user' && personId === caller.id,
});

export async function listAgents(services: Services, caller: Caller): Promise<{ items: InboxAgent[] }> {
  const agents = await readAgents(services, caller.merchantId);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const atWork = await readAtWork(tx, agents, services.clock.now());
    return { items: atWork.map((agent) => agentView(agent, caller)) };
  });
}
