/** Packages, oldest update first. */
import { z } from 'zod';
import type { ChannelPackage, Page, ShopAccess, UpdatedRange } from '../port.ts';
import { id, instant, list, pageFields, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { OLDEST_UPDATE_FIRST, type Platform, searchPage, wireRange } from './platform.ts';

const PAGE_SIZE = 50;
const STATUSES = { PROCESSING: 'processing', FULFILLING: 'fulfilling', COMPLETED: 'completed', CANCELLED: 'cancelled' } as const;

const packagePage = z.object({
  packages: list(
    z.object({
      id,
      orders: list(z.object({ id })),
      status: z.enum(['PROCESSING', 'FULFILLING', 'COMPLETED', 'CANCELLED']),
      tracking_number: text,
      shipping_provider_name: text,
      create_time: instant,
      update_time: instant,
    }),
  ),
  ...pageFields,
});

export async function listPackages(platform: Platform, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelPackage>> {
  const page = await searchPage(platform, shop, {
    operation: OPERATIONS.packageSearch,
    schema: packagePage,
    pageSize: PAGE_SIZE,
    pageToken: range.pageToken,
    query: OLDEST_UPDATE_FIRST,
    body: wireRange('update_time', range.updatedFrom, range.updatedTo),
  });
  const items = page.packages.map((wire) => ({
    channelPackageId: wire.id,
    channelOrderIds: wire.orders.map((order) => order.id),
    status: STATUSES[wire.status],
    trackingNumber: wire.tracking_number || null,
    carrier: wire.shipping_provider_name || null,
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
  }));
  return { items, nextToken: page.next_page_token, total: page.total_count };
}
