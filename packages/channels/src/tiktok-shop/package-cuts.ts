/** Splitting an order over packages and combining orders of one buyer, both before anything has left. */
import { z } from 'zod';
import type { Combinable, Page, ShopAccess, SplitAttributes } from '../port.ts';
import { id, list, oddAnswer, pageFields, readAnswer, refusalText } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, refusedRow, searchPage } from './platform.ts';

const PAGE_SIZE = 50;
const ORDERS_PER_CALL = 50;

const attributePage = z.object({
  split_attributes: list(
    z.object({ order_id: id, can_split: z.boolean().nullish(), must_split: z.boolean().nullish(), reason: refusalText }),
  ),
});

export async function splitAttributes(
  platform: Platform,
  shop: ShopAccess,
  channelOrderIds: readonly string[],
): Promise<SplitAttributes[]> {
  const operation = OPERATIONS.splitAttributes;
  const found: SplitAttributes[] = [];
  for (let from = 0; from < channelOrderIds.length; from += ORDERS_PER_CALL) {
    const query = { order_ids: channelOrderIds.slice(from, from + ORDERS_PER_CALL).join(',') };
    const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, query });
    for (const wire of readAnswer(attributePage, data, operation.name).split_attributes)
      found.push({
        channelOrderId: wire.order_id,
        canSplit: wire.can_split ?? false,
        mustSplit: wire.must_split ?? false,
        reason: wire.reason,
      });
  }
  return found;
}

const splitAnswer = z.object({ packages: list(z.object({ splittable_group_id: id, id })) });

/** Groups are named by their place, and the answer may come in any order. */
export async function split(
  platform: Platform,
  shop: ShopAccess,
  { channelOrderId, groups }: { channelOrderId: string; groups: readonly (readonly string[])[] },
): Promise<string[]> {
  const operation = OPERATIONS.orderSplit;
  const body = { splittable_groups: groups.map((lines, index) => ({ id: String(index + 1), order_line_item_ids: lines })) };
  const pathIds = { order_id: channelOrderId };
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, pathIds, body });
  const { packages } = readAnswer(splitAnswer, data, operation.name);
  return groups.map((_, index) => {
    const made = packages.find((one) => one.splittable_group_id === String(index + 1));
    if (!made) throw oddAnswer(operation.name, 'packages', 'a group has no package');
    return made.id;
  });
}

const packageRow = z.object({ id, order_ids: list(id) });
const combinablePage = z.object({ combinable_packages: list(packageRow), ...pageFields });
const ours = (wire: z.infer<typeof packageRow>): Combinable => ({ channelPackageId: wire.id, channelOrderIds: wire.order_ids });

export async function combinable(platform: Platform, shop: ShopAccess, pageToken: string | null): Promise<Page<Combinable>> {
  const search = { operation: OPERATIONS.combinableSearch, schema: combinablePage, pageSize: PAGE_SIZE, pageToken };
  const page = await searchPage(platform, shop, search);
  return { items: page.combinable_packages.map(ours), nextToken: page.next_page_token, total: page.total_count };
}

const combined = z.object({ packages: list(packageRow), errors: list(z.object({ code: id })) });

export async function combine(platform: Platform, shop: ShopAccess, packages: Combinable): Promise<Combinable> {
  const operation = OPERATIONS.packagesCombine;
  const body = { combinable_packages: [{ id: packages.channelPackageId, order_ids: packages.channelOrderIds }] };
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, body });
  const wire = readAnswer(combined, data, operation.name);
  const [error] = wire.errors;
  if (error) throw refusedRow(operation, error.code);
  const [made] = wire.packages;
  if (!made) throw oddAnswer(operation.name, 'packages', 'nothing was made and nothing refused');
  return ours(made);
}

export async function uncombine(platform: Platform, shop: ShopAccess, packages: Combinable): Promise<Combinable[]> {
  const operation = OPERATIONS.packageUncombine;
  const body = { order_ids: packages.channelOrderIds };
  const pathIds = { package_id: packages.channelPackageId };
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, pathIds, body });
  return readAnswer(z.object({ packages: list(packageRow) }), data, operation.name).packages.map(ours);
}
