import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Drifted } from './drifted.tsx';
import './listings.css';
import { LiveListings } from './live-listings.tsx';
import { PendingChanges } from './pending-changes.tsx';
import { publicationStates } from './publication-state.tsx';
import { PublicationTable } from './publication-table.tsx';

/** The merchant's products on their way to the shops' buyers. */
export function ListingsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('nav.listings')} answer={t('listings.question')} actions={<Publish />} />
      <Requires scope="listings:read">
        <Views />
      </Requires>
    </>
  );
}

const views = ['drifted', 'changes', 'live'] as const;

function Views() {
  const { t, i18n } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { query: scope } = useScope();
  const { data } = useQuery(apiQuery('publication-drifts.list', { query: { ...scope, limit: 1 } }));
  const view = views.find((each) => each === search.view);
  const drifted = data?.count ? ` ${formatCount(data.count, i18n.language)}` : '';
  return (
    <>
      <div className="listing-views">
        <FilterChips
          label={t('listings.live.views.label')}
          name="listing-view"
          chosen={view}
          choose={(key) => setSearch({ view: key, open: undefined, state: undefined })}
          chips={([undefined, ...views] as const).map((key) => ({
            key,
            content: `${t(`listings.live.views.${key ?? 'shops'}`)}${key === 'drifted' ? drifted : ''}`,
          }))}
        />
      </div>
      {view === undefined && <Publications />}
      {view === 'drifted' && <Drifted scope={scope} />}
      {view === 'changes' && <PendingChanges scope={scope} />}
      {view === 'live' && <LiveListings scope={scope} />}
    </>
  );
}

function Publish() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useCan('listings:write');
  if (!mayWrite) return null;
  return (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/listings/publish' })} data-testid="publish">
      {t('listings.publish')}
    </Button>
  );
}

function Publications() {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { query: scope } = useScope();
  const state = publicationStates.find((each) => each === search.state);
  const states: (typeof state)[] = [undefined, ...publicationStates];
  return (
    <section className="panel" aria-label={t('listings.list')}>
      <div className="panel-head">
        <FilterChips
          label={t('listings.filter')}
          name="publication-filter"
          chosen={state}
          choose={(key) => setSearch({ state: key, open: undefined })}
          chips={states.map((key) => ({ key, content: key ? t(`listings.states.${key}`) : t('listings.all') }))}
        />
      </div>
      <PublicationTable
        filter={{ ...scope, ...(state ? { state } : {}) }}
        empty={
          state ? (
            <EmptyState
              kind="no-match"
              title={t('listings.noMatch')}
              text={t('listings.noMatchText')}
              action={<Button onClick={() => setSearch({ state: undefined })}>{t('listings.showAll')}</Button>}
            />
          ) : (
            <EmptyState kind="first-use" title={t('listings.empty')} text={t('listings.emptyText')} action={<Publish />} />
          )
        }
      />
    </section>
  );
}
