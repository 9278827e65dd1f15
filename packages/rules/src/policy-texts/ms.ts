import money from './ms/money.json';
import performance from './ms/performance.json';
import products from './ms/products.json';
import programmes from './ms/programmes.json';
import shared from './ms/shared.json';
import type { PolicyTexts } from './policy-texts.ts';

const { 'violation-reasons': violationReasons, measures, ...sellerPerformance } = performance;

export const texts: PolicyTexts = {
  groups: { performance: sellerPerformance, programmes, money, products },
  shared,
  records: { violationReasons, measures },
};
