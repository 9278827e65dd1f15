import { useTranslation } from 'react-i18next';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Blacklist } from './blacklist.tsx';
import './review-rules.css';
import { Rules } from './rules.tsx';

const views = ['rules', 'blacklist'] as const;

/** Which orders should a person see before they are packed, and of whom are we wary? */
export function ReviewRulesPage() {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const view = views.find((each) => each === search.view) ?? 'rules';
  return (
    <>
      <PageHeader title={t('desk.places.rules')} answer={t('review-rules.question')} />
      <Requires scope="orders:read">
        <div className="review-views">
          <FilterChips
            label={t('desk.places.rules')}
            name="review-view"
            chips={views.map((key) => ({ key, content: t(`review-rules.views.${key}`) }))}
            chosen={view}
            choose={(next) => setSearch({ view: next === 'rules' ? undefined : next })}
          />
        </div>
        {view === 'rules' ? <Rules /> : <Blacklist />}
      </Requires>
    </>
  );
}
