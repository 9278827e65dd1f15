/** Where a package is made when it leaves: a label is bought, or the seller's own number told, for the units of one order. */
import type { OpenShipment } from '../queries/open-shipments.ts';
import type { Outcome, ShippingCall } from '../shipping-call.ts';

export async function makeAndShip({ fulfilment, access }: ShippingCall, [one]: readonly OpenShipment[]): Promise<Outcome> {
  if (!one) return { made: [], failure: null };
  const units = { channelOrderId: one.channelOrderId, channelLineIds: one.channelLineIds };
  const own = { channelCarrierId: one.channelCarrierId ?? '', trackingNumber: one.trackingNumber ?? '' };
  const { channelPackageId, warning } =
    one.path === 'seller'
      ? await fulfilment.shipUnits(access, { ...units, ...own })
      : await fulfilment.buyLabel(access, { ...units, channelServiceId: one.channelServiceId, package: null });
  return { made: [{ id: one.id, state: 'shipped', channelPackageId, message: warning }], failure: null };
}
