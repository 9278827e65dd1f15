import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { addressOf, apiQuery } from '../../shared/api/call.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import { formatDay } from '../../shared/time.ts';
import { useFigureScope } from '../../shared/use-periods.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { MarketTable } from './market-table.tsx';
import './markets.css';
import { PeriodPicker } from './period-picker.tsx';
import { useMarketsView } from './use-markets-view.ts';

/** Where does the money come from, and where is it lost? */
export function MarketsPage() {
  const { t, i18n } = useTranslation();
  const [view] = useMarketsView();
  const mayRead = useCan('analytics:read');
  const { from, to } = view.days;
  const span = from === to ? formatDay(to, i18n.language) : `${formatDay(from, i18n.language)} – ${formatDay(to, i18n.language)}`;
  return (
    <>
      <PageHeader title={t('nav.markets')} answer={t('markets.question', { span })} actions={mayRead && <ExportMenu />} />
      <Requires scope="analytics:read">
        <PeriodPicker />
        <Figures />
      </Requires>
    </>
  );
}

function Figures() {
  const { t } = useTranslation();
  const [view] = useMarketsView();
  const { market, shopId } = useScope();
  const request = { query: { ...view.days, ...useFigureScope() } };
  const { data, error, refetch } = useQuery({ ...apiQuery('analytics.markets', request), placeholderData: keepPreviousData });
  const { data: total } = useQuery({ ...apiQuery('analytics.overview', request), placeholderData: keepPreviousData });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) {
    return (
      <div className="panel">
        <SkeletonRows rows={12} label={t('common.loading')} />
      </div>
    );
  }
  if (data.items.length === 0) {
    return (
      <div className="panel">
        <EmptyState
          kind="no-match"
          title={t('markets.none.title')}
          text={t(market || shopId ? 'markets.none.textScope' : 'markets.none.text')}
        />
      </div>
    );
  }
  return (
    <div className="markets">
      <section className="panel" aria-label={t('markets.table')}>
        <MarketTable answer={data} {...(total ? { total } : {})} />
        {data.missingRates.length > 0 && (
          <p className="markets-note tone-soon">{t('figures.missingRates', { currencies: data.missingRates.join(', ') })}</p>
        )}
      </section>
      <ChartPanel items={data.items} />
    </div>
  );
}

/** The same question as on screen, answered as a file. */
function ExportMenu() {
  const { t, i18n } = useTranslation();
  const [view] = useMarketsView();
  const scope = useFigureScope();
  // The reader's language is one of ours: the switcher offers no other.
  const language = i18n.language as Language;
  const link = (format: 'csv' | 'xlsx') => (
    <a href={addressOf('analytics.markets-export', { query: { ...view.days, ...scope, format, language } })} download>
      {t(`markets.export.${format}`)}
    </a>
  );
  return (
    <Dropdown trigger={['click']} menu={{ items: (['csv', 'xlsx'] as const).map((key) => ({ key, label: link(key) })) }}>
      <Button type="primary" icon={<DownloadOutlined />}>
        {t('markets.export.title')}
      </Button>
    </Dropdown>
  );
}
