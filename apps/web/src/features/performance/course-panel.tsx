import type { MetricStanding } from '@tradewind/contract/types';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Mode, palette } from '../../app/palette.ts';
import { useMode } from '../../app/providers.tsx';
import { fontFamily } from '../../app/theme.ts';
import { formatPercent } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';
import { Chart } from '../../shared/widgets/chart.tsx';

/** Both rates over a month, each with its target as a dashed line of the same colour. */
export function CoursePanel({ metrics }: { metrics: readonly MetricStanding[] }) {
  const { t, i18n } = useTranslation();
  const mode = useMode();
  const option = useMemo(
    () => courseOption({ metrics, mode, locale: i18n.language, nameOf: (metric) => t(`performance.metrics.${metric}`) }),
    [metrics, mode, i18n.language, t],
  );
  return (
    <section className="panel" aria-label={t('performance.course')}>
      <header className="panel-head">
        <h2>{t('performance.course')}</h2>
        <ul className="course-legend">
          {metrics.map(({ metric, limitPerMille }) => (
            <li key={metric} className={`course-${metric}`}>
              {t(`performance.metrics.${metric}`)}
              {limitPerMille !== null && (
                <span className="muted"> {t('performance.target', { limit: formatPercent(limitPerMille / 1000, i18n.language) })}</span>
              )}
            </li>
          ))}
        </ul>
      </header>
      <div className="course-frame">
        <Chart option={option} label={t('performance.course')} />
      </div>
      <p className="performance-words muted">{t('performance.courseNote')}</p>
    </section>
  );
}

type Input = { metrics: readonly MetricStanding[]; mode: Mode; locale: string; nameOf: (metric: MetricStanding['metric']) => string };

function courseOption({ metrics, mode, locale, nameOf }: Input) {
  const colours = palette[mode];
  const ofMetric = { 'late-dispatch': colours.accentText, 'seller-fault-cancellation': colours.plain };
  const days = metrics[0]?.trend.map((point) => formatDay(point.day, locale)) ?? [];
  const percent = (value: unknown) => (typeof value === 'number' ? formatPercent(value, locale) : '–');
  const axis = {
    axisLine: { lineStyle: { color: colours.lineStrong } },
    axisTick: { show: false },
    axisLabel: { color: colours.textThird, fontSize: 12, hideOverlap: true },
  };
  return {
    textStyle: { fontFamily },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.lineStrong,
      textStyle: { color: colours.text, fontSize: 12 },
      valueFormatter: percent,
    },
    grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: days, boundaryGap: false, ...axis },
    yAxis: {
      type: 'value',
      min: 0,
      ...axis,
      axisLabel: { ...axis.axisLabel, formatter: (value: number) => formatPercent(value, locale, 0) },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: metrics.flatMap(({ metric, trend, limitPerMille }) => [
      {
        type: 'line',
        name: nameOf(metric),
        showSymbol: false,
        color: ofMetric[metric],
        endLabel: { show: false },
        data: trend.map(({ numerator, denominator }) => (denominator === 0 ? null : numerator / denominator)),
      },
      ...(limitPerMille === null
        ? []
        : [
            {
              type: 'line',
              showSymbol: false,
              silent: true,
              color: ofMetric[metric],
              lineStyle: { type: 'dashed', width: 1 },
              tooltip: { show: false },
              data: trend.map(() => limitPerMille / 1000),
            },
          ]),
    ]),
  };
}
