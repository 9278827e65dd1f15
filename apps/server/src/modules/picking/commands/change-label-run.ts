import type { LabelRun } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type FileAnswer, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { fetchLabelsJob, mergeLabelsJob } from '../jobs.ts';
import { runView, visibleRun } from '../queries/label-runs.ts';
import { WAIT_FOR_MS } from './make-label-run.ts';
import { showLabelRun } from './show-label-run.ts';

export async function cancelLabelRun(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['label-runs.cancel']>[0],
): Promise<LabelRun | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const run = await visibleRun(tx, { caller, runId: params.labelRunId }, true);
    if (!run) return refuse('not-found');
    if (run.state === 'fetching' || run.state === 'merging') {
      await tx
        .updateTable('label_run')
        .set({ state: 'cancelled', finished_at: new Date(now) })
        .where('id', '=', run.id)
        .execute();
      await tx
        .updateTable('label')
        .set({ state: 'missing', reason: 'cancelled', next_try_at: null })
        .where('run_id', '=', run.id)
        .where('state', '=', 'waiting')
        .execute();
      const act = { objectKind: 'label-run', objectId: run.id, action: 'labels.cancelled', facts: {} };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
      await showLabelRun(tx, services, { merchantId, runId: run.id, now });
    }
    return runView(tx, { caller, runId: run.id });
  });
}

/** A buyer whose data was deleted stays deleted. */
export async function retryLabelRun(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['label-runs.retry']>[0],
): Promise<LabelRun | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const run = await visibleRun(tx, { caller, runId: params.labelRunId }, true);
    if (!run) return refuse('not-found');
    if (run.purged_at !== null) return refuse('conflict', 'Its labels were deleted; begin a new task.');
    if (run.state === 'fetching' || run.state === 'merging') return refuse('conflict', 'It is still at work.');
    const again = await tx
      .updateTable('label')
      .set({ state: 'waiting', reason: null, message: null, attempts: 0, next_try_at: new Date(now) })
      .where('run_id', '=', run.id)
      .where('state', '=', 'missing')
      .where('channel_package_id', 'is not', null)
      .where('reason', '<>', 'buyer-erased')
      .returning('shop_id')
      .execute();
    const giveUpAt = now + WAIT_FOR_MS;
    await tx
      .updateTable('label_run')
      .set({ state: 'fetching', finished_at: null, give_up_at: new Date(giveUpAt) })
      .where('id', '=', run.id)
      .execute();
    const act = { objectKind: 'label-run', objectId: run.id, action: 'labels.asked-again', facts: { labels: again.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await showLabelRun(tx, services, { merchantId, runId: run.id, now });
    const shopIds = [...new Set(again.map(({ shop_id }) => shop_id))];
    const jobs = shopIds.map((shopId) => fetchLabelsJob({ runId: run.id, shopId }, now));
    await enqueue(tx, { merchantId, jobs: [...jobs, mergeLabelsJob(run.id, shopIds.length === 0 ? now : giveUpAt)], now });
    return runView(tx, { caller, runId: run.id });
  });
}

/** It holds buyers' addresses: who opened it is written down in the transaction that reads it. */
export async function openLabelFile(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['label-runs.file']>[0],
): Promise<FileAnswer | Refusal> {
  const now = services.clock.now();
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const run = await visibleRun(tx, { caller, runId: params.labelRunId });
    if (!run || run.file_version === null) return refuse('not-found');
    const bytes = await blobs.get(tx, { objectId: run.id, version: run.file_version });
    if (!bytes) return refuse('not-found');
    const act = { objectKind: 'label-run', objectId: run.id, action: 'labels.opened', facts: { version: run.file_version } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return { file: { name: `labels-${run.created_at.toISOString().slice(0, 10)}.pdf`, mediaType: 'application/pdf', bytes } };
  });
}
