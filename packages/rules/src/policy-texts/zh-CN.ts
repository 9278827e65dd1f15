import type { PolicyTexts } from './policy-texts.ts';
import money from './zh-CN/money.json';
import performance from './zh-CN/performance.json';
import products from './zh-CN/products.json';
import programmes from './zh-CN/programmes.json';
import shared from './zh-CN/shared.json';

const { 'violation-reasons': violationReasons, measures, ...sellerPerformance } = performance;

export const texts: PolicyTexts = {
  groups: { performance: sellerPerformance, programmes, money, products },
  shared,
  records: { violationReasons, measures },
};
