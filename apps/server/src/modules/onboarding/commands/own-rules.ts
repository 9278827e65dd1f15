/** What the merchant demands beyond the platform: a paper of a market, for one category or all, from a day on. */
import type { AnswerOf, ComplianceRule, Routes } from '@tradewind/contract';
import { startOfDay } from '@tradewind/rules/calendar';
import { isCountry } from '@tradewind/rules/countries';
import { zoneOfPaper } from '@tradewind/rules/document-types';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { audit } from '../../../platform/audit.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Input<K extends 'compliance-rules.list' | 'compliance-rules.create' | 'compliance-rules.remove'> = Parameters<Handlers[K]>[0];

const position = z.strictObject({ id: z.uuid() });

const viewOf = (row: Selectable<TenantTables['compliance_rule']>): ComplianceRule => ({
  id: row.id,
  market: row.market,
  category: row.category,
  documentType: row.document_type,
  from: row.from_day,
  createdAt: row.created_at.toISOString(),
});

export async function listOwnRules(
  services: Services,
  { caller, query }: Input<'compliance-rules.list'>,
): Promise<AnswerOf<Routes['compliance-rules.list']>> {
  const after = decodeCursor(query.cursor, position);
  const rows = await services.database.withMerchant(caller.merchantId, (tx) => {
    const found = tx
      .selectFrom('compliance_rule')
      .selectAll()
      .orderBy('id')
      .limit(query.limit + 1);
    return (after ? found.where('id', '>', after.id) : found).execute();
  });
  const page = pageOf(rows, query.limit, ({ id }) => ({ id }));
  return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
}

export async function createOwnRule(
  services: Services,
  { caller, requestId, body }: Input<'compliance-rules.create'>,
): Promise<ComplianceRule | Refusal> {
  const refusal = refuseBound(caller) ?? refuseFields(body);
  if (refusal) return refusal;
  const now = new Date(services.clock.now());
  const row = {
    merchant_id: caller.merchantId,
    id: services.newId(),
    market: body.market,
    category: body.category,
    document_type: body.documentType,
    from_day: body.from,
    from_at: new Date(startOfDay(body.from, zoneOfPaper(body.market))),
    created_at: now,
  };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const made = await tx
      .insertInto('compliance_rule')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('conflict', 'You demand this paper already.');
    const facts = { market: body.market, category: body.category, documentType: body.documentType, from: body.from };
    const act = { objectKind: 'compliance-rule', objectId: row.id, facts };
    await audit(tx, { ...act, id: services.newId(), at: now.getTime(), caller, requestId, action: 'compliance-rule.create' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'document.changed', ids: [], shopId: null }]);
    return viewOf(row);
  });
}

export async function removeOwnRule(
  services: Services,
  { caller, requestId, params }: Input<'compliance-rules.remove'>,
): Promise<Refusal | undefined> {
  const bound = refuseBound(caller);
  if (bound) return bound;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const gone = await tx.deleteFrom('compliance_rule').where('id', '=', params.ruleId).returning('document_type').executeTakeFirst();
    if (!gone) return refuse('not-found');
    const act = { objectKind: 'compliance-rule', objectId: params.ruleId, facts: { documentType: gone.document_type } };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, action: 'compliance-rule.remove' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'document.changed', ids: [], shopId: null }]);
    return undefined;
  });
}

/** A rule binds every shop of its market. */
const refuseBound = ({ shopIds }: Caller): Refusal | null =>
  shopIds === null ? null : refuse('forbidden', 'Such a rule binds every shop of its market; ask a colleague of all shops.');

function refuseFields({ market, from }: { market: string; from: string }): Refusal | null {
  const errors = [
    ...(isCountry(market) ? [] : [{ path: '/market', code: 'unknown-country', message: 'not an assigned ISO 3166-1 code' }]),
    ...(from < '1970-01-02' || from > '2199-12-30' ? [{ path: '/from', code: 'out-of-range', message: 'a day from 1970 to 2199' }] : []),
  ];
  return errors.length > 0 ? { refused: 'invalid-input', errors } : null;
}
