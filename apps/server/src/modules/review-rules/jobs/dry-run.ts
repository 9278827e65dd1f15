/** Goes on with a dry run, slice by slice. */
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { trySlice } from '../commands/dry-run.ts';
import { dryRunKind } from '../jobs.ts';

const payload = z.strictObject({ dryRunId: z.uuid() });

export function dryRunJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: dryRunKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const dryRunId = jobs[0]?.payload.dryRunId ?? '';
      const { merchantId } = context;
      const secrets = await services.secrets.forMerchant(merchantId);
      let isMore = true;
      while (isMore && !context.signal.aborted) {
        const now = context.now();
        isMore = await context.commit((tx) => trySlice(tx, { services, merchantId, dryRunId, secrets, now }), { finish: false });
      }
      // Stopped on the way: it must stay in the queue.
      if (isMore) throw new Error('stopped in the middle of a dry run; goes on from its row');
    },
  };
}
