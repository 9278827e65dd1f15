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
    return withService(tx, { judged: await judgeShops(tx, { shops, now }), channels, now });
  });
  return { asOf: new Date(now).toISOString(), items };
}

export type JudgedShop = { shop: ShopInScope; averageDailyOrders: number; standings: ReturnType<typeof standingOf>[] };
type Asked = { shops: readonly ShopInScope[]; now: number };

/** Where these shops stand by the two rates and what comes next, looked at as the overview does. */
export async function judgeShops(tx: TenantTx, { shops, now }: Asked): Promise<JudgedShop[]> {
  const found = await readJudged(tx, { shops, now, trendDays: TREND_DAYS, openLimit: OPEN_ON_OVERVIEW });
  return shops.map((shop, index) => {
    const judged = found[index];
    if (!judged) throw new Error('a shop was not judged');
    return { shop, averageDailyOrders: averageDailyOrders(judged), standings: metrics.map((metric) => standingOf(metric, judged)) };
  });
}

export const ratesView = ({ shop, averageDailyOrders, standings }: JudgedShop): Omit<ShopPerformance, 'service'> => ({
  ...{ shop: shopChip(shop), averageDailyOrders },
  metrics: standings.map(({ standing }) => standing),
});

type Judgement = { judged: readonly JudgedShop[]; channels: Services['channels']; now: number };

/** The same with service and quality. */
export async function withService(tx: TenantTx, { judged, channels, now }: Judgement): Promise<ShopPerformance[]> {
  const services = await readService(tx, { shops: judged.map(({ shop }) => shop), channels, now });
  return judged.map((each, index) => {
    const service = services[index];
    if (!service) throw new Error('a shop was not judged');
    return { ...ratesView(each), service: serviceStandings({ ...service, sellerType: each.shop.sellerType, now, course: null }) };
  });
}

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
