/**
 * Makes one file of the labels of a task, in its order. It is enqueued when the last label is there, and for the end of the time in which
 * any is waited for. Reading and merging lie outside the transaction that keeps the file; that one looks again whether the same labels are
 * still to be kept, because a buyer's data may have been deleted meanwhile.
 */
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { type LabelRunRow, showLabelRun } from '../commands/show-label-run.ts';
import { mergeLabels } from '../documents/merge-labels.ts';
import { mergeLabelsKind } from '../jobs.ts';

const payload = z.strictObject({ runId: z.uuid() });
const TRY_AGAIN_MS = 1_000;

type Label = { id: string; position: number; state: string; reason: string | null; orders: string[]; channelPackageId: string | null };
type Run = { services: Services; context: JobContext; runId: string };

export function mergeLabelsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: mergeLabelsKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const run = { services, context, runId: jobs[0]?.payload.runId ?? '' };
      const waitUntil = await context.commit((tx) => begin(tx, run), { finish: false });
      if (waitUntil === 'nothing') return;
      if (waitUntil !== 'now') return context.commit(async () => undefined, { reschedule: { dueAt: waitUntil } });
      const isKept = await makeFile(run);
      await context.commit(async () => undefined, isKept ? {} : { reschedule: { dueAt: context.now() + TRY_AGAIN_MS } });
    },
  };
}

const taskOf = (tx: TenantTx, runId: string): Promise<LabelRunRow | undefined> =>
  tx.selectFrom('label_run').selectAll().where('id', '=', runId).forUpdate().executeTakeFirst();

async function begin(tx: TenantTx, { services, context, runId }: Run): Promise<'nothing' | 'now' | number> {
  const task = await taskOf(tx, runId);
  if (!task || (task.state !== 'fetching' && task.state !== 'merging')) return 'nothing';
  const waiting = await tx.selectFrom('label').select('id').where('run_id', '=', runId).where('state', '=', 'waiting').limit(1).execute();
  const now = context.now();
  if (waiting.length > 0 && now < task.give_up_at.getTime()) return task.give_up_at.getTime();
  await tx
    .updateTable('label')
    .set({ state: 'missing', reason: 'not-ready', next_try_at: null })
    .where('run_id', '=', runId)
    .where('state', '=', 'waiting')
    .execute();
  await tx.updateTable('label_run').set({ state: 'merging' }).where('id', '=', runId).execute();
  await showLabelRun(tx, services, { merchantId: context.merchantId, runId, now });
  return 'now';
}

const labelsOf = async (tx: TenantTx, runId: string): Promise<Label[]> => {
  const rows = await tx.selectFrom('label').selectAll().where('run_id', '=', runId).orderBy('position').execute();
  return rows.map(({ id, position, state, reason, channel_order_ids, channel_package_id }) => ({
    ...{ id, position, state, reason, orders: channel_order_ids, channelPackageId: channel_package_id },
  }));
};

/** false: the labels changed meanwhile, and it is to be made once more. */
async function makeFile(run: Run): Promise<boolean> {
  const { services, context, runId } = run;
  const { merchantId } = context;
  const blobs = await services.blobs.forMerchant(merchantId);
  const { task, labels } = await services.database.withMerchant(merchantId, async (tx) => ({
    task: await tx.selectFrom('label_run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow(),
    labels: await labelsOf(tx, runId),
  }));
  const fetched = labels.filter(({ state }) => state === 'fetched');
  const parts: (Label & { bytes: Uint8Array })[] = [];
  for (const label of fetched) {
    const bytes = await services.database.withMerchant(merchantId, (tx) => blobs.get(tx, { objectId: label.id, version: 1 }));
    if (bytes) parts.push({ ...label, bytes });
  }
  const missing = labels.filter(({ state }) => state === 'missing');
  const made = await mergeLabels({ parts, layout: task.layout, missing, total: labels.length });
  return context.commit(
    async (tx) => {
      const now = context.now();
      const held = await taskOf(tx, runId);
      if (held?.state !== 'merging') return true;
      const same = (await labelsOf(tx, runId)).filter(({ state }) => state === 'fetched');
      if (same.length !== fetched.length || same.some(({ id }, index) => id !== fetched[index]?.id)) return false;
      for (const { id, pages } of made.parts) await tx.updateTable('label').set({ pages }).where('id', '=', id).execute();
      const version = held.last_version + 1;
      await blobs.remove(tx, runId);
      const isKept = made.pages > 0 && (await blobs.put(tx, { objectId: runId, version }, made.bytes));
      const file = isKept ? { file_version: version, pages: made.pages, bytes: made.bytes.length } : { file_version: null };
      await tx
        .updateTable('label_run')
        .set({ state: 'done', finished_at: new Date(now), last_version: version, ...file })
        .where('id', '=', runId)
        .execute();
      for (const id of made.damaged) {
        await blobs.remove(tx, id);
        await tx.updateTable('label').set({ state: 'missing', reason: 'damaged' }).where('id', '=', id).execute();
      }
      await showLabelRun(tx, services, { merchantId, runId, now });
      return true;
    },
    { finish: false },
  );
}
