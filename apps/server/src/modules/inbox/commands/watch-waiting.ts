/**
 * Looks after the buyers of a shop who wait: gives conversations of nobody to somebody by rules, and tells of those whose time ends soon.
 * Each clock of a conversation is told of once to whoever answers it and once to those who lead; an answer ends both (`followTurns`). What
 * becomes due later is what `nextLook` says: the job comes back then.
 */
import { type Team, type Warning, warningsOf } from '@tradewind/rules/reply-clocks';
import type { TenantTx } from '../../../platform/database/database.ts';
import { raise } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { type Agent, mayAnswerIn } from '../queries/agents.ts';
import { readWaitingOf, type Waiting } from '../queries/waiting.ts';
import { readTeams } from '../queries/working-hours.ts';
import { warningSubject } from '../warnings.ts';
import { assignWaiting } from './assign-waiting.ts';

/** Somebody may begin to accept, or a shop to open: nobody says so to the job. */
const ASK_RULES_AGAIN_MS = 5 * 60_000;

type Shop = { merchantId: string; shopId: string };
type Look = { shop: ShopInScope; team: Team | null; waiting: Waiting[] };

async function look(tx: TenantTx, { shopId }: Shop, now: number): Promise<Look | null> {
  const [shop] = await shopsInScope(tx, { caller: { shopIds: null }, shopIds: [shopId] });
  if (shop?.state !== 'active') return null;
  const teams = await readTeams(tx, [shop]);
  return { shop, team: teams.get(shopId) ?? null, waiting: await readWaitingOf(tx, { shopId, now }) };
}

/** When there is something to do that no message brings about; null: never, as far as is known. */
export async function nextLook(tx: TenantTx, shop: Shop, now: number): Promise<number | null> {
  const seen = await look(tx, shop, now);
  if (!seen) return null;
  const instants = seen.waiting.flatMap((one) => [
    ...warningsOf(one.asked_at.getTime(), seen.team).map(({ at }) => at),
    ...(one.aside_until ? [one.aside_until.getTime()] : []),
  ]);
  const isUnassigned = seen.waiting.some(({ assignee_id }) => assignee_id === null);
  const live =
    isUnassigned && (await tx.selectFrom('assignment_rule').select('id').where('is_live', '=', true).limit(1).executeTakeFirst());
  const ahead = [...instants, ...(live ? [now + ASK_RULES_AGAIN_MS] : [])].filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

type Given = { services: Services; shop: Shop; agents: readonly Agent[]; now: number };

export async function watchWaiting(tx: TenantTx, { services, shop, agents, now }: Given): Promise<void> {
  const seen = await look(tx, shop, now);
  if (!seen) return;
  const given = await assignWaiting(tx, { services, agents, ...seen, merchantId: shop.merchantId, now });
  const due = seen.waiting.flatMap((one) =>
    warningsOf(one.asked_at.getTime(), seen.team)
      .filter(({ at, until }) => at <= now && now <= until)
      .map((warning) => ({ one: { ...one, assignee_id: given.get(one.id) ?? one.assignee_id }, warning })),
  );
  if (due.length === 0) return;
  const held = await holdOpen(
    tx,
    due.map(({ one }) => one.id),
  );
  for (const { one, warning } of due.filter(({ one: { id } }) => held.has(id)))
    await raise(tx, services, { merchantId: shop.merchantId, now, ...toldOf(one, warning, { shop: seen.shop, agents }) });
}

/** Held until the commit: an answer that is stored meanwhile comes after what is told here, and ends it. */
async function holdOpen(tx: TenantTx, conversationIds: string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('buyer_turn')
    .select('conversation_id')
    .where('conversation_id', 'in', conversationIds)
    .where('replied_at', 'is', null)
    .orderBy('id')
    .forShare()
    .execute();
  return new Set(rows.map(({ conversation_id }) => conversation_id));
}

function toldOf(
  { id, assignee_id }: Waiting,
  { clock, to, until }: Warning,
  { shop, agents }: { shop: ShopInScope; agents: readonly Agent[] },
) {
  const assignee = agents.find((agent) => agent.id === assignee_id && mayAnswerIn(agent, shop.id));
  return {
    kind: to === 'leads' ? ('reply-escalated' as const) : ('reply-due' as const),
    subject: warningSubject(id, clock),
    shopId: shop.id,
    personId: to === 'leads' ? null : (assignee?.personId ?? null),
    facts: { conversation: id, clock, until: new Date(until).toISOString() },
  };
}
