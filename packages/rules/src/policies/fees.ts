import { z } from 'zod';
import { isIn } from './categories.ts';
import { times } from './exact.ts';
import { category, count, country, instant, share } from './inputs.ts';
import { type Explanation, type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { moneyText, type Price, price } from './prices.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * What does the platform keep of one transaction, and what does its parcel cost? Every line in its own currency, rounded half-up.
 *
 * @example apparel at 29.99 USD by Stripe, own fulfilment: commission 0.54 (1.8 %), payment 0.87 (2.9 %) + 0.30 USD → 1.71 USD
 * @example 2,400 g from Shenzhen to Bangkok: 3 started kilograms, 18.50 + 2 × 8.20 = 34.90 CNY
 * @example 500 g in 200 × 200 × 151 mm: 6,040,000 mm³ ÷ 6,000 = 1,006.67 g, so 2 started kilograms: 26.70 CNY
 */
const input = z.strictObject({
  market: country,
  category,
  price: price.extend({ amount: z.int().min(1) }),
  paymentChannel: z.enum(['stripe', 'paypal', 'platform-pay']),
  fulfilment: z.enum(['platform', 'seller']),
  parcel: z.strictObject({ weightG: count, lengthMm: count, widthMm: count, heightMm: count }).optional(),
  route: z.string().min(1).optional(),
  goodsCost: price.optional(),
  rateCard: z.strictObject({ commissionShare: share.optional() }).optional(),
  asOf: instant.optional(),
});

type Given = z.output<typeof input>;
export type Parcel = NonNullable<Given['parcel']>;
type LineCode = 'commission' | 'payment-rate' | 'payment-fixed' | 'shipping';
/** Whose rate made the line: the source's, or the merchant's own rate card. */
type Line = { code: LineCode; amount: number; currency: string; basis: 'source' | 'rate-card' };
export type FeesOutput = PolicyOutput & {
  lines: Line[];
  totals: Record<string, number>;
  estimates: { code: 'unsellable-stock'; amount: number; currency: string }[];
  unknown: ('commission' | 'shipping')[];
};

const stated = {
  source: '001_932864bc5c517283.txt',
  section: '费用结构是怎样的？影响成本的关键因素有哪些？',
  effectiveFrom: '2024-04-01T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
} as const;
const facts: RuleFacts = { ...stated, id: 'fees' };

const commissionRows: readonly (RuleFacts & { category: string; share: number })[] = [
  { ...stated, id: 'commission-apparel', category: 'apparel', share: 0.018 },
  { ...stated, id: 'commission-electronics', category: 'electronics', share: 0.035 },
  { ...stated, id: 'commission-beauty', category: 'beauty', share: 0.05 },
];

type PaymentRow = RuleFacts & { share: number; fixed: Price | null };
const paymentRows: Readonly<Record<Given['paymentChannel'], PaymentRow>> = {
  stripe: { ...stated, id: 'payment-stripe', share: 0.029, fixed: { amount: 30, currency: 'USD' } },
  paypal: { ...stated, id: 'payment-paypal', share: 0.029, fixed: { amount: 30, currency: 'USD' } },
  'platform-pay': { ...stated, id: 'payment-platform-pay', share: 0.012, fixed: null },
};

type RouteRow = RuleFacts & { route: string; currency: string; firstKg: number; furtherKg: number };
const routeRows: readonly RouteRow[] = [
  { ...stated, id: 'route-szx-bkk', route: 'CN-SZX>TH-BKK', currency: 'CNY', firstKg: 1850, furtherKg: 820 },
];
/** mm³ to a gram of volume (decision). */
const mm3PerGram = 6000n;
const unsellable = { ...stated, id: 'unsellable-stock', share: 0.113 };

/** What the source states, to be shown beside a merchant's own rates. */
export const statedRates = {
  commissions: commissionRows.map(({ category: named, share: rate }) => ({ category: named, share: rate })),
  payments: Object.entries(paymentRows).map(([channel, row]) => ({
    channel: channel as Given['paymentChannel'], // keys of the literal above
    share: row.share,
    fixed: row.fixed,
  })),
  routes: routeRows.map(({ route, currency, firstKg, furtherKg }) => ({ route, currency, firstKg, furtherKg })),
};

/** Started kilograms of the heavier of weight and volume; compared as mm³, so that nothing is rounded on the way. */
export function startedKilograms({ weightG, lengthMm, widthMm, heightMm }: Parcel): number {
  const weight = BigInt(weightG) * mm3PerGram;
  const volume = BigInt(lengthMm) * BigInt(widthMm) * BigInt(heightMm);
  const perKilogram = 1000n * mm3PerGram;
  const started = ((weight > volume ? weight : volume) + perKilogram - 1n) / perKilogram;
  return started < 1n ? 1 : Number(started);
}

function commissionLine({ category: sold, price: { amount, currency }, rateCard }: Given): Line | null {
  const row = commissionRows.find((each) => isIn(sold, each.category));
  if (row) return { code: 'commission', amount: times(amount, [row.share]), currency, basis: 'source' };
  if (rateCard?.commissionShare === undefined) return null;
  return { code: 'commission', amount: times(amount, [rateCard.commissionShare]), currency, basis: 'rate-card' };
}

function paymentLines({ paymentChannel, price: { amount, currency } }: Given): Line[] {
  const { share: rate, fixed } = paymentRows[paymentChannel];
  const line: Line = { code: 'payment-rate', amount: times(amount, [rate]), currency, basis: 'source' };
  return fixed ? [line, { code: 'payment-fixed', ...fixed, basis: 'source' }] : [line];
}

/** The platform's shipping; null where no source prices the route, undefined where the seller ships. */
function shippingLine({ fulfilment, parcel, route }: Given): Line | null | undefined {
  if (fulfilment === 'seller' || !parcel) return undefined;
  const row = routeRows.find((each) => each.route === route);
  if (!row) return null;
  const amount = row.firstKg + (startedKilograms(parcel) - 1) * row.furtherKg;
  return { code: 'shipping', amount, currency: row.currency, basis: 'source' };
}

function totalsOf(lines: Line[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { amount, currency } of lines) totals[currency] = (totals[currency] ?? 0) + amount;
  return totals;
}

function explain(given: Given, { totals, estimates, unknown }: Pick<FeesOutput, 'totals' | 'estimates' | 'unknown'>): Explanation[] {
  const say = (name: string, values: Explanation['values']): Explanation => ({ key: `policies.fees.${name}`, values });
  return [
    ...Object.entries(totals).map(([currency, amount]) =>
      say('total', { amount: moneyText({ amount, currency }), price: moneyText(given.price) }),
    ),
    ...unknown.map((code) => say(`unknown-${code}`, { category: given.category, route: given.route ?? '' })),
    ...estimates.map((estimate) => say('unsellable-stock', { amount: moneyText(estimate), share: unsellable.share })),
    say(`returns-${given.fulfilment}`, {}),
  ];
}

export const fees = policy<typeof input, FeesOutput>({
  facts,
  input,
  example: {
    market: 'TH',
    category: 'womens-clothing',
    price: { amount: 59_900, currency: 'THB' },
    paymentChannel: 'platform-pay',
    fulfilment: 'platform',
    parcel: { weightG: 450, lengthMm: 300, widthMm: 200, heightMm: 80 },
    route: 'CN-SZX>TH-BKK',
  },
  check(given, found) {
    if (given.fulfilment !== 'platform') return;
    for (const field of ['parcel', 'route'] as const)
      if (given[field] === undefined) found.bad(`/${field}`, 'required', 'is needed where the platform ships');
  },
  evaluate(given) {
    const commission = commissionLine(given);
    const shipping = shippingLine(given);
    const lines = [...(commission ? [commission] : []), ...paymentLines(given), ...(shipping ? [shipping] : [])];
    const unknown = [...(commission ? [] : ['commission' as const]), ...(shipping === null ? ['shipping' as const] : [])];
    const cost = given.fulfilment === 'seller' ? given.goodsCost : undefined;
    const estimates = cost
      ? [{ code: 'unsellable-stock' as const, amount: times(cost.amount, [unsellable.share]), currency: cost.currency }]
      : [];
    const verdict = { lines, totals: totalsOf(lines), estimates, unknown };
    return { ...verdict, covered: true, citations: cited(facts), explanation: explain(given, verdict) };
  },
});
