import type { AnswerOf, MarketFigures, Routes } from '@tradewind/contract';
import { figuresOf, type NativeSum } from '@tradewind/rules/figures';
import { averageOf } from '@tradewind/rules/money';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { dataAsOf, type ShopInScope } from '../../accounts/index.ts';
import { comparisonOf } from './comparison.ts';
import { nativeSums } from './figures-of-period.ts';
import { type Loaded, loadPeriod, type PeriodQuery } from './overview.ts';
import { seriesOf } from './series.ts';

export type MarketsAnswer = AnswerOf<Routes['analytics.markets']>;

/** The same figures, market by market, largest first; a market without sales still has its row. */
export function readMarkets(services: Services, input: { caller: Caller; query: PeriodQuery }): Promise<MarketsAnswer> {
  const { query } = input;
  return services.database.readMerchant(input.caller.merchantId, async (tx) => {
    const loaded = await loadPeriod(services, tx, input);
    const groups = new Map<string, ShopInScope[]>();
    for (const shop of loaded.shops)
      groups.set(`${shop.market} ${shop.currency}`, [...(groups.get(`${shop.market} ${shop.currency}`) ?? []), shop]);
    const rows = [...groups.values()].map((shops) => marketOf(loaded, shops, query));
    const total = rows.reduce<number | null>((sum, row) => (sum === null || row.gmv === null ? null : sum + row.gmv.amount), 0);
    const items = rows
      .map((row) => ({ ...row, gmvShare: row.gmv && total ? row.gmv.amount / total : null }))
      .sort((a, b) => (b.gmv?.amount ?? -1) - (a.gmv?.amount ?? -1) || (a.market < b.market ? -1 : 1));
    return {
      from: query.from,
      to: query.to,
      timeZone: query.timeZone,
      currency: query.currency,
      items,
      missingRates: loaded.rates.missing(),
      fx: loaded.rates.used(),
      dataAsOf: dataAsOf(loaded.shops),
    };
  });
}

function marketOf({ figures, rates, now }: Loaded, shops: ShopInScope[], query: PeriodQuery): MarketFigures {
  const ids = new Set(shops.map((shop) => shop.id));
  const mine = <T extends { shopId: string }>(rows: readonly T[]): T[] => rows.filter((row) => ids.has(row.shopId));
  const [first] = shops;
  if (!first) throw new Error('a market group is never empty');
  const native = nativeSums(mine(figures.sums), mine(figures.spend));
  return {
    market: first.market,
    shopCount: shops.length,
    currency: first.currency,
    ...figuresOf(native, query.currency, rates.rateTo),
    gmvShare: null,
    native: nativeFigures(
      native.find((sum) => sum.currency === first.currency),
      first.currency,
    ),
    comparison: comparisonOf({
      sums: mine(figures.before.sums),
      spend: mine(figures.before.spend),
      hours: figures.before.hours,
      query,
      rates,
    }),
    series: seriesOf({
      period: query,
      shops,
      series: mine(figures.series),
      spend: mine(figures.spend),
      currency: query.currency,
      rateTo: rates.rateTo,
      now,
    }),
    dataAsOf: dataAsOf(shops),
  };
}

function nativeFigures(sum: NativeSum | undefined, currency: string): MarketFigures['native'] {
  const money = (amount: number) => ({ amount, currency });
  return {
    gmv: money(sum?.gmvMinor ?? 0),
    netSales: money((sum?.gmvMinor ?? 0) - (sum?.refundsMinor ?? 0)),
    refunds: money(sum?.refundsMinor ?? 0),
    adSpend: money(sum?.adSpendMinor ?? 0),
    averageOrderValue: averageOf(money(sum?.gmvMinor ?? 0), sum?.orders ?? 0),
  };
}
