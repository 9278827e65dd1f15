import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { showLabelRun } from '../commands/show-label-run.ts';
import { purgeLabelsKind } from '../jobs.ts';

const payload = z.strictObject({ runId: z.uuid() });

/** Fourteen days after a task was begun its labels and its file are deleted; what was asked for, by whom, stays. */
export function purgeLabelsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: purgeLabelsKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const runId = jobs[0]?.payload.runId ?? '';
      const { merchantId } = context;
      const blobs = await services.blobs.forMerchant(merchantId);
      await context.commit(async (tx) => {
        const run = await tx.selectFrom('label_run').select(['id', 'state']).where('id', '=', runId).forUpdate().executeTakeFirst();
        if (!run) return;
        const labels = await tx.selectFrom('label').select('id').where('run_id', '=', runId).execute();
        for (const { id } of labels) await blobs.remove(tx, id);
        await blobs.remove(tx, runId);
        const now = context.now();
        const isOver = run.state === 'done' || run.state === 'cancelled';
        const ended = isOver ? {} : { state: 'cancelled' as const, finished_at: new Date(now) };
        await tx
          .updateTable('label_run')
          .set({ ...ended, file_version: null, purged_at: new Date(now) })
          .where('id', '=', runId)
          .execute();
        await showLabelRun(tx, services, { merchantId, runId, now });
      });
    },
  };
}
