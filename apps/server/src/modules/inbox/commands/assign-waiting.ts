import { type AssignmentRule, afterAssignment, assignByRules } from '@tradewind/rules/assignment-rules';
import { detectLanguage } from '@tradewind/rules/language';
import type { Team } from '@tradewind/rules/reply-clocks';
import type { Selectable } from 'kysely';
import { auditSystem } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { type Agent, readAtWork } from '../queries/agents.ts';
import { readLastWords, type Waiting } from '../queries/waiting.ts';

const ruleOf = (row: Selectable<TenantTables['assignment_rule']>): AssignmentRule => ({
  ...{ id: row.id, shopIds: row.shop_ids, markets: row.markets, languages: row.languages, hours: row.hours },
  ...{ memberIds: row.member_ids, by: row.chosen_by, mostOpen: row.most_open, lastMemberId: row.last_member_id },
});

/** Null: its words do not tell. */
const languageOf = (words: string): string | null => {
  const { language } = detectLanguage(words);
  return language === 'unknown' ? null : language;
};

/** Without hours a shop counts as open, always. */
export const waitingOf = (shop: Pick<ShopInScope, 'id' | 'market'>, team: Team | null, { words, at }: { words: string; at: number }) => ({
  ...{ shopId: shop.id, market: shop.market, language: languageOf(words), isOpen: team?.calendar.isOpen(at) ?? true },
});

type Given = {
  services: Services;
  merchantId: string;
  agents: readonly Agent[];
  shop: ShopInScope;
  team: Team | null;
  waiting: readonly Waiting[];
  now: number;
};

/**
 * Each conversation of nobody is shown to the live rules, the longest waiting first. The rules are held meanwhile: two runs at once, of two
 * shops, come one after the other, and count each other's gifts. Answers who was given what.
 */
export async function assignWaiting(tx: TenantTx, given: Given): Promise<ReadonlyMap<string, string>> {
  const { services, merchantId, agents, shop, team, waiting, now } = given;
  const unassigned = waiting.filter(({ assignee_id, is_aside }) => assignee_id === null && !is_aside);
  const done = new Map<string, string>();
  if (unassigned.length === 0) return done;
  const rows = await tx
    .selectFrom('assignment_rule')
    .selectAll()
    .where('is_live', '=', true)
    .orderBy('rank')
    .orderBy('id')
    .forUpdate()
    .execute();
  if (rows.length === 0) return done;
  let at = { rules: rows.map(ruleOf), agents: await readAtWork(tx, agents, now) };
  const words = await readLastWords(
    tx,
    unassigned.map(({ id }) => id),
  );
  for (const { id } of unassigned) {
    const chosen = assignByRules(at.rules, waitingOf(shop, team, { words: words.get(id) ?? '', at: now }), at.agents);
    const name = chosen && agents.find((agent) => agent.id === chosen.memberId)?.name;
    if (!chosen || name === undefined || name === null) continue;
    const taken = await tx
      .updateTable('conversation')
      .set({ assignee_id: chosen.memberId, assignee_name: name })
      .where('id', '=', id)
      .where('assignee_id', 'is', null)
      .returning('id')
      .executeTakeFirst();
    // Somebody took it, or gave it away, by hand meanwhile.
    if (!taken) continue;
    at = afterAssignment(at, chosen);
    done.set(id, chosen.memberId);
    const assignment = { merchant_id: merchantId, id: services.newId(), conversation_id: id, rule_id: chosen.ruleId };
    await tx
      .insertInto('rule_assignment')
      .values({ ...assignment, member_id: chosen.memberId, at: new Date(now) })
      .execute();
    const act = { action: 'conversation.assigned', objectKind: 'conversation', objectId: id, facts: { member: chosen.memberId } };
    await auditSystem(tx, { ...act, id: services.newId(), at: now, merchantId, actorId: chosen.ruleId });
  }
  await keepTurns(tx, rows, at.rules);
  if (done.size > 0) {
    const ids = [...done.keys()].slice(0, 50);
    await services.hints.publish(tx, merchantId, [{ type: 'conversation.changed', ids, shopId: shop.id }]);
  }
  return done;
}

/** Whose turn it is next. */
async function keepTurns(tx: TenantTx, before: readonly { id: string; last_member_id: string | null }[], rules: readonly AssignmentRule[]) {
  for (const { id, lastMemberId } of rules)
    if (before.find((row) => row.id === id)?.last_member_id !== lastMemberId)
      await tx.updateTable('assignment_rule').set({ last_member_id: lastMemberId }).where('id', '=', id).execute();
}
