import type { LabelRun } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { fetchLabelsJob, mergeLabelsJob, purgeLabelsJob } from '../jobs.ts';
import { runView } from '../queries/label-runs.ts';
import { visibleWave } from '../queries/wave-views.ts';
import { showLabelRun } from './show-label-run.ts';

/** A label takes the platform seconds; a shop's outage may take longer, and then a person asks again. */
export const WAIT_FOR_MS = 10 * 60_000;

/** Labels carry addresses: long enough to print a torn one again. */
const KEPT_MS = 14 * 86_400_000;

type Input = Parameters<Handlers['label-runs.create']>[0];
type Parcel = { packageId: string | null; shopId: string; channelPackageId: string | null; channelOrderIds: string[]; isErased: boolean };

export async function makeLabelRun(services: Services, { caller, requestId, body }: Input): Promise<LabelRun | Refusal> {
  const { merchantId } = caller;
  if ([body.waveId, body.packageIds, body.orderIds].filter((given) => given !== undefined).length !== 1)
    return {
      refused: 'invalid-input',
      errors: [{ path: '', code: 'one-of', message: 'give waveId, packageIds or orderIds, one of them' }],
    };
  const [id, now] = [services.newId(), services.clock.now()];
  return services.database.withMerchant(merchantId, async (tx) => {
    const parcels = await parcelsOf(tx, caller, body);
    if ('refused' in parcels) return parcels;
    const waiting = parcels.filter(isWanted);
    await tx
      .insertInto('label_run')
      .values({
        ...{ merchant_id: merchantId, id, wave_id: body.waveId ?? null, kind: body.kind, layout: body.layout },
        ...{ state: 'fetching' as const, created_by: caller.name, created_at: new Date(now), give_up_at: new Date(now + WAIT_FOR_MS) },
        ...{ finished_at: null, file_version: null, last_version: 0, pages: null, bytes: null, purged_at: null },
      })
      .execute();
    await tx
      .insertInto('label')
      .values(parcels.map((parcel, index) => rowOf(parcel, { id: services.newId(), merchantId, runId: id, position: index + 1, now })))
      .execute();
    const act = { objectKind: 'label-run', objectId: id, action: 'labels.asked', facts: { labels: parcels.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await showLabelRun(tx, services, { merchantId, runId: id, now });
    const shopIds = [...new Set(waiting.map(({ shopId }) => shopId))];
    const jobs = shopIds.map((shopId) => fetchLabelsJob({ runId: id, shopId }, now));
    // The file is made when the last label is there, and at the latest when nobody waits any longer.
    const merge = mergeLabelsJob(id, shopIds.length === 0 ? now : now + WAIT_FOR_MS);
    await enqueue(tx, { merchantId, jobs: [...jobs, merge, purgeLabelsJob(id, now + KEPT_MS)], now });
    return runView(tx, { caller, runId: id });
  });
}

const isWanted = ({ channelPackageId, isErased }: Parcel): boolean => channelPackageId !== null && !isErased;

type Row = { id: string; merchantId: string; runId: string; position: number; now: number };

const rowOf = (parcel: Parcel, { id, merchantId, runId, position, now }: Row) => ({
  ...{ merchant_id: merchantId, id, run_id: runId, position, package_id: parcel.packageId, shop_id: parcel.shopId },
  ...{ channel_package_id: parcel.channelPackageId, channel_order_ids: parcel.channelOrderIds, attempts: 0, message: null },
  state: isWanted(parcel) ? ('waiting' as const) : ('missing' as const),
  reason: parcel.isErased ? 'buyer-erased' : parcel.channelPackageId === null ? 'no-package' : null,
  ...{ next_try_at: isWanted(parcel) ? new Date(now) : null, tracking_number: null, pages: null },
});

function parcelsOf(tx: TenantTx, caller: Caller, { waveId, orderIds, packageIds = [] }: Input['body']): Promise<Parcel[] | Refusal> {
  if (waveId !== undefined) return ofWave(tx, caller, waveId);
  return orderIds ? ofOrders(tx, caller, [...new Set(orderIds)]) : ofPackages(tx, caller, packageIds);
}

async function ofWave(tx: TenantTx, caller: Caller, waveId: string): Promise<Parcel[] | Refusal> {
  const wave = await visibleWave(tx, { caller, waveId });
  if (!wave) return refuse('not-found');
  const parcels = await inOrderOf(
    tx,
    sql`SELECT order_id, position FROM pick_wave_order WHERE wave_id = ${waveId} AND state NOT IN ('dropped', 'left')`,
  );
  return parcels.length === 0 ? refuse('conflict', 'No order of the wave is to be sent.') : parcels;
}

async function ofOrders(tx: TenantTx, caller: Caller, ids: readonly string[]): Promise<Parcel[] | Refusal> {
  const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
  const { rows } = await sql`SELECT FROM orders WHERE id = ANY (${ids}::uuid[]) AND shop_id = ANY (${shopIds}::uuid[])`.execute(tx);
  if (rows.length < ids.length)
    return {
      refused: 'invalid-input',
      errors: [{ path: '/orderIds', code: 'unknown-order', message: 'one of them is no order of yours' }],
    };
  return inOrderOf(tx, sql`SELECT * FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS o(order_id, position)`);
}

/** `wanted`: order_id, position. */
async function inOrderOf(tx: TenantTx, wanted: RawBuilder<unknown>): Promise<Parcel[]> {
  // A parcel of several orders is one label, where the first of them stands; an order in several parcels has them behind each other.
  const { rows } = await sql<Parcel>`
    SELECT p.id AS "packageId", o.shop_id AS "shopId", p.channel_package_id AS "channelPackageId",
      array_agg(o.channel_order_id ORDER BY w.position) AS "channelOrderIds", bool_or(o.buyer_erased_at IS NOT NULL) AS "isErased"
    FROM (${wanted}) AS w
    JOIN orders o ON o.id = w.order_id
    LEFT JOIN package_order l ON l.shop_id = o.shop_id AND l.channel_order_id = o.channel_order_id
      AND EXISTS (SELECT 1 FROM package live WHERE live.id = l.package_id AND live.status <> 'cancelled')
    LEFT JOIN package p ON p.id = l.package_id
    GROUP BY p.id, p.channel_package_id, o.shop_id, CASE WHEN p.id IS NULL THEN o.id END
    ORDER BY min(w.position), min(p.created_at), p.id`.execute(tx);
  return rows;
}

async function ofPackages(tx: TenantTx, caller: Caller, ids: readonly string[]): Promise<Parcel[] | Refusal> {
  const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
  const distinct = [...new Set(ids)];
  const orders: RawBuilder<unknown> = sql`
    SELECT l.package_id, array_agg(l.channel_order_id ORDER BY l.channel_order_id) AS ids, bool_or(o.buyer_erased_at IS NOT NULL) AS erased
    FROM package_order l LEFT JOIN orders o ON o.shop_id = l.shop_id AND o.channel_order_id = l.channel_order_id
    WHERE l.package_id = ANY (${distinct}::uuid[]) GROUP BY l.package_id`;
  const { rows } = await sql<Parcel & { packageId: string }>`
    SELECT p.id AS "packageId", p.shop_id AS "shopId", p.channel_package_id AS "channelPackageId",
      COALESCE(held.ids, '{}') AS "channelOrderIds", COALESCE(held.erased, false) AS "isErased"
    FROM package p LEFT JOIN (${orders}) held ON held.package_id = p.id
    WHERE p.id = ANY (${distinct}::uuid[]) AND p.shop_id = ANY (${shopIds}::uuid[])`.execute(tx);
  const known = new Map(rows.map((row) => [row.packageId, row]));
  const parcels = distinct.flatMap((id) => known.get(id) ?? []);
  return parcels.length === distinct.length
    ? parcels
    : {
        refused: 'invalid-input',
        errors: [{ path: '/packageIds', code: 'unknown-package', message: 'one of them is no package of yours' }],
      };
}
