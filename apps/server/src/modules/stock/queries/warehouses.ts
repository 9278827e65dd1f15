import type { AnswerOf, Routes } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';

type Warehouse = AnswerOf<Routes['warehouses.list']>['items'][number];

export async function readWarehouses(tx: TenantTx): Promise<Warehouse[]> {
  const rows = await tx.selectFrom('warehouse').selectAll().orderBy('created_at').orderBy('id').execute();
  const serving = await tx.selectFrom('warehouse_shop').selectAll().orderBy('rank').orderBy('shop_id').execute();
  return rows.map(({ id, name, kind, country, region, postcode, is_active }) => ({
    ...{ id, name, kind, country, region, postcode, isActive: is_active },
    shops: serving
      .filter(({ warehouse_id }) => warehouse_id === id)
      .map(({ shop_id, rank, channel_warehouse_id }) => ({ shopId: shop_id, rank, channelWarehouseId: channel_warehouse_id })),
  }));
}
