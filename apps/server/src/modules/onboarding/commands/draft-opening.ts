/** Drafting an application, changing it and discarding it. What is with the platform is no draft, and changes by its answers only. */
import type { Opening } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { checkOpening, type OpeningColumns, refuseOfSomeShops } from '../opening-facts.ts';
import { isChangeable, type OpeningRow, openingView, visibleOpening } from '../queries/opening-views.ts';

type Input<K extends 'openings.create' | 'openings.update' | 'openings.remove'> = Parameters<Handlers[K]>[0];

/** One that is under way from this shop to this market is taken up again, if it may still be changed. */
export async function draftOpening(services: Services, { caller, requestId, body }: Input<'openings.create'>): Promise<Opening | Refusal> {
  const refusal = refuseOfSomeShops(caller);
  if (refusal) return refusal;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const facts = await checkOpening(tx, caller, {
      sourceShopId: body.sourceShopId,
      targetMarket: body.targetMarket,
      legalEntityId: body.legalEntityId ?? null,
      category: body.category ?? 'home-daily',
      brandOwner: body.brandOwner ?? true,
      licenceNamesOnlineSales: body.licenceNamesOnlineSales ?? null,
      documentIds: body.documentIds ?? [],
    });
    if (isRefusal(facts)) return facts;
    const known = await underWay(tx, facts);
    if (known && !isChangeable(known)) return refuse('opening-submitted');
    const at = new Date(now);
    const row = known
      ? await tx
          .updateTable('opening')
          .set({ ...facts, updated_at: at })
          .where('id', '=', known.id)
          .returningAll()
          .executeTakeFirstOrThrow()
      : await insertDraft(tx, { ...newDraft, ...facts, id: services.newId(), merchant_id: caller.merchantId, created_by: caller.id, at });
    const act = { objectKind: 'opening', objectId: row.id, facts: { market: row.target_market, sourceShop: row.source_shop_id } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: known ? 'opening.update' : 'opening.create' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'opening.changed', ids: [row.id], shopId: null }]);
    return openingView(tx, { services, caller }, row);
  });
}

const newDraft = { status: 'draft', attempt: 1, submitted: '[]', reasons: '[]', channel_path_reasons: [] as string[] } as const;

const underWay = (tx: TenantTx, facts: OpeningColumns): Promise<OpeningRow | undefined> =>
  tx
    .selectFrom('opening')
    .selectAll()
    .where('source_shop_id', '=', facts.source_shop_id)
    .where('target_market', '=', facts.target_market)
    .where('status', '!=', 'open')
    .forUpdate()
    .executeTakeFirst();

type NewDraft = typeof newDraft & OpeningColumns & Pick<OpeningRow, 'merchant_id' | 'id' | 'created_by'> & { at: Date };

/** Two colleagues at the same moment make one draft: the second writes over the first's. */
async function insertDraft(tx: TenantTx, { at, ...draft }: NewDraft): Promise<OpeningRow> {
  const row = await tx
    .insertInto('opening')
    .values({
      ...draft,
      submitted_at: null,
      sent_at: null,
      problem: null,
      channel_opening_id: null,
      channel_path: null,
      deposit: null,
      opened_channel_shop_id: null,
      opened_at: null,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['merchant_id', 'source_shop_id', 'target_market']).where('status', '!=', 'open').doUpdateSet({ updated_at: at }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  await addStep(tx, row, at);
  return row;
}

async function addStep(tx: TenantTx, row: OpeningRow, at: Date): Promise<void> {
  const step = { merchant_id: row.merchant_id, opening_id: row.id, attempt: row.attempt, status: row.status, at, reasons: '[]' };
  await tx
    .insertInto('opening_step')
    .values(step)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** An application that the caller may change, held against others who would change or submit it at the same moment. */
export async function lockedOpening(tx: TenantTx, caller: Caller, openingId: string): Promise<OpeningRow | Refusal> {
  await tx.selectFrom('opening').select('id').where('id', '=', openingId).forUpdate().execute();
  const row = await visibleOpening(tx, caller, openingId);
  if (!row) return refuse('not-found');
  return refuseOfSomeShops(caller) ?? (isChangeable(row) ? row : refuse('opening-submitted'));
}

export async function changeOpening(
  services: Services,
  { caller, requestId, params, body }: Input<'openings.update'>,
): Promise<Opening | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const before = await lockedOpening(tx, caller, params.openingId);
    if (isRefusal(before)) return before;
    const facts = await checkOpening(tx, caller, {
      sourceShopId: before.source_shop_id,
      targetMarket: before.target_market,
      legalEntityId: body.legalEntityId ?? before.legal_entity_id,
      category: body.category ?? before.category,
      brandOwner: body.brandOwner ?? before.brand_owner,
      licenceNamesOnlineSales:
        body.licenceNamesOnlineSales === undefined ? before.licence_names_online_sales : body.licenceNamesOnlineSales,
      documentIds: body.documentIds ?? before.document_ids,
    });
    if (isRefusal(facts)) return facts;
    const row = await tx
      .updateTable('opening')
      .set({ ...facts, updated_at: new Date(now) })
      .where('id', '=', before.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const act = { objectKind: 'opening', objectId: row.id, facts: { fields: Object.keys(body).sort() } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'opening.update' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'opening.changed', ids: [row.id], shopId: null }]);
    return openingView(tx, { services, caller }, row);
  });
}

export async function discardOpening(
  services: Services,
  { caller, requestId, params }: Input<'openings.remove'>,
): Promise<Refusal | undefined> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const before = await lockedOpening(tx, caller, params.openingId);
    if (isRefusal(before)) return before;
    await tx.deleteFrom('opening').where('id', '=', before.id).execute();
    const act = { objectKind: 'opening', objectId: before.id, facts: { market: before.target_market, attempt: before.attempt } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'opening.discard' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'opening.changed', ids: [before.id], shopId: null }]);
    return undefined;
  });
}
