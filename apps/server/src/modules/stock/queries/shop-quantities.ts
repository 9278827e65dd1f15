import { spread } from '@tradewind/rules/stock-allocation';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Allocated, allocating } from './allocations.ts';

/** The platform's warehouses as it calls them; those nobody has named are its default, which is the empty name here. */
export function byChannelWarehouse({
  quantity,
  warehouses,
}: Pick<Allocated, 'quantity' | 'warehouses'>): { channelWarehouseId: string; units: number }[] {
  const sums = new Map<string, number>();
  spread(quantity, warehouses).forEach(({ units }, index) => {
    const key = warehouses[index]?.channelWarehouseId ?? '';
    sums.set(key, units + (sums.get(key) ?? 0));
  });
  return [...sums].map(([channelWarehouseId, units]) => ({ channelWarehouseId, units }));
}

export type ShopQuantity = { quantity: number; parts: { channelWarehouseId: string; units: number }[] };

/** What a shop may show of these variants, whether it is told numbers already or not. Null: a part of the variant is counted by nobody. */
export async function shopQuantities(
  tx: TenantTx,
  services: Pick<Services, 'guards'>,
  variantIds: readonly string[],
): Promise<(shopId: string, variantId: string) => ShopQuantity | null> {
  const allocationOf = await allocating(tx, { services, variantIds });
  return (shopId, variantId) => {
    const allocated = allocationOf(shopId, variantId);
    return allocated && { quantity: allocated.quantity, parts: byChannelWarehouse(allocated) };
  };
}
