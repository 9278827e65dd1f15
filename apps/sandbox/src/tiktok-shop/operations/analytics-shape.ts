/** Analytics on the wire: the 202405 interval and its 202509 successor. */
import { money, split } from '../money.ts';
import type { ShopPeriod, ShopSales } from './sales-figures.ts';

type InCurrency = (amountMinor: number) => { amount: string; currency: string };
const SOURCES = ['LIVE', 'VIDEO', 'PRODUCT_CARD'] as const;
const SOURCE_WEIGHTS = [25, 45, 30];
const IMPRESSIONS_PER_ORDER = 172;
const VIEWS_PER_ORDER = 21;
const VISITORS_PER_ORDER = 14;
/** Simulated rates, good enough for a figure the platform itself rounds: units of the currency for one US dollar. */
const PER_DOLLAR: Readonly<Record<string, number>> = {
  USD: 1,
  GBP: 0.76,
  EUR: 0.87,
  JPY: 154,
  MXN: 18.4,
  THB: 32.4,
  VND: 26_300,
  MYR: 4.14,
  IDR: 16_700,
  PHP: 58.9,
  SGD: 1.3,
  BRL: 5.35,
};
const MINOR_UNITS: Readonly<Record<string, number>> = { JPY: 1, VND: 1 };

/** Money as asked for: the shop's own currency, or dollars. */
export function moneyIn(currency: string, wanted: 'USD' | 'LOCAL'): InCurrency {
  if (wanted === 'LOCAL' || currency === 'USD') return (amountMinor) => money(amountMinor, currency);
  const unitsPerMajor = MINOR_UNITS[currency] ?? 100;
  return (amountMinor) => money(Math.round((amountMinor / unitsPerMajor / (PER_DOLLAR[currency] ?? 1)) * 100), 'USD');
}

export function intervalShape(period: ShopPeriod, sales: ShopSales, inCurrency: InCurrency) {
  return {
    start_date: period.from,
    end_date: period.until,
    gmv: inCurrency(sales.gmv),
    gmv_breakdowns: bySource(sales.gmv, (amountMinor, type) => ({ ...inCurrency(amountMinor), type })),
    sku_orders: sales.skuOrders,
    orders: sales.orders,
    avg_order_value: inCurrency(average(sales)),
    units_sold: sales.units,
    buyers: sales.buyers,
    buyer_breakdowns: bySource(sales.buyers, (amount, type) => ({ amount, type })),
    product_impressions: sales.orders * IMPRESSIONS_PER_ORDER,
    product_impression_breakdowns: bySource(sales.orders * IMPRESSIONS_PER_ORDER, (amount, type) => ({ amount, type })),
    product_page_views: sales.orders * VIEWS_PER_ORDER,
    product_page_view_breakdowns: bySource(sales.orders * VIEWS_PER_ORDER, (amount, type) => ({ amount, type })),
    avg_product_page_visitors: sales.orders * VISITORS_PER_ORDER,
    avg_product_page_visitor_breakdowns: bySource(sales.orders * VISITORS_PER_ORDER, (amount, type) => ({ amount, type })),
    refunds: inCurrency(sales.refunds),
    cancellations_and_returns: sales.reversals,
  };
}

export function newerIntervalShape(period: ShopPeriod, sales: ShopSales, inCurrency: InCurrency) {
  return {
    start_date: period.from,
    end_date: period.until,
    sales: {
      gmv: {
        overall: inCurrency(sales.gmv),
        breakdowns: bySource(sales.gmv, (amountMinor, type) => ({ gmv: inCurrency(amountMinor), type })),
      },
      gross_revenue: {
        overall: inCurrency(sales.gmv),
        breakdowns: [
          { type: 'ADS', percentage: '0.30' },
          { type: 'ORGANIC', percentage: '0.70' },
        ],
      },
      items_sold: sales.units,
      orders_count: sales.orders,
      sku_orders_count: sales.skuOrders,
      avg_customers_count: sales.buyers,
      refunds: inCurrency(sales.refunds),
    },
    traffic: {
      avg_page_views: sales.orders * VIEWS_PER_ORDER,
      avg_visitors: sales.orders * VISITORS_PER_ORDER,
      avg_conversation_rate: sales.orders > 0 ? (1 / VISITORS_PER_ORDER).toFixed(4) : '0.0000',
    },
  };
}

function average(sales: ShopSales): number {
  return sales.orders > 0 ? Math.round(sales.gmv / sales.orders) : 0;
}

function bySource<T>(total: number, shape: (amount: number, type: (typeof SOURCES)[number]) => T): T[] {
  const shares = split(total, SOURCE_WEIGHTS);
  return SOURCES.map((type, index) => shape(shares[index] ?? 0, type));
}
