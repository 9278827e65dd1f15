import type { AnswerOf, Listing, ParsedOf, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';

/** Which of these live listings may not be, by their papers; another module's business, so it is passed in. */
export type LockedAmong = (tx: TenantTx, listingIds: string[]) => Promise<ReadonlySet<string>>;

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['listings.list']>['query']; lockedAmong: LockedAmong };

export async function listListings(services: Services, { caller, query, lockedAmong }: Input): Promise<AnswerOf<Routes['listings.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map(
      (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).map((shop) => [shop.id, shop]),
    );
    if (shops.size === 0) return { items: [], nextCursor: null };
    let found = tx
      .selectFrom('listing')
      .selectAll()
      .where('shop_id', 'in', [...shops.keys()])
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (after) found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(after.at), after.id)));
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    const ids = page.items.map((row) => row.id);
    const locked = await lockedAmong(
      tx,
      page.items.filter(({ status }) => status === 'live').map(({ id }) => id),
    );
    const variants =
      ids.length === 0
        ? []
        : await tx.selectFrom('listing_variant').selectAll().where('listing_id', 'in', ids).orderBy('channel_sku_id').execute();
    const switches = ids.length === 0 ? [] : await tx.selectFrom('listing_switch').selectAll().where('listing_id', 'in', ids).execute();
    const switchedById = new Map(switches.map((row) => [row.listing_id, switchedOf(row)]));
    return {
      items: page.items.flatMap((row): Listing[] => {
        const shop = shops.get(row.shop_id);
        if (!shop) return [];
        return [
          {
            id: row.id,
            channelProductId: row.channel_product_id,
            title: row.title,
            status: row.status,
            category: row.category,
            channelCategory: row.channel_category,
            brand: row.brand,
            locked: locked.has(row.id),
            switched: switchedById.get(row.id) ?? null,
            createdAt: row.created_at.toISOString(),
            updatedAt: row.updated_at.toISOString(),
            shop: {
              id: shop.id,
              name: shop.name,
              channel: shop.channel as Listing['shop']['channel'],
              market: shop.market,
              timeZone: shop.timeZone,
            }, // written from the contract's enum
            variants: variants
              .filter((variant) => variant.listing_id === row.id)
              .map((variant) => ({
                channelSkuId: variant.channel_sku_id,
                sellerSku: variant.seller_sku,
                price: { amount: variant.price_minor, currency: variant.currency },
                quantity: variant.quantity,
              })),
          },
        ];
      }),
      nextCursor: page.nextCursor,
    };
  });
}

type SwitchRow = Selectable<TenantTables['listing_switch']>;
const switchedOf = ({ is_on, state, code, message, asked_by, asked_at }: SwitchRow): Listing['switched'] => ({
  ...{ isOn: is_on, state, code, message, askedBy: asked_by, askedAt: asked_at.toISOString() },
});
