import type { TrueOrder } from './platform.ts';

/**
 * GMV and orders per market, counted here a second time and from the platform's truth alone: an order counts on the UTC
 * day it was paid, with quantity × (sale price + what the platform paid of it); a later cancellation changes nothing.
 */
const decimalsOf = (currency: string) => (currency === 'JPY' || currency === 'VND' ? 0 : 2);

export type MarketTruth = { market: string; currency: string; gmv: number; orders: number; converted: number };

type Input = {
  orders: readonly TrueOrder[];
  marketOf: ReadonlyMap<string, string>;
  days: { from: string; to: string };
  rates: ReadonlyMap<string, string>;
  display: string;
};

export function trueMarkets({ orders, marketOf, days, rates, display }: Input): MarketTruth[] {
  const markets = new Map<string, MarketTruth>();
  for (const order of orders) {
    const market = marketOf.get(order.shopId);
    const day = order.paidAt === null ? '' : new Date(order.paidAt).toISOString().slice(0, 10);
    if (!market || day < days.from || day > days.to) continue;
    const row = markets.get(market) ?? { market, currency: order.currency, gmv: 0, orders: 0, converted: 0 };
    row.gmv += order.lines.reduce((sum, line) => sum + line.quantity * (line.salePrice + line.platformDiscount), 0);
    row.orders += 1;
    markets.set(market, row);
  }
  return [...markets.values()].map((row) => ({
    ...row,
    converted: converted({ amount: row.gmv, currency: row.currency }, display, rates),
  }));
}

/** Each currency's sum converted once. */
export function trueTotal(markets: readonly MarketTruth[], display: string, rates: ReadonlyMap<string, string>): number {
  const sums = new Map<string, number>();
  for (const { currency, gmv } of markets) sums.set(currency, (sums.get(currency) ?? 0) + gmv);
  return [...sums].reduce((sum, [currency, amount]) => sum + converted({ amount, currency }, display, rates), 0);
}

/** Half-up, in whole numbers throughout: amount × (display per euro ÷ currency per euro). */
function converted(money: { amount: number; currency: string }, display: string, rates: ReadonlyMap<string, string>): number {
  if (money.currency === display) return money.amount;
  const from = fraction(rates.get(money.currency));
  const to = fraction(rates.get(display));
  const numerator = BigInt(money.amount) * to.digits * 10n ** BigInt(from.scale + decimalsOf(display));
  const denominator = from.digits * 10n ** BigInt(to.scale + decimalsOf(money.currency));
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}

function fraction(text: string | undefined): { digits: bigint; scale: number } {
  if (!text) throw new Error('the feed lacks a currency');
  const [whole = '', decimals = ''] = text.split('.');
  return { digits: BigInt(whole + decimals), scale: decimals.length };
}
