import { describe, expect, it } from 'vitest';
import { type PriceScope, ruleOn } from './price-scope.ts';

const everything: PriceScope = { category: null, productId: null, market: null, shopId: null };
const rule = (name: string, scope: Partial<PriceScope>, validFrom = '2026-01-01') => ({
  name,
  scope: { ...everything, ...scope },
  validFrom,
});
const sold = { category: 'womens-clothing', productId: 'dress', market: 'GB', shopId: 'london' };

const inOrder = [
  rule('product in shop', { productId: 'dress', shopId: 'london' }),
  rule('product in market', { productId: 'dress', market: 'GB' }),
  rule('product', { productId: 'dress' }),
  rule('category in shop', { category: 'womens-clothing', shopId: 'london' }),
  rule('category in market', { category: 'womens-clothing', market: 'GB' }),
  rule('category', { category: 'womens-clothing' }),
  rule('group', { category: 'apparel' }),
  rule('shop', { shopId: 'london' }),
  rule('market', { market: 'GB' }),
  rule('all', {}),
];

describe('which rule holds', () => {
  it.each(inOrder.map(({ name }, index) => [name, index] as const))('%s, before everything below it', (name, index) => {
    const rest = inOrder.slice(index);
    for (const rules of [rest, [...rest].reverse()]) expect(ruleOn(rules, { sold, day: '2026-06-01' })?.name).toBe(name);
  });

  it('of one scope the one that began last; what begins later does not hold yet', () => {
    const rules = [rule('old', {}), rule('new', {}, '2026-06-01'), rule('future', {}, '2026-06-02')];
    for (const order of [rules, [...rules].reverse()]) expect(ruleOn(order, { sold, day: '2026-06-01' })?.name).toBe('new');
    expect(ruleOn(rules, { sold, day: '2025-12-31' })).toBeNull();
  });

  it.each<[string, Partial<PriceScope>]>([
    ['another product', { productId: 'hat' }],
    ['another category', { category: 'bags' }],
    ['another market', { market: 'US' }],
    ['another shop', { shopId: 'leeds' }],
    ['this product in another shop', { productId: 'dress', shopId: 'leeds' }],
  ])('a rule of %s is none', (_, scope) => {
    expect(ruleOn([rule('x', scope)], { sold, day: '2026-06-01' })).toBeNull();
  });

  it('goods without a category are in no category', () => {
    expect(ruleOn([rule('x', { category: 'apparel' })], { sold: { ...sold, category: null }, day: '2026-06-01' })).toBeNull();
  });
});
