import type { ReviewAction, ReviewCondition } from '@tradewind/rules/review-rules';

export type ConditionKind = ReviewCondition['kind'];
export type ActionKind = ReviewAction['kind'];

/** As a person looks for them: the order, what is in it, where it goes, who buys. */
export const conditionKinds: readonly ConditionKind[] = [
  ...(['shop', 'market', 'amount', 'units', 'profit', 'profit-share', 'sku', 'category', 'country', 'region', 'postcode'] as const),
  ...(['address-words', 'buyer-orders', 'buyer-cancellations', 'buyer-returns', 'payment', 'blacklist', 'platform-hold'] as const),
  'us-to-mexico',
];
export const actionKinds: readonly ActionKind[] = ['hold', 'review', 'tag', 'warehouse', 'service', 'split', 'notify'];

/** One that says nothing yet. */
export function blankCondition(kind: ConditionKind, currency: string): ReviewCondition {
  switch (kind) {
    case 'shop':
      return { kind, shopIds: [], isNot: false };
    case 'market':
      return { kind, markets: [], isNot: false };
    case 'sku':
      return { kind, skus: [], isNot: false };
    case 'category':
      return { kind, categories: [], isNot: false };
    case 'country':
      return { kind, countries: [], isNot: false };
    case 'region':
      return { kind, regions: [], isNot: false };
    case 'postcode':
      return { kind, prefixes: [], isNot: false };
    case 'address-words':
      return { kind, words: [], isNot: false };
    case 'payment':
      return { kind, methods: [], isNot: false };
    case 'amount':
      return { kind, compare: 'at-least', amount: 0, currency };
    case 'profit':
      return { kind, compare: 'below', amount: 0, currency };
    case 'profit-share':
      return { kind, compare: 'below', share: 0 };
    case 'units':
    case 'buyer-orders':
    case 'buyer-cancellations':
    case 'buyer-returns':
      return { kind, compare: 'at-least', count: 1 };
    case 'platform-hold':
      return { kind, isNot: false };
    case 'blacklist':
    case 'us-to-mexico':
      return { kind };
  }
}

export function blankAction(kind: ActionKind): ReviewAction {
  switch (kind) {
    case 'tag':
      return { kind, tag: '' };
    case 'warehouse':
      return { kind, warehouseId: '' };
    case 'service':
      return { kind, service: '' };
    case 'split':
      return { kind, by: 'line' };
    default:
      return { kind };
  }
}

/** Of a condition that means one of a list; null: it has none. */
export function listOf(condition: ReviewCondition): readonly string[] | null {
  switch (condition.kind) {
    case 'shop':
      return condition.shopIds;
    case 'market':
      return condition.markets;
    case 'sku':
      return condition.skus;
    case 'category':
      return condition.categories;
    case 'country':
      return condition.countries;
    case 'region':
      return condition.regions;
    case 'postcode':
      return condition.prefixes;
    case 'address-words':
      return condition.words;
    case 'payment':
      return condition.methods;
    default:
      return null;
  }
}

export function withList(condition: ReviewCondition, list: string[]): ReviewCondition {
  switch (condition.kind) {
    case 'shop':
      return { ...condition, shopIds: list };
    case 'market':
      return { ...condition, markets: list };
    case 'sku':
      return { ...condition, skus: list };
    case 'category':
      return { ...condition, categories: list };
    case 'country':
      return { ...condition, countries: list };
    case 'region':
      return { ...condition, regions: list };
    case 'postcode':
      return { ...condition, prefixes: list };
    case 'address-words':
      return { ...condition, words: list };
    case 'payment':
      return { ...condition, methods: list };
    default:
      return condition;
  }
}

/** Whether it says enough to be kept. */
export const isSaid = (condition: ReviewCondition): boolean => listOf(condition)?.length !== 0;
export const isActionSaid = (action: ReviewAction): boolean =>
  (action.kind !== 'tag' || action.tag.trim() !== '') &&
  (action.kind !== 'warehouse' || action.warehouseId !== '') &&
  (action.kind !== 'service' || action.service.trim() !== '') &&
  (action.kind !== 'split' || action.by === 'line' || action.most !== undefined);
