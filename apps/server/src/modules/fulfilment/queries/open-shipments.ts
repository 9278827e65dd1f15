import type { Handover } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { ShipmentState } from '../tables.ts';

export type OpenShipment = {
  id: string;
  orderId: string;
  channelOrderId: string;
  path: 'platform' | 'seller';
  channelPackageId: string | null;
  channelLineIds: string[] | null;
  handover: Handover | null;
  channelServiceId: string | null;
  channelCarrierId: string | null;
  trackingNumber: string | null;
  state: ShipmentState;
  sentAt: Date | null;
};

/** What was planned, before what may have been sent and must be looked for: that has time. Only one of both kinds at a time. */
export async function openShipments(tx: TenantTx, { shopId, limit }: { shopId: string; limit: number }): Promise<OpenShipment[]> {
  const of = async (isSent: boolean) =>
    (
      await sql<OpenShipment>`
        SELECT id, order_id AS "orderId", channel_order_id AS "channelOrderId", path, channel_package_id AS "channelPackageId",
          channel_line_ids AS "channelLineIds", handover, channel_service_id AS "channelServiceId", channel_carrier_id AS "channelCarrierId",
          tracking_number AS "trackingNumber", state, sent_at AS "sentAt"
        FROM shipment WHERE shop_id = ${shopId} AND state IN ('planned', 'sent', 'unknown') AND (state <> 'planned') = ${isSent}
        ORDER BY sent_at NULLS FIRST, id LIMIT ${limit}`.execute(tx)
    ).rows;
  const planned = await of(false);
  return planned.length > 0 ? planned : of(true);
}

/** Packages of an order that other shipments have made: not what this one is looking for. */
export async function packagesMade(tx: TenantTx, orderId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT channel_package_id AS id FROM shipment WHERE order_id = ${orderId} AND channel_package_id IS NOT NULL`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
