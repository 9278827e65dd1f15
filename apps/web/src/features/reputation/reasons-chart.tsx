import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Mode, palette } from '../../app/palette.ts';
import { useMode } from '../../app/providers.tsx';
import { fontFamily } from '../../app/theme.ts';
import type { Answer } from '../../shared/api/call.ts';
import { Chart } from '../../shared/widgets/chart.tsx';

type Totals = Answer<'review-reasons.list'>['totals'];
type Row = { name: string; reviews: number; returns: number };

/** Each reason with what reviews and what returns have of it, the most frequent on top. */
export function ReasonsChart({ totals }: { totals: Totals }) {
  const { t } = useTranslation();
  const mode = useMode();
  const [reviews, returns] = [t('reputation.columns.reviews'), t('reputation.columns.returns')];
  const option = useMemo(() => {
    const rows = totals.map((total) => ({ ...total, name: t(`reputation.reasons.${total.reason}`) }));
    return optionOf({ rows, mode, words: { reviews, returns } });
  }, [totals, mode, reviews, returns, t]);
  return <Chart option={option} label={t('reputation.byProduct.chart')} />;
}

function optionOf({ rows, mode, words }: { rows: Row[]; mode: Mode; words: { reviews: string; returns: string } }) {
  const colours = palette[mode];
  // The axis begins at the bottom.
  const sorted = [...rows].sort((a, b) => a.reviews + a.returns - b.reviews - b.returns);
  const axis = { axisLine: { lineStyle: { color: colours.lineStrong } }, axisTick: { show: false } };
  const bar = (name: string, color: string, of: 'reviews' | 'returns') => ({
    ...{ type: 'bar', stack: 'all', name, color, barMaxWidth: 18 },
    data: sorted.map((row) => row[of]),
  });
  return {
    textStyle: { fontFamily },
    tooltip: {
      ...{ trigger: 'axis', axisPointer: { type: 'shadow' }, renderMode: 'richText', confine: true },
      ...{ backgroundColor: colours.raised, borderColor: colours.lineStrong, textStyle: { color: colours.text, fontSize: 12 } },
    },
    grid: { left: 8, right: 16, top: 8, bottom: 4, containLabel: true },
    xAxis: {
      ...{ type: 'value', ...axis, minInterval: 1, splitLine: { lineStyle: { color: colours.line } } },
      axisLabel: { color: colours.textThird, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      ...{ type: 'category', ...axis, data: sorted.map(({ name }) => name) },
      axisLabel: { color: colours.textSecond, fontSize: 12 },
    },
    series: [bar(words.reviews, colours.accentText, 'reviews'), bar(words.returns, colours.textThird, 'returns')],
  };
}
