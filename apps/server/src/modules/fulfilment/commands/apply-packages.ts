import type { ChannelPackage } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { beginTracking } from './keep-tracking.ts';

type Shop = { merchantId: string; shopId: string };
type Change = { id: string; item: ChannelPackage };

/** Takes in packages; one of the same second as ours is applied again, which is harmless. Its orders are named by the platform's ids. */
export async function applyPackages(
  tx: TenantTx,
  { services, shop, items }: { services: Services; shop: Shop; items: ChannelPackage[] },
): Promise<{ changed: number }> {
  const latest = latestOfEach(items, (item) => item.channelPackageId);
  if (latest.length === 0) return { changed: 0 };
  const rows = await tx
    .selectFrom('package')
    .select(['id', 'channel_package_id', 'status', 'tracking_number', 'updated_at'])
    .where('shop_id', '=', shop.shopId)
    .where(
      'channel_package_id',
      'in',
      latest.map((item) => item.channelPackageId),
    )
    .forUpdate()
    .execute();
  const held = new Map(rows.map((row) => [row.channel_package_id, row]));
  const changes = latest.flatMap((item): Change[] => {
    const before = held.get(item.channelPackageId);
    const age = before ? item.updatedAt - before.updated_at.getTime() : 1;
    const same = before?.status === item.status && before.tracking_number === item.trackingNumber;
    return age < 0 || (age === 0 && same) ? [] : [{ id: before?.id ?? services.newId(), item }];
  });
  if (changes.length === 0) return { changed: 0 };
  await save(tx, shop, changes);
  await services.hints.publish(tx, shop.merchantId, [
    { type: 'package.changed', ids: changes.slice(0, 50).map((change) => change.id), shopId: shop.shopId },
  ]);
  return { changed: changes.length };
}

async function save(tx: TenantTx, shop: Shop, changes: Change[]): Promise<void> {
  const { names, source } = unnestRows(changes, {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', ({ id }) => id],
    shop_id: ['uuid', () => shop.shopId],
    channel_package_id: ['text', ({ item }) => item.channelPackageId],
    status: ['text', ({ item }) => item.status],
    tracking_number: ['text', ({ item }) => item.trackingNumber],
    carrier: ['text', ({ item }) => item.carrier],
    created_at: ['timestamptz', ({ item }) => new Date(item.createdAt)],
    updated_at: ['timestamptz', ({ item }) => new Date(item.updatedAt)],
  });
  await sql`
    INSERT INTO package (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, id) DO UPDATE SET status = excluded.status, tracking_number = excluded.tracking_number, carrier = excluded.carrier, updated_at = excluded.updated_at`.execute(
    tx,
  );
  await tx
    .deleteFrom('package_order')
    .where(
      'package_id',
      'in',
      changes.map((change) => change.id),
    )
    .execute();
  const links = changes.flatMap(({ id, item }) => [...new Set(item.channelOrderIds)].map((channelOrderId) => ({ id, channelOrderId })));
  if (links.length === 0) return;
  const linked = unnestRows(links, {
    merchant_id: ['uuid', () => shop.merchantId],
    shop_id: ['uuid', () => shop.shopId],
    channel_order_id: ['text', (link) => link.channelOrderId],
    package_id: ['uuid', (link) => link.id],
  });
  await sql`INSERT INTO package_order (${linked.names}) SELECT * FROM ${linked.source}`.execute(tx);
  await beginTracking(tx, shop, changes);
}
