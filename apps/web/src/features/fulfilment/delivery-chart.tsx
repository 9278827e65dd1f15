import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Mode, palette } from '../../app/palette.ts';
import { useMode } from '../../app/providers.tsx';
import { fontFamily } from '../../app/theme.ts';
import type { Answer } from '../../shared/api/call.ts';
import { Chart } from '../../shared/widgets/chart.tsx';

type Path = Answer<'delivery-days.list'>['items'][number];
/** The table has all of them. */
const SHOWN = 16;

/** Median and the slow end of each path, with what is published for it as a mark. */
export function DeliveryChart({ paths }: { paths: readonly Path[] }) {
  const { t } = useTranslation();
  const mode = useMode();
  const [median, p90, benchmark] = [t('fulfilment.delivery.median'), t('fulfilment.delivery.p90'), t('fulfilment.delivery.benchmark')];
  const option = useMemo(() => optionOf({ paths, mode, words: { median, p90, benchmark } }), [paths, mode, median, p90, benchmark]);
  return <Chart option={option} label={t('fulfilment.delivery.chart')} />;
}

type Input = { paths: readonly Path[]; mode: Mode; words: { median: string; p90: string; benchmark: string } };

function optionOf({ paths, mode, words }: Input) {
  const colours = palette[mode];
  const shown = [...paths].sort((a, b) => b.orders - a.orders).slice(0, SHOWN);
  const axis = { axisLine: { lineStyle: { color: colours.lineStrong } }, axisTick: { show: false } };
  const bar = (name: string, color: string, data: number[]) => ({ type: 'bar', name, color, data, barMaxWidth: 14 });
  return {
    textStyle: { fontFamily },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.lineStrong,
      textStyle: { color: colours.text, fontSize: 12 },
    },
    grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: shown.map(({ market, carrier }) => `${market}\n${carrier ?? '–'}`),
      ...axis,
      axisLabel: { color: colours.textSecond, fontSize: 11, interval: 0, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      ...axis,
      axisLabel: { color: colours.textThird, fontSize: 12 },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      bar(
        words.median,
        colours.accentText,
        shown.map(({ medianDays }) => medianDays),
      ),
      bar(
        words.p90,
        colours.textThird,
        shown.map(({ p90Days }) => p90Days),
      ),
      {
        type: 'scatter',
        name: words.benchmark,
        color: colours.losing,
        symbol: 'diamond',
        symbolSize: 10,
        data: shown.map(({ benchmark }) => benchmark?.days ?? null),
      },
    ],
  };
}
