/**
 * What is left of an order: what the goods were sold for, less what the platform takes at the shop's rates, less what the goods cost.
 * Shipping is in it where somebody prices it, and named as missing where nobody does. A cost, a commission or a rate of exchange that
 * nobody stated makes the whole unknown: no part of it is guessed.
 *
 * @example 10.00 GBP of beauty at 5 %, platform pay at 1.2 %, cost 4.00 GBP, shipped by the seller → 5.38 GBP, a share of 0.538
 */
import { convert, type Money } from './money.ts';
import { feesOf, type RateCard } from './rate-card.ts';
import type { ProfitAnswer } from './review-rules/order-facts.ts';

export type ProfitSubject = {
  market: string;
  currency: string;
  fulfilment: 'platform' | 'seller';
  /** `amount`: of the whole line, after the seller's discount. `cost`: of one unit; null: nobody said. */
  lines: readonly { category: string | null; amount: number; quantity: number; cost: Money | null }[];
};

export function profitOf(subject: ProfitSubject, card: RateCard, rateTo: (from: string) => string | null): ProfitAnswer {
  const { market, currency, fulfilment, lines } = subject;
  const inOwn = (money: Money): number | null => {
    const rate = money.currency === currency ? '1' : rateTo(money.currency);
    return rate === null ? null : convert(money, currency, rate).amount;
  };
  let left = lines.reduce((sum, { amount }) => sum + amount, 0);
  const sold = left;
  for (const { cost, quantity } of lines) {
    if (cost === null) return { unknown: 'no-cost' };
    const spent = inOwn({ amount: cost.amount * quantity, currency: cost.currency });
    if (spent === null) return { unknown: 'no-rate' };
    left -= spent;
  }
  const sale = { market, currency, goods: lines, paymentChannel: 'platform-pay' as const, fulfilment };
  const fees = feesOf({ ...sale, parcel: null, route: null, goodsCost: null }, card);
  if (fees.unknown.some(({ code }) => code === 'commission')) return { unknown: 'no-commission' };
  for (const line of fees.lines) {
    const paid = inOwn(line);
    if (paid === null) return { unknown: 'no-rate' };
    left -= paid;
  }
  const without = fees.unknown.some(({ code }) => code === 'shipping') ? (['shipping'] as const) : [];
  return { amount: left, currency, share: sold === 0 ? null : Math.round((left / sold) * 10_000) / 10_000, without };
}
