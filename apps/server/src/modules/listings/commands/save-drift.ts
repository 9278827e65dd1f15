/** Compares what the platform shows with what it was last told, in the transaction that keeps what was read. */
import type { ChannelPublishing, PublishedListing, ShopAccess } from '@tradewind/channels';
import { type SqlBool, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { raise, settle } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';
import { driftOf } from '../drift.ts';
import { driftStored, factsStored } from '../facts.ts';
import { factsOfPublished } from '../listing-facts.ts';
import { tellPublications } from './move-publication.ts';

type Watched = { id: string; channelProductId: string; asOf: Date };
export type Shown = Watched & { listing: PublishedListing };

/** Publications at rest: what is being sent or examined shows neither the old nor the new for certain. */
const AT_REST = ['live', 'off'] as const;

export async function readShown(
  call: { publishing: ChannelPublishing; access: ShopAccess },
  watched: readonly Watched[],
): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (const one of watched) {
    const listing = await call.publishing.read(call.access, { channelProductId: one.channelProductId, version: 'live' });
    if (listing) shown.push({ ...one, listing });
  }
  return shown;
}

export async function watchedAmong(tx: TenantTx, shopId: string, channelProductIds: readonly string[]): Promise<Watched[]> {
  if (channelProductIds.length === 0) return [];
  const rows = await tx
    .selectFrom('publication')
    .select(['id', 'channel_product_id', 'updated_at'])
    .where('shop_id', '=', shopId)
    .where('channel_product_id', 'in', channelProductIds)
    .where('state', 'in', AT_REST)
    .execute();
  return rows.flatMap(({ id, channel_product_id, updated_at }) =>
    channel_product_id === null ? [] : [{ id, channelProductId: channel_product_id, asOf: updated_at }],
  );
}

type Saving = { services: Services; merchantId: string; shopId: string; shown: readonly Shown[]; now: number };

/** One that moved on since the look is left alone: what was read may be older than what was sent meanwhile. */
export async function saveDrift(tx: TenantTx, { services, merchantId, shopId, shown, now }: Saving): Promise<void> {
  const changed: string[] = [];
  for (const { id, asOf, listing } of shown) {
    const row = await tx
      .selectFrom('publication')
      .select(['last_sent', 'drift'])
      .where('id', '=', id)
      .where('state', 'in', AT_REST)
      .where('updated_at', '=', asOf)
      .forUpdate()
      .executeTakeFirst();
    if (!row) continue;
    const facts = factsOfPublished(listing);
    // Of one that was sent before this was kept, what is there counts as what was sent.
    const lastSent = factsStored(row.last_sent) ?? facts;
    const before = driftStored(row.drift);
    const drift = driftOf({ lastSent, shown: facts, before, at: new Date(now).toISOString() });
    const marks = { last_sent: JSON.stringify(lastSent), drift: drift && JSON.stringify(drift) };
    await tx.updateTable('publication').set(marks).where('id', '=', id).execute();
    if (drift?.foundAt !== before?.foundAt) changed.push(id);
  }
  if (changed.length === 0) return;
  await tellPublications(tx, services, { merchantId, ids: changed, shopId });
  await tellDrift(tx, services, { merchantId, shopId, now });
}

/** One line for each shop, for as long as anything there waits for a choice. */
export async function tellDrift(
  tx: TenantTx,
  services: Services,
  { merchantId, shopId, now }: { merchantId: string; shopId: string; now: number },
): Promise<void> {
  const { count, market } = await tx
    .selectFrom('shop')
    .select(({ selectFrom, fn }) => [
      'shop.market',
      selectFrom('publication')
        .select(fn.countAll<number>().as('count'))
        .whereRef('publication.shop_id', '=', 'shop.id')
        .where(sql<SqlBool>`publication.drift IS NOT NULL`)
        .as('count'),
    ])
    .where('shop.id', '=', shopId)
    .executeTakeFirstOrThrow();
  const fact = { merchantId, kind: 'listings-drifted' as const, subject: shopId, now };
  if (Number(count) === 0) await settle(tx, services, fact);
  else await raise(tx, services, { ...fact, shopId, facts: { count: Number(count), market } });
}
