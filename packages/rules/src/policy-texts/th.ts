import type { PolicyTexts } from './policy-texts.ts';
import money from './th/money.json';
import performance from './th/performance.json';
import products from './th/products.json';
import programmes from './th/programmes.json';
import shared from './th/shared.json';

const { 'violation-reasons': violationReasons, measures, ...sellerPerformance } = performance;

export const texts: PolicyTexts = {
  groups: { performance: sellerPerformance, programmes, money, products },
  shared,
  records: { violationReasons, measures },
};
