/** What became of parcels whose answer was lost: the platform's own record of the package tells. */
import type { PackageDetail } from '@tradewind/channels';
import type { ShipmentMove } from '../commands/move-shipments.ts';
import { type OpenShipment, packagesMade } from '../queries/open-shipments.ts';
import type { ShippingCall } from '../shipping-call.ts';

export async function lookFor(call: ShippingCall, begun: readonly OpenShipment[]): Promise<ShipmentMove[]> {
  const moves: ShipmentMove[] = [];
  for (const one of begun)
    moves.push(one.channelPackageId === null ? await lookForMade(call, one) : await lookAt(call, one, one.channelPackageId));
  return moves;
}

const isCancelled = { state: 'rejected', code: 'order-cancelled' } as const;

async function lookAt({ fulfilment, access }: ShippingCall, one: OpenShipment, channelPackageId: string): Promise<ShipmentMove> {
  const found = await fulfilment.readPackage(access, channelPackageId);
  if (!found) return { id: one.id, state: 'rejected', code: 'package-missing' };
  if (found.status === 'cancelled') return { id: one.id, ...isCancelled };
  if (found.status === 'processing') return { id: one.id, state: 'planned' };
  // It has left, but with another number: somebody was quicker in the seller centre.
  const isOurs = one.path === 'platform' || found.trackingNumber === one.trackingNumber;
  return isOurs ? { id: one.id, state: 'shipped' } : { id: one.id, state: 'rejected', code: 'shipped-elsewhere' };
}

/** The package made by the lost call is the order's newest that no other shipment of ours has made. */
async function lookForMade({ services, context, channel, fulfilment, access }: ShippingCall, one: OpenShipment): Promise<ShipmentMove> {
  const known = await services.database.withMerchant(context.merchantId, (tx) => packagesMade(tx, one.orderId));
  const [order] = await channel.orders(access, [one.channelOrderId]);
  for (const channelPackageId of order?.channelPackageIds ?? []) {
    if (known.has(channelPackageId)) continue;
    const found = await fulfilment.readPackage(access, channelPackageId);
    if (found && isThis(one, found)) return { id: one.id, state: 'shipped', channelPackageId, trackingNumber: found.trackingNumber };
  }
  return order?.status === 'cancelled' ? { id: one.id, ...isCancelled } : { id: one.id, state: 'planned' };
}

function isThis({ path, trackingNumber, channelLineIds }: OpenShipment, found: PackageDetail): boolean {
  if (found.status === 'cancelled' || found.path !== path) return false;
  if (path === 'seller') return found.trackingNumber === trackingNumber;
  return (
    channelLineIds === null ||
    (channelLineIds.length === found.channelLineIds.length && channelLineIds.every((id) => found.channelLineIds.includes(id)))
  );
}
