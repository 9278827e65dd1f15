/** What the conditions are asked about: one order, as far as it is known. */

/** Why a condition could not be judged. Nothing is guessed: such a rule says so and does nothing. */
export type UnknownCode = 'address-hidden' | 'buyer-unknown' | 'no-category' | 'no-cost' | 'no-commission' | 'no-rate' | 'not-asked';

/** `amount` in the order's currency. `without`: what nobody prices and is therefore not in it. */
export type Profit = { amount: number; currency: string; share: number | null; without: readonly 'shipping'[] };
export type ProfitAnswer = Profit | { unknown: UnknownCode };

export type BlacklistKind = 'buyer' | 'phone' | 'address';
export type MexicoAnswer =
  /** Not from the US to Mexico: the programme has nothing to say. */
  { isConcerned: false } | { isConcerned: true; reasons: readonly { code: string; sku: string | null }[] } | { unknown: UnknownCode };

export type OrderFacts = {
  shopId: string;
  market: string;
  currency: string;
  /** What the buyer paid, minor units. */
  total: number;
  units: number;
  lines: readonly { sku: string; category: string | null }[];
  country: string;
  /** Null: the platform hides it, or covers it up. */
  address: string | null;
  /** Of this order, in the order in which it came; null: nobody knows whose it is. */
  history: { orders: number; cancellations: number; returns: number } | null;
  paymentMethod: string;
  blacklisted: readonly BlacklistKind[];
  isOnPlatformHold: boolean;
  profit: ProfitAnswer;
  mexico: MexicoAnswer;
};
/** How much of `to` one of `from` buys, as a decimal; null: no rate. */
export type RateOf = (from: string, to: string) => string | null;
