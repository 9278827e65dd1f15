import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Mode, palette } from '../../../app/palette.ts';
import { useMode } from '../../../app/providers.tsx';
import { fontFamily } from '../../../app/theme.ts';
import type { Answer } from '../../../shared/api/call.ts';
import { formatDay } from '../../../shared/time.ts';
import { Chart } from '../../../shared/widgets/chart.tsx';

type Day = Answer<'reply-report.get'>['days'][number];

/** Each day's turns as a bar behind those answered in 24 hours, in front of it those answered in 30 minutes. */
export function ReportChart({ days }: { days: readonly Day[] }) {
  const { t, i18n } = useTranslation();
  const mode = useMode();
  const [all, in24, in30] = [t('inbox-team.report.turnsADay'), t('inbox-team.report.in24'), t('inbox-team.report.in30')];
  const option = useMemo(
    () => optionOf({ days, mode, locale: i18n.language, words: { all, in24, in30 } }),
    [days, mode, i18n.language, all, in24, in30],
  );
  return <Chart option={option} label={t('inbox-team.report.chart')} />;
}

type Input = { days: readonly Day[]; mode: Mode; locale: string; words: { all: string; in24: string; in30: string } };

function optionOf({ days, mode, locale, words }: Input) {
  const colours = palette[mode];
  const axis = {
    axisLine: { lineStyle: { color: colours.lineStrong } },
    axisTick: { show: false },
    axisLabel: { color: colours.textThird, fontSize: 12, hideOverlap: true },
  };
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
    grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: days.map(({ day }) => formatDay(day, locale)), ...axis },
    yAxis: { type: 'value', minInterval: 1, ...axis, splitLine: { lineStyle: { color: colours.line } } },
    series: [
      bar(
        words.all,
        colours.lineStrong,
        days.map(({ turns }) => turns),
      ),
      bar(
        words.in24,
        colours.plain,
        days.map(({ within24h }) => within24h),
      ),
      bar(
        words.in30,
        colours.accentText,
        days.map(({ within30m }) => within30m),
      ),
    ],
  };
}
