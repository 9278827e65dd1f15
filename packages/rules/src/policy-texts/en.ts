import money from './en/money.json';
import performance from './en/performance.json';
import products from './en/products.json';
import programmes from './en/programmes.json';
import shared from './en/shared.json';
import type { PolicyTexts } from './policy-texts.ts';

const { 'violation-reasons': violationReasons, measures, ...sellerPerformance } = performance;

export const texts: PolicyTexts = {
  groups: { performance: sellerPerformance, programmes, money, products },
  shared,
  records: { violationReasons, measures },
};
