import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { MetricStanding, PerformanceDetail } from '@tradewind/contract/types';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '../../shared/money.ts';
import { formatInstant } from '../../shared/time.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { DispatchTimes } from './dispatch-times.tsx';
import { ForecastWords } from './forecast-words.tsx';
import { StandingTag } from './metric-summary.tsx';
import './performance.css';
import { shopPerformanceQuery } from './performance-query.ts';
import { RateBar } from './rate-bar.tsx';
import { ReplayPanel } from './replay-panel.tsx';
import { RescueList } from './rescue-list.tsx';
import { ServicePanel } from './service-panel.tsx';
import { WaitingBuyers } from './waiting-buyers.tsx';

/** The chart's library is a large download of its own. */
const CoursePanel = lazy(() => import('./course-panel.tsx').then((module) => ({ default: module.CoursePanel })));

export function ShopPerformancePage() {
  return (
    <Requires scope="orders:read">
      <OneShop />
    </Requires>
  );
}

function OneShop() {
  const { t } = useTranslation();
  // Only the route /performance/$shopId shows this page.
  const { shopId = '' } = useParams({ strict: false });
  const query = useQuery(shopPerformanceQuery(shopId));
  const { data } = query;
  return (
    <>
      <Link to="/performance" className="back-link">
        <ArrowLeftOutlined /> {t('performance.back')}
      </Link>
      <PageHeader title={data?.shop.name ?? t('nav.performance')} answer={data && <MarketChip market={data.shop.market} isNamed />} />
      {query.isPending && (
        <div className="panel">
          <SkeletonRows rows={10} label={t('common.loading')} />
        </div>
      )}
      {query.isError && !data && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
      {data && <Standing performance={data} />}
    </>
  );
}

function Standing({ performance }: { performance: PerformanceDetail }) {
  const { t } = useTranslation();
  const { shop, metrics } = performance;
  const group = metrics.find((metric) => metric.rows.length > 0)?.rows[0]?.market;
  return (
    <div className="performance-shop">
      <div className="metric-cards">
        {metrics.map((standing) => (
          <MetricCard key={standing.metric} standing={standing} shop={shop} />
        ))}
      </div>
      <RescueList performance={performance} />
      <ServicePanel performance={performance} />
      <WaitingBuyers performance={performance} />
      <Suspense fallback={<SkeletonRows rows={6} label={t('common.loading')} />}>
        <CoursePanel metrics={metrics} />
      </Suspense>
      {group && <ReplayPanel shopId={shop.id} group={group} />}
      <DispatchTimes market={shop.market} />
    </div>
  );
}

function MetricCard({ standing, shop }: { standing: MetricStanding; shop: PerformanceDetail['shop'] }) {
  const { t, i18n } = useTranslation();
  const { metric, verdict, limitPerMille, window } = standing;
  const instant = (at: string) => formatInstant(at, i18n.language, { timeZone: shop.timeZone, isNamed: true });
  return (
    <section className="panel metric-card" aria-label={t(`performance.metrics.${metric}`)} data-testid="metric-card" data-metric={metric}>
      <header className="metric-head">
        <h2>{t(`performance.metrics.${metric}`)}</h2>
        <StandingTag standing={standing} />
      </header>
      <div className="metric-figures">
        <strong className="metric-rate num">{formatPercent(verdict.rate, i18n.language)}</strong>
        {limitPerMille !== null && (
          <span className="muted">{t('performance.target', { limit: formatPercent(limitPerMille / 1000, i18n.language) })}</span>
        )}
      </div>
      <RateBar standing={standing} />
      <ForecastWords standing={standing} timeZone={shop.timeZone} isLong />
      {verdict.orderLimit && (
        <p className="tone-losing">
          {t('performance.limit', { days: verdict.orderLimit.days, share: formatPercent(verdict.orderLimit.share, i18n.language, 0) })}
        </p>
      )}
      <p className="muted">{t(`performance.definitions.${metric}`)}</p>
      <p className="muted">{t('performance.window', { from: instant(window.from), to: instant(window.to) })}</p>
      <p className="metric-links">
        {(['numerator', 'denominator'] as const).map((part) => (
          <Link key={part} to="/orders" search={{ shop: shop.id, metric, part }} data-testid={`open-${part}`}>
            {t(`performance.${part}`, { count: formatCount(standing[part], i18n.language) })}
          </Link>
        ))}
      </p>
    </section>
  );
}
