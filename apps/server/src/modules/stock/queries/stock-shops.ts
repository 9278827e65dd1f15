import type { AnswerOf, Routes } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

type StockShop = AnswerOf<Routes['stock-shops.list']>['items'][number];

export async function readStockShops(services: Services, tx: TenantTx, caller: Caller): Promise<StockShop[]> {
  const shops = (await shopsInScope(tx, { caller })).filter(({ state }) => state !== 'unbound');
  const settings = new Map((await tx.selectFrom('stock_shop').selectAll().execute()).map((row) => [row.shop_id, row]));
  const serving = await tx.selectFrom('warehouse_shop').selectAll().orderBy('rank').execute();
  const counts = await tx
    .selectFrom('stock_push')
    .select('shop_id')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('failure', 'is', null).filterWhereRef('version', '>', 'confirmed_version').as('waiting'),
      fn.countAll<number>().filterWhere('failure', 'is not', null).as('failed'),
      fn.countAll<number>().filterWhere('drift', '<>', 0).as('drifting'),
    ])
    .groupBy('shop_id')
    .execute();
  const countOf = new Map(counts.map((row) => [row.shop_id, row]));
  return shops.map((shop): StockShop => {
    const held = settings.get(shop.id);
    const { waiting = 0, failed = 0, drifting = 0 } = countOf.get(shop.id) ?? {};
    return {
      shop: shopChip(shop),
      isPushing: held?.is_pushing ?? false,
      maySplit: held?.may_split ?? true,
      // The cast: a shop's channel was written from a ChannelName.
      canPush: services.channels[shop.channel as keyof Services['channels']]?.stock !== undefined,
      trouble: held?.trouble ?? null,
      comparedAt: held?.compared_at?.toISOString() ?? null,
      warehouses: serving
        .filter(({ shop_id }) => shop_id === shop.id)
        .map(({ warehouse_id, channel_warehouse_id }) => ({ warehouseId: warehouse_id, channelWarehouseId: channel_warehouse_id })),
      channelWarehouses: (held?.channel_warehouses ?? []).map(({ channelWarehouseId, name, country, isDefault }) => ({
        ...{ channelWarehouseId, name, country, isDefault },
      })),
      ...{ waiting, failed, drifting },
    };
  });
}

export const listStockShops = (services: Services, caller: Caller): Promise<AnswerOf<Routes['stock-shops.list']>> =>
  services.database.withMerchant(caller.merchantId, async (tx) => ({ items: await readStockShops(services, tx, caller) }));
