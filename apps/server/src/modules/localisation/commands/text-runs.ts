import type { TextRun } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { draftTextsJob } from '../jobs.ts';
import { readTextRun } from '../queries/text-runs.ts';
import { EVERY_SHOP } from './save-text.ts';
import { showTextRun } from './show-text-run.ts';

/** As many as a task is still looked through by a person. */
const ROWS_MAX = 6_000;

export async function createTextRun(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['text-runs.create']>[0],
): Promise<TextRun | Refusal> {
  const { merchantId } = caller;
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const [productIds, markets] = [[...new Set(body.productIds)], [...new Set(body.markets)]];
  if (productIds.length * markets.length > ROWS_MAX)
    return { refused: 'invalid-input', errors: [{ path: '/productIds', code: 'too-many', message: `at most ${ROWS_MAX} texts at once` }] };
  const [id, now] = [services.newId(), services.clock.now()];
  return services.database.withMerchant(merchantId, async (tx) => {
    const known = await tx.selectFrom('product').select('id').where('id', 'in', productIds).execute();
    if (known.length < productIds.length)
      return {
        refused: 'invalid-input' as const,
        errors: [{ path: '/productIds', code: 'unknown-product', message: 'one of them is no product of yours' }],
      };
    const run = { merchant_id: merchantId, id, is_cancelled: false, created_by: caller.name, created_at: new Date(now) };
    await tx.insertInto('text_run').values(run).execute();
    await sql`
      INSERT INTO text_run_row (merchant_id, run_id, product_id, market, state)
      SELECT ${merchantId}::uuid, ${id}::uuid, product, market, 'waiting'
      FROM unnest(${productIds}::uuid[]) AS product CROSS JOIN unnest(${markets}::text[]) AS market`.execute(tx);
    const act = { objectKind: 'text-run', objectId: id, action: 'texts.drafted' };
    const facts = { products: productIds.length, markets };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts });
    await showTextRun(tx, services, { merchantId, run, now });
    await enqueue(tx, { merchantId, jobs: [draftTextsJob(id, now)], now });
    return (await readTextRun(tx, id)) ?? refuse('not-found');
  });
}

export async function cancelTextRun(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['text-runs.cancel']>[0],
): Promise<TextRun | Refusal> {
  const { merchantId } = caller;
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const run = await tx
      .updateTable('text_run')
      .set({ is_cancelled: true })
      .where('id', '=', params.textRunId)
      .returningAll()
      .executeTakeFirst();
    if (!run) return refuse('not-found');
    await tx
      .updateTable('text_run_row')
      .set({ state: 'skipped', reason: 'cancelled' })
      .where('run_id', '=', run.id)
      .where('state', '=', 'waiting')
      .execute();
    const act = { objectKind: 'text-run', objectId: run.id, action: 'texts.cancelled' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: {} });
    await showTextRun(tx, services, { merchantId, run, now });
    return (await readTextRun(tx, run.id)) ?? refuse('not-found');
  });
}
