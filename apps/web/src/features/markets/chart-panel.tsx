import type { MarketFigures } from '@tradewind/contract/types';
import { Segmented, Select } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMode } from '../../app/providers.tsx';
import { useToday } from '../../shared/use-periods.ts';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { chartOption } from './chart-options.ts';
import { useMarketsView } from './use-markets-view.ts';
import { chartKinds, metrics } from './view.ts';

const Chart = lazy(() => import('../../shared/widgets/chart.tsx').then((module) => ({ default: module.Chart })));

/** Beside the table, the picture the reader picks. No map: a border on it could be wrong, a tile per market cannot. */
export function ChartPanel({ items }: { items: readonly MarketFigures[] }) {
  const { t, i18n } = useTranslation();
  const [view, setView] = useMarketsView();
  const mode = useMode();
  const today = useToday();
  const frame = useRef<HTMLDivElement>(null);
  const isSeen = useIsSeen(frame);
  const { chart, metric } = view;
  const option = useMemo(
    () =>
      chartOption(chart, {
        items,
        metric,
        openDay: today,
        mode,
        locale: i18n.language,
        words: {
          orders: t('figures.orders'),
          averageOrderValue: t('figures.averageOrderValue'),
          gmv: t('figures.gmv'),
          share: t('figures.share'),
        },
      }),
    [items, metric, chart, mode, today, i18n.language, t],
  );
  const label = t('markets.chartLabel', {
    chart: t(`markets.charts.${chart}`),
    metric: t(`figures.${chart === 'trend' ? metric : 'gmv'}`),
  });
  return (
    <section className="panel chart-panel" aria-label={t('markets.chart')}>
      <header className="panel-head">
        <Segmented
          aria-label={t('markets.chart')}
          value={chart}
          options={chartKinds.map((value) => ({ value, label: t(`markets.charts.${value}`) }))}
          onChange={(value) => setView({ chart: value })}
        />
        {chart === 'trend' && (
          <Select
            aria-label={t('markets.metric')}
            value={metric}
            popupMatchSelectWidth={false}
            options={metrics.map((value) => ({ value, label: t(`figures.${value}`) }))}
            onChange={(value) => setView({ metric: value })}
          />
        )}
      </header>
      <div ref={frame} className="chart-frame">
        {isSeen && (
          <Suspense fallback={<SkeletonRows rows={8} label={t('common.loading')} />}>
            <Chart option={option} label={label} />
          </Suspense>
        )}
      </div>
      <p className="muted markets-note">{t(`markets.chartNotes.${chart}`)}</p>
    </section>
  );
}

/** Charts are a large download: it starts when the frame is in sight and the page itself has been painted. */
function useIsSeen(frame: React.RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!frame.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => setSeen(true)));
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  return isSeen;
}
