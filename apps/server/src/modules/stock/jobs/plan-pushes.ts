import { z } from 'zod';
import { enqueue, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { fillShort } from '../commands/fill-short.ts';
import { planPushes } from '../commands/plan-pushes.ts';
import { planKind, pushJob } from '../jobs.ts';
import { workbench } from '../ledger.ts';

const payload = z.strictObject({ variantId: z.uuid() });

/** After a change: orders that wait for units come first, then what is left is told to the shops. */
export function planPushesJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: planKind,
    payload,
    batchMax: 200,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const variantIds = jobs.map((job) => job.payload.variantId);
      const base = { services, merchantId: context.merchantId, now: context.now() };
      await context.commit(async (tx) => {
        await fillShort(tx, { ...base, actor: workbench, variantIds });
        const shopIds = await planPushes(tx, { ...base, variantIds });
        await enqueue(tx, { ...base, jobs: shopIds.map((shopId) => pushJob(shopId, base.now)) });
      });
    },
  };
}
