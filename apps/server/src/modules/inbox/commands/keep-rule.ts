/** Rules that give conversations away. What they gave stays given; who leaves or loses a shop is passed over when a rule is asked. */
import type { AnswerOf, Routes } from '@tradewind/contract';
import type { AssignmentRuleView } from '@tradewind/contract/types';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { watchWaitingJob } from '../jobs.ts';
import { type Agent, readAgents } from '../queries/agents.ts';
import { maySeeRule, RULES_MAX, readRules } from '../queries/assignment-rules.ts';

type Creating = Parameters<Handlers['assignment-rules.create']>[0];
type Fields = Creating['body'];
type List = AnswerOf<Routes['assignment-rules.list']>;

/** Named are shops that the caller sees, and members who may answer in one of the rule's shops. */
async function refuseFields(tx: TenantTx, caller: Caller, { fields, agents }: { fields: Fields; agents: readonly Agent[] }) {
  const shops = new Set((await shopsInScope(tx, { caller })).map(({ id }) => id));
  const errors = [
    ...fields.shopIds.flatMap((id, at) =>
      shops.has(id) ? [] : [{ path: `/shopIds/${at}`, code: 'unknown-shop', message: 'No shop of yours has this id' }],
    ),
    ...fields.memberIds.flatMap((id, at) => {
      const agent = agents.find((one) => one.id === id);
      if (!agent) return [{ path: `/memberIds/${at}`, code: 'unknown', message: 'No member who may answer buyers has this id' }];
      const mayAny = agent.shopIds === null || fields.shopIds.length === 0 || fields.shopIds.some((shop) => agent.shopIds?.includes(shop));
      return mayAny ? [] : [{ path: `/memberIds/${at}`, code: 'no-right', message: 'They may answer in none of these shops' }];
    }),
  ];
  return errors.length > 0 ? ({ refused: 'invalid-input', errors } satisfies Refusal) : null;
}

const columnsOf = ({ by, mostOpen, isLive, shopIds, memberIds, ...fields }: Fields) => ({
  ...{ name: fields.name, markets: fields.markets, languages: fields.languages, hours: fields.hours },
  ...{ is_live: isLive, shop_ids: shopIds, member_ids: memberIds, chosen_by: by, most_open: mostOpen },
});

type Kept = { action: string; caller: Caller; requestId: string; ruleId: string };

/** Who waits now is shown to the rules as they are now. */
async function follow(tx: TenantTx, services: Services, { action, caller, requestId, ruleId }: Kept): Promise<void> {
  const now = services.clock.now();
  await audit(tx, { action, objectKind: 'assignment-rule', objectId: ruleId, facts: {}, id: services.newId(), at: now, caller, requestId });
  await services.hints.publish(tx, caller.merchantId, [{ type: 'inbox-team.changed', ids: [ruleId], shopId: null }]);
  await watchAll(tx, caller.merchantId, now);
}

export async function watchAll(tx: TenantTx, merchantId: string, now: number): Promise<void> {
  const shops = await tx.selectFrom('shop').select('id').where('state', '=', 'active').execute();
  await enqueue(tx, { merchantId, jobs: shops.map(({ id }) => watchWaitingJob(id, now)), now });
}

async function readRule(tx: TenantTx, services: Services, { caller, ruleId }: { caller: Caller; ruleId: string }) {
  return (await readRules(tx, caller, services.clock.now())).find(({ id }) => id === ruleId) ?? refuse('not-found');
}

export async function createRule(services: Services, { caller, requestId, body }: Creating): Promise<AssignmentRuleView | Refusal> {
  const agents = await readAgents(services, caller.merchantId);
  const ruleId = services.newId();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const refusal = await refuseFields(tx, caller, { fields: body, agents });
    if (refusal) return refusal;
    const { held } = await tx
      .selectFrom('assignment_rule')
      .select((eb) => eb.fn.countAll<number>().as('held'))
      .executeTakeFirstOrThrow();
    if (Number(held) >= RULES_MAX) return refuse('conflict', `There are at most ${RULES_MAX} rules.`);
    await tx
      .insertInto('assignment_rule')
      .values({
        ...{ merchant_id: caller.merchantId, id: ruleId, version: 1, last_member_id: null, ...columnsOf(body) },
        ...{ rank: sql<number>`(SELECT COALESCE(max(rank), 0) + 1 FROM assignment_rule)` },
        ...{ changed_by: caller.name, changed_at: new Date(services.clock.now()) },
      })
      .execute();
    const rule = await readRule(tx, services, { caller, ruleId });
    await follow(tx, services, { action: 'assignment-rule.create', caller, requestId, ruleId });
    return rule;
  });
}

export async function setRule(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['assignment-rules.set']>[0],
): Promise<AssignmentRuleView | Refusal> {
  const agents = await readAgents(services, caller.merchantId);
  const { version, ...fields } = body;
  const ruleId = params.assignmentRuleId;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await holdRule(tx, caller, ruleId);
    if (!held) return refuse('not-found');
    const refusal = await refuseFields(tx, caller, { fields, agents });
    if (refusal) return refusal;
    if (held.version !== version) return refuse('conflict', 'Somebody changed this rule meanwhile.');
    const change = { ...columnsOf(fields), version: version + 1, changed_by: caller.name, changed_at: new Date(services.clock.now()) };
    await tx.updateTable('assignment_rule').set(change).where('id', '=', ruleId).execute();
    const rule = await readRule(tx, services, { caller, ruleId });
    await follow(tx, services, { action: 'assignment-rule.set', caller, requestId, ruleId });
    return rule;
  });
}

async function holdRule(tx: TenantTx, caller: Caller, ruleId: string) {
  const row = await tx
    .selectFrom('assignment_rule')
    .select(['id', 'version', 'shop_ids'])
    .where('id', '=', ruleId)
    .forUpdate()
    .executeTakeFirst();
  return row && maySeeRule(caller, row) ? row : undefined;
}

export async function arrangeRules(
  services: Services,
  { caller, requestId, body: { assignmentRuleIds: ids } }: Parameters<Handlers['assignment-rules.arrange']>[0],
): Promise<List | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await tx.selectFrom('assignment_rule').select(['id', 'shop_ids']).forUpdate().execute();
    const isAll = held.length === ids.length && new Set(ids).size === ids.length && held.every(({ id }) => ids.includes(id));
    if (!isAll || !held.every((row) => maySeeRule(caller, row))) return refuse('conflict', 'These are not all of the rules.');
    for (const [rank, id] of ids.entries()) await tx.updateTable('assignment_rule').set({ rank }).where('id', '=', id).execute();
    const items = await readRules(tx, caller, services.clock.now());
    await follow(tx, services, { action: 'assignment-rule.arrange', caller, requestId, ruleId: ids[0] ?? '' });
    return { items, limit: RULES_MAX };
  });
}

export async function removeRule(
  services: Services,
  { caller, requestId, params: { assignmentRuleId: ruleId } }: Parameters<Handlers['assignment-rules.remove']>[0],
): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await holdRule(tx, caller, ruleId))) return refuse('not-found');
    await tx.deleteFrom('assignment_rule').where('id', '=', ruleId).execute();
    await follow(tx, services, { action: 'assignment-rule.remove', caller, requestId, ruleId });
    return undefined;
  });
}
