import { useTranslation } from 'react-i18next';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Gates } from './gates.tsx';
import { Ledger } from './ledger.tsx';
import { Links } from './links.tsx';
import './review-sync.css';

const views = ['links', 'markets', 'ledger'] as const;

/** Which products carry their record into which shops, and what do buyers there see of it? */
export function ReviewSyncPage() {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const view = views.find((each) => each === search.view) ?? 'links';
  return (
    <>
      <PageHeader title={t('review-sync.title')} answer={t('review-sync.question')} />
      <Requires scope="listings:read">
        <div className="sync-views">
          <FilterChips
            label={t('review-sync.title')}
            name="sync-view"
            chips={views.map((key) => ({ key, content: t(`review-sync.views.${key}`) }))}
            chosen={view}
            choose={(next) => setSearch({ view: next === 'links' ? undefined : next })}
          />
        </div>
        {view === 'links' ? <Links /> : view === 'markets' ? <Gates /> : <Ledger />}
      </Requires>
    </>
  );
}
