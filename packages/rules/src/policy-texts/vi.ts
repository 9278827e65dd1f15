import type { PolicyTexts } from './policy-texts.ts';
import money from './vi/money.json';
import performance from './vi/performance.json';
import products from './vi/products.json';
import programmes from './vi/programmes.json';
import shared from './vi/shared.json';

const { 'violation-reasons': violationReasons, measures, ...sellerPerformance } = performance;

export const texts: PolicyTexts = {
  groups: { performance: sellerPerformance, programmes, money, products },
  shared,
  records: { violationReasons, measures },
};
