import { z } from 'zod';
import { isIn } from './categories.ts';
import { category, count, instant, share } from './inputs.ts';
import { type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { price } from './prices.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * Does this product suit the way from the US to Mexico? The source names what speaks for and against; how much each weighs
 * is ours, as data. All reasons for make 50 and all against make 50, so from 50 on the score never leaves 0..100.
 *
 * @example in stock in the US (+15), 3 variants of 200 g (+8), freight 10 % of the price (+9), content 80 of 100 (+7.2),
 *   sold in the US only (+4), home-daily (+5), nothing against → 98.2
 * @example the same, fragile (−7) and drop-shipped (−7) → 84.2
 */
const input = z.strictObject({
  product: z.strictObject({
    /** Pieces in US warehouses, or whether there are any. */
    usStock: z.union([count, z.boolean()], 'must be a count of pieces, or true or false'),
    skuCount: count,
    weightG: count,
    fragile: z.boolean(),
    madeToOrder: z.boolean(),
    price,
    freightShare: share,
    dropShipped: z.boolean(),
    stockCounted: z.boolean(),
    buysAfterOrder: z.boolean(),
    /** 0 to 100. */
    contentScore: z.number().min(0).max(100),
    sellsInUsOnly: z.boolean(),
    category,
  }),
  sellerOrigin: z.enum(['us-local', 'cn-cross-border', 'other']),
  asOf: instant.optional(),
});

type Product = z.output<typeof input>['product'];
type Code =
  | 'us-stock'
  | 'few-light-skus'
  | 'price-carries-freight'
  | 'content-sells'
  | 'lacks-new-market'
  | 'fitting-category'
  | 'bulky'
  | 'fragile'
  | 'made-to-order'
  | 'very-cheap'
  | 'drop-shipped'
  | 'stock-not-counted'
  | 'buys-after-order';
export type UsToMexicoFitOutput = PolicyOutput & { score: number; reasons: { code: Code; effect: 'for' | 'against' }[] };

const source = '004_1b21dd0c4414157d.txt';
const facts: RuleFacts = {
  id: 'us-to-mexico-fit',
  source,
  section: '哪些卖家适合先上美通墨？',
  effectiveFrom: '2026-04-01T00:00:00Z',
  checkedOn,
  market: 'MX',
  basis: 'source',
};
const dispatch = { source, section: '真正的筛子：“2 日发货” 规则' };

/** Where a factor begins (decision). */
const limits = {
  fewSkus: 20,
  lightG: 1000,
  bulkyG: 5000,
  freightShare: 0.25,
  contentScore: 60,
  /** Below these, in minor units, a price is very cheap. Other currencies are not judged: nothing is converted here. */
  veryCheap: { USD: 500, MXN: 9000, CNY: 3500 } as Readonly<Record<string, number>>,
  fittingCategories: ['consumer-electronics', 'electronics', 'accessories', 'home-daily'],
};

/** What each factor weighs (decision), and how strongly it holds, 0..1. */
type Factor = { code: Code; effect: 'for' | 'against'; weight: number; strength: (product: Product) => number | boolean };
const factors: readonly Factor[] = [
  { code: 'us-stock', effect: 'for', weight: 15, strength: (product) => Number(product.usStock) > 0 },
  {
    code: 'few-light-skus',
    effect: 'for',
    weight: 8,
    strength: ({ skuCount, weightG }) => skuCount <= limits.fewSkus && weightG <= limits.lightG,
  },
  { code: 'price-carries-freight', effect: 'for', weight: 9, strength: (product) => product.freightShare <= limits.freightShare },
  { code: 'content-sells', effect: 'for', weight: 9, strength: (product) => product.contentScore / 100 },
  { code: 'lacks-new-market', effect: 'for', weight: 4, strength: (product) => product.sellsInUsOnly },
  {
    code: 'fitting-category',
    effect: 'for',
    weight: 5,
    strength: (product) => limits.fittingCategories.some((named) => isIn(product.category, named)),
  },
  { code: 'bulky', effect: 'against', weight: 9, strength: (product) => product.weightG > limits.bulkyG },
  { code: 'fragile', effect: 'against', weight: 7, strength: (product) => product.fragile },
  { code: 'made-to-order', effect: 'against', weight: 8, strength: (product) => product.madeToOrder },
  {
    code: 'very-cheap',
    effect: 'against',
    weight: 7,
    strength: (product) => product.price.amount < (limits.veryCheap[product.price.currency] ?? 0),
  },
  { code: 'drop-shipped', effect: 'against', weight: 7, strength: (product) => product.dropShipped },
  { code: 'stock-not-counted', effect: 'against', weight: 6, strength: (product) => !product.stockCounted },
  { code: 'buys-after-order', effect: 'against', weight: 6, strength: (product) => product.buysAfterOrder },
];
const middle = 50;

const isNamed = (factor: Factor, product: Product): boolean =>
  factor.code === 'content-sells' ? product.contentScore >= limits.contentScore : Number(factor.strength(product)) > 0;

/** What each factor that holds adds to the middle, or takes away: the parts of the score, largest first. */
export type FitPart = { code: Code; effect: 'for' | 'against'; points: number; atMost: number };

const partsOf = (product: Product): FitPart[] =>
  factors.map(({ code, effect, weight, strength }) => ({ code, effect, points: weight * Number(strength(product)), atMost: weight }));

/** @example the first example above → us-stock 15 of 15, price-carries-freight 9 of 9, few-light-skus 8 of 8, content-sells 7.2 of 9 … */
export const usToMexicoFitParts = (product: Product): FitPart[] =>
  partsOf(product)
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points);

export const usToMexicoFit = policy<typeof input, UsToMexicoFitOutput>({
  facts,
  input,
  example: {
    product: {
      usStock: 400,
      skuCount: 3,
      weightG: 200,
      fragile: false,
      madeToOrder: false,
      price: { amount: 2499, currency: 'USD' },
      freightShare: 0.1,
      dropShipped: false,
      stockCounted: true,
      buysAfterOrder: false,
      contentScore: 80,
      sellsInUsOnly: true,
      category: 'home-daily',
    },
    sellerOrigin: 'cn-cross-border',
  },
  evaluate({ product, sellerOrigin }) {
    const sum = partsOf(product).reduce((score, { effect, points }) => (effect === 'for' ? score + points : score - points), middle);
    const score = Math.round(sum * 100) / 100;
    const reasons = factors.filter((factor) => isNamed(factor, product)).map(({ code, effect }) => ({ code, effect }));
    const speaksFor = reasons.filter((reason) => reason.effect === 'for').length;
    return {
      score,
      reasons,
      covered: true,
      citations: cited(facts, dispatch),
      explanation: [
        {
          key: `policies.us-to-mexico-fit.${score >= middle ? 'fits' : 'does-not-fit'}`,
          values: { score, for: speaksFor, against: reasons.length - speaksFor },
        },
        { key: `policies.us-to-mexico-fit.advice-${sellerOrigin}`, values: {} },
      ],
    };
  },
});
