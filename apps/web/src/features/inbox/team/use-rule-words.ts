import type { AssignmentRuleView } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../../shared/api/shops.ts';
import { marketName } from '../../../shared/markets.ts';
import { languageName } from './language-names.ts';
import { useAgents } from './use-team.ts';

type Rule = Pick<AssignmentRuleView, 'shopIds' | 'markets' | 'languages' | 'hours' | 'memberIds' | 'by' | 'mostOpen'>;

/** A rule as a sentence: what it meets, and to whom it gives. */
export function useRuleWords(): (rule: Rule) => { meets: string; gives: string } {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const agents = useAgents();
  const list = (names: readonly string[]) => new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(names);
  const gone = t('inbox-team.macros.gone');
  return ({ shopIds, markets, languages, hours, memberIds, by, mostOpen }) => {
    const conditions = [
      ...(shopIds.length > 0
        ? [t('inbox-team.rules.shops', { names: list(shopIds.map((id) => shops.find((shop) => shop.id === id)?.name ?? gone)) })]
        : []),
      ...(markets.length > 0
        ? [t('inbox-team.rules.markets', { names: list(markets.map((market) => marketName(market, i18n.language))) })]
        : []),
      ...(languages.length > 0
        ? [t('inbox-team.rules.languages', { names: list(languages.map((language) => languageName(language, i18n.language))) })]
        : []),
      ...(hours === 'any' ? [] : [t(`inbox-team.rules.${hours}`)]),
    ];
    const names = memberIds.map((id) => agents.find((agent) => agent.id === id)?.name ?? gone).join(', ');
    const gives = [
      t('inbox-team.rules.to', { names }),
      t(`inbox-team.rules.by.${by}`),
      ...(mostOpen === null ? [] : [t('inbox-team.rules.mostOpen', { count: mostOpen })]),
    ];
    return { meets: conditions.length > 0 ? conditions.join(', ') : t('inbox-team.rules.any'), gives: gives.join(', ') };
  };
}
