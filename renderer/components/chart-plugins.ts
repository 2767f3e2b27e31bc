import type { Chart, Plugin } from 'chart.js';

/** Labels at the right end of each strong line, in its colour: no legend to look up. Lines that end close by share the room. */
export const endLabels: Plugin<'line'> = {
  id: 'endLabels',
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart;
    const labels = chart.data.datasets.flatMap((dataset, index) => {
      const last = chart.getDatasetMeta(index).data.at(-1);
      if (!dataset.label || !last) return [];
      return [{ text: dataset.label, color: String(dataset.borderColor), x: last.x, y: last.y }];
    });
    labels.sort((a, b) => a.y - b.y);
    let floor = chartArea.top - 6;
    ctx.save();
    ctx.textBaseline = 'middle';
    ctx.font = `600 11px ${getComputedStyle(chart.canvas).fontFamily}`;
    for (const label of labels) {
      const y = Math.max(Math.min(label.y, chartArea.bottom - 6), floor);
      floor = y + 14;
      ctx.fillStyle = label.color;
      ctx.fillText(label.text, label.x + 8, y);
    }
    ctx.restore();
  },
};

/** A line through the step whose samples are shown. */
export const marker: Plugin<'line'> = {
  id: 'marker',
  beforeDatasetsDraw(chart: Chart) {
    const { x, color } = (chart.options as { marker?: { x: number | null; color: string } }).marker ?? { x: null };
    const scale = chart.scales.x;
    if (x === null || !scale || color === undefined) return;
    const { ctx, chartArea } = chart;
    const at = Math.round(scale.getPixelForValue(x)) + 0.5;
    ctx.save();
    ctx.strokeStyle = color;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(at, chartArea.top);
    ctx.lineTo(at, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};
