import { useQuery } from '@tanstack/react-query';
import type { ReviewConditionVerdict as ConditionVerdict } from '@tradewind/contract/types';
import type { ReviewAction, ReviewCondition } from '@tradewind/rules/review-rules';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketName } from '../../shared/markets.ts';
import { formatCount, formatMoney } from '../../shared/money.ts';
import { listOf } from './conditions.ts';

export const percentText = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);

type RuleWords = {
  condition: (condition: ReviewCondition) => string;
  action: (action: ReviewAction) => string;
  /** What was found at an order, or why nothing could be. */
  verdict: (verdict: ConditionVerdict) => string;
};

/** What a rule says, as a sentence would. */
export function useRuleWords(): RuleWords {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const { categoryName } = useDocumentNames();
  const warehouses = useQuery(apiQuery('warehouses.list', {})).data?.items ?? [];
  const { language } = i18n;
  const member = (kind: ReviewCondition['kind'], value: string): string => {
    if (kind === 'shop') return shops.find(({ id }) => id === value)?.name ?? value;
    if (kind === 'market' || kind === 'country') return marketName(value, language);
    return kind === 'category' ? categoryName(value) : value;
  };
  const limitOf = (condition: ReviewCondition): string | null => {
    if ('share' in condition) return percentText(condition.share, language);
    if ('count' in condition) return formatCount(condition.count, language);
    return 'amount' in condition ? formatMoney({ amount: condition.amount, currency: condition.currency }, language) : null;
  };
  const condition = (one: ReviewCondition): string => {
    const name = t(`review-rules.conditions.${one.kind}`);
    const list = listOf(one)?.map((value) => member(one.kind, value));
    const isNot = 'isNot' in one && one.isNot;
    if (list) return t(isNot ? 'review-rules.words.noneOf' : 'review-rules.words.oneOf', { name, list: list.join(' / ') });
    const limit = limitOf(one);
    if ('compare' in one && limit !== null) return t(`review-rules.words.${one.compare}`, { name, limit });
    return isNot ? t('review-rules.words.not', { name }) : name;
  };
  const action = (one: ReviewAction): string => {
    const name = t(`review-rules.actions.${one.kind}`);
    if (one.kind === 'tag') return `${name} “${one.tag}”`;
    if (one.kind === 'service') return `${name} “${one.service}”`;
    if (one.kind === 'warehouse') return `${name} ${warehouses.find(({ id }) => id === one.warehouseId)?.name ?? '–'}`;
    if (one.kind !== 'split') return name;
    return one.by === 'line' ? t('review-rules.split.line') : t('review-rules.split.units', { count: one.most ?? 1 });
  };
  const verdict = ({ kind, unknown, found }: ConditionVerdict): string => {
    const name = t(`review-rules.conditions.${kind}`);
    if (unknown) return `${name}: ${t(`review-rules.unknown.${unknown}`)}`;
    const { amount, currency, share, count, ...rest } = found;
    const figures = [
      typeof amount === 'number' && typeof currency === 'string' ? formatMoney({ amount, currency }, language) : null,
      typeof share === 'number' ? percentText(share, language) : null,
      typeof count === 'number' ? formatCount(count, language) : null,
      ...Object.values(rest).map((value) => (typeof value === 'string' ? value : null)),
    ].filter(Boolean);
    return figures.length === 0 ? name : `${name}: ${figures.join(', ')}`;
  };
  return { condition, action, verdict };
}
