import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { nextLook, watchWaiting } from '../commands/watch-waiting.ts';
import { watchWaitingKind } from '../jobs.ts';
import { readAgents } from '../queries/agents.ts';

const payload = z.strictObject({ shopId: z.uuid() });

/** A shop's own timer: due at once when somebody begins to wait, then whenever something becomes due that no message brings about. */
export function watchWaitingJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: watchWaitingKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, { merchantId, commit, now: clock }) {
      const shop = { merchantId, shopId: jobs[0]?.payload.shopId ?? '' };
      const now = clock();
      const agents = await readAgents(services, merchantId);
      const dueAt = await services.database.readMerchant(merchantId, (tx) => nextLook(tx, shop, now));
      await commit((tx) => watchWaiting(tx, { services, shop, agents, now }), dueAt === null ? {} : { reschedule: { dueAt } });
    },
  };
}
