/** What must be true when all is shipped, by the platform's own record of what it was told and what it did. */
import { z } from 'zod';
import type { ShipmentState } from '../../../apps/server/src/modules/fulfilment/tables.ts';
import type { Findings } from '../report.ts';
import type { Sandbox } from '../stage/sandbox.ts';
import { truthPackage } from '../stage/sandbox.ts';
import type { Scene } from './scene.ts';

const SHIPS = new Set(['POST packages/ship', 'POST fulfillment/packages', 'POST fulfillment/orders/packages']);
const write = z.object({
  operation: z.string(),
  data: z.looseObject({ packageId: z.string().optional(), orderIds: z.array(z.string()).optional(), trackingNumber: z.string().nullish() }),
});

type Ours = {
  order: string;
  shopId: string;
  state: ShipmentState;
  packageId: string | null;
  path: string;
  number: string | null;
  sentAt: Date | null;
};
type Seen = { scene: Scene; sandbox: Sandbox; cancelled: ReadonlySet<string> };

export async function judge(findings: Findings, { scene, sandbox, cancelled }: Seen): Promise<{ lost: number }> {
  const rows: Ours[] = await scene.database.withMerchant(scene.merchantId, (tx) =>
    tx
      .selectFrom('shipment')
      .select(['channel_order_id as order', 'shop_id as shopId', 'state', 'channel_package_id as packageId', 'path'])
      .select(['tracking_number as number', 'sent_at as sentAt'])
      .execute(),
  );
  const writes = (await sandbox.truth('writes', write)).filter(({ operation }) => SHIPS.has(operation));
  const packages = new Map((await sandbox.truth('packages', truthPackage)).map((one) => [one.id, one]));
  const effects = new Map<string, number>();
  for (const { data } of writes) effects.set(data.packageId ?? '', (effects.get(data.packageId ?? '') ?? 0) + 1);
  const ofOrder = new Map<string, number>();
  for (const { data } of writes) for (const id of data.orderIds ?? []) ofOrder.set(id, (ofOrder.get(id) ?? 0) + 1);
  for (const [id, count] of effects) findings.same('a parcel leaves once', id, { ours: count, theirs: 1 });
  const shipped = new Map(rows.filter(({ state }) => state === 'shipped').map((row) => [row.order, row]));
  for (const { order } of scene.orders) {
    const id = order.channelOrderId;
    findings.same('what we say has left has left, and nothing else', id, { ours: shipped.has(id) ? 1 : 0, theirs: ofOrder.get(id) ?? 0 });
    if (cancelled.has(id)) findings.same('what was cancelled has not left', id, { ours: ofOrder.get(id) ?? 0, theirs: 0 });
  }
  for (const { order, state, path, packageId, number } of rows) {
    findings.holds('no wish is silently unknown', order, {
      is: !['planned', 'sent', 'unknown'].includes(state),
      seen: state,
      wanted: 'an end',
    });
    if (state !== 'shipped') continue;
    const there = packages.get(packageId ?? '');
    findings.holds('the platform has the parcel on its way', order, {
      is: there !== undefined && there.status !== 'PROCESSING' && there.orderIds.includes(order),
      seen: there?.status ?? 'no such package',
      wanted: 'on its way',
    });
    if (path === 'seller') findings.same('under the number that we told', order, { ours: number, theirs: there?.trackingNumber ?? null });
  }
  const asked = new Set(rows.map(({ order }) => order));
  const forgotten = scene.orders.map(({ order }) => order.channelOrderId).filter((id) => !asked.has(id));
  findings.same('no order was forgotten', 'orders', { ours: forgotten.slice(0, 5), theirs: [] });
  const state = await sandbox.state();
  return { lost: state.counters.unanswered ?? 0 };
}
