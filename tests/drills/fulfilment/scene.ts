/** Twelve shops with orders that wait to be shipped, as the workbench knows them: bound by a real consent, read over real HTTP. */
import type { Channel, ChannelOrder, ShopAccess } from '@tradewind/channels';
import type { TikTokShopConfig } from '@tradewind/channels/tiktok-shop';
import { buildCaller } from '../../../apps/server/src/modules/accounts/testing.ts';
import { applyPackages } from '../../../apps/server/src/modules/fulfilment/index.ts';
import { takeIn } from '../../../apps/server/src/modules/orders/testing.ts';
import type { Database } from '../../../apps/server/src/platform/database/database.ts';
import { createHttpSend } from '../../../apps/server/src/platform/http-out.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import type { PlayerDatabase } from '../../seeds/world/server.ts';
import { bindShops, type CrewShop } from '../crew/bind.ts';
import type { Opening, Pace } from '../crew/orders.ts';
import { openServices } from '../crew/services.ts';
import { keepTime } from '../crew/time.ts';
import type { Sandbox } from '../stage/sandbox.ts';

export type ShopHere = CrewShop & { carrier: Carrier };
/** Of the seller's own parcels, with what its numbers begin with. */
type Carrier = { id: string; prefix: string };
export type Scene = {
  opening: Opening;
  services: Services;
  database: Database;
  merchantId: string;
  shops: ShopHere[];
  orders: ToShip[];
  stopTime: () => void;
};
export type ToShip = { id: string; shop: ShopHere; order: ChannelOrder };
type Wish = { orders: number; sabotage: string | null; access: PlayerDatabase; sandbox: Sandbox; seed: number };

const SHOPS = 12;
const SPEED = 30;
const ENDS_AT = '2026-11-18T05:00:00.000Z';
const ORDERS_PER_CALL = 50;

export async function setScene(wish: Wish): Promise<Scene> {
  const { sandbox, access, sabotage, seed } = wish;
  const state = await sandbox.reset({ seed, merchants: 1, shops: SHOPS, days: 1, ordersPerShopDay: 1, endsAt: ENDS_AT });
  await sandbox.staff(false);
  const config: TikTokShopConfig = {
    ...{ apiUrl: sandbox.url, authUrl: sandbox.url, consentUrl: `${sandbox.url}/services/authorize` },
    ...{ appKey: state.appKey, appSecret: state.appSecret },
  };
  const pace: Pace = { startAt: state.now, begunAt: Date.now(), speed: SPEED };
  const over = keepTime(sandbox, pace);
  const opening: Opening = { access, config, sabotage, pace };
  const { services, database } = openServices(opening, createHttpSend({ fetch }));
  const code = await sandbox.grant(state.merchants[0]?.id ?? '');
  const { merchantId, shops: bound } = await bindShops({ services, database, access, code });
  const channel = services.channels['tiktok-shop'];
  const shops: ShopHere[] = [];
  for (const shop of bound) shops.push({ ...shop, carrier: await carrierOf(channel, shop.access) });
  const orders: ToShip[] = [];
  for (const shop of shops) {
    const ids: string[] = [];
    const wanted = Math.ceil(wish.orders / shops.length);
    while (ids.length < wanted) {
      const placed = await sandbox.orders({
        shopId: shop.channelShopId,
        count: Math.min(500, wanted - ids.length),
        status: 'AWAITING_SHIPMENT',
      });
      if (placed.length === 0) break;
      ids.push(...placed);
    }
    orders.push(...(await read({ services, database, shop, ids })));
  }
  return { opening, services, database, merchantId, shops, orders, stopTime: () => over.abort() };
}

async function carrierOf(channel: Channel | undefined, access: ShopAccess): Promise<Carrier> {
  const warehouse = (await channel?.stock?.warehouses(access))?.find(({ purpose }) => purpose === 'sales');
  const [carrier] = (await channel?.fulfilment?.carriers(access, warehouse?.channelWarehouseId ?? '')) ?? [];
  if (!carrier) throw new Error('nobody carries what this shop ships itself');
  return { id: carrier.channelCarrierId, prefix: carrier.name.replace(/[^A-Z]/g, '').slice(0, 3) };
}

type Reading = { services: Services; database: Database; shop: ShopHere; ids: readonly string[] };

/** As a fetch would bring them, with the packages that the platform has made of them. */
async function read({ services, database, shop, ids }: Reading): Promise<ToShip[]> {
  const channel = services.channels['tiktok-shop'];
  const found: ChannelOrder[] = [];
  for (let from = 0; from < ids.length; from += ORDERS_PER_CALL)
    found.push(...((await channel?.orders(shop.access, ids.slice(from, from + ORDERS_PER_CALL))) ?? []));
  await takeIn(services, shop, found);
  const packages = found.flatMap(({ channelPackageIds, channelOrderId, createdAt }) =>
    channelPackageIds.map((channelPackageId) => ({
      ...{ channelPackageId, channelOrderIds: [channelOrderId], status: 'processing' as const, trackingNumber: null, carrier: null },
      ...{ createdAt, updatedAt: createdAt },
    })),
  );
  const { merchantId, shopId } = shop;
  await database.withMerchant(merchantId, (tx) => applyPackages(tx, { services, shop, items: packages }));
  const rows = await database.withMerchant(merchantId, (tx) =>
    tx.selectFrom('orders').select(['id', 'channel_order_id as channelOrderId']).where('shop_id', '=', shopId).execute(),
  );
  const byNumber = new Map(rows.map(({ id, channelOrderId }) => [channelOrderId, id]));
  return found.map((order) => ({ id: byNumber.get(order.channelOrderId) ?? '', shop, order }));
}

export const clerk = (merchantId: string) => buildCaller(merchantId, { scopes: new Set(['orders:read', 'orders:write']) });
