import type { TenantTx } from '../../../platform/database/database.ts';
import type { NewJob } from '../../../platform/lanes/lanes.ts';
import { settleMany } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { watchWaitingJob } from '../jobs.ts';
import { warningSubjects } from '../warnings.ts';
import type { MovedTurns } from './save-turns.ts';

/** Who goes on writing may have been set aside: looked after too, but not once for every word. */
const MORE_WORDS_MS = 5_000;

type Shop = { merchantId: string; shopId: string };
type Followed = { services: Services; shop: Shop; turns: MovedTurns; now: number };

/** An answer ends what was told of it, in its own transaction; who waits from now on is looked after by the job that is handed back. */
export async function followTurns(tx: TenantTx, { services, shop, turns: { waiting, begun, ended }, now }: Followed): Promise<NewJob[]> {
  const subjects = ended.flatMap(warningSubjects);
  for (const kind of ['reply-due', 'reply-escalated'] as const)
    await settleMany(tx, services, { merchantId: shop.merchantId, kind, subjects, now });
  return waiting.length > 0 ? [watchWaitingJob(shop.shopId, begun.length > 0 ? now : now + MORE_WORDS_MS)] : [];
}
