import type { ChartDataset, ChartOptions } from 'chart.js';

export type Point = { x: number; y: number };

export interface CurveSeries {
  /** Stands at the end of the strong line; empty: nothing does. */
  label: string;
  /** Name of a CSS variable. */
  color: string;
  raw: readonly Point[];
  smooth: readonly Point[];
  /** Few points, each with a dot. */
  dots?: boolean;
  /** A line to compare with. */
  dashed?: boolean;
}

/** What a chart shows of its axes. */
export interface AxisRange {
  /** The y axis; left out: as the values ask. */
  yMin?: number | undefined;
  yMax?: number | undefined;
  /** The steps that are shown. */
  from: number;
  to: number;
}

const fade = (color: string, alpha: number) => color.replace(/\)$/, ` / ${alpha})`);

/** The size of the chart's words, which grow with the window as all others do. */
export const fontSizeOf = (canvas: Element): number => parseFloat(getComputedStyle(canvas).fontSize);

/** Each series as a faint line of every value and a strong one of the smoothed, in the theme's colours. */
export function linesOf(series: readonly CurveSeries[], css: CSSStyleDeclaration): ChartDataset<'line', Point[]>[] {
  return series.flatMap((one) => {
    const strong = css.getPropertyValue(one.color).trim();
    const dots = one.dots ? { pointRadius: 2.5, pointBackgroundColor: strong, pointBorderWidth: 0 } : {};
    return [
      { label: '', data: [...one.raw], borderColor: fade(strong, 0.16), borderWidth: 1 },
      {
        label: one.label,
        data: [...one.smooth],
        borderColor: strong,
        borderWidth: one.dashed ? 1 : 2,
        borderDash: one.dashed ? [3, 4] : [],
        ...dots,
      },
    ];
  });
}

export function scalesOf(
  { from, to, yMin, yMax }: AxisRange,
  css: CSSStyleDeclaration,
): NonNullable<ChartOptions<'line'>['scales']> {
  const color = (name: string) => css.getPropertyValue(name).trim();
  const size = parseFloat(css.fontSize);
  const ticks = { color: color('--text-3'), font: { family: css.fontFamily, size }, maxRotation: 0, padding: 6 };
  const border = { display: false };
  return {
    x: {
      type: 'linear',
      min: from,
      max: to,
      ticks: { ...ticks, maxTicksLimit: 6, includeBounds: false },
      grid: { display: false },
      border,
    },
    y: {
      type: 'linear',
      ...(yMin === undefined ? {} : { min: yMin }),
      ...(yMax === undefined ? {} : { max: yMax }),
      ticks: { ...ticks, maxTicksLimit: 5 },
      grid: { color: color('--line-quiet'), drawTicks: false },
      border,
      // Charts above each other share one left edge.
      afterFit: (scale) => {
        scale.width = Math.round(3.64 * size);
      },
    },
  };
}

/** Room at the right for the words at the lines' ends. */
export const paddingOf = (css: CSSStyleDeclaration) => ({ right: Math.round(8.36 * parseFloat(css.fontSize)), top: 8 });
