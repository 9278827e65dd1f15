import { type Core, unixSeconds } from '../core.ts';
import type { Order, Sku, StockLevel } from '../types.ts';

/**
 * Units on the platform's shelves. Reserved when an order is placed, back when it is cancelled, gone with the parcel; in between a seller
 * says absolutely how many may still be sold. An order leaves from one warehouse.
 */
export type BasketWish = { sku: Sku; quantity: number };

const LOW = 10;

export const emptyLevel = (warehouseId: string, available: number): StockLevel => ({
  warehouseId,
  available,
  committed: 0,
  ordered: 0,
  cancelled: 0,
  shipped: 0,
});

const levelAt = (sku: Sku, warehouseId: string): StockLevel | undefined => sku.stock.find((level) => level.warehouseId === warehouseId);

/** The first warehouse that has the first thing wished for which is there at all, and what else of the basket it has. */
export function servedBy(wishes: readonly BasketWish[]): { warehouseId: string | null; wishes: BasketWish[] } {
  const has = ({ sku, quantity }: BasketWish, id: string): boolean => quantity <= (levelAt(sku, id)?.available ?? 0);
  for (const wish of wishes) {
    const level = wish.sku.stock.find(({ available }) => wish.quantity <= available);
    if (level) return { warehouseId: level.warehouseId, wishes: wishes.filter((other) => has(other, level.warehouseId)) };
  }
  return { warehouseId: null, wishes: [] };
}

export function reserve(core: Core, { sku, warehouseId, quantity }: BasketWish & { warehouseId: string }): void {
  const level = levelAt(sku, warehouseId);
  if (!level || level.available < quantity) throw new Error(`stock of ${sku.id} would go below zero`);
  watched(core, sku, () => {
    level.available -= quantity;
    level.committed += quantity;
    level.ordered += quantity;
  });
}

/** Back on the shelf: the order was cancelled before it left. */
export function release(core: Core, order: Order): void {
  for (const { sku, level } of levelsOf(core, order)) {
    watched(core, sku, () => {
      level.available++;
      level.committed--;
      level.cancelled++;
    });
  }
}

/** Gone with the parcel. */
export function consume(core: Core, order: Order): void {
  for (const { level } of levelsOf(core, order)) {
    level.committed--;
    level.shipped++;
  }
}

/** What is committed stays committed; a warehouse that the SKU was not in is added as the last to serve from. */
export function setQuantity(core: Core, { sku, warehouseId, quantity }: BasketWish & { warehouseId: string }): void {
  watched(core, sku, () => {
    const level = levelAt(sku, warehouseId);
    if (level) level.available = quantity;
    else sku.stock.push(emptyLevel(warehouseId, quantity));
  });
}

/** One level per unit: a line is a unit. */
function levelsOf(core: Core, order: Order): { sku: Sku; level: StockLevel }[] {
  return order.lines.flatMap(({ skuId }) => {
    const sku = core.store.world.skus.get(skuId);
    const level = sku && levelAt(sku, order.warehouseId);
    return level ? [{ sku, level }] : [];
  });
}

const availableOf = (sku: Sku): number => sku.stock.reduce((sum, { available }) => sum + available, 0);

const statusOf = (available: number): string => (available === 0 ? 'OUT_OF_STOCK' : available < LOW ? 'LOW_STOCK' : 'SUFFICIENT_STOCK');

/** The platform tells when a SKU becomes scarce, runs out or is there again, not of each unit. */
function watched(core: Core, sku: Sku, change: () => void): void {
  const before = statusOf(availableOf(sku));
  change();
  const available = availableOf(sku);
  const status = statusOf(available);
  if (status === before) return;
  core.emit(() => {
    const committed = sku.stock.reduce((sum, level) => sum + level.committed, 0);
    return {
      type: 27,
      eventType: 'INVENTORY_STATUS_CHANGE',
      shopId: core.store.world.products.get(sku.productId)?.shopId ?? '',
      at: core.at(),
      data: {
        product_id: sku.productId,
        sku_id: sku.id,
        trigger_reason: { alert_type: 'REALTIME', low_stock_threshold: LOW },
        current_inventory_status: status,
        inventory_distribution: {
          total_quantity: available + committed,
          available_quantity: available,
          creator_reserved_quantity: 0,
          campaign_reserved_quantity: 0,
          committed_quantity: committed,
        },
        update_time: unixSeconds(core.at()),
      },
    };
  });
}
