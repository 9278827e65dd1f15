import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import { refreshDisplaysJob } from '../jobs.ts';

/** In the transaction that stored reviews: what other shops show of them follows, without anybody's click. */
export async function followReviews(tx: TenantTx, { merchantId, now }: { merchantId: string; now: number }): Promise<void> {
  const shown = await tx.selectFrom('review_display').select('id').where('is_on', '=', true).limit(1).executeTakeFirst();
  if (shown) await enqueue(tx, { merchantId, jobs: [refreshDisplaysJob(now)], now });
}
