import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Applications } from './applications.tsx';
import { NextMarket, useMayOpen } from './next-market.tsx';
import './openings.css';

const views = ['applications', 'next'] as const;
type View = (typeof views)[number];

export function OpeningsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayOpen = useMayOpen();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const view: View = views.find((each) => each === search.view) ?? 'applications';
  return (
    <>
      <PageHeader
        title={t('openings.title')}
        answer={<Standing />}
        actions={
          mayOpen && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/openings/new' })} data-testid="open-shop">
              {t('openings.start')}
            </Button>
          )
        }
      />
      <div className="opening-views">
        <Segmented<View>
          aria-label={t('openings.views.label')}
          value={view}
          options={views.map((each) => ({ value: each, label: t(`openings.views.${each}`) }))}
          onChange={(next) => setSearch({ view: next === 'applications' ? undefined : next, open: undefined })}
        />
        <Link to="/openings/programmes">{t('openings.programmes')}</Link>
      </div>
      <Requires scope="shops:read">{view === 'next' ? <NextMarket /> : <Applications />}</Requires>
    </>
  );
}

/** What the page answers, in one line, over the newest two hundred. */
function Standing() {
  const { t, i18n } = useTranslation();
  const { query: scope } = useScope();
  const mayRead = useCan('shops:read');
  const { data } = useQuery({ ...apiQuery('openings.list', { query: { limit: 200, ...scope } }), enabled: mayRead });
  if (!data || data.items.length === 0) return <>{t('openings.question')}</>;
  const count = (...statuses: string[]) => formatCount(data.items.filter(({ status }) => statuses.includes(status)).length, i18n.language);
  return (
    <>
      {t('openings.answer', {
        review: count('submitting', 'submitted', 'in-review', 'approved'),
        mend: count('needs-documents', 'rejected'),
        drafts: count('draft'),
        open: count('open'),
      })}
    </>
  );
}
