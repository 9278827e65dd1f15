/** Goes on with a task that was submitted, slice by slice. Where it stands, its rows say, so that a kill costs one slice. */
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { showRun } from '../commands/move-publication.ts';
import { submitSlice } from '../commands/submit-publications.ts';
import { submitRunKind } from '../publication-jobs.ts';

const payload = z.strictObject({ runId: z.uuid() });

export function submitRunJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: submitRunKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const runId = jobs[0]?.payload.runId ?? '';
      const of = { merchantId: context.merchantId, runId };
      let remaining = 1;
      while (remaining > 0 && !context.signal.aborted)
        remaining = await context.commit(
          async (tx) => {
            const now = context.now();
            const slice = await submitSlice(tx, services, { ...of, now });
            await showRun(tx, { ...of, now });
            return slice.remaining;
          },
          { finish: false },
        );
    },
  };
}
