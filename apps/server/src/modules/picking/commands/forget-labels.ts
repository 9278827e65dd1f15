import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { mergeLabelsJob } from '../jobs.ts';
import { showLabelRun } from './show-label-run.ts';

type Erased = { merchantId: string; now: number; orders: readonly { shopId: string; channelOrderId: string }[] };

/** A buyer's data is deleted: labels with their address go at once, and every file that holds one; it is made anew without them. */
export async function forgetLabels(tx: TenantTx, services: Services, { merchantId, now, orders }: Erased): Promise<void> {
  if (orders.length === 0) return;
  const [shopIds, channelOrderIds] = [orders.map(({ shopId }) => shopId), orders.map(({ channelOrderId }) => channelOrderId)];
  const { rows: found } = await sql<{ id: string; runId: string }>`
    SELECT DISTINCT l.id, l.run_id AS "runId"
    FROM unnest(${shopIds}::uuid[], ${channelOrderIds}::text[]) AS gone(shop_id, channel_order_id)
    JOIN label l ON l.shop_id = gone.shop_id AND gone.channel_order_id = ANY (l.channel_order_ids)
    JOIN label_run r ON r.id = l.run_id AND r.purged_at IS NULL`.execute(tx);
  if (found.length === 0) return;
  const runIds = [...new Set(found.map(({ runId }) => runId))].sort();
  const runs = await tx.selectFrom('label_run').selectAll().where('id', 'in', runIds).orderBy('id').forUpdate().execute();
  const blobs = await services.blobs.forMerchant(merchantId);
  for (const { id } of found) await blobs.remove(tx, id);
  await tx
    .updateTable('label')
    .set({ state: 'missing', reason: 'buyer-erased', message: null, next_try_at: null, tracking_number: null, pages: null })
    .where(
      'id',
      'in',
      found.map(({ id }) => id),
    )
    .execute();
  const again = runs.filter(({ state, purged_at }) => purged_at === null && state !== 'cancelled');
  for (const run of runs) {
    await blobs.remove(tx, run.id);
    const isAgain = run.state === 'done' && run.purged_at === null;
    await tx
      .updateTable('label_run')
      .set({ file_version: null, ...(isAgain ? { state: 'merging' as const } : {}) })
      .where('id', '=', run.id)
      .execute();
    await showLabelRun(tx, services, { merchantId, runId: run.id, now });
  }
  await enqueue(tx, { merchantId, jobs: again.map(({ id }) => mergeLabelsJob(id, now)), now });
}
