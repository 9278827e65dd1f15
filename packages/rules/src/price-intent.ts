/**
 * One rule and one variant → its price in one market, with every step of it.
 *
 *   what is to come in     the cost, or a base price, in the market's currency
 *   what is to stay        a margin (a share of the price without tax) or a markup (a share of the base)
 *   what others take       shipping, commission, payment, creator, tax
 *   what the tag wants     an ending; the cap of a programme; the floor
 *
 * The price is the smallest one of that ending of which, after everybody has taken theirs, at least the wanted part stays. Fees are shares
 * of the price itself, so they are solved for: a line gives where the answer can lie, and each price from there on is tried with the very
 * roundings that will be charged (each fee half-up to the currency's unit). So no formula has to be believed, and a higher cost can
 * never give a lower price. Fees are taken of the price without tax, as the policy `fees` says.
 *
 * A cap lowers the price to the highest ending beneath it, and part of what was wanted is given up. The floor is never crossed: where the
 * rule or the cap would, there is no price and the reason is told. It is not raised to the floor in silence, because then
 * the rule would say one thing and the shop another.
 */
import { convert, type Money } from './money.ts';
import { type CappedProgramme, capOf, localEndings } from './price-rows.ts';
import type { FeeLine, PaymentChannel } from './rate-card.ts';

/** Shares are fractions with at most six decimals. */
export type PriceRule = {
  /** Null: the variant's cost of the day. */
  basePrice: Money | null;
  wanted: { kind: 'margin' | 'markup'; share: number };
  paymentChannel: PaymentChannel;
  creatorShare: number;
  /** Of what the buyer sees, by market; 0 where tax comes on top. A market that is not named has no price. */
  taxes: readonly { market: string; share: number }[];
  /** What the merchant pays to send a unit there; none where it is not named. */
  shipping: readonly { market: string; cost: Money }[];
  ending: 'local' | 'exact';
  programme: CappedProgramme | null;
  /** The least that must stay after everything: of the price without tax, over the cost. */
  floorShare: number;
  floorPrice: Money | null;
};

/** Of a shop on a day. `share` null: no source and no card states it. */
export type FeeTerms = {
  commission: { share: number; basis: FeeLine['basis'] } | null;
  payment: { share: number; fixed: Money | null; basis: FeeLine['basis'] };
};
export type DatedRate = { rate: string; on: string };

export type PriceQuestion = {
  rule: PriceRule;
  market: string;
  currency: string;
  on: string;
  cost: Money | null;
  terms: FeeTerms;
  /** Units of the market's currency for one of another's, as text; null: no rate by that day. */
  rateOf: (currency: string) => DatedRate | null;
};

export type PriceLineCode =
  | 'cost'
  | 'base-price'
  | 'margin'
  | 'markup'
  | 'shipping'
  | 'commission'
  | 'payment-rate'
  | 'payment-fixed'
  | 'creator'
  | 'tax'
  | 'ending'
  | 'cap';
/** In minor units of the market's currency; `total` runs, and ends at the price. What does not apply to a line is null. */
export type PriceLine = {
  code: PriceLineCode;
  amount: number;
  total: number;
  share: number | null;
  native: Money | null;
  rate: DatedRate | null;
  basis: FeeLine['basis'] | null;
};
export const priceRefusals = [
  ...['no-rule', 'no-cost', 'no-tax', 'no-rate', 'no-commission', 'no-floor'],
  ...['margin-out-of-reach', 'cap-below-floor', 'under-floor', 'out-of-range'],
] as const;
export type PriceRefusal = (typeof priceRefusals)[number];
/** `floor` is the smallest price that keeps it; null where it cannot be told. `kept` null: without a cost nobody can say. */
export type PriceAnswer =
  | { price: Money; kept: number | null; floor: number; cap: number | null; isCapped: boolean; lines: PriceLine[] }
  | { refused: PriceRefusal; floor: number | null; cap: number | null };

const WHOLE = 1_000_000n;
/** At least a hundredth of the price must be left to work with, or every cent of cost would move it by a dollar. */
const LEAST_ROOM = 10_000n;
const LARGEST = 1_000_000_000_000n;

const millionths = (share: number): bigint => BigInt(Math.round(share * 1e6));
const halfUp = (a: bigint, b: bigint): bigint => (a * 2n + b) / (b * 2n);
const ceil = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

export function priceFor(question: PriceQuestion): PriceAnswer {
  const found = termsIn(question);
  if ('refused' in found) return { refused: found.refused, floor: null, cap: null };
  const { rule, currency, on } = question;
  const ending = rule.ending === 'local' ? (localEndings[currency] ?? EXACT) : EXACT;
  const cap = capOf(rule.programme, { currency, on })?.amount ?? null;
  const floor = floorOf(found);
  const wanted = smallest(found, { ...found.wanted, ending });
  if (floor === null || wanted === null) return { refused: 'margin-out-of-reach', floor: null, cap };
  if (wanted > LARGEST || floor > LARGEST) return { refused: 'out-of-range', floor: null, cap };
  const isCapped = cap !== null && wanted > BigInt(cap);
  const price = isCapped ? highest(BigInt(cap), ending) : wanted;
  if (price < floor || !keepsFloor(found, price))
    return { refused: isCapped ? 'cap-below-floor' : 'under-floor', floor: Number(floor), cap };
  const kept = found.cost === null ? null : Number(left(found, price) - found.cost);
  const lines = linesOf(question, { terms: found, price, isCapped });
  return { price: { amount: Number(price), currency }, kept, floor: Number(floor), cap, isCapped, lines };
}

/** Everything in minor units of the market, shares in millionths. */
type Terms = {
  base: bigint;
  cost: bigint | null;
  wanted: { base: bigint; fixed: bigint; share: bigint };
  shipping: bigint;
  fixed: bigint;
  commission: bigint;
  payment: bigint;
  creator: bigint;
  tax: bigint;
  floorShare: bigint;
  floorPrice: bigint;
};

function termsIn({ rule, market, currency, cost, terms, rateOf }: PriceQuestion): Terms | { refused: PriceRefusal } {
  const isPriced = cost !== null && cost.amount > 0;
  const base = rule.basePrice ?? (isPriced ? cost : null);
  if (base === null) return { refused: 'no-cost' };
  if (!isPriced && rule.floorPrice === null) return { refused: 'no-floor' };
  const tax = rule.taxes.find((row) => row.market === market);
  if (!tax) return { refused: 'no-tax' };
  if (!terms.commission) return { refused: 'no-commission' };
  const shipping = rule.shipping.find((row) => row.market === market)?.cost ?? null;
  const monies = [base, isPriced ? cost : null, shipping, terms.payment.fixed, rule.floorPrice];
  const rates = new Map(monies.flatMap((money) => (money ? [[money.currency, rateOf(money.currency)] as const] : [])));
  if ([...rates.values()].includes(null)) return { refused: 'no-rate' };
  const here = (money: Money | null): bigint =>
    money ? BigInt(convert(money, currency, rates.get(money.currency)?.rate ?? '1').amount) : 0n;
  const share = millionths(rule.wanted.share);
  const isMargin = rule.wanted.kind === 'margin';
  return {
    base: here(base),
    cost: isPriced ? here(cost) : null,
    wanted: { base: here(base), fixed: isMargin ? 0n : ceil(here(base) * share, WHOLE), share: isMargin ? share : 0n },
    shipping: here(shipping),
    fixed: here(terms.payment.fixed),
    commission: millionths(terms.commission.share),
    payment: millionths(terms.payment.share),
    creator: millionths(rule.creatorShare),
    tax: millionths(tax.share),
    floorShare: millionths(rule.floorShare),
    floorPrice: here(rule.floorPrice),
  };
}

/** The price without its tax. */
const netOf = ({ tax }: Terms, price: bigint): bigint => halfUp(price * WHOLE, WHOLE + tax);

/** What is left of a price when everybody but the maker of the goods has taken theirs. */
function left(terms: Terms, price: bigint): bigint {
  const net = netOf(terms, price);
  const taken = [terms.commission, terms.payment, terms.creator].reduce((sum, share) => sum + halfUp(net * share, WHOLE), 0n);
  return net - taken - terms.fixed - terms.shipping;
}

type Wish = { base: bigint; fixed: bigint; share: bigint };
/** Whether the base comes in, and what is wanted stays. */
const isEnough = (terms: Terms, { base, fixed, share }: Wish, price: bigint): boolean =>
  left(terms, price) - base >= fixed + ceil(netOf(terms, price) * share, WHOLE);

const EXACT = { step: 1, tail: 0 };
type Ended = { step: number; tail: number };

/** The first price of that ending from here on. */
function upTo(price: bigint, { step, tail }: Ended): bigint {
  const [by, at] = [BigInt(step), BigInt(tail)];
  return price <= at ? at : at + ceil(price - at, by) * by;
}

/** The last one not above; 0 where there is none. */
function highest(price: bigint, { step, tail }: Ended): bigint {
  const [by, at] = [BigInt(step), BigInt(tail)];
  return price < at ? 0n : at + ((price - at) / by) * by;
}

/**
 * The smallest price of that ending that is enough; null where fees and wishes take all of it. Begins beneath every answer: the line
 * without roundings, less what three of them and the tax's can hide. It ends, because a hundredth of each further unit stays.
 */
function smallest(terms: Terms, { ending, ...wish }: Wish & { ending: Ended }): bigint | null {
  const room = WHOLE - terms.commission - terms.payment - terms.creator - wish.share;
  if (room < LEAST_ROOM) return null;
  const needed = wish.base + wish.fixed + terms.fixed + terms.shipping;
  const net = ((needed - 2n) * WHOLE) / room - 1n;
  let price = upTo((net * (WHOLE + terms.tax)) / WHOLE - 2n, ending);
  if (price < 1n) price = upTo(1n, ending);
  while (!isEnough(terms, wish, price)) price += BigInt(ending.step);
  return price;
}

const floorWish = ({ cost, floorShare }: Terms): Wish | null => (cost === null ? null : { base: cost, fixed: 0n, share: floorShare });

const keepsFloor = (terms: Terms, price: bigint): boolean => {
  const wish = floorWish(terms);
  return price >= terms.floorPrice && (wish === null || isEnough(terms, wish, price));
};

function floorOf(terms: Terms): bigint | null {
  const wish = floorWish(terms);
  const least = wish ? smallest(terms, { ...wish, ending: EXACT }) : 1n;
  return least === null ? null : least > terms.floorPrice ? least : terms.floorPrice;
}

type Answered = { terms: Terms; price: bigint; isCapped: boolean };

function linesOf({ rule, cost, market, currency, terms: fees, rateOf }: PriceQuestion, { terms, price, isCapped }: Answered): PriceLine[] {
  const net = netOf(terms, price);
  const plain = { share: null, native: null, rate: null, basis: null };
  const foreign = (money: Money | null) =>
    money && money.currency !== currency ? { native: money, rate: rateOf(money.currency) } : { native: null, rate: null };
  const ofNet = (share: bigint): bigint => halfUp(net * share, WHOLE);
  const shipping = rule.shipping.find((row) => row.market === market)?.cost ?? null;
  const { wanted, creatorShare } = rule;
  const stays = terms.wanted.fixed + ceil(net * terms.wanted.share, WHOLE);
  const rows: (Omit<PriceLine, 'amount' | 'total'> & { amount: bigint })[] = [
    { ...plain, code: rule.basePrice ? 'base-price' : 'cost', amount: terms.base, ...foreign(rule.basePrice ?? cost) },
    { ...plain, code: wanted.kind, amount: stays, share: wanted.share },
    { ...plain, code: 'shipping', amount: terms.shipping, ...foreign(shipping) },
    { ...plain, code: 'commission', amount: ofNet(terms.commission), ...fees.commission },
    { ...plain, code: 'payment-rate', amount: ofNet(terms.payment), share: fees.payment.share, basis: fees.payment.basis },
    { ...plain, code: 'payment-fixed', amount: terms.fixed, ...foreign(fees.payment.fixed), basis: fees.payment.basis },
    { ...plain, code: 'creator', amount: ofNet(terms.creator), share: creatorShare },
    { ...plain, code: 'tax', amount: price - net, share: Number(terms.tax) / 1e6 },
  ];
  const rest = price - rows.reduce((sum, { amount }) => sum + amount, 0n);
  const all = [...rows, { ...plain, code: isCapped ? ('cap' as const) : ('ending' as const), amount: rest }];
  let total = 0n;
  return all
    .filter(({ code, amount }) => amount !== 0n || code === 'tax' || code === wanted.kind)
    .map(({ amount, ...line }) => {
      total += amount;
      return { ...line, amount: Number(amount), total: Number(total) };
    });
}
