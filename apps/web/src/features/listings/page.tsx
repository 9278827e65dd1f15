import { PlusOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import './listings.css';
import { publicationStates } from './publication-state.tsx';
import { PublicationTable } from './publication-table.tsx';

/** The merchant's products on their way to the shops' buyers. */
export function ListingsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('nav.listings')} answer={t('listings.question')} actions={<Publish />} />
      <Requires scope="listings:read">
        <Publications />
      </Requires>
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
        <fieldset className="publication-states" aria-label={t('listings.filter')}>
          {states.map((each) => (
            <button
              key={each ?? 'all'}
              type="button"
              aria-pressed={each === state}
              data-testid={`publication-filter-${each ?? 'all'}`}
              onClick={() => setSearch({ state: each, open: undefined })}
            >
              {each ? t(`listings.states.${each}`) : t('listings.all')}
            </button>
          ))}
        </fieldset>
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
