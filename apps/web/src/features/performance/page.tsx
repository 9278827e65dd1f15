import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ShopPerformance } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { MetricSummary } from './metric-summary.tsx';
import './performance.css';
import { performanceQuery } from './performance-query.ts';
import { ServiceSummary } from './service-summary.tsx';
import { byUrgency, rateDuties } from './urgency.ts';

/** Which shop is about to lose points, and what keeps it from that? */
export function PerformancePage() {
  return (
    <Requires scope="orders:read">
      <AllShops />
    </Requires>
  );
}

function useShownShops() {
  const { market, shopId } = useScope();
  const query = useQuery(performanceQuery);
  const shown = (query.data?.items ?? [])
    .filter(({ shop }) => (!market || shop.market === market) && (!shopId || shop.id === shopId))
    .sort(byUrgency);
  return { query, shown };
}

function AllShops() {
  const { t } = useTranslation();
  const { query, shown } = useShownShops();
  return (
    <>
      <PageHeader
        title={t('nav.performance')}
        answer={query.isSuccess && shown.length > 0 ? <Answer shops={shown} /> : t('performance.question')}
      />
      <section className="panel performance" aria-label={t('performance.list')}>
        {query.isPending && <SkeletonRows rows={8} label={t('common.loading')} />}
        {query.isError && !query.data && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && shown.length === 0 && (
          <EmptyState kind="first-use" title={t('performance.none.title')} text={t('performance.none.text')} />
        )}
        {shown.length > 0 && (
          <ul className="shop-standings">
            {shown.map((each) => (
              <ShopStanding key={each.shop.id} performance={each} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Answer({ shops }: { shops: readonly ShopPerformance[] }) {
  const { t } = useTranslation();
  const covered = shops.filter(({ metrics }) => metrics.some((metric) => metric.covered));
  const missed = covered.filter(({ metrics }) => metrics.some(({ verdict }) => verdict.breached)).length;
  const ahead = new Set(rateDuties(covered).flatMap((duty) => (duty.isAhead ? [duty.shop.id] : []))).size;
  const counts = { shops: covered.length, missed, ahead };
  return missed + ahead === 0 ? t('performance.answerCalm', { shops: counts.shops }) : t('performance.answer', counts);
}

function ShopStanding({ performance }: { performance: ShopPerformance }) {
  const { shop, metrics } = performance;
  return (
    <li className="shop-standing" data-testid="shop-standing" data-shop-id={shop.id}>
      <Link to="/performance/$shopId" params={{ shopId: shop.id }} className="shop-standing-name">
        <ShopChip shop={shop} />
      </Link>
      {metrics.map((standing) => (
        <MetricSummary key={standing.metric} standing={standing} timeZone={shop.timeZone} />
      ))}
      <ServiceSummary performance={performance} />
    </li>
  );
}
