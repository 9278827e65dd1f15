import { addMoney, averageOf, convert, type Money } from './money.ts';

/** What was counted in one currency of one scope and period. */
export type NativeSum = { currency: string; gmvMinor: number; refundsMinor: number; adSpendMinor: number; orders: number; units: number };

export type Figures = {
  gmv: Money | null;
  netSales: Money | null;
  orders: number;
  units: number;
  refunds: Money | null;
  refundRate: number | null;
  adSpend: Money | null;
  roas: number | null;
  averageOrderValue: Money | null;
};

/** Rate text from a currency to the display currency, or null when there is none. */
export type RateTo = (currency: string) => string | null;

/**
 * One set of figures in one currency. Each currency's native sum is converted once, half-up, then added: so the total
 * is the sum of what a reader sees per currency. A currency without a rate with money in it makes the money figures of
 * the whole scope null ("no rate"); a currency without a rate and without money harms nothing.
 *
 * @example two shops, 100.00 USD and 2,000 JPY at 0.0065: gmv = 100.00 + 13.00 = 113.00 USD
 */
export function figuresOf(sums: readonly NativeSum[], display: string, rateTo: RateTo): Figures {
  const total = (pick: (sum: NativeSum) => number): Money | null => {
    let money: Money | null = { amount: 0, currency: display };
    for (const sum of sums) {
      if (pick(sum) === 0 || money === null) continue;
      const rate = sum.currency === display ? '1' : rateTo(sum.currency);
      money = rate === null ? null : addMoney(money, convert({ amount: pick(sum), currency: sum.currency }, display, rate));
      // A rate set by hand may be absurd: past 2^53 a number no longer holds every unit, and a figure is exact or it is not shown.
      if (money && !Number.isSafeInteger(money.amount)) money = null;
    }
    return money;
  };
  const gmv = total((sum) => sum.gmvMinor);
  const refunds = total((sum) => sum.refundsMinor);
  const adSpend = total((sum) => sum.adSpendMinor);
  const orders = sums.reduce((count, sum) => count + sum.orders, 0);
  return {
    gmv,
    refunds,
    adSpend,
    orders,
    units: sums.reduce((count, sum) => count + sum.units, 0),
    netSales: gmv && refunds && { amount: gmv.amount - refunds.amount, currency: display },
    refundRate: gmv && refunds && gmv.amount > 0 ? refunds.amount / gmv.amount : null,
    roas: gmv && adSpend && adSpend.amount > 0 ? gmv.amount / adSpend.amount : null,
    averageOrderValue: gmv && averageOf(gmv, orders),
  };
}

/**
 * The one catalogue of figures: the web, the interface and later the agents read names and definitions from here.
 * Texts live under these keys in the message catalogue (`figures.<id>.name`, `.definition`).
 */
export const figureCatalogue = [
  { id: 'gmv', unit: 'money', countedOn: 'payment' },
  { id: 'netSales', unit: 'money', countedOn: 'payment-and-refund' },
  { id: 'orders', unit: 'count', countedOn: 'payment' },
  { id: 'units', unit: 'count', countedOn: 'payment' },
  { id: 'refunds', unit: 'money', countedOn: 'refund' },
  { id: 'refundRate', unit: 'ratio', countedOn: 'payment-and-refund' },
  { id: 'adSpend', unit: 'money', countedOn: 'shop-day' },
  { id: 'roas', unit: 'ratio', countedOn: 'payment-and-shop-day' },
  { id: 'averageOrderValue', unit: 'money', countedOn: 'payment' },
] as const;
