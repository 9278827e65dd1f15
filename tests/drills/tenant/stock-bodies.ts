/** Bodies of the routes of stock, that would be accepted if their ids were the caller's own. */
export const stockBodies = (ids: Readonly<Record<string, string>>, label: string): Record<string, unknown> => ({
  'warehouses.create': { name: label, kind: 'own', country: 'GB' },
  'warehouses.update': { name: label, kind: 'own', country: 'GB', isActive: true },
  'warehouse-skus.set': { variantId: ids.variantId },
  'stock-items.set': { leadTimeDays: 20 },
  'stock-adjustments.create': { kind: 'receive', rows: [{ variantId: ids.variantId, warehouseId: ids.warehouseId, units: 1 }] },
  'stock-counts.create': 'sku,warehouse,counted\nNONE,Nowhere,1\n',
  'stock-transfers.create': {
    ...{ variantId: ids.variantId, fromWarehouseId: ids.warehouseId, toWarehouseId: ids.otherWarehouseId, units: 1 },
  },
  'stock-transfers.settle': { arrived: 1 },
  'stock-reservations.create': { reference: label, variantId: ids.variantId, units: 1 },
  'stock-reservations.release': { reference: ids.reservationName },
  'stock-reservations.ship': { reference: ids.reservationName },
  'stock-checks.repair': {},
  'stock-shops.set': { isPushing: false, warehouses: [{ warehouseId: ids.warehouseId, channelWarehouseId: null }] },
  'allocation-rules.set': {
    ...{ shopId: ids.shopId, variantId: ids.variantId },
    rule: { kind: 'fixed', value: 5, safetyStock: 0, minimum: 0 },
  },
  'allocation-rules.preview': { variantId: ids.variantId },
  'stock-pushes.repeat': { shopId: ids.shopId },
});
