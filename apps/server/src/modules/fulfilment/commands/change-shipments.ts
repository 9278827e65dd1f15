import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import type { HoldsOf } from '../queries/parcel-facts.ts';
import { findShipmentRun, readShipmentRun, shipmentViews } from '../queries/shipments.ts';
import { shipPackagesJob } from '../shipment-jobs.ts';
import { judgeParcels } from './judge-parcels.ts';
import { moveShipments, showShipmentRun, tellShipments } from './move-shipments.ts';

type Around = { caller: Caller; requestId: string };

/** What was sent stays sent. Only rows of shops that the caller may use. */
export async function cancelShipmentRun(
  services: Services,
  { caller, requestId, params }: Around & { params: { shipmentRunId: string } },
): Promise<AnswerOf<Routes['shipment-runs.cancel']> | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const runId = params.shipmentRunId;
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    if (!(await findShipmentRun(tx, { runId, shopIds }))) return refuse('not-found');
    const { rows } = await sql`
      UPDATE shipment SET state = 'cancelled', updated_at = ${new Date(now)}::timestamptz
      WHERE run_id = ${runId} AND shop_id = ANY (${shopIds}::uuid[]) AND state = 'planned' RETURNING id`.execute(tx);
    const facts = { cancelled: rows.length };
    await audit(tx, {
      objectKind: 'shipment-run',
      objectId: runId,
      action: 'shipments.cancelled',
      id: services.newId(),
      at: now,
      caller,
      requestId,
      facts,
    });
    await showShipmentRun(tx, { merchantId, runId, now });
    await tellShipments(tx, services, merchantId);
    return readShipmentRun(tx, { runId, shopIds });
  });
}

/** Judged anew: what kept it back may be mended, or something else may be against it by now. */
export async function retryShipment(
  services: Services,
  { caller, requestId, params, holdsOf }: Around & { params: { shipmentId: string }; holdsOf: HoldsOf },
): Promise<AnswerOf<Routes['shipments.retry']> | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const row = await tx
      .selectFrom('shipment')
      .selectAll()
      .where('id', '=', params.shipmentId)
      .where('shop_id', 'in', [...shopIds, merchantId])
      .forUpdate()
      .executeTakeFirst();
    if (!row) return refuse('not-found');
    if (row.state !== 'rejected' && row.state !== 'kept-back') return refuse('conflict');
    const own =
      row.channel_carrier_id && row.tracking_number
        ? { channelCarrierId: row.channel_carrier_id, trackingNumber: row.tracking_number }
        : undefined;
    const parcel = {
      orderId: row.order_id,
      ...(row.channel_package_id === null ? {} : { channelPackageId: row.channel_package_id }),
      ...(row.channel_line_ids === null ? {} : { channelLineIds: row.channel_line_ids }),
      ...(own ? { own } : {}),
    };
    const [judged] = await judgeParcels(tx, services, { wish: { parcels: [parcel], confirmsWarnings: true }, shopIds, holdsOf });
    const [open] = row.channel_package_id === null ? (judged?.order?.openPackages ?? []) : [];
    const reason = (await isOnItsWay(tx, row)) ? 'being-shipped' : (judged?.reason ?? null);
    const facts = { state: reason === null ? 'planned' : 'kept-back' };
    await audit(tx, {
      objectKind: 'shipment',
      objectId: row.id,
      action: 'shipments.retried',
      id: services.newId(),
      at: now,
      caller,
      requestId,
      facts,
    });
    const move =
      reason === null
        ? { id: row.id, state: 'planned' as const, ...(open ? { channelPackageId: open } : {}) }
        : { id: row.id, state: 'kept-back' as const, code: reason };
    await moveShipments(tx, services, { merchantId, now, moves: [move] });
    if (reason === null) await enqueue(tx, { merchantId, jobs: [shipPackagesJob(row.shop_id, now)], now });
    const [view] = await shipmentViews(tx, { caller, ids: [row.id] });
    return view ?? refuse('not-found');
  });
}

type Kept = { id: string; shop_id: string; order_id: string; channel_package_id: string | null };

/** Another row has the parcel by now. */
async function isOnItsWay(tx: Parameters<typeof judgeParcels>[0], { id, shop_id, order_id, channel_package_id }: Kept): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM shipment WHERE shop_id = ${shop_id} AND id <> ${id} AND state IN ('planned', 'sent', 'unknown', 'shipped')
      AND CASE WHEN ${channel_package_id}::text IS NULL THEN order_id = ${order_id} AND state <> 'shipped'
        ELSE channel_package_id = ${channel_package_id}::text END`.execute(tx);
  return rows.length > 0;
}
