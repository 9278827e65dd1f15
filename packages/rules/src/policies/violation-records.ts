import { performanceFrom, performanceSource } from './performance-section.ts';
import type { RuleFacts } from './policy.ts';

/**
 * What a record of the platform may say: for which reason a shop was penalised, and with which measures. Points outside the two rate
 * tables come from the record itself and are never guessed. `checkedBy`: a rule of ours sees it beforehand, a metric counts it, or
 * only the record shows it.
 */
export type ViolationArea = 'order-fulfilment' | 'service' | 'policy-compliance' | 'fraud-risk';
export type ViolationReason = Omit<RuleFacts, 'id'> & {
  code: string;
  area: ViolationArea;
  appliesTo: 'seller' | 'product' | 'listing' | 'message' | 'review' | 'order' | 'content';
  checkedBy: 'rule' | 'metric' | 'record-only';
};
type Row = Pick<ViolationReason, 'code' | 'area' | 'appliesTo' | 'checkedBy'>;

const reasonRows: readonly Row[] = [
  { code: 'seller-papers-missing', area: 'policy-compliance', appliesTo: 'seller', checkedBy: 'rule' },
  { code: 'seller-papers-expired', area: 'policy-compliance', appliesTo: 'seller', checkedBy: 'rule' },
  { code: 'seller-papers-false', area: 'policy-compliance', appliesTo: 'seller', checkedBy: 'record-only' },
  { code: 'product-papers-missing', area: 'policy-compliance', appliesTo: 'product', checkedBy: 'rule' },
  { code: 'product-papers-expired', area: 'policy-compliance', appliesTo: 'product', checkedBy: 'rule' },
  { code: 'product-papers-false', area: 'policy-compliance', appliesTo: 'product', checkedBy: 'record-only' },
  { code: 'intellectual-property', area: 'policy-compliance', appliesTo: 'product', checkedBy: 'record-only' },
  { code: 'wrong-category', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'record-only' },
  { code: 'prohibited-product-listed', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'rule' },
  { code: 'prohibited-product-shipped', area: 'policy-compliance', appliesTo: 'order', checkedBy: 'record-only' },
  { code: 'prohibited-product-promoted', area: 'policy-compliance', appliesTo: 'content', checkedBy: 'record-only' },
  { code: 'duplicate-one-product-several-pages', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'record-only' },
  { code: 'duplicate-several-products-one-page', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'record-only' },
  { code: 'duplicate-variants-as-products', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'record-only' },
  { code: 'banned-product-relisted', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'record-only' },
  { code: 'improper-content', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'record-only' },
  { code: 'misleading-details', area: 'policy-compliance', appliesTo: 'listing', checkedBy: 'record-only' },
  { code: 'unsolicited-message', area: 'service', appliesTo: 'message', checkedBy: 'rule' },
  { code: 'slow-first-reply', area: 'service', appliesTo: 'message', checkedBy: 'metric' },
  { code: 'reply-rate-24h', area: 'service', appliesTo: 'message', checkedBy: 'metric' },
  { code: 'reply-rate-48h', area: 'service', appliesTo: 'message', checkedBy: 'metric' },
  { code: 'forbidden-conversation', area: 'service', appliesTo: 'message', checkedBy: 'rule' },
  { code: 'review-mishandled', area: 'service', appliesTo: 'review', checkedBy: 'rule' },
  { code: 'negative-reviews', area: 'service', appliesTo: 'review', checkedBy: 'metric' },
  { code: 'dispute-rate', area: 'service', appliesTo: 'order', checkedBy: 'metric' },
  { code: 'resolution-rate', area: 'service', appliesTo: 'order', checkedBy: 'metric' },
  { code: 'cancellation-rate', area: 'order-fulfilment', appliesTo: 'order', checkedBy: 'metric' },
  { code: 'late-dispatch', area: 'order-fulfilment', appliesTo: 'order', checkedBy: 'metric' },
  { code: 'false-fulfilment', area: 'fraud-risk', appliesTo: 'order', checkedBy: 'rule' },
  { code: 'asked-buyer-to-cancel', area: 'order-fulfilment', appliesTo: 'message', checkedBy: 'rule' },
  { code: 'defective-returns', area: 'order-fulfilment', appliesTo: 'order', checkedBy: 'metric' },
  { code: 'not-as-described', area: 'fraud-risk', appliesTo: 'order', checkedBy: 'record-only' },
  { code: 're-used-content', area: 'policy-compliance', appliesTo: 'content', checkedBy: 'record-only' },
  { code: 'promotion-differs-from-product', area: 'policy-compliance', appliesTo: 'content', checkedBy: 'record-only' },
  { code: 'misleading-content', area: 'policy-compliance', appliesTo: 'content', checkedBy: 'record-only' },
];

const facts = { source: performanceSource, effectiveFrom: performanceFrom, checkedOn: '2026-11-22', market: 'all' };

export const violationReasons: readonly ViolationReason[] = reasonRows.map((row) => ({
  ...row,
  ...facts,
  section: '5 violation reasons',
  basis: 'source',
}));

/** What we do ourselves while a measure is in force; null: it is shown, no more. */
type Effect = 'refund-decisions-disabled' | 'overseas-allocation-stopped';
export type Measure = Omit<RuleFacts, 'id'> & { code: string; effect: Effect | null };

const measureRows: readonly (readonly [code: string, effect: Effect | null])[] = [
  ['formal-warning', null],
  ['no-publishing', null],
  ['product-removed', null],
  ['order-limit', null],
  ['listing-limit', null],
  ['rights-revoked', null],
  ['no-affiliate', null],
  ['no-new-campaigns', null],
  ['traffic-reduced', null],
  ['no-shop-access', null],
  ['no-overseas-warehouse', 'overseas-allocation-stopped'],
  ['balance-held', null],
  ['transactions-cancelled', null],
  ['promotion-withdrawn', null],
  ['unfulfilled-orders-cancelled', null],
  ['shop-closed', null],
  ['linked-shops-closed', null],
  ['account-deleted', null],
  ['refund-decision-taken-over', 'refund-decisions-disabled'],
  ['deduction', null],
  ['legal-action', null],
  ['reported-to-authority', null],
  ['no-withdrawal', null],
  ['expelled', null],
];

export const measures: readonly Measure[] = measureRows.map(([code, effect]) => ({
  code,
  effect,
  ...facts,
  section: '6.2 measures; 6.3 penalties by node',
  basis: 'source',
}));
