import { BarChart, type BarSeriesOption } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, type AriaComponentOption, type GridComponentOption, type LegendComponentOption, type TooltipComponentOption } from 'echarts/components';
import { init, use as register, type ComposeOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

// Only what is drawn here: the rest of the library stays out of the bundle.
register([BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption | LegendComponentOption | AriaComponentOption>;

/** A row of bars, one value for each series; a click anywhere on the row picks it. */
export type Bars = { readonly name: string; readonly values: readonly number[]; readonly pick: () => void };
type Props = { readonly title: string; readonly series: readonly string[]; readonly rows: readonly Bars[] };

const colors = ['#244d78', '#a9bdd2'];
const rowHeight = 42;

const optionOf = ({ title, series, rows }: Props): Option => ({
  color: colors,
  animationDuration: 300,
  aria: { enabled: true, label: { description: `${title}: ${rows.map(({ name, values }) => `${name} ${values[0]}`).join('; ')}` } },
  tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
  ...(series.length > 1 && { legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 12 } }),
  grid: { top: series.length > 1 ? 28 : 4, right: 56, bottom: 4, left: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  xAxis: { type: 'value', show: false },
  yAxis: { type: 'category', inverse: true, data: rows.map(({ name }) => name), axisTick: { show: false }, axisLine: { show: false } },
  series: series.map((name, i) => ({ type: 'bar', name, barMaxWidth: 14, barGap: '20%', cursor: 'pointer', label: { show: true, position: 'right' }, data: rows.map(({ values }) => values[i] ?? 0) })),
});

/** Bars lying one below the other, so that Chinese names stay whole. */
export const BarsChart = ({ title, series, rows }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const shown = useRef(rows);
  useEffect(() => {
    const drawn = init(place.current, undefined, { renderer: 'svg' });
    chart.current = drawn;
    // The whole row is a button, its name too: a short bar is hard to hit.
    drawn.getZr().on('click', ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => shown.current[Math.round(Number(drawn.convertFromPixel({ seriesIndex: 0 }, [offsetX, offsetY])[1]))]?.pick());
    const watch = new ResizeObserver(() => drawn.resize());
    watch.observe(place.current!); // mounted
    return () => {
      watch.disconnect();
      drawn.dispose();
    };
  }, []);
  useEffect(() => {
    shown.current = rows;
    chart.current?.setOption(optionOf({ title, series, rows }), { notMerge: true });
  }, [title, series, rows]);
  return <div ref={place} className="chart" role="img" aria-label={title} style={{ height: rowHeight * Math.max(1, rows.length) + 36 }} />;
};
