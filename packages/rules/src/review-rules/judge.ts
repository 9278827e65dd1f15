/**
 * What rules say of an order: each of its conditions holds, does not hold, or cannot be judged, and why. One condition that does not hold
 * is a miss whatever else is unknown; else one that is unknown leaves the rule undecided, and it does nothing. What the platform hides for
 * the length of its hold hour is waited for.
 *
 * @example profit below 0 GBP, an order at -3.20 GBP → hit, with { amount: -320, currency: 'GBP' }
 * @example profit below 0 GBP, no cost of its SKU → unknown, `no-cost`
 */
import { convert } from '../money.ts';
import { isIn } from '../policies/categories.ts';
import { foldWords, hasPostcode, hasWords, isRegionOf } from './address.ts';
import type { OrderFacts, Profit, RateOf, UnknownCode } from './order-facts.ts';
import type { Compare, ConditionKind, ReviewAction, ReviewCondition, ReviewRule } from './shapes.ts';

/** What was found at the order, for people: numbers and words by name. */
export type Found = Readonly<Record<string, string | number | null>>;
/** `holds` null: it could not be judged, see `unknown`. */
export type ConditionVerdict = { kind: ConditionKind; holds: boolean | null; unknown: UnknownCode | null; found: Found };
export type RuleOutcome = 'hit' | 'miss' | 'unknown' | 'waiting';
export type RuleVerdict = { outcome: RuleOutcome; conditions: ConditionVerdict[] };

type Said = Omit<ConditionVerdict, 'kind'>;
const said = (holds: boolean, found: Found = {}): Said => ({ holds, unknown: null, found });
const unknown = (code: UnknownCode, found: Found = {}): Said => ({ holds: null, unknown: code, found });
const isMet = (compare: Compare, value: number, limit: number): boolean => (compare === 'at-least' ? value >= limit : value < limit);

export function judgeRule(conditions: readonly ReviewCondition[], facts: OrderFacts, rateOf: RateOf): RuleVerdict {
  const judged = conditions.map((condition): ConditionVerdict => ({ kind: condition.kind, ...judge(condition, facts, rateOf) }));
  return { outcome: outcomeOf(judged, facts), conditions: judged };
}

function outcomeOf(judged: readonly ConditionVerdict[], { isOnPlatformHold }: OrderFacts): RuleOutcome {
  if (judged.some(({ holds }) => holds === false)) return 'miss';
  const open = judged.filter(({ holds }) => holds === null);
  if (open.length === 0) return 'hit';
  return isOnPlatformHold && open.some(({ unknown }) => unknown === 'address-hidden') ? 'waiting' : 'unknown';
}

function judge(condition: ReviewCondition, facts: OrderFacts, rateOf: RateOf): Said {
  switch (condition.kind) {
    case 'shop':
      return said(condition.shopIds.includes(facts.shopId) !== condition.isNot);
    case 'market':
      return said(condition.markets.includes(facts.market) !== condition.isNot, { market: facts.market });
    case 'amount':
      return judgeMoney(condition, { amount: facts.total, currency: facts.currency }, rateOf);
    case 'units':
      return said(isMet(condition.compare, facts.units, condition.count), { count: facts.units });
    case 'profit':
    case 'profit-share':
      return judgeProfit(condition, facts, rateOf);
    case 'sku':
      return judgeSkus(condition, facts);
    case 'category':
      return judgeCategories(condition, facts);
    case 'country':
      return facts.country === '' ? unknown('address-hidden') : judgeCountry(condition, facts);
    case 'region':
      return judgeAddress(facts, condition.isNot, (address) => condition.regions.find((one) => isRegionOf(address, one)));
    case 'postcode':
      return judgeAddress(facts, condition.isNot, (address) => condition.prefixes.find((one) => hasPostcode(address, one)));
    case 'address-words':
      return judgeAddress(facts, condition.isNot, (address) => condition.words.find((one) => hasWords(address, one)));
    default:
      return judgeBuyer(condition, facts);
  }
}

type OfBuyer = Extract<
  ReviewCondition,
  { kind: 'buyer-orders' | 'buyer-cancellations' | 'buyer-returns' | 'payment' | 'blacklist' | 'platform-hold' | 'us-to-mexico' }
>;

const counted = { 'buyer-orders': 'orders', 'buyer-cancellations': 'cancellations', 'buyer-returns': 'returns' } as const;

function judgeBuyer(condition: OfBuyer, facts: OrderFacts): Said {
  switch (condition.kind) {
    case 'payment': {
      const methods = condition.methods.map(foldWords);
      return said(methods.includes(foldWords(facts.paymentMethod)) !== condition.isNot, { method: facts.paymentMethod });
    }
    case 'blacklist':
      if (facts.blacklisted.length > 0) return said(true, { by: facts.blacklisted.join(', ') });
      // Telephone and address may still be on it.
      return facts.address === null ? unknown('address-hidden') : said(false);
    case 'platform-hold':
      return said(facts.isOnPlatformHold !== condition.isNot);
    case 'us-to-mexico':
      if ('unknown' in facts.mexico) return unknown(facts.mexico.unknown);
      return facts.mexico.isConcerned ? judgeMexico(facts.mexico.reasons) : said(false);
    default: {
      if (facts.history === null) return unknown('buyer-unknown');
      const count = facts.history[counted[condition.kind]];
      return said(isMet(condition.compare, count, condition.count), { count });
    }
  }
}

const judgeMexico = (reasons: readonly { code: string; sku: string | null }[]): Said =>
  said(reasons.length > 0, { reasons: reasons.map(({ code, sku }) => (sku === null ? code : `${code} ${sku}`)).join(', ') });

const judgeCountry = ({ countries, isNot }: Extract<ReviewCondition, { kind: 'country' }>, { country }: OrderFacts): Said =>
  said(countries.includes(country) !== isNot, { country });

type Limit = { compare: Compare; amount: number; currency: string };

/** In its own currency as it stands; in another by the rate of the day. Nothing is nothing in every currency. */
function judgeMoney({ compare, amount, currency }: Limit, own: { amount: number; currency: string }, rateOf: RateOf): Said {
  const found = { amount: own.amount, currency: own.currency };
  if (own.currency === currency || amount === 0) return said(isMet(compare, own.amount, amount), found);
  const rate = rateOf(own.currency, currency);
  return rate === null ? unknown('no-rate', found) : said(isMet(compare, convert(own, currency, rate).amount, amount), found);
}

type OfProfit = Extract<ReviewCondition, { kind: 'profit' | 'profit-share' }>;

function judgeProfit(condition: OfProfit, { profit }: OrderFacts, rateOf: RateOf): Said {
  if ('unknown' in profit) return unknown(profit.unknown);
  const found = foundOf(profit);
  if (condition.kind === 'profit') {
    const { holds, unknown } = judgeMoney(condition, profit, rateOf);
    return { holds, unknown, found };
  }
  // Goods given away have no share; that they cost more than they brought is what their amount says.
  if (profit.share === null) return said(isMet(condition.compare, Math.sign(profit.amount), condition.share), found);
  return said(isMet(condition.compare, profit.share, condition.share), found);
}

const foundOf = ({ amount, currency, share, without }: Profit): Found => ({ amount, currency, share, without: without.join(', ') || null });

function judgeSkus({ skus, isNot }: Extract<ReviewCondition, { kind: 'sku' }>, { lines }: OrderFacts): Said {
  const wanted = skus.map(foldWords);
  const isOne = (sku: string): boolean =>
    wanted.some((one) => (one.endsWith('*') ? foldWords(sku).startsWith(one.slice(0, -1)) : foldWords(sku) === one));
  const found = lines.find(({ sku }) => isOne(sku));
  return said((found !== undefined) !== isNot, { sku: found?.sku ?? null });
}

function judgeCategories({ categories, isNot }: Extract<ReviewCondition, { kind: 'category' }>, { lines }: OrderFacts): Said {
  const found = lines.find(({ category }) => category !== null && categories.some((one) => isIn(category, one)));
  if (found) return said(!isNot, { category: found.category });
  return lines.some(({ category }) => category === null) ? unknown('no-category') : said(isNot);
}

/** What is found is not said again: whoever may not see the buyer reads of it too. */
function judgeAddress({ address }: OrderFacts, isNot: boolean, find: (address: string) => string | undefined): Said {
  if (address === null) return unknown('address-hidden');
  const found = find(address);
  return said((found !== undefined) !== isNot, { by: found ?? null });
}

export type Judged<R extends ReviewRule> = { rule: R; verdict: RuleVerdict };

/** Rules in their order, until one that is the last for what it meets. */
export function judgeRules<R extends ReviewRule>(rules: readonly R[], facts: OrderFacts, rateOf: RateOf): Judged<R>[] {
  const judged: Judged<R>[] = [];
  for (const rule of rules) {
    const verdict = judgeRule(rule.conditions, facts, rateOf);
    judged.push({ rule, verdict });
    if (verdict.outcome === 'hit' && rule.isLast) break;
  }
  return judged;
}

/** Of these an order has one: the first rule that says it is heard. */
const once: ReadonlySet<ReviewAction['kind']> = new Set(['hold', 'warehouse', 'service', 'split']);

/** What is to be done by the rules that an order met, in their order. */
export function actsOf<R extends ReviewRule>(hits: readonly R[]): { rule: R; action: ReviewAction }[] {
  const taken = new Set<string>();
  return hits.flatMap((rule) =>
    rule.actions.flatMap((action) => {
      const key = action.kind === 'tag' ? `tag ${action.tag}` : action.kind;
      const isTaken = taken.has(key) && (once.has(action.kind) || action.kind === 'tag');
      taken.add(key);
      return isTaken ? [] : [{ rule, action }];
    }),
  );
}
