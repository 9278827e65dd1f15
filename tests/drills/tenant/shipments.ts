/** What a party ships, and bodies of the routes for it that would be accepted if their ids were the caller's own. */
import { randomUUID } from 'node:crypto';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import type { Stage } from '../stage/stage.ts';

type Ids = Readonly<Record<string, string>>;

/** A parcel that was kept back and a package that was not changed; written straight, so that nothing leaves. */
export async function shippingOf({ ledger }: Stage, { name, orderId }: { name: string; orderId: string }) {
  const [shipmentRunId, shipmentId] = [randomUUID(), randomUUID()];
  await withClient(ledger.superuser(), async (client) => {
    await client.query(`INSERT INTO tenant.shipment_run SELECT merchant_id, $2, $3, 'epoch' FROM tenant.orders WHERE id = $1`, [
      ...[orderId, shipmentRunId],
      `Shipped by ${name}`,
    ]);
    await client.query(
      `INSERT INTO tenant.shipment SELECT merchant_id, $2, $3, shop_id, id, channel_order_id, 'platform', NULL, NULL, NULL, NULL, $4, $5, '{}',
         'kept-back', 'order-shipped', $6, NULL, $7, 'epoch', 'epoch' FROM tenant.orders WHERE id = $1`,
      [orderId, shipmentId, shipmentRunId, `carrier-${name}`, `NUMBER-${name}`, `Parcel message of ${name}`, `Asked by ${name}`],
    );
    await client.query(
      `INSERT INTO tenant.package_change SELECT merchant_id, $2, shop_id, 'split', ARRAY[channel_order_id], $3, 'rejected', 'none', $4, NULL, $5, 'epoch', 'epoch'
       FROM tenant.orders WHERE id = $1`,
      [
        orderId,
        randomUUID(),
        JSON.stringify({ kind: 'split', channelOrderId: name, groups: [] }),
        `Split message of ${name}`,
        `Split by ${name}`,
      ],
    );
  });
  return { shipmentRunId, shipmentId };
}

const wish = ({ orderId }: Ids) => ({ parcels: [{ orderId }] });

export const shipmentBodies = (ids: Ids): Record<string, unknown> => ({
  'shipment-checks.create': wish(ids),
  'shipment-runs.create': wish(ids),
  'shipment-runs.cancel': {},
  'shipments.retry': {},
  'package-changes.create': {
    change: { kind: 'renumber', orderId: ids.orderId, channelPackageId: '1', own: { channelCarrierId: '1', trackingNumber: 'AB12345678' } },
  },
});
