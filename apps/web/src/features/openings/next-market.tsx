import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { programmeFacts } from '@tradewind/rules/programme-facts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Candidates } from './candidates.tsx';
import { SourceSelect, useSource } from './source-select.tsx';

/** Where the next shop could be opened from this one, the best first. */
export function NextMarket() {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const navigate = useNavigate();
  const mayOpen = useMayOpen();
  const { source, shops, isPending } = useSource(useOwnSearch().source);
  const query = useQuery({
    ...apiQuery('opening-candidates.list', { params: { shopId: source?.id ?? '' } }),
    enabled: source !== undefined,
  });
  if (!isPending && !source) return <EmptyState kind="first-use" title={t('openings.next.noShop')} text={t('openings.next.noShopText')} />;
  const start = (market: string) => void navigate({ to: '/openings/new', search: { source: source?.id ?? '', markets: market } });
  return (
    <section className="panel" data-testid="next-market">
      <header className="panel-head">
        <label className="opening-field" htmlFor="next-source">
          <span>{t('openings.form.source')}</span>
          <SourceSelect id="next-source" shops={shops} value={source?.id} onChange={(id) => setSearch({ source: id })} />
        </label>
      </header>
      <p className="opening-words muted">{t('openings.next.text')}</p>
      {query.data && !query.data.source.isHealthy && <Restricted />}
      {query.isError && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && !query.isError && <SkeletonRows rows={10} label={t('common.loading')} />}
      {query.data && <Candidates candidates={query.data.items} {...(mayOpen ? { start } : {})} />}
      <Footnotes />
    </section>
  );
}

/** A further shop is opened by those who may bind and who are bound to no single shops. */
export function useMayOpen(): boolean {
  const mayWrite = useCan('shops:write');
  return useMe().shopIds === null && mayWrite;
}

export function Restricted() {
  const { t } = useTranslation();
  return <Alert className="opening-alert" type="warning" showIcon title={t('openings.next.restricted')} />;
}

export function Footnotes() {
  const { t } = useTranslation();
  const agencies = programmeFacts.find(({ id }) => id === 'agencies-carry-over');
  return (
    <p className="opening-words muted opening-notes">
      * {t('openings.time.estimate')} {t('openings.next.weights')}{' '}
      {agencies && t('openings.facts.agencies-carry-over', { source: agencies.sourceName })}
    </p>
  );
}
