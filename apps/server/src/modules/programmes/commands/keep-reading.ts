import { sql } from 'kysely';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { readApplicationsJob, readApplicationsKind } from '../jobs.ts';

/** An active shop whose consent covers applications, and that nobody reads for, gets its reading. Harmless to run at any time. */
export async function keepReadingApplications(services: Services, merchantId: string): Promise<void> {
  const now = services.clock.now();
  for (const channel of Object.values(services.channels)) {
    const { programmes } = channel;
    if (!programmes) continue;
    await services.database.withMerchant(merchantId, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        SELECT shop.id FROM shop JOIN channel_authorization AS consent
          ON consent.merchant_id = shop.merchant_id AND consent.id = shop.authorization_id
        WHERE shop.state = 'active' AND shop.channel = ${channel.name} AND ${programmes.scope} = ANY (consent.granted_scopes)
          AND NOT EXISTS (
            SELECT 1 FROM system.job WHERE job.merchant_id = shop.merchant_id AND job.lane = 'shop:' || shop.id || ':programmes'
              AND job.kind = ${readApplicationsKind})`.execute(tx);
      if (rows.length > 0) await enqueue(tx, { merchantId, jobs: rows.map(({ id }) => readApplicationsJob(id, now)), now });
    });
  }
}
