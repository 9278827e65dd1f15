import type { AnswerOf, PerformanceDetail, Routes, ShopPerformance } from '@tradewind/contract';
import { addDays, dayIn } from '@tradewind/rules/calendar';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { dataAsOf, type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { countFreshFailures, readDispatchDays, readDispatchWindow, readOpenOrders, shopChip } from '../../orders/index.ts';
import { serviceStandings } from '../service.ts';
import { averageDailyOrders, byShop, isCovered, type Judged, metrics, standingOf } from '../standing.ts';

import { readReplies, readService, readServiceDays } from './service.ts';

type Tools = Pick<Services, 'database' | 'clock' | 'channels'>;
const TREND_DAYS = 14;
const COURSE_DAYS = 30;
const OPEN_ON_OVERVIEW = 1_000;
const OPEN_ON_PAGE = 5_000;

export async function readPerformance(
  { database, clock, channels }: Tools,
  { caller }: { caller: Caller },
): Promise<AnswerOf<Routes['performance.list']>> {
  const now = clock.now();
  const items = await database.withMerchant(caller.merchantId, async (tx) => {
    const shops = (await shopsInScope(tx, { caller })).filter((shop) => shop.state !== 'unbound');
    return performanceOf(tx, { shops, channels, now });
  });
  return { asOf: new Date(now).toISOString(), items };
}

type Rates = Omit<ShopPerformance, 'service'>;

/** Where these shops stand by the two rates, with a headline of the forecast. */
export async function ratesOf(tx: TenantTx, { shops, now }: Pick<Asked, 'shops' | 'now'>): Promise<Rates[]> {
  const judged = await readJudged(tx, { shops, now, trendDays: TREND_DAYS, openLimit: OPEN_ON_OVERVIEW });
  return shops.map((shop, index) => {
    const own = judged[index];
    if (!own) throw new Error('a shop was not judged');
    const standings = metrics.map((metric) => standingOf(metric, own).standing);
    return { shop: shopChip(shop), averageDailyOrders: averageDailyOrders(own), metrics: standings };
  });
}

/** The same with service and quality. */
export async function performanceOf(tx: TenantTx, { shops, channels, now }: Asked): Promise<ShopPerformance[]> {
  const [rates, services] = await Promise.all([ratesOf(tx, { shops, now }), readService(tx, { shops, channels, now })]);
  return shops.flatMap((shop, index) => {
    const [own, service] = [rates[index], services[index]];
    if (!own || !service) throw new Error('a shop was not judged');
    return { ...own, service: serviceStandings({ ...service, sellerType: shop.sellerType, now, course: null }) };
  });
}

type Asked = { shops: readonly ShopInScope[]; channels: Services['channels']; now: number };
type Wish = { shops: readonly ShopInScope[]; now: number; trendDays: number; openLimit: number };

async function readJudged(tx: TenantTx, { shops, now, trendDays, openLimit }: Wish): Promise<Judged[]> {
  const shopIds = shops.map((shop) => shop.id);
  // One day more on either side: a shop's day may have begun before UTC's.
  const from = addDays(dayIn(now, 'UTC'), -Math.max(28, trendDays + 7) - 1);
  const [slots, days, ...perShop] = await Promise.all([
    readDispatchWindow(tx, { shopIds, now }),
    readDispatchDays(tx, { shopIds, from, now }),
    ...shops.map(async (shop) =>
      isCovered(shop)
        ? {
            open: await readOpenOrders(tx, { shopId: shop.id, now, limit: openLimit }),
            fresh: await countFreshFailures(tx, { shopId: shop.id, now }),
          }
        : { open: [], fresh: null },
    ),
  ]);
  const slotsOf = byShop(slots);
  const daysOf = byShop(days);
  return shops.map((shop, index) => ({
    market: shop.market,
    sellerType: shop.sellerType,
    now,
    today: dayIn(now, shop.timeZone),
    slots: slotsOf(shop.id),
    days: daysOf(shop.id),
    open: perShop[index]?.open ?? [],
    fresh: perShop[index]?.fresh ?? null,
    trendDays,
  }));
}

/** Null: no such shop for this caller, or one that was let go. */
export async function readShopPerformance(
  { database, clock, channels }: Tools,
  { caller, shopId }: { caller: Caller; shopId: string },
): Promise<PerformanceDetail | null> {
  const now = clock.now();
  return database.withMerchant(caller.merchantId, async (tx) => {
    const [shop] = await shopsInScope(tx, { caller, shopIds: [shopId] });
    if (!shop || shop.state === 'unbound' || !(caller.shopIds?.includes(shopId) ?? true)) return null;
    const [judged] = await readJudged(tx, { shops: [shop], now, trendDays: COURSE_DAYS, openLimit: OPEN_ON_PAGE + 1 });
    const [service] = await readService(tx, { shops: [shop], channels, now });
    if (!judged || !service) return null;
    const course = {
      days: await readServiceDays(tx, { shop, from: addDays(judged.today, -COURSE_DAYS) }),
      today: judged.today,
      count: COURSE_DAYS,
    };
    const seen = { ...judged, open: judged.open.slice(0, OPEN_ON_PAGE) };
    const named = new Map(seen.open.map((order) => [order.id, order.channelOrderId]));
    const standings = metrics.map((metric) => standingOf(metric, seen));
    return {
      shop: shopChip(shop),
      averageDailyOrders: averageDailyOrders(seen),
      metrics: standings.map(({ standing }) => standing),
      service: serviceStandings({ ...service, sellerType: shop.sellerType, now, course }),
      replies: service.sources.conversations === 'ready' ? await readReplies(tx, { shop, service, now }) : null,
      asOf: new Date(now).toISOString(),
      dataAsOf: dataAsOf([shop]),
      isOpenCut: judged.open.length > OPEN_ON_PAGE,
      rescue: standings.flatMap(({ standing: { metric }, forecast }) =>
        forecast
          ? [
              {
                metric,
                worst: forecast.rescue.worst,
                orders: forecast.rescue.orders.map(({ id, shipBefore, pointsSaved }) => ({
                  orderId: id,
                  channelOrderId: named.get(id) ?? '',
                  shipBefore: new Date(shipBefore).toISOString(),
                  pointsSaved,
                })),
              },
            ]
          : [],
      ),
    };
  });
}
