import { sql } from 'kysely';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { release } from '../commands/release.ts';
import { announce, expireKind } from '../jobs.ts';
import { workbench } from '../ledger.ts';
import { readReservations } from '../store.ts';

const payload = z.strictObject({ reference: z.string() });

/** Gives back what nobody paid for in time. What was paid meanwhile, or got more time, is left alone. */
export function expireReservationJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: expireKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const reference = jobs[0]?.payload.reference ?? '';
      const base = { services, merchantId: context.merchantId, now: context.now() };
      await context.commit(async (tx) => {
        const held = await readReservations(tx, sql`r.reference = ${reference} AND r.state = 'held' FOR UPDATE`);
        const isDue = held.length > 0 && held.every(({ expiresAt }) => expiresAt !== null && expiresAt <= base.now);
        if (!isDue) return;
        const { variantIds } = await release(tx, { ...base, actor: workbench, reference, to: 'expired' });
        await announce(tx, { ...base, variantIds });
      });
    },
  };
}
