import { currencyExponent } from '@tradewind/rules/money';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Mode, palette } from '../../app/palette.ts';
import { useMode } from '../../app/providers.tsx';
import { fontFamily } from '../../app/theme.ts';
import { formatMoney, majorUnits } from '../../shared/money.ts';
import { Chart } from '../../shared/widgets/chart.tsx';
import type { JudgedMode } from './modes-input.ts';

type Props = { modes: readonly JudgedMode[]; best: JudgedMode['mode'] | null; nameOf: (mode: JudgedMode['mode']) => string };

/** Margin and room of each mode side by side; the best stands out, what is not allowed steps back. */
export function ModesChart({ modes, best, nameOf }: Props) {
  const { t, i18n } = useTranslation();
  const mode = useMode();
  const [margin, room] = [t('programmes.modes.margin'), t('programmes.modes.room')];
  // One text, so that it stays the same thing while the names are the same: a chart drawn anew would jump while somebody types.
  const names = modes.map((judged) => nameOf(judged.mode)).join('\n');
  const option = useMemo(
    () => modesOption({ modes, best, names: names.split('\n'), mode, locale: i18n.language, words: { margin, room } }),
    [modes, best, names, mode, i18n.language, margin, room],
  );
  return <Chart option={option} label={t('programmes.modes.chart')} />;
}

type Input = Omit<Props, 'nameOf'> & { names: string[]; mode: Mode; locale: string; words: { margin: string; room: string } };

function modesOption({ modes, best, names, mode, locale, words }: Input) {
  const colours = palette[mode];
  const currency = modes[0]?.margin.currency ?? 'EUR';
  const unit = 10 ** currencyExponent(currency);
  const axis = { axisLine: { lineStyle: { color: colours.lineStrong } }, axisTick: { show: false } };
  const seriesOf = (figure: 'margin' | 'room') => ({
    type: 'bar',
    name: words[figure],
    barMaxWidth: 26,
    color: figure === 'margin' ? colours.textThird : colours.accentText,
    data: modes.map((judged) => ({
      value: majorUnits(judged[figure]),
      itemStyle: {
        opacity: judged.allowed ? 1 : 0.35,
        ...(figure === 'room' && judged.room.amount < 0 ? { color: colours.losing } : {}),
        ...(figure === 'room' && judged.mode === best ? { color: colours.done } : {}),
      },
    })),
    label: {
      show: true,
      position: 'top',
      color: colours.textSecond,
      fontSize: 11,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const judged = modes[dataIndex];
        return judged ? formatMoney(judged[figure], locale) : '';
      },
    },
  });
  return {
    textStyle: { fontFamily },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.lineStrong,
      textStyle: { color: colours.text, fontSize: 12 },
      valueFormatter: (value: unknown) => formatMoney({ amount: Math.round(Number(value) * unit), currency }, locale),
    },
    grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: names,
      ...axis,
      axisLabel: { color: colours.textSecond, fontSize: 12, interval: 0 },
    },
    yAxis: {
      type: 'value',
      name: currency,
      ...axis,
      axisLabel: { color: colours.textThird, fontSize: 12 },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [seriesOf('margin'), seriesOf('room')],
  };
}
