import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Mode, palette } from '../../app/palette.ts';
import { useMode } from '../../app/providers.tsx';
import { fontFamily } from '../../app/theme.ts';
import type { Answer } from '../../shared/api/call.ts';
import { dashOf, marketColour } from '../../shared/markets.ts';
import { formatPercent } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';
import { Chart } from '../../shared/widgets/chart.tsx';

export type Course = 'average' | 'negative';
type Market = Answer<'review-ratings.get'>['items'][number];
const WEEK_MS = 7 * 86_400_000;

type Props = { items: readonly Market[]; asOf: string; course: Course };

/** A line per market, told apart by colour, dash and the code at its end. A week without reviews is a gap. */
export function RatingsChart({ items, asOf, course }: Props) {
  const { t, i18n } = useTranslation();
  const mode = useMode();
  const option = useMemo(() => optionOf({ items, asOf, course, mode, locale: i18n.language }), [items, asOf, course, mode, i18n.language]);
  return <Chart option={option} label={`${t('reputation.ratings.title')}: ${t(`reputation.ratings.${course}`)}`} />;
}

const shownOf = (course: Course, { average, negative, reviews }: Market['weeks'][number]): number | null =>
  course === 'average' ? average : reviews === 0 ? null : negative / reviews;

function optionOf({ items, asOf, course, mode, locale }: Props & { mode: Mode; locale: string }) {
  const colours = palette[mode];
  const weeks = items[0]?.weeks.length ?? 0;
  const dayOf = (index: number) => new Date(Date.parse(asOf) - (weeks - 1 - index) * WEEK_MS).toISOString().slice(0, 10);
  const text = (value: unknown) =>
    typeof value !== 'number' ? '–' : course === 'average' ? `${value.toFixed(2)} ★` : formatPercent(value, locale);
  const axis = { axisLine: { lineStyle: { color: colours.lineStrong } }, axisTick: { show: false } };
  const label = { color: colours.textThird, fontSize: 12, hideOverlap: true };
  return {
    textStyle: { fontFamily },
    tooltip: {
      ...{ trigger: 'axis', renderMode: 'richText', confine: true, valueFormatter: text },
      ...{ backgroundColor: colours.raised, borderColor: colours.lineStrong, textStyle: { color: colours.text, fontSize: 12 } },
    },
    grid: { left: 8, right: 36, top: 16, bottom: 4, containLabel: true },
    xAxis: {
      ...{ type: 'category', boundaryGap: false, ...axis, axisLabel: label },
      data: Array.from({ length: weeks }, (_, index) => formatDay(dayOf(index), locale)),
    },
    yAxis: {
      ...{ type: 'value', ...axis, splitLine: { lineStyle: { color: colours.line } } },
      ...(course === 'average' ? { min: ({ min }: { min: number }) => Math.max(1, Math.floor(min * 2 - 0.5) / 2), max: 5 } : { min: 0 }),
      axisLabel: {
        ...label,
        formatter: (value: number) => (course === 'average' ? `${value.toFixed(1)} ★` : formatPercent(value, locale, 0)),
      },
    },
    series: items.map((item) => {
      const color = marketColour(item.market, mode);
      return {
        ...{ type: 'line', name: item.market, color, symbolSize: 5, connectNulls: true },
        data: item.weeks.map((week) => shownOf(course, week)),
        lineStyle: { width: 2, type: dashOf(item.market) },
        endLabel: { show: true, formatter: '{a}', color, fontSize: 11 },
        labelLayout: { moveOverlap: 'shiftY' },
      };
    }),
  };
}
