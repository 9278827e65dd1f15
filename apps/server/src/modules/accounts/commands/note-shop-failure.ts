import { z } from 'zod';
import type { LaneFailure } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { tellConsentLost } from './tell-consent.ts';

const aboutShop = z.object({ shopId: z.uuid() });
/** Failures that a person should read on the shop's page; bugs and lost leases are the log's. */
const shown: ReadonlySet<string> = new Set(['retry-later', 'out-of-quota', 're-authorise', 'rejected', 'unknown-outcome']);

/** Writes a lane's trouble to its shop. A refused consent also stops the shop's work until somebody consents again. */
export async function noteShopFailure(services: Services, { merchantId, jobs, failure }: LaneFailure): Promise<void> {
  const about = aboutShop.safeParse(jobs[0]?.payload);
  if (!about.success || !shown.has(failure.kind)) return;
  const { shopId } = about.data;
  await services.database.withMerchant(merchantId, async (tx) => {
    const updated = await tx
      .updateTable('shop')
      .set({
        last_error_code: failure.code ?? failure.kind,
        last_error_kind: failure.kind,
        last_error_message: failure.message,
        last_error_at: new Date(failure.at),
      })
      .where('id', '=', shopId)
      .where('state', '!=', 'unbound')
      .returning('id')
      .executeTakeFirst();
    if (!updated) return;
    if (failure.kind === 're-authorise') {
      await tx.updateTable('shop').set({ state: 're-authorise' }).where('id', '=', shopId).where('state', '=', 'active').execute();
      await tellConsentLost(tx, services, { merchantId, shopIds: [shopId], now: failure.at });
    }
    await services.hints.publish(tx, merchantId, [{ type: 'shop.changed', ids: [shopId], shopId }]);
  });
}
