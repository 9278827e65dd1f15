import { sql } from 'kysely';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { type DetailedListing, saveDetails } from '../commands/save-details.ts';
import { readShown, saveDrift, watchedAmong } from '../commands/save-drift.ts';
import { readDetailsKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
/** A call each, one after the other: few enough that the sweep of the same lane is not kept waiting. */
const LISTINGS_A_RUN = 20;

/** Category and brand of the listings that changed since they were last read; the list of listings has neither. */
export function readDetailsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: readDetailsKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const { rows } = await services.database.withMerchant(context.merchantId, (tx) =>
        sql<{ id: string; channel_product_id: string; updated_at: Date }>`
          SELECT id, channel_product_id, updated_at FROM listing
          WHERE shop_id = ${shopId} AND detailed_for IS DISTINCT FROM updated_at ORDER BY id LIMIT ${LISTINGS_A_RUN + 1}`.execute(tx),
      );
      const isMore = rows.length > LISTINGS_A_RUN;
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (shop, channel, access) => {
          const read: DetailedListing[] = [];
          for (const row of rows.slice(0, LISTINGS_A_RUN))
            read.push({ id: row.id, detailedFor: row.updated_at, detail: await channel.listingDetail(access, row.channel_product_id) });
          const { publishing } = channel;
          const ids = read.map((_listing, at) => rows[at]?.channel_product_id ?? '');
          const watched = await services.database.withMerchant(context.merchantId, async (tx) =>
            publishing && (await hasScope(tx, shopId, publishing.scope)) ? watchedAmong(tx, shopId, ids) : [],
          );
          const shown = publishing ? await readShown({ publishing, access }, watched) : [];
          const { merchantId } = context;
          await context.commit(
            async (tx) => {
              await saveDetails(tx, { services, shop, read });
              await saveDrift(tx, { services, merchantId, shopId, shown, now: context.now() });
            },
            isMore ? { reschedule: { dueAt: context.now() } } : {},
          );
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}
