import type { AnswerOf, Routes } from '@tradewind/contract';
import { type AssignmentRule, afterAssignment, assignByRules, meetsRule } from '@tradewind/rules/assignment-rules';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Handlers } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { waitingOf } from '../commands/assign-waiting.ts';
import { readAgents, readAtWork } from './agents.ts';
import { readLastWords } from './waiting.ts';
import { readTeams } from './working-hours.ts';

type Trial = AnswerOf<Routes['assignment-rules.try']>;
type Latest = { id: string; shop_id: string; buyer_name: string; asked_at: Date | null };

/** The latest conversations, the oldest of them first, as the rule would meet them one after the other from today's loads. */
export async function tryRule(services: Services, { caller, body }: Parameters<Handlers['assignment-rules.try']>[0]): Promise<Trial> {
  const { latest, name: _name, isLive: _isLive, ...fields } = body;
  const now = services.clock.now();
  const members = await readAgents(services, caller.merchantId);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller })).map((shop) => [shop.id, shop]));
    const teams = await readTeams(tx, [...shops.values()]);
    const rule: AssignmentRule = { id: '', lastMemberId: null, ...fields };
    let at = { rules: [rule], agents: await readAtWork(tx, members, now) };
    const found = await readLatest(tx, [...shops.keys()], latest);
    const words = await readLastWords(
      tx,
      found.map(({ id }) => id),
    );
    const items = found.flatMap((row): Trial['items'] => {
      const shop = shops.get(row.shop_id);
      if (!shop) return [];
      const waiting = waitingOf(shop, teams.get(shop.id) ?? null, { words: words.get(row.id) ?? '', at: row.asked_at?.getTime() ?? now });
      const chosen = assignByRules(at.rules, waiting, at.agents);
      if (chosen) at = afterAssignment(at, chosen);
      const agent = members.find(({ id }) => id === chosen?.memberId);
      const about = { conversationId: row.id, buyerName: row.buyer_name, shop: shopChip(shop), language: waiting.language };
      const askedAt = row.asked_at?.toISOString() ?? null;
      return [{ ...about, askedAt, isMet: meetsRule(rule, waiting), agent: agent ? { id: agent.id, name: agent.name } : null }];
    });
    return { items: items.reverse() };
  });
}

async function readLatest(tx: TenantTx, shopIds: readonly string[], latest: number): Promise<Latest[]> {
  if (shopIds.length === 0) return [];
  const { rows } = await sql<Latest>`
    SELECT c.id, c.shop_id, c.buyer_name,
      (SELECT max(asked_at) FROM buyer_turn t WHERE t.merchant_id = c.merchant_id AND t.conversation_id = c.id) AS asked_at
    FROM conversation c WHERE c.shop_id = ANY (${[...shopIds]}::uuid[])
    ORDER BY c.latest_at DESC, c.id DESC LIMIT ${sql.lit(latest)}`.execute(tx);
  return rows.reverse();
}
