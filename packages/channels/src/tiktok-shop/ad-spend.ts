/**
 * Ad spend per shop and day. The real platform offers none here: the operator names an address that
 * answers in the platform's own manner (signed query, envelope, page tokens). Without one the channel
 * has no such capability, and the workbench shows it as absent.
 */
import { z } from 'zod';
import type { ChannelAdSpend, Page, ShopAccess } from '../port.ts';
import { refuseSameToken } from '../shared/paging.ts';
import { amount, amountIn, id, list, pageFields, readAnswer } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import type { Platform } from './platform.ts';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;

const spendPage = z.object({
  items: list(z.object({ id, day: z.iso.date(), amount, currency: z.string().min(1) })),
  ...pageFields,
});

export async function listAdSpend(
  platform: Platform,
  shop: ShopAccess,
  range: { extensionUrl: string; from: string; to: string; pageToken: string | null },
): Promise<Page<ChannelAdSpend>> {
  const operation = OPERATIONS.adSpend;
  const data = await platform.caller.signed({
    operation,
    baseUrl: range.extensionUrl,
    accessToken: shop.accessToken,
    shop,
    query: {
      start_date_ge: range.from,
      end_date_lt: dayAfter(range.to),
      page_size: String(PAGE_SIZE),
      ...(range.pageToken ? { page_token: range.pageToken } : {}),
    },
  });
  const page = readAnswer(spendPage, data, operation.name);
  refuseSameToken(range.pageToken, page.next_page_token);
  const items = page.items.map((wire) => ({
    channelAdSpendId: wire.id,
    day: wire.day,
    amount: amountIn(wire.amount, { currency: wire.currency, operation: operation.name, path: `items(${wire.id}).amount` }),
    currency: wire.currency,
  }));
  return { items, nextToken: page.next_page_token, total: page.total_count };
}

/** Calendar arithmetic on the day alone; the zone it belongs to plays no part. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
