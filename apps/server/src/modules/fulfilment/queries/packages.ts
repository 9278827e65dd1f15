import type { AnswerOf, PackageView, ParsedOf, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';

type PackageRow = Selectable<TenantTables['package']>;

export function shopOf({ id, name, channel, market, timeZone }: ShopInScope): PackageView['shop'] {
  return { id, name, channel: channel as PackageView['shop']['channel'], market, timeZone }; // written from the contract's enum
}

function packageView(row: PackageRow, shop: ShopInScope, channelOrderIds: string[]): PackageView {
  return {
    id: row.id,
    channelPackageId: row.channel_package_id,
    channelOrderIds,
    status: row.status,
    trackingNumber: row.tracking_number,
    carrier: row.carrier,
    shop: shopOf(shop),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

async function orderIdsOf(tx: TenantTx, rows: readonly PackageRow[]): Promise<Map<string, string[]>> {
  const links =
    rows.length === 0
      ? []
      : await tx
          .selectFrom('package_order')
          .innerJoin('package', 'package.id', 'package_order.package_id')
          .select(['package_id', 'channel_order_id'])
          .where(
            'package.id',
            'in',
            rows.map((row) => row.id),
          )
          .orderBy('channel_order_id')
          .execute();
  const ids = new Map<string, string[]>();
  for (const link of links) ids.set(link.package_id, [...(ids.get(link.package_id) ?? []), link.channel_order_id]);
  return ids;
}

export async function packagesOfOrder(
  tx: TenantTx,
  { shop, channelOrderId }: { shop: ShopInScope; channelOrderId: string },
): Promise<PackageView[]> {
  const rows = await tx
    .selectFrom('package_order')
    .innerJoin('package', (join) =>
      join.onRef('package.merchant_id', '=', 'package_order.merchant_id').onRef('package.id', '=', 'package_order.package_id'),
    )
    .selectAll('package')
    .where('package_order.shop_id', '=', shop.id)
    .where('package_order.channel_order_id', '=', channelOrderId)
    .orderBy('package.created_at')
    .execute();
  const ids = await orderIdsOf(tx, rows);
  return rows.map((row) => packageView(row, shop, ids.get(row.id) ?? []));
}

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['packages.list']>['query'] };

export async function listPackages(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['packages.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map(
      (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).map((shop) => [shop.id, shop]),
    );
    if (shops.size === 0) return { items: [], nextCursor: null };
    let found = tx
      .selectFrom('package')
      .selectAll()
      .where('shop_id', 'in', [...shops.keys()])
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (after) found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(after.at), after.id)));
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    const ids = await orderIdsOf(tx, page.items);
    return {
      items: page.items.flatMap((row) => {
        const shop = shops.get(row.shop_id);
        return shop ? [packageView(row, shop, ids.get(row.id) ?? [])] : [];
      }),
      nextCursor: page.nextCursor,
    };
  });
}
