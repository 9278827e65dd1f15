import type { MarketFigures, Money } from '@tradewind/contract/types';
import type { EChartsCoreOption } from 'echarts/core';
import { type Mode, palette } from '../../app/palette.ts';
import { fontFamily } from '../../app/theme.ts';
import { figureNumber } from '../../shared/figures.ts';
import { dashOf, marketColour, marketName } from '../../shared/markets.ts';
import { formatCount, formatMoney, formatMoneyShort, formatPercent, majorUnits } from '../../shared/money.ts';
import { formatDay, formatHour } from '../../shared/time.ts';
import type { ChartKind, Metric } from './view.ts';

export type ChartInput = {
  items: readonly MarketFigures[];
  metric: Metric;
  /** A day that is not over: its fall would mean nothing, so the trend over days stops before it. */
  openDay: string | null;
  mode: Mode;
  locale: string;
  words: { gmv: string; orders: string; averageOrderValue: string; share: string };
};

export function chartOption(kind: ChartKind, input: ChartInput): EChartsCoreOption {
  const builders = { trend: trendOption, share: shareOption, bubbles: bubbleOption };
  return builders[kind](input);
}

function frameOf({ mode }: ChartInput) {
  const colours = palette[mode];
  const axis = {
    axisLine: { lineStyle: { color: colours.lineStrong } },
    axisTick: { show: false },
    axisLabel: { color: colours.textThird, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: colours.line } },
    nameTextStyle: { color: colours.textThird },
  };
  const tooltip = {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colours.raised,
    borderColor: colours.lineStrong,
    textStyle: { color: colours.text, fontSize: 12 },
  };
  return { colours, axis, base: { textStyle: { fontFamily }, tooltip } };
}

const readValue = (value: Money | number | null): number | null =>
  typeof value === 'number' || value === null ? value : majorUnits(value);

/** Text of one value of the metric, long for the tooltip, short for the axis. */
function metricFormats({ items, metric, locale }: ChartInput) {
  const currency = items.map((item) => item.gmv?.currency).find((code) => code !== undefined) ?? 'USD';
  const exponentOne = majorUnits({ amount: 1, currency });
  const asMoney = (value: number): Money => ({ amount: Math.round(value / exponentOne), currency });
  return {
    long: (value: number) => (metric === 'orders' ? formatCount(value, locale) : formatMoney(asMoney(value), locale)),
    short: (value: number) => (metric === 'orders' ? formatCount(value, locale) : formatMoneyShort(asMoney(value), locale)),
  };
}

/** A line per market, told apart by colour, dash and the code at its end. Hours of shops in different zones fill gaps. */
export function trendOption(input: ChartInput): EChartsCoreOption {
  const { items, metric, mode, locale, openDay } = input;
  const { axis, base } = frameOf(input);
  const { long, short } = metricFormats(input);
  const all = [...new Set(items.flatMap((item) => item.series.map(({ at }) => at)))].sort();
  const closed = all.filter((at) => openDay === null || at.length > 10 || at < openDay);
  const instants = closed.length < 2 ? all : closed;
  const nameOf = (at: string) => (at.length === 10 ? formatDay(at, locale) : formatHour(at, locale));
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      order: 'valueDesc',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? long(value) : '–'),
    },
    grid: { left: 8, right: 36, top: 16, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: instants.map(nameOf), boundaryGap: false, ...axis, splitLine: { show: false } },
    yAxis: {
      type: 'value',
      ...axis,
      axisLine: { show: false },
      axisLabel: { ...axis.axisLabel, formatter: (value: number) => short(value) },
    },
    series: items.map((item) => {
      const byInstant = new Map(item.series.map((point) => [point.at, readValue(point[metric])]));
      const color = marketColour(item.market, mode);
      return {
        type: 'line',
        name: item.market,
        data: instants.map((at) => byInstant.get(at) ?? null),
        connectNulls: true,
        showSymbol: instants.length < 3,
        symbolSize: 7,
        itemStyle: { color },
        lineStyle: { color, width: 2, type: dashOf(item.market) },
        emphasis: { focus: 'series' },
        endLabel: { show: true, formatter: item.market, color, fontSize: 11, fontWeight: 600 },
        labelLayout: { moveOverlap: 'shiftY' },
      };
    }),
  };
}

/** Each market's part of the whole, largest first: lengths compare better than slices. */
export function shareOption(input: ChartInput): EChartsCoreOption {
  const { items, mode, locale, words } = input;
  const { axis, base, colours } = frameOf(input);
  const rows = items.filter((item) => item.gmvShare !== null).sort((a, b) => (a.gmvShare ?? 0) - (b.gmvShare ?? 0));
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item', valueFormatter: (value: unknown) => formatPercent(Number(value), locale) },
    grid: { left: 8, right: 56, top: 8, bottom: 4, containLabel: true },
    xAxis: { type: 'value', ...axis, axisLabel: { ...axis.axisLabel, formatter: (value: number) => formatPercent(value, locale, 0) } },
    yAxis: {
      type: 'category',
      data: rows.map((item) => marketName(item.market, locale)),
      ...axis,
      axisLabel: { ...axis.axisLabel, color: colours.text },
    },
    series: [
      {
        type: 'bar',
        name: words.share,
        barMaxWidth: 22,
        data: rows.map((item) => ({
          value: item.gmvShare,
          itemStyle: { color: marketColour(item.market, mode), borderRadius: [0, 3, 3, 0] },
        })),
        label: {
          show: true,
          position: 'right',
          color: colours.textSecond,
          formatter: ({ value }: { value: number }) => formatPercent(value, locale),
        },
      },
    ],
  };
}

/** One bubble per market: how many orders, how much each, and by its area the GMV that makes. */
export function bubbleOption(input: ChartInput): EChartsCoreOption {
  const { items, mode, locale, words } = input;
  const { axis, base, colours } = frameOf(input);
  const { short } = metricFormats({ ...input, metric: 'gmv' });
  const rows = items.flatMap((item) => {
    const [gmv, each] = [figureNumber(item, 'gmv'), figureNumber(item, 'averageOrderValue')];
    return gmv === null || each === null ? [] : [{ market: item.market, orders: item.orders, each, gmv }];
  });
  // Small bubbles are drawn last, so that none vanishes behind a large one.
  rows.sort((a, b) => b.gmv - a.gmv);
  const top = Math.max(1, ...rows.map((row) => row.gmv));
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: ({ data }: { data: { name: string; value: [number, number, number] } }) => {
        const [orders, each, gmv] = data.value;
        const lines = [
          `${words.gmv} ${short(gmv)}`,
          `${words.orders} ${formatCount(orders, locale)}`,
          `${words.averageOrderValue} ${short(each)}`,
        ];
        return [marketName(data.name, locale), ...lines].join('\n');
      },
    },
    grid: { left: 12, right: 36, top: 36, bottom: 28, containLabel: true },
    xAxis: { type: 'value', name: words.orders, nameLocation: 'middle', nameGap: 26, ...axis },
    yAxis: {
      type: 'value',
      name: words.averageOrderValue,
      scale: true,
      ...axis,
      axisLabel: { ...axis.axisLabel, formatter: (value: number) => short(value) },
    },
    series: [
      {
        type: 'scatter',
        symbolSize: ([, , gmv]: [number, number, number]) => 14 + 50 * Math.sqrt(gmv / top),
        data: rows.map((row) => ({
          name: row.market,
          value: [row.orders, row.each, row.gmv],
          itemStyle: { color: marketColour(row.market, mode), opacity: 0.82 },
        })),
        label: {
          show: true,
          formatter: '{b}',
          color: colours.text,
          textBorderColor: colours.surface,
          textBorderWidth: 2.5,
          fontWeight: 600,
          fontSize: 11,
        },
      },
    ],
  };
}
