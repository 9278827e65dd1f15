import type { AnswerOf, Routes } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';

type Warehouse = AnswerOf<Routes['warehouses.list']>['items'][number];

export async function readWarehouses(tx: TenantTx): Promise<Warehouse[]> {
  const rows = await tx.selectFrom('warehouse').selectAll().orderBy('created_at').orderBy('id').execute();
  const serving = await tx.selectFrom('warehouse_shop').selectAll().orderBy('rank').orderBy('shop_id').execute();
  return rows.map(({ id, name, kind, country, is_active }) => ({
    ...{ id, name, kind, country, isActive: is_active },
    shops: serving
      .filter(({ warehouse_id }) => warehouse_id === id)
      .map(({ shop_id, rank, channel_warehouse_id }) => ({ shopId: shop_id, rank, channelWarehouseId: channel_warehouse_id })),
  }));
}

/** From where the shops may send, by shop: a parcel numbered elsewhere speaks for goods that lie elsewhere. */
export async function countriesOfShops(tx: TenantTx): Promise<Map<string, Set<string>>> {
  const countries = new Map<string, Set<string>>();
  const rows = await tx
    .selectFrom('warehouse_shop')
    .innerJoin('warehouse', 'warehouse.id', 'warehouse_shop.warehouse_id')
    .select(['warehouse_shop.shop_id as shopId', 'warehouse.country'])
    .where('warehouse.is_active', '=', true)
    .execute();
  for (const { shopId, country } of rows) countries.set(shopId, (countries.get(shopId) ?? new Set()).add(country));
  return countries;
}
