/**
 * Reads what the platform says of a shop's applications, those made in its seller centre included: a handful, so whole each time. Each
 * minute while one is under way, else each hour.
 *
 * A consent without the scope is told apart before the platform is asked: its refusal would look like a lost consent and would stop the
 * shop's other streams.
 */
import type { ChannelProgrammeApplication, ChannelProgrammes, ShopAccess } from '@tradewind/channels';
import { eachPage } from '@tradewind/channels/paging';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { saveApplications } from '../commands/save-applications.ts';
import { readApplicationsKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
export const FOLLOW_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 60 * 60_000;
/** The platform's clock may run before ours. */
const AHEAD_MS = 10 * 60_000;
const PAGES_AT_MOST = 50;

export function readApplicationsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: readApplicationsKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const shop = { merchantId: context.merchantId, shopId };
      try {
        await withShopAccess(services, shop, async (_shop, { programmes }, access) => {
          if (!programmes) return;
          const mayRead = await services.database.withMerchant(shop.merchantId, (tx) => hasScope(tx, shopId, programmes.scope));
          const items = mayRead ? await readAll(programmes, access, context.now()) : [];
          const isUnderWay = items.some(({ status }) => status === 'submitted' || status === 'in-review');
          const dueAt = context.now() + (isUnderWay ? FOLLOW_EVERY_MS : LOOK_EVERY_MS);
          await context.commit((tx) => saveApplications(tx, { services, shop, items }), { reschedule: { dueAt } });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
      }
    },
  };
}

export async function readAll(programmes: ChannelProgrammes, access: ShopAccess, now: number): Promise<ChannelProgrammeApplication[]> {
  const items: ChannelProgrammeApplication[] = [];
  const list = (pageToken: string | null) =>
    programmes.applicationsUpdated(access, { updatedFrom: 0, updatedTo: now + AHEAD_MS, pageToken });
  for await (const page of eachPage(list, { pagesMax: PAGES_AT_MOST })) items.push(...page.items);
  return items;
}
