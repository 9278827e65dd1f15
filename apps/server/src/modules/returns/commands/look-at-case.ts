import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { lookJob } from '../jobs.ts';
import { findCase } from '../queries/case-row.ts';

type Input = Parameters<Handlers['return-looks.create']>[0];

export async function lookAtCase(services: Services, { caller, params }: Input): Promise<{ caseId: string } | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findCase(tx, params.caseId, caller.shopIds);
    if (!found) return refuse('not-found');
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [lookJob(found.shop_id, found.id, now)], now });
    return { caseId: found.id };
  });
}
