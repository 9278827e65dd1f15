import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

type Push = AnswerOf<Routes['stock-pushes.list']>['items'][number];
type Input = { caller: Caller; query: ParsedOf<Routes['stock-pushes.list']>['query'] };
const position = z.strictObject({ at: z.iso.datetime(), listingId: z.uuid(), skuId: z.string(), warehouseId: z.string() });

/** What the shops were told, newest first. */
export async function listPushes(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['stock-pushes.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller, shopIds: query.shopIds })).map((shop) => [shop.id, shop]));
    if (shops.size === 0) return { items: [], nextCursor: null };
    let found = tx
      .selectFrom('stock_push as push')
      .innerJoin('listing', 'listing.id', 'push.listing_id')
      .innerJoin('variant', 'variant.id', 'push.variant_id')
      .selectAll('push')
      .select(['listing.title', 'variant.sku'])
      .where('push.shop_id', 'in', [...shops.keys()])
      .orderBy('wanted_at', 'desc')
      .orderBy('listing_id')
      .orderBy('channel_sku_id')
      .orderBy('channel_warehouse_id')
      .limit(query.limit + 1);
    if (query.variantId) found = found.where('push.variant_id', '=', query.variantId);
    if (query.show === 'drifting') found = found.where('drift', '<>', 0);
    if (query.show === 'failed') found = found.where('failure', 'is not', null);
    if (query.show === 'waiting') found = found.where('failure', 'is', null).whereRef('version', '>', 'confirmed_version');
    if (after)
      found = found.where(({ eb, or, and, refTuple, tuple }) =>
        or([
          eb('wanted_at', '<', new Date(after.at)),
          and([
            eb('wanted_at', '=', new Date(after.at)),
            eb(
              refTuple('listing_id', 'channel_sku_id', 'channel_warehouse_id'),
              '>',
              tuple(after.listingId, after.skuId, after.warehouseId),
            ),
          ]),
        ]),
      );
    const page = pageOf(await found.execute(), query.limit, (row) => ({
      ...{ at: row.wanted_at.toISOString(), listingId: row.listing_id, skuId: row.channel_sku_id, warehouseId: row.channel_warehouse_id },
    }));
    return {
      items: page.items.flatMap((row): Push[] => {
        const shop = shops.get(row.shop_id);
        if (!shop) return [];
        const at = (instant: Date | null) => instant?.toISOString() ?? null;
        return [
          {
            ...{ shop: shopChip(shop), listingId: row.listing_id, title: row.title, channelSkuId: row.channel_sku_id },
            ...{ channelWarehouseId: row.channel_warehouse_id || null, variantId: row.variant_id, sku: row.sku },
            ...{ wanted: row.wanted, wantedAt: row.wanted_at.toISOString(), sent: row.sent, sentAt: at(row.sent_at) },
            ...{ confirmed: row.confirmed, confirmedAt: at(row.confirmed_at), state: stateOf(row), failure: row.failure },
            ...{ shown: row.shown, committed: row.committed, readAt: at(row.read_at), drift: row.drift },
          },
        ];
      }),
      nextCursor: page.nextCursor,
    };
  });
}

type Versions = { failure: string | null; version: number; sent_version: number; confirmed_version: number };

function stateOf({ failure, version, sent_version, confirmed_version }: Versions): Push['state'] {
  if (failure !== null) return 'failed';
  if (confirmed_version === version) return 'confirmed';
  return sent_version === version ? 'sent' : 'waiting';
}
