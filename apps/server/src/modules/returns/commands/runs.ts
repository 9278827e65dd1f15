import type { ReturnRun } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { runJob } from '../jobs.ts';
import { readCases } from '../queries/case-row.ts';
import { readRun } from '../queries/run.ts';

type Input<K extends 'create' | 'cancel'> = Parameters<Handlers[`return-runs.${K}`]>[0];
/** What needs a picture or a sum of its own is no work for many at once. */
const BY_HAND = new Set(['offer-part', 'reject-parcel', 'accept-parcel']);

export async function createRun(services: Services, { caller, requestId, body }: Input<'create'>): Promise<ReturnRun | Refusal> {
  const now = services.clock.now();
  if (BY_HAND.has(body.act)) return wrong('/act', 'by-hand', 'This is answered case by case');
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const ids = [...new Set(body.caseIds)];
    const scope = caller.shopIds ? sql`AND c.shop_id = ANY(${caller.shopIds}::uuid[])` : sql``;
    const known = new Set((await readCases(tx, sql`WHERE c.id = ANY(${ids}::uuid[]) ${scope}`)).map(({ id }) => id));
    const unknown = ids.findIndex((id) => !known.has(id));
    if (unknown >= 0) return wrong(`/caseIds/${body.caseIds.indexOf(ids[unknown] ?? '')}`, 'unknown-case', 'No case has this id');
    const id = services.newId();
    const wish = { reasonCode: body.reasonCode, comment: body.comment };
    await tx
      .insertInto('after_sale_run')
      .values({
        ...{ merchant_id: caller.merchantId, id, act: body.act, wish: JSON.stringify(wish), asked_by: caller.name },
        ...{ cancelled_at: null, created_at: new Date(now) },
      })
      .execute();
    await tx
      .insertInto('after_sale_run_row')
      .values(
        ids.map((caseId, at) => ({
          merchant_id: caller.merchantId,
          run_id: id,
          row_no: at + 1,
          after_sale_id: caseId,
          answer_id: null,
          code: null,
        })),
      )
      .execute();
    const act = { action: 'return-run.created', objectKind: 'return-run', objectId: id, facts: { act: body.act, cases: ids.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [runJob(id, now)], now });
    return (await readRun(tx, { runId: id, shopIds: caller.shopIds })) ?? refuse('not-found');
  });
}

export async function cancelRun(services: Services, { caller, params }: Input<'cancel'>): Promise<ReturnRun | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const run = await readRun(tx, { runId: params.returnRunId, shopIds: caller.shopIds });
    if (!run) return refuse('not-found');
    await stop(tx, params.returnRunId, new Date(services.clock.now()));
    return (await readRun(tx, { runId: params.returnRunId, shopIds: caller.shopIds })) ?? refuse('not-found');
  });
}

const stop = (tx: TenantTx, runId: string, at: Date) =>
  tx.updateTable('after_sale_run').set({ cancelled_at: at }).where('id', '=', runId).where('cancelled_at', 'is', null).execute();
const wrong = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });
