/** What a review rule says of orders, as data. An order meets a rule when it meets all of its conditions. */

/** Both ends of a scale: at least so much, or less than it. */
export type Compare = 'at-least' | 'below';

/** Lists mean "one of these"; `isNot` turns them round. Amounts are minor units. */
export type ReviewCondition =
  | { kind: 'shop'; shopIds: readonly string[]; isNot: boolean }
  | { kind: 'market'; markets: readonly string[]; isNot: boolean }
  | { kind: 'amount'; compare: Compare; amount: number; currency: string }
  | { kind: 'units'; compare: Compare; count: number }
  | { kind: 'profit'; compare: Compare; amount: number; currency: string }
  /** Of what the goods were sold for: -0.05 is a loss of five per cent. */
  | { kind: 'profit-share'; compare: Compare; share: number }
  /** Whole seller SKUs in any case; one that ends in * is a beginning. One line of the order is enough. */
  | { kind: 'sku'; skus: readonly string[]; isNot: boolean }
  | { kind: 'category'; categories: readonly string[]; isNot: boolean }
  | { kind: 'country'; countries: readonly string[]; isNot: boolean }
  /** A whole part of the address between commas: a state, a province, a city. */
  | { kind: 'region'; regions: readonly string[]; isNot: boolean }
  | { kind: 'postcode'; prefixes: readonly string[]; isNot: boolean }
  | { kind: 'address-words'; words: readonly string[]; isNot: boolean }
  /** What the buyer did before this order, in any shop of the merchant's on the platform. */
  | { kind: 'buyer-orders' | 'buyer-cancellations' | 'buyer-returns'; compare: Compare; count: number }
  | { kind: 'payment'; methods: readonly string[]; isNot: boolean }
  | { kind: 'blacklist' }
  /** Inside the platform's hold hour, while the buyer may still take the order back. */
  | { kind: 'platform-hold'; isNot: boolean }
  /** From the US to a buyer in Mexico, and beyond what the programme allows. */
  | { kind: 'us-to-mexico' };
export type ConditionKind = ReviewCondition['kind'];

/** `service` and `split` are wishes: they are shown and chosen beforehand, and a person confirms them. */
export type ReviewAction =
  | { kind: 'hold' }
  | { kind: 'review' }
  | { kind: 'tag'; tag: string }
  | { kind: 'warehouse'; warehouseId: string }
  | { kind: 'service'; service: string }
  | { kind: 'split'; by: SplitWish['by']; most?: number | undefined }
  | { kind: 'notify' };
export type ActionKind = ReviewAction['kind'];

/** Every line a parcel of its own, or at most `most` units in each. */
export type SplitWish = { by: 'line' | 'units'; most?: number | undefined };

export type ReviewRule = {
  id: string;
  conditions: readonly ReviewCondition[];
  actions: readonly ReviewAction[];
  /** An order that meets it is not shown to the rules behind it. */
  isLast: boolean;
};
