/**
 * What a sale costs at a shop's own rates. A rate card says what the merchant's contract says; what it leaves out is answered by the
 * policy `fees`, and what neither states is named as unknown. The card wins where both speak: it is of this shop and newer.
 *
 * @example jewellery at 59.90 GBP, card with jewellery 9 % → commission 5.39 of the card, payment by the source
 */
import type { Money } from './money.ts';
import { isIn } from './policies/categories.ts';
import { times } from './policies/exact.ts';
import { type Parcel, startedKilograms, statedRates } from './policies/fees.ts';
import { evaluatePolicy } from './policies/index.ts';

export const paymentChannels = ['stripe', 'paypal', 'platform-pay'] as const;
export type PaymentChannel = (typeof paymentChannels)[number];

/** Shares are fractions 0..1 with at most six decimals; money is in minor units. */
export type RateCard = {
  commissions: readonly { category: string; share: number }[];
  payments: readonly { channel: PaymentChannel; share: number; fixed: Money | null }[];
  routes: readonly { route: string; currency: string; firstKg: number; furtherKg: number }[];
};
export const emptyCard: RateCard = { commissions: [], payments: [], routes: [] };

/** One transaction, of one or several kinds of goods. `category` null: the platform's is none that we know. */
export type Sale = {
  market: string;
  currency: string;
  /** After the seller's discount, before shipping and tax. */
  goods: readonly { category: string | null; amount: number }[];
  paymentChannel: PaymentChannel;
  /** Who moves the parcel; `parcel` and `route` where the platform does. Without them its price is unknown. */
  fulfilment: 'platform' | 'seller';
  parcel: Parcel | null;
  route: string | null;
  goodsCost: Money | null;
};

export type FeeLine = {
  code: 'commission' | 'payment-rate' | 'payment-fixed' | 'shipping';
  /** Of a commission. */
  category: string | null;
  /** Null: no share of the price. */
  share: number | null;
  amount: number;
  currency: string;
  basis: 'source' | 'rate-card';
};
/** What no rate was found for, and what a rate of it would be called. */
export type UnknownFee = { code: 'commission'; category: string | null } | { code: 'shipping'; route: string | null };
export type SaleFees = {
  lines: FeeLine[];
  totals: Money[];
  estimates: { code: 'unsellable-stock'; amount: number; currency: string }[];
  unknown: UnknownFee[];
};

/** Well-formed, and in no rule and on no card. */
const UNKNOWN_CATEGORY = 'unmapped';

export function feesOf(sale: Sale, card: RateCard): SaleFees {
  const kinds = kindsOf(sale);
  const total = kinds.reduce((sum, { amount }) => sum + amount, 0);
  const commissions = kinds.flatMap((kind) => commissionOf(sale, card, kind) ?? []);
  const shipping = shippingOf(sale, card);
  const lines = [...commissions, ...(total > 0 ? paymentsOf(sale, card, total) : []), ...(shipping ? [shipping] : [])];
  return {
    lines,
    totals: totalsOf(lines),
    estimates: estimatesOf(sale),
    unknown: [
      ...kinds
        .filter(({ category }) => !commissions.some((line) => line.category === category))
        .map(({ category }) => ({ code: 'commission' as const, category })),
      ...(shipping === null ? [{ code: 'shipping' as const, route: sale.route }] : []),
    ],
  };
}

type Kind = { category: string | null; amount: number };

/** Goods of one category are charged together, so that rounding happens once. */
function kindsOf({ goods }: Sale): Kind[] {
  const kinds = new Map<string | null, number>();
  for (const { category, amount } of goods) kinds.set(category, (kinds.get(category) ?? 0) + amount);
  return [...kinds].map(([category, amount]) => ({ category, amount })).filter(({ amount }) => amount > 0);
}

/** The policy's own answer to one kind of goods, shipped by the seller: shipping is looked at beside it. */
const askPolicy = ({ market, currency, paymentChannel, goodsCost }: Sale, { category, amount }: Kind) =>
  evaluatePolicy('fees', {
    market,
    category: category ?? UNKNOWN_CATEGORY,
    price: { amount, currency },
    paymentChannel,
    fulfilment: 'seller',
    ...(goodsCost ? { goodsCost } : {}),
  });

/** The row of the category itself wins over one of its group. */
const rowFor = <T extends { category: string }>(rows: readonly T[], category: string): T | undefined =>
  rows.find((row) => row.category === category) ?? rows.find((row) => isIn(category, row.category));

function commissionOf(sale: Sale, card: RateCard, kind: Kind): FeeLine | null {
  const { category, amount } = kind;
  if (category === null) return null;
  const own = rowFor(card.commissions, category);
  const line = { code: 'commission' as const, category, currency: sale.currency };
  if (own) return { ...line, share: own.share, amount: times(amount, [own.share]), basis: 'rate-card' };
  const stated = askPolicy(sale, kind).lines.find(({ code }) => code === 'commission');
  return stated
    ? { ...line, share: rowFor(statedRates.commissions, category)?.share ?? null, amount: stated.amount, basis: 'source' }
    : null;
}

function paymentsOf(sale: Sale, card: RateCard, total: number): FeeLine[] {
  const own = card.payments.find(({ channel }) => channel === sale.paymentChannel);
  const { share, fixed } = own ?? statedRates.payments.find(({ channel }) => channel === sale.paymentChannel) ?? { share: 0, fixed: null };
  const basis = own ? ('rate-card' as const) : ('source' as const);
  const rate = { code: 'payment-rate' as const, category: null, share, amount: times(total, [share]), currency: sale.currency, basis };
  return fixed && fixed.amount > 0 ? [rate, { code: 'payment-fixed', category: null, share: null, ...fixed, basis }] : [rate];
}

/** Undefined where the seller ships; null where nobody prices the route, or the parcel is not known. */
function shippingOf({ fulfilment, parcel, route }: Sale, card: RateCard): FeeLine | null | undefined {
  if (fulfilment === 'seller') return undefined;
  const own = card.routes.find((row) => row.route === route);
  const row = own ?? statedRates.routes.find((each) => each.route === route);
  if (!row || parcel === null) return null;
  const amount = row.firstKg + (startedKilograms(parcel) - 1) * row.furtherKg;
  return { code: 'shipping', category: null, share: null, amount, currency: row.currency, basis: own ? 'rate-card' : 'source' };
}

function estimatesOf(sale: Sale): SaleFees['estimates'] {
  if (sale.fulfilment !== 'seller' || sale.goodsCost === null) return [];
  // Whatever is sold: the estimate is a share of what the goods cost.
  return askPolicy(sale, { category: null, amount: 1 }).estimates;
}

/** Currencies are never mixed. */
function totalsOf(lines: readonly FeeLine[]): Money[] {
  const totals = new Map<string, number>();
  for (const { amount, currency } of lines) totals.set(currency, (totals.get(currency) ?? 0) + amount);
  return [...totals].map(([currency, amount]) => ({ currency, amount }));
}

export { statedRates };

/** The same thing priced twice on one card, as paths into it. */
export function repeatedRates(card: RateCard): string[] {
  const twice = (of: keyof RateCard, names: readonly string[]): string[] =>
    names.flatMap((name, index) => (names.indexOf(name) < index ? [`/${of}/${index}`] : []));
  return [
    ...twice(
      'commissions',
      card.commissions.map(({ category }) => category),
    ),
    ...twice(
      'payments',
      card.payments.map(({ channel }) => channel),
    ),
    ...twice(
      'routes',
      card.routes.map(({ route }) => route),
    ),
  ];
}

/** Which card holds on a day: the last that began by then. Days are the shop's own. */
export const cardOn = <T extends { validFrom: string }>(cards: readonly T[], day: string): T | null =>
  cards.reduce<T | null>((held, card) => (card.validFrom <= day && (held === null || card.validFrom > held.validFrom) ? card : held), null);
