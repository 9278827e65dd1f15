import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, type EChartsCoreOption, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([LineChart, BarChart, ScatterChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

/**
 * One drawing surface for every chart. Tooltips must be drawn on the canvas (`renderMode: 'richText'`): as HTML they
 * would carry inline styles, which the page's policy refuses.
 */
export function Chart({ option, label }: { option: EChartsCoreOption; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    if (!frame.current) return;
    const made = init(frame.current);
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption({ animation: !isCalm, animationDuration: 250, ...option }, { notMerge: true });
  }, [option]);
  return <div ref={frame} className="chart" role="img" aria-label={label} />;
}
