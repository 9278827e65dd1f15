/** Keeps what is shown as it is elsewhere: after reviews changed, and each hour for units sold. */
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { refreshDisplay } from '../display.ts';
import { refreshDisplaysKind } from '../jobs.ts';
import { translateElsewhere } from '../translate-elsewhere.ts';

const payload = z.strictObject({});
const EVERY_MS = 60 * 60_000;
const DISPLAYS_A_SLICE = 50;
/** What nobody could translate in a day is left to a person. */
const FRESH_MS = 24 * 60 * 60_000;

export function refreshDisplaysJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: refreshDisplaysKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(_jobs, context) {
      const { merchantId } = context;
      let after: string | null = null;
      for (;;) {
        const slice: { id: string; shopId: string; channelProductId: string }[] = await services.database.withMerchant(merchantId, (tx) =>
          tx
            .selectFrom('review_display')
            .select(['id', 'shop_id as shopId', 'channel_product_id as channelProductId'])
            .where('is_on', '=', true)
            .$if(after !== null, (query) => query.where('id', '>', after))
            .orderBy('id')
            .limit(DISPLAYS_A_SLICE)
            .execute(),
        );
        const changed = { services, merchantId, now: context.now(), cause: 'reviews-changed', by: 'workbench' } as const;
        for (const { shopId, channelProductId } of slice) {
          await translateElsewhere(services, { merchantId, key: { shopId, channelProductId }, since: context.now() - FRESH_MS });
          await context.commit((tx) => refreshDisplay(tx, changed, { shopId, channelProductId }), { finish: false });
        }
        after = slice.at(-1)?.id ?? null;
        if (slice.length < DISPLAYS_A_SLICE) break;
      }
      await context.commit(async () => undefined, { reschedule: { dueAt: context.now() + EVERY_MS } });
    },
  };
}
