import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { noteShop, saveShown } from '../commands/save-pushes.ts';
import { announcePlans } from '../commands/set-shop.ts';
import { compareKind } from '../jobs.ts';
import { defaultAmong, withStock } from './push-stock.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const EVERY_MS = 60_000;

/**
 * Asks a shop what it shows and puts that beside what it was told. What differs more than its orders explain is a drift, which a person
 * decides about. Links that were made meanwhile get their first number here at the latest.
 */
export function compareStockJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: compareKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      await withStock({ services, context, shopId }, async ({ stock, access }) => {
        const told = await services.database.withMerchant(context.merchantId, (tx) =>
          tx.selectFrom('stock_push').select('channel_sku_id').distinct().where('shop_id', '=', shopId).execute(),
        );
        const warehouses = await stock.warehouses(access);
        const ids = told.map(({ channel_sku_id }) => channel_sku_id);
        const levels = ids.length === 0 ? [] : await stock.quantities(access, ids);
        const now = context.now();
        await context.commit(
          async (tx) => {
            await saveShown(tx, { shopId, levels, defaultId: defaultAmong(warehouses), now });
            await noteShop(tx, { shopId, comparedAt: now, trouble: null, warehouses });
            await announcePlans(tx, { services, merchantId: context.merchantId, now, shopId, isUntoldOnly: true });
          },
          { reschedule: { dueAt: now + EVERY_MS } },
        );
      });
    },
  };
}
