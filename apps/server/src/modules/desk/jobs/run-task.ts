/** Goes on with an act on many orders: names them first, then works them, slice by slice. */
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { findSome, runSlice, searchedIn } from '../commands/run-task.ts';
import { searchTerms } from '../desk-filter.ts';
import { runTaskKind } from '../task-jobs.ts';

const payload = z.strictObject({ taskId: z.uuid() });

export function runTaskJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: runTaskKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const { merchantId } = context;
      const taskId = jobs[0]?.payload.taskId ?? '';
      const q = await services.database.withMerchant(merchantId, (tx) => searchedIn(tx, taskId));
      const terms = await searchTerms(services, merchantId, q);
      const step = (run: (now: number) => Parameters<typeof context.commit<boolean>>[0]) =>
        context.commit(run(context.now()), { finish: false });
      let isMore = true;
      while (isMore && !context.signal.aborted) isMore = await step((now) => (tx) => findSome(tx, { merchantId, taskId, now }, terms));
      isMore = true;
      while (isMore && !context.signal.aborted) isMore = await step((now) => (tx) => runSlice(tx, { services, merchantId, taskId, now }));
      // Stopped on the way: it must stay in the queue.
      if (isMore) throw new Error('stopped in the middle of a task; goes on from its rows');
    },
  };
}
