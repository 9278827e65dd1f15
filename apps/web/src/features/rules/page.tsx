import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PolicyFacts } from '@tradewind/contract/types';
import { type PolicyGroup, policyGroups } from '@tradewind/rules/policy-texts';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { formatDay } from '../../shared/time.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import './rules.css';
import { useWords } from './use-words.ts';
import { textOf, type Words } from './words.ts';

export function RulesPage() {
  const { t } = useTranslation();
  const list = useQuery({ ...apiQuery('policies.list', {}), staleTime: Number.POSITIVE_INFINITY });
  const words = useWords();
  const error = list.error ?? words.error;
  return (
    <>
      <PageHeader title={t('nav.rules')} answer={t('rules.about')} />
      {error && <ErrorPanel error={error} />}
      {!error && (!list.data || !words.data) && <SkeletonRows rows={10} label={t('common.loading')} />}
      {list.data && words.data && <Groups items={list.data.items} words={words.data} />}
    </>
  );
}

function Groups({ items, words }: { items: readonly PolicyFacts[]; words: Words }) {
  const { t } = useTranslation();
  const ofGroup = (group: PolicyGroup) => items.filter(({ id }) => textOf(words, id)?.group === group);
  return policyGroups
    .filter((group) => ofGroup(group).length > 0)
    .map((group) => (
      <section key={group} className="rule-list" aria-labelledby={`rules-${group}`}>
        <h2 id={`rules-${group}`}>{t(`rules.groups.${group}`)}</h2>
        <ul>
          {ofGroup(group).map((facts) => (
            <Entry key={facts.id} facts={facts} words={words} />
          ))}
        </ul>
      </section>
    ));
}

function Entry({ facts, words }: { facts: PolicyFacts; words: Words }) {
  const { t } = useTranslation();
  const text = textOf(words, facts.id)?.text;
  return (
    <li className="panel rule-entry" data-testid={`rule-${facts.id}`}>
      <h3>
        <Link to="/rules/$policyId" params={{ policyId: facts.id }}>
          {text?.name ?? facts.id}
        </Link>
      </h3>
      <p>{text?.answers}</p>
      <p className="muted rule-entry-source">
        <span>{t('rules.sinceDay', { day: formatDay(facts.effectiveFrom.slice(0, 10), words.language, { dateStyle: 'medium' }) })}</span>
        <span>{facts.source}</span>
      </p>
    </li>
  );
}
