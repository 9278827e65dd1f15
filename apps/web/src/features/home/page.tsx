import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { formatCount, formatMoney, formatPercent } from '../../shared/money.ts';
import { daysOf } from '../../shared/periods.ts';
import { useFigureScope, useToday } from '../../shared/use-periods.ts';
import { DayZoneSelect } from '../../shared/widgets/day-zone-select.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Duties } from './duties.tsx';
import './home.css';
import { LiveFeed } from './live-feed.tsx';
import { MarketBars } from './market-bars.tsx';
import { PeriodCard } from './period-card.tsx';

/** What needs me now, and how are we doing? */
export function HomePage() {
  const { t } = useTranslation();
  const { shops, isSuccess } = useShops();
  const maySeeFigures = useCan('analytics:read');
  const maySeeOrders = useCan('orders:read');
  if (isSuccess && shops.length === 0) return <FirstUse />;
  return (
    <>
      <PageHeader
        title={t('nav.home')}
        answer={maySeeFigures ? <Answer /> : t('home.question')}
        actions={maySeeFigures && <DayZoneSelect />}
      />
      <div className="home">
        <Duties />
        {maySeeFigures && (
          <div className="home-periods">
            <PeriodCard period="today" />
            <PeriodCard period="yesterday" />
            <PeriodCard period="month" />
          </div>
        )}
        {(maySeeFigures || maySeeOrders) && (
          <div className="home-columns">
            {maySeeFigures && <MarketBars />}
            {maySeeOrders && <LiveFeed />}
          </div>
        )}
      </div>
    </>
  );
}

/** The page's answer in one line: how much today, and whether that is more than yesterday by this hour. */
function Answer() {
  const { t, i18n } = useTranslation();
  const today = useToday();
  const { shops } = useShops();
  const bound = shops.filter((shop) => shop.state !== 'unbound');
  const request = { query: { ...daysOf('today', today), ...useFigureScope() } };
  const { data } = useQuery({ ...apiQuery('analytics.overview', request), placeholderData: keepPreviousData });
  const gmv = data?.gmv;
  const before = data?.comparison.gmv;
  if (!data || !gmv) return t('home.question');
  const parts = {
    gmv: formatMoney(gmv, i18n.language),
    orders: formatCount(data.orders, i18n.language),
    shops: formatCount(bound.length, i18n.language),
    markets: formatCount(new Set(bound.map((shop) => shop.market)).size, i18n.language),
  };
  if (!before || before.amount === 0) return t('home.answer', parts);
  const share = gmv.amount / before.amount - 1;
  const change = formatPercent(Math.abs(share), i18n.language);
  return t(share >= 0 ? 'home.answerMore' : 'home.answerLess', { ...parts, change });
}

function FirstUse() {
  const { t } = useTranslation();
  const mayBind = useCan('shops:write');
  return (
    <>
      <PageHeader title={t('nav.home')} answer={t('home.question')} />
      <div className="panel">
        <EmptyState
          kind="first-use"
          title={t('home.firstUse.title')}
          text={t(mayBind ? 'home.firstUse.text' : 'home.firstUse.textOthers')}
          action={
            mayBind && (
              <Link to="/shops">
                <Button type="primary">{t('home.firstUse.action')}</Button>
              </Link>
            )
          }
        />
      </div>
    </>
  );
}
