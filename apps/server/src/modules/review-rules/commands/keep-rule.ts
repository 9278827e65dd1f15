/** Rules are never overwritten: a change is a new version, which looks at orders once somebody switches it on. */
import type { AnswerOf, ReviewRule, Routes } from '@tradewind/contract';
import { knownCurrencies } from '@tradewind/rules/money';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readRule, readRules } from '../queries/rules.ts';
import { RULES_MAX, type RuleRow } from '../rows.ts';

type Input<K extends 'create' | 'set' | 'switch' | 'arrange' | 'remove'> = Parameters<Handlers[`review-rules.${K}`]>[0];
type Fields = Input<'create'>['body'];
type FieldError = NonNullable<Refusal['errors']>[number];

/** Rules look at every shop's orders: they are made by those who see every shop. */
export const mayKeep = ({ shopIds }: Pick<Caller, 'shopIds'>): boolean => shopIds === null;

/** What a rule names must be there. */
async function refuseFields(tx: TenantTx, { conditions, actions }: Fields): Promise<Refusal | null> {
  const shops = new Set((await tx.selectFrom('shop').select('id').execute()).map(({ id }) => id));
  const warehouses = new Set((await tx.selectFrom('warehouse').select('id').execute()).map(({ id }) => id));
  const errors: FieldError[] = [
    ...conditions.flatMap((one, index): FieldError[] => {
      const path = `/conditions/${index}`;
      if (one.kind === 'shop' && one.shopIds.some((id) => !shops.has(id)))
        return [{ path: `${path}/shopIds`, code: 'unknown-shop', message: 'No shop has this id' }];
      if ('currency' in one && !knownCurrencies.includes(one.currency))
        return [{ path: `${path}/currency`, code: 'unknown-currency', message: 'no currency that is known here' }];
      return [];
    }),
    ...actions.flatMap((one, index): FieldError[] => {
      const path = `/actions/${index}`;
      if (one.kind === 'warehouse' && !warehouses.has(one.warehouseId))
        return [{ path: `${path}/warehouseId`, code: 'unknown-warehouse', message: 'No warehouse has this id' }];
      if (one.kind === 'split' && one.by === 'units' && one.most === undefined)
        return [{ path: `${path}/most`, code: 'required', message: 'is needed to split by units' }];
      return [];
    }),
  ];
  return errors.length > 0 ? { refused: 'invalid-input', errors } : null;
}

type Keeping = { services: Services; caller: Caller; requestId: string; ruleId: string };

async function saveVersion(tx: TenantTx, { services, caller, ruleId }: Keeping, { version, fields }: { version: number; fields: Fields }) {
  await tx
    .insertInto('review_rule_version')
    .values({
      ...{ merchant_id: caller.merchantId, rule_id: ruleId, version, name: fields.name, is_last: fields.isLast, tried_at: null },
      ...{ conditions: JSON.stringify(fields.conditions), actions: JSON.stringify(fields.actions) },
      ...{ saved_by: caller.name, saved_at: new Date(services.clock.now()) },
    })
    .execute();
}

/** Writes it down, tells the pages, and answers the rule as it is now. */
async function told(tx: TenantTx, keeping: Keeping, action: string): Promise<ReviewRule | Refusal> {
  const { services, caller, requestId, ruleId } = keeping;
  const now = services.clock.now();
  const rule = await readRule(tx, { caller, ruleId, now });
  const facts = { version: rule?.version ?? null, liveVersion: rule?.liveVersion ?? null };
  await audit(tx, { id: services.newId(), at: now, caller, requestId, action, objectKind: 'review-rule', objectId: ruleId, facts });
  await services.hints.publish(tx, caller.merchantId, [{ type: 'review-rule.changed', ids: [ruleId], shopId: null }]);
  return rule ?? refuse('not-found');
}

/** One at a time, so that ranks and the limit hold. */
const lockAll = async (tx: TenantTx): Promise<RuleRow[]> => {
  const rows = await tx.selectFrom('review_rule').selectAll().where('removed_at', 'is', null).orderBy('id').forUpdate().execute();
  return rows.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
};

export function createRule(services: Services, { caller, requestId, body }: Input<'create'>): Promise<ReviewRule | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!mayKeep(caller)) return refuse('forbidden');
    const refusal = await refuseFields(tx, body);
    if (refusal) return refusal;
    const rules = await lockAll(tx);
    if (rules.length >= RULES_MAX) return refuse('too-many-rules');
    const keeping = { services, caller, requestId, ruleId: services.newId() };
    await tx
      .insertInto('review_rule')
      .values({
        ...{ merchant_id: caller.merchantId, id: keeping.ruleId, rank: (rules.at(-1)?.rank ?? 0) + 1, version: 1 },
        ...{ live_version: null, live_since: null, changed_by: caller.name, removed_at: null },
        changed_at: new Date(services.clock.now()),
      })
      .execute();
    await saveVersion(tx, keeping, { version: 1, fields: body });
    return told(tx, keeping, 'review-rule.created');
  });
}

/** Held until the transaction ends. */
export async function holdRule(tx: TenantTx, caller: Caller, { ruleId, version }: { ruleId: string; version?: number }) {
  if (!mayKeep(caller)) return refuse('forbidden');
  const row = await tx
    .selectFrom('review_rule')
    .selectAll()
    .where('id', '=', ruleId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return refuse('not-found');
  return version === undefined || row.version === version ? row : refuse('conflict', `version ${row.version}`);
}

const change = (tx: TenantTx, { services, caller, ruleId }: Keeping, to: Partial<Omit<RuleRow, 'merchant_id' | 'id'>>) =>
  tx
    .updateTable('review_rule')
    .set({ ...to, changed_by: caller.name, changed_at: new Date(services.clock.now()) })
    .where('id', '=', ruleId)
    .execute();

export function setRule(services: Services, { caller, requestId, params, body }: Input<'set'>): Promise<ReviewRule | Refusal> {
  const keeping = { services, caller, requestId, ruleId: params.reviewRuleId };
  const { version, ...fields } = body;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await holdRule(tx, caller, { ...keeping, version });
    if ('refused' in held) return held;
    const refusal = await refuseFields(tx, fields);
    if (refusal) return refusal;
    await saveVersion(tx, keeping, { version: version + 1, fields });
    await change(tx, keeping, { version: version + 1 });
    return told(tx, keeping, 'review-rule.changed');
  });
}

/** A version that nobody tried goes live when that is said. */
export function switchRule(services: Services, { caller, requestId, params, body }: Input<'switch'>): Promise<ReviewRule | Refusal> {
  const keeping = { services, caller, requestId, ruleId: params.reviewRuleId };
  const { version, isLive, isUntried } = body;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await holdRule(tx, caller, { ...keeping, version });
    if ('refused' in held) return held;
    const kept = await tx
      .selectFrom('review_rule_version')
      .select('tried_at')
      .where('rule_id', '=', held.id)
      .where('version', '=', version)
      .executeTakeFirstOrThrow();
    if (isLive && kept.tried_at === null && !isUntried) return refuse('rule-not-tried');
    const isSame = isLive ? held.live_version === version : held.live_version === null;
    const since = isLive ? new Date(services.clock.now()) : null;
    if (!isSame) await change(tx, keeping, { live_version: isLive ? version : null, live_since: since });
    return told(tx, keeping, isLive ? 'review-rule.live' : 'review-rule.stopped');
  });
}

export function arrangeRules(
  services: Services,
  { caller, requestId, body }: Input<'arrange'>,
): Promise<AnswerOf<Routes['review-rules.arrange']> | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!mayKeep(caller)) return refuse('forbidden');
    const ids = [...new Set(body.reviewRuleIds)];
    const rules = await lockAll(tx);
    const known = new Set(rules.map((rule) => rule.id));
    const unknown = body.reviewRuleIds.findIndex((id) => !known.has(id));
    if (unknown >= 0) return wrong(`/reviewRuleIds/${unknown}`, 'unknown-rule', 'No rule has this id');
    if (ids.length !== rules.length) return refuse('conflict', `${rules.length} rules`);
    await sql`
      UPDATE review_rule r SET rank = given.rank FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, rank) WHERE r.id = given.id`.execute(
      tx,
    );
    const now = services.clock.now();
    const act = { action: 'review-rule.arranged', objectKind: 'review-rule', objectId: ids[0] ?? '', facts: { rules: ids.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'review-rule.changed', ids: [], shopId: null }]);
    return readRules(tx, { caller, now });
  });
}

const wrong = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });

export function removeRule(services: Services, { caller, requestId, params }: Input<'remove'>): Promise<undefined | Refusal> {
  const keeping = { services, caller, requestId, ruleId: params.reviewRuleId };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await holdRule(tx, caller, keeping);
    if ('refused' in held) return held;
    await change(tx, keeping, { live_version: null, live_since: null, removed_at: new Date(services.clock.now()) });
    await told(tx, keeping, 'review-rule.removed');
    return undefined;
  });
}
