import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { changeStock } from './commands/change-stock.ts';
import { checkStock, repairStock } from './commands/check-stock.ts';
import { importCount } from './commands/import-count.ts';
import { keepReservation, releaseReservation, shipReservation } from './commands/keep-reservation.ts';
import { createReserve } from './commands/reserve.ts';
import { setItem } from './commands/set-item.ts';
import { repeatPushes, ruleViews, setRule } from './commands/set-rule.ts';
import { setStockShop } from './commands/set-shop.ts';
import { createWarehouse, setWarehouseSku, updateWarehouse } from './commands/set-warehouse.ts';
import { sendTransfer, settleTransfer } from './commands/transfer.ts';
import { exportAdvice, listAdvice } from './queries/advice.ts';
import { listAlerts } from './queries/alerts.ts';
import { previewAllocation } from './queries/allocations.ts';
import { readItem } from './queries/items.ts';
import { listLevels, listMovements } from './queries/levels.ts';
import { listPushes } from './queries/pushes.ts';
import { listStockShops } from './queries/stock-shops.ts';
import { listTransfers } from './queries/transfers.ts';
import { readWarehouses } from './queries/warehouses.ts';

type StockHandlers = Pick<
  Handlers,
  | 'warehouses.list'
  | 'warehouses.create'
  | 'warehouses.update'
  | 'warehouse-skus.set'
  | 'stock-levels.list'
  | 'stock-alerts.list'
  | 'stock-items.get'
  | 'stock-movements.list'
  | 'stock-items.set'
  | 'stock-adjustments.create'
  | 'stock-counts.create'
  | 'stock-transfers.list'
  | 'stock-transfers.create'
  | 'stock-transfers.settle'
  | 'stock-reservations.create'
  | 'stock-reservations.release'
  | 'stock-reservations.ship'
  | 'stock-checks.get'
  | 'stock-checks.repair'
  | 'stock-shops.list'
  | 'stock-shops.set'
  | 'allocation-rules.list'
  | 'allocation-rules.set'
  | 'allocation-rules.preview'
  | 'stock-pushes.list'
  | 'stock-pushes.repeat'
  | 'stock-advice.list'
  | 'stock-advice.export'
>;

export function stockHandlers(services: Services): StockHandlers {
  const reserve = createReserve(services);
  const { database } = services;
  return {
    'warehouses.list': ({ caller }) => database.withMerchant(caller.merchantId, async (tx) => ({ items: await readWarehouses(tx) })),
    'warehouses.create': (input) => createWarehouse(services, input),
    'warehouses.update': (input) => updateWarehouse(services, input),
    'warehouse-skus.set': (input) => setWarehouseSku(services, input),
    'stock-levels.list': ({ caller, query }) => listLevels(services, { caller, query }),
    'stock-alerts.list': ({ caller }) => listAlerts(services, caller),
    'stock-items.get': ({ caller, params }) => readItem(services, { caller, ...params }),
    'stock-movements.list': ({ caller, params, query }) => listMovements(services, { caller, ...params, query }),
    'stock-items.set': (input) => setItem(services, input),
    'stock-adjustments.create': (input) => changeStock(services, input),
    'stock-counts.create': (input) => importCount(services, input),
    'stock-transfers.list': ({ caller, query }) => listTransfers(services, { caller, query }),
    'stock-transfers.create': (input) => sendTransfer(services, input),
    'stock-transfers.settle': (input) => settleTransfer(services, input),
    'stock-reservations.create': (input) => keepReservation(reserve, input),
    'stock-reservations.release': ({ caller, requestId, body }) => releaseReservation(services, { caller, requestId, ...body }),
    'stock-reservations.ship': ({ caller, requestId, body }) => shipReservation(services, { caller, requestId, ...body }),
    'stock-checks.get': (input) => checkStock(services, input),
    'stock-checks.repair': (input) => repairStock(services, input),
    'stock-shops.list': ({ caller }) => listStockShops(services, caller),
    'stock-shops.set': (input) => setStockShop(services, input),
    'allocation-rules.list': ({ caller }) => database.withMerchant(caller.merchantId, async (tx) => ({ items: await ruleViews(tx) })),
    'allocation-rules.set': (input) => setRule(services, input),
    'allocation-rules.preview': (input) => previewAllocation(services, input),
    'stock-pushes.list': ({ caller, query }) => listPushes(services, { caller, query }),
    'stock-pushes.repeat': (input) => repeatPushes(services, input),
    'stock-advice.list': ({ caller, query }) => listAdvice(services, { caller, query }),
    'stock-advice.export': ({ caller, query }) => exportAdvice(services, { caller, query }),
  };
}
