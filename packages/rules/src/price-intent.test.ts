import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PriceAnswer, type PriceQuestion, type PriceRule, priceFor } from './price-intent.ts';
import { localEndings, usualTaxes } from './price-rows.ts';
import { priceTexts, sayPrice } from './price-texts.ts';
import { feesOf } from './rate-card.ts';

const rule: PriceRule = {
  basePrice: null,
  wanted: { kind: 'margin', share: 0.3 },
  paymentChannel: 'platform-pay',
  creatorShare: 0.1,
  taxes: usualTaxes,
  shipping: [],
  ending: 'local',
  programme: null,
  floorShare: 0.1,
  floorPrice: null,
};
/** Units of each for one dollar. */
const PER_DOLLAR: Record<string, string> = { USD: '1', GBP: '0.8', EUR: '0.9', JPY: '150', VND: '25000', MXN: '18', CNY: '7' };
const rateOf = (to: string) => (from: string) => {
  const [a, b] = [PER_DOLLAR[from], PER_DOLLAR[to]];
  return a && b ? { rate: (Number(b) / Number(a)).toFixed(8), on: '2026-11-20' } : null;
};
type Given = Partial<Omit<PriceQuestion, 'rule'>> & { rule?: Partial<PriceRule> };
const question = ({ rule: own, ...given }: Given = {}): PriceQuestion => ({
  market: 'US',
  currency: 'USD',
  on: '2026-11-22',
  cost: { amount: 1000, currency: 'USD' },
  terms: { commission: { share: 0.06, basis: 'rate-card' }, payment: { share: 0.012, fixed: null, basis: 'source' } },
  rateOf: rateOf(given.currency ?? 'USD'),
  ...given,
  rule: { ...rule, ...own },
});
const priced = (answer: PriceAnswer) => {
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
};
const seen = (given: Given) => {
  const answer = priceFor(question(given));
  return 'refused' in answer ? answer.refused : answer.price.amount;
};

describe('a price', () => {
  it('explains itself line by line, and the last total is the price', () => {
    const { lines, kept } = priced(
      priceFor(
        question({ market: 'GB', currency: 'GBP', rule: { shipping: [{ market: 'GB', cost: { amount: 1400, currency: 'CNY' } }] } }),
      ),
    );
    expect(lines.map(({ code, amount, total }) => `${code} ${amount} ${total}`)).toEqual([
      'cost 800 800',
      'margin 550 1350',
      'shipping 160 1510',
      'commission 110 1620',
      'payment-rate 22 1642',
      'creator 183 1825',
      'tax 366 2191',
      'ending 8 2199',
    ]);
    expect(kept).toBe(558);
    expect(lines[0]).toMatchObject({ native: { amount: 1000, currency: 'USD' }, rate: { rate: '0.80000000', on: '2026-11-20' } });
  });

  it.each<[name: string, given: Given, price: number | string]>([
    [
      'to the cent where no ending is wanted',
      { rule: { ending: 'exact', creatorShare: 0, wanted: { kind: 'margin', share: 0 }, floorShare: 0 } },
      1078,
    ],
    ['to .99 in dollars', {}, 1899],
    ['by a markup on the cost', { rule: { wanted: { kind: 'markup', share: 0.5 } } }, 1899],
    ['to 80 in yen', { market: 'JP', currency: 'JPY' }, 3180],
    ['to 9 000 in đồng', { market: 'VN', currency: 'VND' }, 529_000],
    [
      'with the fixed part of a payment',
      { terms: { ...question().terms, payment: { share: 0.029, fixed: { amount: 30, currency: 'USD' }, basis: 'source' } } },
      2099,
    ],
    [
      'from a base price, whatever the cost',
      { rule: { basePrice: { amount: 2000, currency: 'USD' }, wanted: { kind: 'markup', share: 0 }, creatorShare: 0 } },
      2199,
    ],
    [
      'without a cost where the floor is an amount',
      {
        cost: null,
        rule: {
          basePrice: { amount: 2000, currency: 'USD' },
          wanted: { kind: 'markup', share: 0 },
          floorPrice: { amount: 1500, currency: 'USD' },
        },
      },
      2499,
    ],
  ])('%s', (_, given, price) => {
    expect(seen(given)).toBe(price);
  });

  const mexican = (pesos: number, own: Partial<PriceRule> = {}): Given => ({
    market: 'MX',
    currency: 'MXN',
    cost: { amount: pesos, currency: 'MXN' },
    rule: { programme: 'us-to-mexico', creatorShare: 0, ...own },
  });
  it('stays beneath the cap of its programme, and gives up margin for it down to the floor', () => {
    const under = priced(priceFor(question(mexican(140_000))));
    expect([under.price.amount, under.isCapped]).toEqual([258_900, false]);
    const capped = priced(priceFor(question(mexican(210_000))));
    expect([capped.price.amount, capped.cap, capped.isCapped]).toEqual([349_900, 350_000, true]);
    expect(capped.lines.at(-1)).toMatchObject({ code: 'cap', total: 349_900 });
    expect(priceFor(question(mexican(260_000)))).toMatchObject({ refused: 'cap-below-floor', cap: 350_000 });
    expect(seen({ ...mexican(260_000), on: '2026-03-31' })).toBe(480_900);
    expect(seen(mexican(260_000, { programme: null }))).toBe(480_900);
  });

  it.each<[name: string, given: Given, refusal: string]>([
    ['no cost', { cost: null }, 'no-cost'],
    ['a cost of nothing', { cost: { amount: 0, currency: 'USD' } }, 'no-cost'],
    ['nothing that a floor could stand on', { cost: null, rule: { basePrice: { amount: 2000, currency: 'USD' } } }, 'no-floor'],
    ['a market whose tax the rule does not say', { market: 'BR', currency: 'BRL' }, 'no-tax'],
    ['a category whose commission nobody states', { terms: { ...question().terms, commission: null } }, 'no-commission'],
    ['no rate of exchange', { cost: { amount: 1000, currency: 'KRW' } }, 'no-rate'],
    ['fees and wishes of more than everything', { rule: { wanted: { kind: 'margin', share: 0.9 } } }, 'margin-out-of-reach'],
    ['a wish beneath the floor', { rule: { wanted: { kind: 'margin', share: 0.02 } } }, 'under-floor'],
    ['a floor of an amount above the rule', { rule: { floorPrice: { amount: 5000, currency: 'USD' } } }, 'under-floor'],
    ['a number beyond all prices', { cost: { amount: 900_000_000_000, currency: 'USD' } }, 'out-of-range'],
  ])('is refused for %s', (_, given, refusal) => {
    expect(seen(given)).toBe(refusal);
  });

  it('takes the fees that a sale at it is charged', () => {
    const { lines, price } = priced(priceFor(question({ market: 'GB', currency: 'GBP' })));
    const tax = lines.find(({ code }) => code === 'tax')?.amount ?? 0;
    const sale = { market: 'GB', currency: 'GBP', paymentChannel: 'platform-pay' as const, fulfilment: 'seller' as const };
    const goods = [{ category: 'jewellery', amount: price.amount - tax }];
    const charged = feesOf(
      { ...sale, goods, parcel: null, route: null, goodsCost: null },
      { commissions: [{ category: 'jewellery', share: 0.06 }], payments: [], routes: [] },
    );
    const ours = lines.filter(({ code }) => code === 'commission' || code === 'payment-rate').map(({ amount }) => amount);
    expect(charged.lines.map(({ amount }) => amount)).toEqual(ours);
  });
});

describe('always', () => {
  const share = (max: number) => fc.integer({ min: 0, max: max * 1000 }).map((mille) => mille / 1000);
  const place = fc.constantFrom(['US', 'USD'], ['GB', 'GBP'], ['DE', 'EUR'], ['JP', 'JPY'], ['VN', 'VND'], ['MX', 'MXN']);
  const any = fc
    .record({
      place,
      cost: fc.integer({ min: 1, max: 400_000 }),
      kind: fc.constantFrom<'margin' | 'markup'>('margin', 'markup'),
      wanted: share(0.6),
      creatorShare: share(0.2),
      commission: share(0.15),
      fixed: fc.option(fc.integer({ min: 1, max: 100 })),
      shipping: fc.option(fc.integer({ min: 1, max: 5_000 })),
      ending: fc.constantFrom<'local' | 'exact'>('local', 'exact'),
      programme: fc.constantFrom(null, 'us-to-mexico' as const),
      floorShare: share(0.3),
      floorPrice: fc.option(fc.integer({ min: 1, max: 100_000 })),
    })
    .map((it): PriceQuestion => {
      const [market = '', currency = ''] = it.place;
      const dollars = (amount: number | null) => (amount === null ? null : { amount, currency: 'USD' });
      const shipping = dollars(it.shipping);
      return question({
        market,
        currency,
        cost: { amount: it.cost, currency: 'USD' },
        terms: {
          commission: { share: it.commission, basis: 'source' },
          payment: { share: 0.029, fixed: dollars(it.fixed), basis: 'source' },
        },
        rule: {
          wanted: { kind: it.kind, share: it.wanted },
          ...{ creatorShare: it.creatorShare, ending: it.ending, programme: it.programme, floorShare: it.floorShare },
          shipping: shipping ? [{ market, cost: shipping }] : [],
          floorPrice: dollars(it.floorPrice),
        },
      });
    });
  const holds = (property: (asked: PriceQuestion, answer: ReturnType<typeof priced>) => void) =>
    fc.assert(
      fc.property(any, (asked) => {
        const answer = priceFor(asked);
        if (!('refused' in answer)) property(asked, answer);
      }),
      { numRuns: 500 },
    );
  const lineOf = ({ lines }: ReturnType<typeof priced>, code: string) => lines.find((line) => line.code === code)?.amount ?? 0;

  it('never under the floor, never over the cap', () => {
    holds(({ rule: { floorShare } }, answer) => {
      const net = answer.price.amount - lineOf(answer, 'tax');
      expect(answer.price.amount).toBeGreaterThanOrEqual(answer.floor);
      expect(answer.kept ?? 0).toBeGreaterThanOrEqual(Math.floor(net * floorShare - 1e-6));
      if (answer.cap !== null) expect(answer.price.amount).toBeLessThanOrEqual(answer.cap);
    });
  });

  it('what was wanted stays, unless the cap takes of it', () => {
    holds((_, answer) => {
      const rest = lineOf(answer, 'ending') + lineOf(answer, 'cap');
      if (answer.isCapped) expect(rest).toBeLessThan(0);
      else expect(rest).toBeGreaterThanOrEqual(0);
      expect(answer.kept).toBe(lineOf(answer, 'margin') + lineOf(answer, 'markup') + rest);
    });
  });

  it('no lower price of that ending would do', () => {
    holds(({ rule: { ending }, currency }, answer) => {
      if (answer.isCapped) return;
      const step = ending === 'local' ? (localEndings[currency]?.step ?? 1) : 1;
      // The rest is less than what one step, and four roundings, can bring.
      expect(lineOf(answer, 'ending')).toBeLessThanOrEqual(step + 4);
    });
  });

  it('the ending is the market’s', () => {
    holds(({ rule: { ending }, currency }, { price }) => {
      const local = ending === 'local' ? localEndings[currency] : undefined;
      if (local) expect(price.amount % local.step).toBe(local.tail);
    });
  });

  it('lines add up, and the same question has the same answer', () => {
    holds((asked, answer) => {
      expect(answer.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(answer.price.amount);
      expect(answer.lines.at(-1)?.total).toBe(answer.price.amount);
      expect(priceFor(asked)).toEqual(answer);
    });
  });

  it('a higher cost never gives a lower price', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 500 }), (asked, more) => {
        const [low, high] = [asked, { ...asked, cost: { amount: (asked.cost?.amount ?? 0) + more, currency: 'USD' } }].map(priceFor);
        if (low && high && !('refused' in low) && !('refused' in high)) expect(high.price.amount).toBeGreaterThanOrEqual(low.price.amount);
      }),
      { numRuns: 500 },
    );
  });
});

it('every line and every refusal is said with the same values in five languages', () => {
  const bracesOf = (texts: object): unknown =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]: [string, unknown]) => [
        key,
        typeof text === 'string' ? [...text.matchAll(/\{\w+\}/g)].map(String).sort() : bracesOf(text as object), // texts within texts
      ]),
    );
  for (const texts of Object.values(priceTexts)) expect(bracesOf(texts)).toEqual(bracesOf(priceTexts.en));
  expect(sayPrice('{a} of {b}', { a: '1' })).toBe('1 of {b}');
});
