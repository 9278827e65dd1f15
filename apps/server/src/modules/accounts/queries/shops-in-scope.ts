import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';

export type ShopInScope = {
  id: string;
  name: string;
  channel: string;
  channelShopId: string;
  legalEntityId: string;
  market: string;
  currency: string;
  timeZone: string;
  state: 'active' | 're-authorise' | 'unbound';
  sellerType: 'cross-border' | 'local';
  sweptAt: Date | null;
};
type Input = { caller: Pick<Caller, 'shopIds'>; shopIds?: string[] | undefined; market?: string | undefined };

/** The shops a caller may see, narrowed by what they asked for; foreign and unknown ids simply match nothing. Unbound shops keep their history. */
export async function shopsInScope(tx: TenantTx, { caller, shopIds, market }: Input): Promise<ShopInScope[]> {
  let query = tx
    .selectFrom('shop')
    .select(['shop.id', 'shop.name', 'shop.channel', 'shop.market', 'shop.currency', 'shop.time_zone as timeZone', 'shop.state'])
    .select(['shop.channel_shop_id as channelShopId', 'shop.legal_entity_id as legalEntityId', 'shop.seller_type as sellerType'])
    .select((shop) =>
      // The oldest of the streams that figures are made of; null until each has met the present once.
      shop
        .selectFrom('sync_stream')
        .whereRef('sync_stream.shop_id', '=', 'shop.id')
        .where('stream', 'in', ['orders', 'returns', 'cancellations'])
        .select(sql<Date | null>`CASE WHEN bool_and(backfilled_at IS NOT NULL) THEN min(last_swept_at) END`.as('swept'))
        .as('sweptAt'),
    )
    .orderBy('shop.market')
    .orderBy('shop.name');
  if (caller.shopIds)
    query = query.where('shop.id', 'in', caller.shopIds.length > 0 ? caller.shopIds : ['00000000-0000-0000-0000-000000000000']);
  if (shopIds) query = query.where('shop.id', 'in', shopIds.length > 0 ? shopIds : ['00000000-0000-0000-0000-000000000000']);
  if (market) query = query.where('shop.market', '=', market);
  return query.execute();
}

/** The instant up to which the figures of these shops are complete; null while one of them is still being read for the first time. */
export function dataAsOf(shops: readonly ShopInScope[]): string | null {
  const live = shops.filter((shop) => shop.state !== 'unbound');
  if (live.length === 0 || live.some((shop) => shop.sweptAt === null)) return null;
  return new Date(Math.min(...live.map((shop) => shop.sweptAt?.getTime() ?? 0))).toISOString();
}
