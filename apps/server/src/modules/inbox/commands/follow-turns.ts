import type { TenantTx } from '../../../platform/database/database.ts';
import type { NewJob } from '../../../platform/lanes/lanes.ts';
import { settleMany } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { watchWaitingJob } from '../jobs.ts';
import { warningSubjects } from '../warnings.ts';
import type { MovedTurns } from './save-turns.ts';

type Shop = { merchantId: string; shopId: string };
type Followed = { services: Services; shop: Shop; turns: MovedTurns; isBack: boolean; now: number };

/**
 * An answer ends what was told of it, in its own transaction; who waits from now on, or has come back from being set aside (`isBack`), is looked
 * after by the job that is handed back.
 */
export async function followTurns(tx: TenantTx, { services, shop, turns: { begun, ended }, isBack, now }: Followed): Promise<NewJob[]> {
  const subjects = ended.flatMap(warningSubjects);
  for (const kind of ['reply-due', 'reply-escalated'] as const)
    await settleMany(tx, services, { merchantId: shop.merchantId, kind, subjects, now });
  return begun.length > 0 || isBack ? [watchWaitingJob(shop.shopId, now)] : [];
}
