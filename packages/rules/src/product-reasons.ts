/**
 * Why buyers are unhappy with a product, in one list for what they write in reviews and what they give as the reason of a return, and what a
 * seller can do about it. Which reason of a return means which theme, and what is suggested, is our decision (2026-11-23); S7's size chart is
 * the source's own example.
 */
import { type CaseReason, caseReasonOf } from './case-reasons.ts';
import { type ReviewTheme, reviewThemes } from './review-themes/names.ts';

/** Beside the themes: buyers who changed their mind, and reasons that say nothing of the product. */
export const productReasons = [...reviewThemes, 'not-wanted', 'other'] as const;
export type ProductReason = (typeof productReasons)[number];

/** What is suggested; its words are the page's. */
export const productFixes = [
  ...(['check-batch', 'pack-better', 'ship-sooner', 'size-chart', 'mend-pictures', 'scan-at-packing', 'packing-list'] as const),
  ...(['describe-material', 'air-out', 'show-proof', 'answer-sooner', 'check-price'] as const),
] as const;
export type ProductFix = (typeof productFixes)[number];

const fixes: Readonly<Record<ReviewTheme, ProductFix>> = {
  broken: 'check-batch',
  damaged: 'pack-better',
  late: 'ship-sooner',
  size: 'size-chart',
  'not-as-described': 'mend-pictures',
  'wrong-item': 'scan-at-packing',
  missing: 'packing-list',
  quality: 'describe-material',
  smell: 'air-out',
  counterfeit: 'show-proof',
  service: 'answer-sooner',
  price: 'check-price',
};
/** Null: nothing that a product's page or parcel could mend. */
export const fixOf = (reason: ProductReason): ProductFix | null => (reason === 'not-wanted' || reason === 'other' ? null : fixes[reason]);

const ofReturns: Readonly<Partial<Record<CaseReason, ProductReason>>> = {
  'wrong-size-ordered': 'size',
  'no-fit': 'size',
  damaged: 'damaged',
  'box-damaged': 'damaged',
  defective: 'broken',
  spoiled: 'broken',
  counterfeit: 'counterfeit',
  'not-as-described': 'not-as-described',
  missing: 'missing',
  'wrong-item': 'wrong-item',
  late: 'late',
  'not-shipped': 'late',
  'not-received': 'late',
  lost: 'late',
  'delivery-failed': 'late',
  'better-price': 'price',
  'delivery-costs': 'price',
  'not-needed': 'not-wanted',
  mistake: 'not-wanted',
};

/** By the platform's code of the reason. */
export function productReasonOf(code: string): ProductReason {
  const reason = caseReasonOf(code);
  return (reason && ofReturns[reason]) || 'other';
}
