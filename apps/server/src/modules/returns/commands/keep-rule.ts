import type { AnswerOf, ReturnRule, Routes } from '@tradewind/contract';
import { tryRule } from '@tradewind/rules/case-rules';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readCases } from '../queries/case-row.ts';
import { limitsOf, type RuleRow, ruledOf, ruleView } from '../queries/rules.ts';

type Input<K extends 'create' | 'set' | 'switch' | 'try'> = Parameters<Handlers[`return-rules.${K}`]>[0];
type Fields = Omit<Input<'create'>['body'], never>;
const TRIED_MS = 30 * 86_400_000;
const SHOWN = 200;

/** A rule for every shop is the business of those who see every shop. */
async function refuseShop(tx: TenantTx, caller: Caller, { shopId, maximum }: Fields): Promise<Refusal | null> {
  if (shopId === null) return caller.shopIds === null ? null : refuse('forbidden');
  const [shop] = await shopsInScope(tx, { caller, shopIds: [shopId] });
  const wrong = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });
  if (!shop) return wrong('/shopId', 'unknown-shop', 'No shop has this id');
  return shop.currency === maximum.currency ? null : wrong('/maximum/currency', 'other-currency', `The shop sells in ${shop.currency}`);
}

const columnsOf = ({ name, shopId, act, maximum, windowDays, dailyCount, dailyAmount }: Fields) => ({
  ...{ name, shop_id: shopId, act, max_minor: maximum.amount, currency: maximum.currency, window_days: windowDays },
  ...{ daily_count: dailyCount, daily_minor: dailyAmount },
});

type Act = { services: Services; caller: Caller; requestId: string; action: string };
async function told(tx: TenantTx, { services, caller, requestId, action }: Act, row: RuleRow): Promise<ReturnRule> {
  const now = services.clock.now();
  const facts = { act: row.act, maximum: row.max_minor, currency: row.currency, isLive: row.is_live };
  await audit(tx, { id: services.newId(), at: now, caller, requestId, action, objectKind: 'return-rule', objectId: row.id, facts });
  return ruleView(tx, row, now);
}

export async function createRule(services: Services, { caller, requestId, body }: Input<'create'>): Promise<ReturnRule | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const refusal = await refuseShop(tx, caller, body);
    if (refusal) return refusal;
    const row = await tx
      .insertInto('after_sale_rule')
      .values({
        ...{ merchant_id: caller.merchantId, id: services.newId(), ...columnsOf(body), is_live: false, tried_at: null, version: 1 },
        ...{ changed_by: caller.name, changed_at: new Date(services.clock.now()) },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return told(tx, { services, caller, requestId, action: 'return-rule.created' }, row);
  });
}

/** Found for the caller and as they last saw it; held until the transaction ends, also against the rule's own answers. */
async function hold(tx: TenantTx, { caller, params, body }: Input<'set'> | Input<'switch'> | Input<'try'>): Promise<RuleRow | Refusal> {
  const row = await tx.selectFrom('after_sale_rule').selectAll().where('id', '=', params.returnRuleId).forUpdate().executeTakeFirst();
  if (!row || (caller.shopIds !== null && (row.shop_id === null || !caller.shopIds.includes(row.shop_id)))) return refuse('not-found');
  return row.version === body.version ? row : refuse('conflict', `version ${row.version}`);
}

export async function setRule(services: Services, input: Input<'set'>): Promise<ReturnRule | Refusal> {
  const { caller, requestId, params, body } = input;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await hold(tx, input);
    if ('refused' in held) return held;
    const refusal = await refuseShop(tx, caller, body);
    if (refusal) return refusal;
    const row = await change(tx, services, {
      id: params.returnRuleId,
      by: caller.name,
      to: { ...columnsOf(body), is_live: false, tried_at: null },
    });
    return told(tx, { services, caller, requestId, action: 'return-rule.changed' }, row);
  });
}

export async function switchRule(services: Services, input: Input<'switch'>): Promise<ReturnRule | Refusal> {
  const { caller, requestId, params, body } = input;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await hold(tx, input);
    if ('refused' in held) return held;
    if (body.isLive && held.tried_at === null) return refuse('rule-not-tried');
    const row = await change(tx, services, { id: params.returnRuleId, by: caller.name, to: { is_live: body.isLive } });
    return told(tx, { services, caller, requestId, action: body.isLive ? 'return-rule.live' : 'return-rule.stopped' }, row);
  });
}

type Change = { id: string; by: string; to: Partial<Omit<RuleRow, 'merchant_id' | 'id' | 'version'>> };
const change = (tx: TenantTx, { clock }: Pick<Services, 'clock'>, { id, by, to }: Change): Promise<RuleRow> =>
  tx
    .updateTable('after_sale_rule')
    .set({ ...to, changed_by: by, changed_at: new Date(clock.now()), version: sql<number>`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

export async function dryRun(services: Services, input: Input<'try'>): Promise<AnswerOf<Routes['return-rules.try']> | Refusal> {
  const { caller, requestId, params } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await hold(tx, input);
    if ('refused' in held) return held;
    const since = new Date(now - TRIED_MS);
    const rows = await readCases(
      tx,
      sql`WHERE c.created_at >= ${since} AND c.currency = ${held.currency} AND c.opened_by = 'buyer'
        ${held.shop_id === null ? sql`` : sql`AND c.shop_id = ${held.shop_id}::uuid`} ORDER BY c.created_at`,
    );
    const outcome = tryRule(limitsOf(held), rows.map(ruledOf));
    const row = await tx
      .updateTable('after_sale_rule')
      .set({ tried_at: new Date(now) })
      .where('id', '=', params.returnRuleId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const item = (isHeld: boolean) => (one: (typeof outcome.held)[number]) => ({
      ...{ caseId: one.row.id, channelCaseId: one.row.channel_after_sale_id, at: one.row.created_at.toISOString(), isHeld },
      refund: { amount: one.refund, currency: one.currency },
    });
    const items = [...outcome.answered.map(item(false)), ...outcome.held.map(item(true))].sort((a, b) => (a.at < b.at ? 1 : -1));
    return {
      ...{ cases: rows.length, answered: outcome.answered.length, held: outcome.held.length },
      cost: { amount: outcome.cost, currency: held.currency },
      items: items.slice(0, SHOWN),
      rule: await told(tx, { services, caller, requestId, action: 'return-rule.tried' }, row),
    };
  });
}

export async function listRules(services: Services, { caller }: { caller: Caller }): Promise<AnswerOf<Routes['return-rules.list']>> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const rows = await tx.selectFrom('after_sale_rule').selectAll().orderBy('changed_at', 'desc').orderBy('id').execute();
    const own = rows.filter(({ shop_id }) => caller.shopIds === null || (shop_id !== null && caller.shopIds.includes(shop_id)));
    const items: ReturnRule[] = [];
    for (const row of own) items.push(await ruleView(tx, row, services.clock.now()));
    return { items };
  });
}
