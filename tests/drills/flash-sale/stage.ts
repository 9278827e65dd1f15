/** The scene: a merchant with twelve shops, two warehouses and the goods of the sale, on a database of the drill's own. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Bench, buildCaller, buildShop, createBench } from '../../../apps/server/src/modules/accounts/testing.ts';
import { stockHandlers } from '../../../apps/server/src/modules/stock/index.ts';
import { buildVariant, offerIn, STOCK_SCOPE } from '../../../apps/server/src/modules/stock/testing.ts';
import { type Database, openDatabase } from '../../../apps/server/src/platform/database/database.ts';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import { isRefusal } from '../../../apps/server/src/platform/http/handler.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import { silentLog } from '../../../apps/server/src/testing/silent-log.ts';
import type { PlayerDatabase } from '../../seeds/world/server.ts';
import type { ShopHere } from './messages.ts';

export type Goods = {
  /** On sale everywhere. */
  cup: string;
  /** In a bundle with a cup. */
  pot: string;
  gift: string;
  /** One unit each, for those who all come at once. */
  rarities: string[];
  /** Never received in the near warehouse before. */
  novelties: string[];
};
export type Scene = {
  database: Database;
  merchantId: string;
  shops: ShopHere[];
  warehouses: { near: string; far: string };
  goods: Goods;
};

const SHOPS = 12;

/** Every version of a level is looked at, which is stricter than looking at every commit. */
const EYES = `
  CREATE SCHEMA flash;
  CREATE TABLE flash.seen (id bigserial PRIMARY KEY, is_sound boolean NOT NULL, level text NOT NULL);
  CREATE FUNCTION flash.look() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    INSERT INTO flash.seen (is_sound, level) VALUES (
      new.on_hand - new.reserved - new.promotion_reserved >= 0 AND least(new.reserved, new.promotion_reserved, new.in_transfer) >= 0
      AND new.on_hand + new.in_transfer + new.shipped + new.written_off + new.moved_away = new.received + new.returned + new.moved_here,
      row_to_json(new)::text);
    RETURN NULL;
  END $$;
  CREATE TRIGGER look AFTER INSERT OR UPDATE ON tenant.stock_level FOR EACH ROW EXECUTE FUNCTION flash.look();`;

type Wish = { units: number; rarities: number; novelties: number; sabotage: string | null };

export async function setScene(access: PlayerDatabase, wish: Wish): Promise<Scene> {
  await prepare(access, wish.sabotage);
  const database = openDatabase({ app: { ...access.app, max: 8 }, system: { ...access.system, max: 5 }, log: silentLog });
  const merchantId = randomUUID();
  const insert = "INSERT INTO system.merchant (id, name, created_at) VALUES ($1, 'Merchant', 'epoch')";
  await withClient(access.system, (client) => client.query(insert, [merchantId]));
  const bench = createBench(database);
  const place = { database, merchantId, newId: randomUUID };
  const shops = await buildShops(bench, merchantId);
  const cup = await buildVariant(place, { sku: 'CUP' });
  const pot = await buildVariant(place, { sku: 'POT' });
  const gift = await buildVariant(place, {
    sku: 'GIFT',
    parts: [
      { variantId: cup, quantity: 1 },
      { variantId: pot, quantity: 1 },
    ],
  });
  const [rarities, novelties]: [string[], string[]] = [[], []];
  for (let n = 0; n < wish.rarities; n += 1) rarities.push(await buildVariant(place, { sku: `RARE-${n}` }));
  for (let n = 0; n < wish.novelties; n += 1) novelties.push(await buildVariant(place, { sku: `NEW-${n}` }));
  const goods = { cup, pot, gift, rarities, novelties };
  for (const shop of shops)
    await offerIn(place, {
      shopId: shop.shopId,
      variantId: cup,
      channelProductId: `P-${shop.channelShopId}`,
      channelSkuId: `S-${shop.channelShopId}`,
    });
  const warehouses = await stockUp({ ...bench.services, newId: randomUUID }, { merchantId, goods, units: wish.units, shops });
  return { database, merchantId, shops, warehouses, goods };
}

async function prepare(access: PlayerDatabase, sabotage: string | null): Promise<void> {
  await withClient(access.superuser, async (client: pg.Client) => {
    await client.query(EYES);
    await client.query(`ALTER DATABASE ${client.escapeIdentifier(access.superuser.database ?? '')} SET deadlock_timeout = '100ms'`);
    // The table's own wall goes with the guard: each must do without the other.
    if (sabotage === 'no-guard') await client.query('ALTER TABLE tenant.stock_level DROP CONSTRAINT stock_level_sound');
  });
}

async function buildShops(bench: Bench, merchantId: string): Promise<ShopHere[]> {
  const shops: ShopHere[] = [];
  for (let n = 0; n < SHOPS; n += 1) {
    const { shopId, channelShopId, timeZone } = await buildShop(bench, merchantId);
    shops.push({ merchantId, shopId, channelShopId, timeZone });
  }
  await bench.services.database.withMerchant(merchantId, (tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: [STOCK_SCOPE] })
      .execute(),
  );
  return shops;
}

type Stocking = { merchantId: string; goods: Goods; units: number; shops: readonly ShopHere[] };

async function stockUp(services: Services, { merchantId, goods, units, shops }: Stocking): Promise<Scene['warehouses']> {
  const stock = stockHandlers(services);
  const asked = <B>(body: B) => ({ caller: buildCaller(merchantId), requestId: 'drill', params: {}, query: {}, body });
  const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
    if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
    return answer as Exclude<T, { refused: unknown }>; // refused above
  };
  const near = told(await stock['warehouses.create'](asked({ name: 'Near', kind: 'own', country: 'GB' }))).id;
  const far = told(await stock['warehouses.create'](asked({ name: 'Far', kind: 'own', country: 'CN' }))).id;
  const nearUnits = Math.floor(units * 0.6);
  const rows = [
    { variantId: goods.cup, warehouseId: near, units: nearUnits },
    { variantId: goods.cup, warehouseId: far, units: units - nearUnits },
    { variantId: goods.pot, warehouseId: near, units: Math.floor(units / 5) },
    ...goods.rarities.map((variantId) => ({ variantId, warehouseId: near, units: 1 })),
    // Counted already, but never seen in the other warehouse.
    ...goods.novelties.map((variantId) => ({ variantId, warehouseId: far, units: 1 })),
  ];
  told(await stock['stock-adjustments.create'](asked({ kind: 'receive', rows, reference: null, note: '' })));
  for (const { shopId } of shops)
    told(await stock['stock-shops.set']({ ...asked({ isPushing: true, warehouses: [] }), params: { shopId } }));
  return { near, far };
}

/** Nothing left to be told, and nobody at it. */
export async function isQuiet({ superuser }: PlayerDatabase): Promise<boolean> {
  const text = `SELECT NOT EXISTS (SELECT 1 FROM system.job WHERE kind IN ('stock.plan', 'stock.push'))
    AND NOT EXISTS (SELECT 1 FROM tenant.stock_push WHERE version > confirmed_version) AS is`;
  return withClient(superuser, async (client) => (await client.query<{ is: boolean }>(text)).rows[0]?.is ?? false);
}
