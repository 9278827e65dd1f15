/** Rules that look at orders before they are packed: conditions, what they say of an order, what is done. Without schemas, for pages too. */
export { addressKey, isHidden, phoneKey } from './address.ts';
export {
  actsOf,
  type ConditionVerdict,
  type Found,
  type Judged,
  judgeRules,
  type RuleOutcome,
  type RuleVerdict,
} from './judge.ts';
export type { BlacklistKind, MexicoAnswer, OrderFacts, Profit, ProfitAnswer, RateOf, UnknownCode } from './order-facts.ts';
export type { ActionKind, ConditionKind, ReviewAction, ReviewCondition, ReviewRule, SplitWish } from './shapes.ts';
export { proposeSplit } from './split.ts';
export { reviewTemplates, type TemplateId } from './templates.ts';
