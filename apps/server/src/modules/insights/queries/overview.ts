import type { Overview } from '@tradewind/contract';
import { figuresOf } from '@tradewind/rules/figures';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { dataAsOf, type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { comparisonOf } from './comparison.ts';
import { figuresOfPeriod, nativeSums, type PeriodFigures } from './figures-of-period.ts';
import { type Rates, ratesInto } from './rates.ts';
import { seriesOf } from './series.ts';

export type PeriodQuery = {
  from: string;
  to: string;
  currency: string;
  timeZone: string;
  shopIds?: string[] | undefined;
  market?: string | undefined;
};
export type Loaded = { shops: ShopInScope[]; figures: PeriodFigures; rates: Rates; now: number };

/** What both answers read, in one transaction: so that they agree with each other. */
export async function loadPeriod(
  services: Services,
  tx: TenantTx,
  { caller, query }: { caller: Caller; query: PeriodQuery },
): Promise<Loaded> {
  const now = services.clock.now();
  const shops = await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market });
  const figures = await figuresOfPeriod(tx, { period: query, shops, now });
  const currencies = nativeSums([...figures.sums, ...figures.before.sums], [...figures.spend, ...figures.before.spend]).map(
    (sum) => sum.currency,
  );
  const rates = await ratesInto(services, tx, { display: query.currency, currencies, to: query.to });
  return { shops, figures, rates, now };
}

/** All shops of the scope as one. */
export function readOverview(services: Services, input: { caller: Caller; query: PeriodQuery }): Promise<Overview> {
  const { query } = input;
  return services.database.readMerchant(input.caller.merchantId, async (tx) => {
    const { shops, figures, rates, now } = await loadPeriod(services, tx, input);
    const native = nativeSums(figures.sums, figures.spend);
    const { before } = figures;
    return {
      from: query.from,
      to: query.to,
      timeZone: query.timeZone,
      currency: query.currency,
      ...figuresOf(native, query.currency, rates.rateTo),
      comparison: {
        from: before.period.from,
        to: before.period.to,
        hours: before.hours,
        ...comparisonOf({ sums: before.sums, spend: before.spend, hours: before.hours, query, rates }),
      },
      series: seriesOf({
        period: query,
        shops,
        series: figures.series,
        spend: figures.spend,
        currency: query.currency,
        rateTo: rates.rateTo,
        now,
      }),
      native: native.map((sum) => ({
        currency: sum.currency,
        gmv: { amount: sum.gmvMinor, currency: sum.currency },
        refunds: { amount: sum.refundsMinor, currency: sum.currency },
        adSpend: { amount: sum.adSpendMinor, currency: sum.currency },
        orders: sum.orders,
        units: sum.units,
      })),
      missingRates: rates.missing(),
      fx: rates.used(),
      dataAsOf: dataAsOf(shops),
    };
  });
}
