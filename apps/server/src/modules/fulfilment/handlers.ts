import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { shopsInScope } from '../accounts/index.ts';
import { cancelShipmentRun, retryShipment } from './commands/change-shipments.ts';
import { importNumbers } from './commands/import-numbers.ts';
import { planPackageChange } from './commands/plan-change.ts';
import { checkShipments, planShipments } from './commands/plan-shipments.ts';
import { readCombineCandidates } from './queries/combine-candidates.ts';
import { readDeliveryDays } from './queries/delivery-days.ts';
import { listPackageChanges } from './queries/package-changes.ts';
import { listPackages } from './queries/packages.ts';
import type { HoldsOf } from './queries/parcel-facts.ts';
import { findShipmentRun, listShipments, readShipmentRun } from './queries/shipments.ts';
import { orderTracking, shippingChoices, type WishesOf } from './queries/shipping-choices.ts';

type FulfilmentHandlers = Pick<
  Handlers,
  | 'packages.list'
  | 'shipment-checks.create'
  | 'shipment-runs.create'
  | 'shipment-runs.get'
  | 'shipment-runs.cancel'
  | 'shipments.list'
  | 'shipments.retry'
  | 'combine-candidates.list'
  | 'delivery-days.list'
  | 'shipping-choices.get'
  | 'order-tracking.get'
  | 'package-changes.create'
  | 'package-changes.list'
  | 'shipment-number-imports.create'
>;

export function fulfilmentHandlers(services: Services, holdsOf: HoldsOf, wishesOf: WishesOf): FulfilmentHandlers {
  return {
    'packages.list': ({ caller, query }) => listPackages(services, { caller, query }),
    'shipment-checks.create': ({ caller, body }) => checkShipments(services, { caller, body, holdsOf }),
    'shipment-runs.create': (input) => planShipments(services, { ...input, holdsOf }),
    'shipment-runs.get': ({ caller, params }) =>
      services.database.withMerchant(caller.merchantId, async (tx) => {
        const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
        return (await findShipmentRun(tx, { runId: params.shipmentRunId, shopIds }))
          ? readShipmentRun(tx, { runId: params.shipmentRunId, shopIds })
          : refuse('not-found');
      }),
    'shipment-runs.cancel': (input) => cancelShipmentRun(services, input),
    'shipments.list': (input) => listShipments(services, input),
    'shipments.retry': (input) => retryShipment(services, { ...input, holdsOf }),
    'delivery-days.list': ({ caller, query }) => readDeliveryDays(services, { caller, query }),
    'combine-candidates.list': (input) => readCombineCandidates(services, input),
    'shipping-choices.get': (input) => shippingChoices(services, input, wishesOf),
    'order-tracking.get': (input) => orderTracking(services, input),
    'package-changes.create': (input) => planPackageChange(services, { ...input, holdsOf }),
    'shipment-number-imports.create': (input) => importNumbers(services, input, holdsOf),
    'package-changes.list': (input) => listPackageChanges(services, input),
  };
}
