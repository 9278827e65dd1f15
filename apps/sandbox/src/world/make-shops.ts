import type { Core } from './core.ts';
import { streamOf } from './core.ts';
import { MARKETS } from './markets.ts';
import { hashText, pick, type Rng } from './random.ts';
import { episodesOf } from './troubles.ts';
import type { Market, Seller, Shop, Warehouse } from './types.ts';
import { DAY } from './zone.ts';

/**
 * Who sells where. The first two sellers share the walk through the markets (7 and 6 shops in the default world of
 * 3 sellers and 15 shops), every further seller is another merchant's and has two. Markets differ early in the walk,
 * so a small world still meets a currency without decimals, vouchers and summer time.
 */
const WALK: Market[] = ['US', 'GB', 'JP', 'MX', 'DE', 'VN', 'TH', 'FR', 'IT', 'ES', 'MY', 'ID', 'SG', 'PH', 'BR', 'IE'];
const TROUBLES: Partial<Record<Market, Shop['trouble']>> = { GB: 'late', VN: 'cancels', FR: 'returns', IT: 'slow-replies' };

const SELLERS = [
  { name: 'Shenzhen Lanyu Trading Co., Ltd.', baseRegion: 'CN', shopName: 'Lumorva' },
  { name: 'Yiwu Qingfeng Import & Export Co., Ltd.', baseRegion: 'CN', shopName: 'Brisko' },
  { name: 'Northlane Goods Limited', baseRegion: 'GB', shopName: 'Northlane' },
  { name: 'Hong Kong Silverpine Limited', baseRegion: 'HK', shopName: 'Silverpine' },
];
const CITY_OF_SHOP = ['Official', 'Living', 'Select', 'Daily', 'Studio', 'Home'];

/** Shops per seller; every seller has at least one. */
function shopShares(merchants: number, shops: number): number[] {
  const sellers = Math.min(merchants, shops);
  const others = Math.max(0, sellers - 2);
  const perOther = others > 0 ? Math.min(2, Math.floor((shops - 2) / others)) : 0;
  const shared = shops - others * perOther;
  const first = sellers === 1 ? shared : Math.ceil(shared / 2);
  const shares = sellers === 1 ? [first] : [first, shared - first];
  return [...shares, ...Array.from({ length: others }, () => perOther)];
}

export function makeShops(core: Core, merchants: number, shops: number): void {
  let walked = 0;
  shopShares(merchants, shops).forEach((share, sellerIndex) => {
    const facts = SELLERS[sellerIndex % SELLERS.length] ?? {
      name: `Seller ${sellerIndex + 1}`,
      baseRegion: 'CN',
      shopName: `Seller${sellerIndex + 1}`,
    };
    const seller: Seller = {
      id: core.ids('seller'),
      name: facts.name,
      openId: openId(core, sellerIndex),
      baseRegion: facts.baseRegion,
      shopIds: [],
    };
    core.store.world.sellers.set(seller.id, seller);
    enterEntities(core, seller);
    const from = sellerIndex < 2 ? walked : 0;
    for (let index = 0; index < share; index++) {
      const market = WALK[(from + index) % WALK.length] ?? 'US';
      const shop = makeShop(core, { seller, market, label: `${facts.shopName} ${shopWord(from + index)}`, isTroubled: sellerIndex < 2 });
      seller.shopIds.push(shop.id);
    }
    if (sellerIndex < 2) walked += share;
  });
}

/** Everybody who sells in the EU has entered them. */
function enterEntities({ ids, store }: Core, { id: sellerId, name }: Seller): void {
  const maker = { id: ids('manufacturer'), sellerId, name, email: 'quality@maker.example' };
  const person = { id: ids('responsiblePerson'), sellerId, name: 'Rheinfels Compliance GmbH', email: 'contact@responsible.example' };
  store.world.manufacturers.set(maker.id, maker);
  store.world.responsiblePersons.set(person.id, person);
}

/** A plan takes the place of what ails the shop otherwise. */
function troubleOf(core: Core, { market, isTroubled }: { market: Market; isTroubled: boolean }): Pick<Shop, 'trouble' | 'episodes'> {
  if (!isTroubled) return { trouble: 'none', episodes: [] };
  const episodes = core.isTroubled ? episodesOf(market, core.endsAt) : [];
  return { trouble: episodes.length > 0 ? 'none' : (TROUBLES[market] ?? 'none'), episodes };
}

const shopWord = (index: number): string => CITY_OF_SHOP[index % CITY_OF_SHOP.length] ?? 'Shop';
const openId = (core: Core, index: number): string =>
  `7${hashText(`open:${core.seed}:${index}`).toString(36)}${hashText(`id:${core.seed}:${index}`).toString(36)}`;

/** A shop the seller opens while the world runs: empty, healthy, and named after the one it came from. */
export function openShop(core: Core, { seller, source, market }: { seller: Seller; source: Shop; market: Market }): Shop {
  const shop = makeShop(core, { seller, market, label: source.name.replace(/ [A-Z]{2}$/, ''), isTroubled: false });
  shop.openedAt = core.at();
  seller.shopIds.push(shop.id);
  return shop;
}

function makeShop(core: Core, input: { seller: Seller; market: Market; label: string; isTroubled: boolean }): Shop {
  const { seller, market } = input;
  const facts = MARKETS[market];
  const id = core.ids('shop');
  const rng = streamOf(core, `shop:${id}`);
  const shop: Shop = {
    id,
    sellerId: seller.id,
    name: `${input.label} ${market}`,
    code: `${market}LC${letters(rng, 8)}`,
    cipher: `ROW_${letters(rng, 24)}`,
    market,
    currency: facts.currency,
    timeZone: facts.timeZone,
    sellerType: seller.baseRegion === market ? 'LOCAL' : 'CROSS_BORDER',
    warehouseIds: [],
    openedAt: core.startedAt - Math.floor(120 + rng() * 500) * DAY,
    ...troubleOf(core, input),
  };
  for (const warehouse of makeWarehouses(core, shop)) {
    core.store.world.warehouses.set(warehouse.id, warehouse);
    shop.warehouseIds.push(warehouse.id);
  }
  core.store.world.shops.set(id, shop);
  return shop;
}

/** Where goods may also lie: sellers of these markets rent a second place near their buyers. */
const SECOND_PLACES: Partial<Record<Market, { city: string; region: string }>> = {
  US: { city: 'Edison, NJ', region: 'US' },
  DE: { city: 'Poznań', region: 'PL' },
  FR: { city: 'Poznań', region: 'PL' },
  IT: { city: 'Poznań', region: 'PL' },
  ES: { city: 'Poznań', region: 'PL' },
  IE: { city: 'Poznań', region: 'PL' },
};

/** One place to sell from, one to send returns to, at times a second to sell from; the first id is where goods lie when the world begins. */
function makeWarehouses(core: Core, shop: Shop): Warehouse[] {
  const facts = MARKETS[shop.market];
  const second = SECOND_PLACES[shop.market];
  const common = { shopId: shop.id, subType: facts.warehouse, isDefault: true } as const;
  const region = facts.warehouse === 'CB_DIRECT_SHIPPING_WAREHOUSE' ? 'CN' : shop.market;
  const sales = { ...common, type: 'SALES_WAREHOUSE' } as const;
  const places: Omit<Warehouse, 'id'>[] = [
    { ...sales, name: `${facts.warehouseCity} warehouse`, region, city: facts.warehouseCity },
    { ...common, type: 'RETURN_WAREHOUSE', name: `${shop.market} returns`, region: shop.market, city: facts.warehouseCity },
    ...(second ? [{ ...sales, ...second, name: `${second.city} warehouse`, isDefault: false }] : []),
  ];
  return places.map((place) => ({ ...place, id: core.ids('warehouse') }));
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const letters = (rng: Rng, length: number): string => Array.from({ length }, () => pick([...ALPHABET], rng)).join('');
