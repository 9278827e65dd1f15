/**
 * Reads what the platform records about a shop. The lists by update time are read from a day before the newest update seen (they are
 * short, so the overlap costs nothing, and what became visible late is not missed); standing and linked accounts come whole. Everything
 * is stored at once or not at all.
 *
 * A consent without the scope is told apart before the platform is asked: its refusal would look like a lost consent and would stop the
 * shop's other streams.
 */
import type { ChannelPenalties, Page, ShopAccess, UpdatedRange } from '@tradewind/channels';
import { eachPage } from '@tradewind/channels/paging';
import { z } from 'zod';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { noteNoConsent, readingOf, type ShopRecords, saveRecords } from '../commands/save-records.ts';
import { readRecordsKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const EVERY_MS = 60_000;
const OVERLAP_MS = 86_400_000;
/** The platform's clock may run before ours. */
const AHEAD_MS = 10 * 60_000;
const PAGES_AT_MOST = 500;

export function readRecordsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: readRecordsKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const ids = { merchantId: context.merchantId, shopId };
      try {
        await withShopAccess(services, ids, async (_shop, { penalties }, access) => {
          if (!penalties) return;
          const reschedule = { dueAt: context.now() + EVERY_MS };
          const mayRead = await services.database.withMerchant(ids.merchantId, (tx) => hasScope(tx, shopId, penalties.scope));
          if (!mayRead) return context.commit((tx) => noteNoConsent(tx, { services, shop: ids }), { reschedule });
          const records = await read({ services, context, shopId, penalties, access });
          return context.commit((tx) => saveRecords(tx, { services, shop: ids, records, now: context.now() }), { reschedule });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
      }
    },
  };
}

type Run = { services: Services; context: JobContext; shopId: string; penalties: ChannelPenalties; access: ShopAccess };

async function read({ services, context, shopId, penalties, access }: Run): Promise<ShopRecords> {
  const before = await services.database.withMerchant(context.merchantId, (tx) => readingOf(tx, shopId));
  const since = <T>(cursor: Date | undefined, list: (range: UpdatedRange) => Promise<Page<T>>): Promise<T[]> => {
    const updatedFrom = Math.max(0, (cursor?.getTime() ?? 0) - OVERLAP_MS);
    return toTheEnd((pageToken) => list({ updatedFrom, updatedTo: context.now() + AHEAD_MS, pageToken }));
  };
  // Violations before what refers to them.
  const violations = await since(before?.violations_to, (range) => penalties.violationsUpdated(access, range));
  const appeals = await since(before?.appeals_to, (range) => penalties.appealsUpdated(access, range));
  const balanceHolds = await since(before?.holds_to, (range) => penalties.balanceHoldsUpdated(access, range));
  return {
    violations,
    appeals,
    balanceHolds,
    standing: await penalties.standing(access),
    linkedAccounts: await penalties.linkedAccounts(access),
  };
}

export async function toTheEnd<T>(list: (pageToken: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of eachPage(list, { pagesMax: PAGES_AT_MOST })) items.push(...page.items);
  return items;
}
