import { z } from 'zod';
import { times } from './exact.ts';
import { country, instant, share } from './inputs.ts';
import { type Explanation, type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { moneyText, oneCurrency, type Price, price } from './prices.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * Which way of hosting leaves room for content and advertising? Hosted sellers fail to scale because their price left none.
 *
 * @example price 20.00, cost 6.00, seller's logistics 3.00, commission 5 % and creators 15 %: margin 20.00 − 6.00 − 3.00 − 4.00 = 7.00;
 *   wanted 10 % margin, 10 % content, 10 % advertising: room 7.00 − 6.00 = 1.00
 * @example fully hosted at a supply price of 10.00, platform's logistics: margin 10.00 − 6.00 = 4.00, room 4.00 − 6.00 = −2.00 → `no-room-for-content`
 */
const modes = ['self-operated', 'fully-hosted', 'brand-hosted', 'local-hosted'] as const;
const input = z.strictObject({
  price,
  unitCost: price,
  logistics: price,
  contentShare: share,
  adShare: share,
  minimumMarginShare: share,
  isBrand: z.boolean(),
  contentCapability: z.boolean(),
  stockCountries: z.array(country),
  market: country,
  modes: z.array(
    z.strictObject({
      mode: z.enum(modes),
      supplyPrice: price.optional(),
      commissionShare: share,
      creatorShare: share.default(0),
      subsidyShare: share.default(0),
      sellerPaysLogistics: z.boolean(),
    }),
  ),
  asOf: instant.optional(),
});

type Given = z.output<typeof input>;
type Offer = Given['modes'][number];
type Mode = (typeof modes)[number];
type Code = 'no-room-for-content' | 'brand-required' | 'no-stock-in-market' | 'content-capability-missing';
type Judged = { mode: Mode; allowed: boolean; reasons: { code: Code }[]; margin: Price; room: Price };
export type HostingModeAdvisorOutput = PolicyOutput & { modes: Judged[]; best: Mode | null };

const facts: RuleFacts = {
  id: 'hosting-mode-advisor',
  source: '002_694d73e317af6e00.txt',
  section: '02 TikTok电商三大“托管”模式对比',
  effectiveFrom: '2026-01-19T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
};
const pricing = { source: facts.source, section: '03 TikTok本地托管模式解读' };

function judge(offer: Offer, given: Given): Judged {
  const { amount, currency } = given.price;
  const revenue = offer.supplyPrice?.amount ?? amount;
  const margin =
    revenue -
    given.unitCost.amount -
    (offer.sellerPaysLogistics ? given.logistics.amount : 0) -
    times(revenue, [offer.commissionShare, offer.creatorShare]) +
    times(amount, [offer.subsidyShare]);
  const room = margin - times(amount, [given.minimumMarginShare, given.contentShare, given.adShare]);
  const barred: [Code, boolean][] = [
    ['brand-required', offer.mode === 'brand-hosted' && !given.isBrand],
    ['no-stock-in-market', offer.mode === 'local-hosted' && !given.stockCountries.includes(given.market)],
    ['content-capability-missing', offer.mode === 'self-operated' && !given.contentCapability],
  ];
  const held: [Code, boolean][] = [['no-room-for-content', room < 0], ...barred];
  return {
    mode: offer.mode,
    allowed: !barred.some(([, holds]) => holds),
    reasons: held.filter(([, holds]) => holds).map(([code]) => ({ code })),
    margin: { amount: margin, currency },
    room: { amount: room, currency },
  };
}

/** The allowed offer with the largest room, the first of equals; none where every room is below zero. */
const bestOf = (judged: Judged[]): Judged | undefined =>
  judged
    .filter((each) => each.allowed && each.room.amount >= 0)
    .reduce<Judged | undefined>((best, each) => (best && best.room.amount >= each.room.amount ? best : each), undefined);

function explain(given: Given, best: Judged | undefined): Explanation[] {
  const kept = {
    amount: times(given.price.amount, [given.minimumMarginShare, given.contentShare, given.adShare]),
    currency: given.price.currency,
  };
  const values = { kept: moneyText(kept), price: moneyText(given.price) };
  return [
    best
      ? {
          key: `policies.hosting-mode-advisor.best-${best.mode}`,
          values: { ...values, margin: moneyText(best.margin), room: moneyText(best.room) },
        }
      : { key: 'policies.hosting-mode-advisor.none', values },
  ];
}

export const hostingModeAdvisor = policy<typeof input, HostingModeAdvisorOutput>({
  facts,
  input,
  example: {
    price: { amount: 2000, currency: 'EUR' },
    unitCost: { amount: 600, currency: 'EUR' },
    logistics: { amount: 300, currency: 'EUR' },
    contentShare: 0.1,
    adShare: 0.1,
    minimumMarginShare: 0.1,
    isBrand: false,
    contentCapability: true,
    stockCountries: ['DE'],
    market: 'DE',
    modes: [
      { mode: 'self-operated', commissionShare: 0.05, creatorShare: 0.15, sellerPaysLogistics: true },
      { mode: 'fully-hosted', supplyPrice: { amount: 1000, currency: 'EUR' }, commissionShare: 0, sellerPaysLogistics: false },
    ],
  },
  check(given, found) {
    if (!found.clean('/price/currency')) return;
    const offers = Array.isArray(given.modes) ? given.modes.map((_, index) => `/modes/${index}/supplyPrice`) : [];
    oneCurrency(given, { currency: given.price.currency, paths: ['/unitCost', '/logistics', ...offers] }, found);
  },
  evaluate(given) {
    const judged = given.modes.map((offer) => judge(offer, given));
    const best = bestOf(judged);
    return { modes: judged, best: best?.mode ?? null, covered: true, citations: cited(facts, pricing), explanation: explain(given, best) };
  },
});
