import type { Plugin } from 'chart.js';

/** Labels at the right end of each strong line, in its colour: no legend to look up. Lines that end close by share the room. */
export const endLabels: Plugin<'line'> = {
  id: 'endLabels',
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart;
    const labels = chart.data.datasets.flatMap((dataset, index) => {
      const points = chart.getDatasetMeta(index).data;
      const last = points.findLast(({ x }) => x <= chartArea.right + 1) ?? points.at(-1);
      if (!dataset.label || !last) return [];
      const x = Math.min(last.x, chartArea.right);
      return [{ text: dataset.label, color: String(dataset.borderColor), x, y: last.y }];
    });
    labels.sort((a, b) => a.y - b.y);
    const { fontFamily, fontSize } = getComputedStyle(chart.canvas);
    const line = 1.27 * parseFloat(fontSize);
    let floor = chartArea.top - 6;
    ctx.save();
    ctx.textBaseline = 'middle';
    ctx.font = `600 ${fontSize} ${fontFamily}`;
    for (const label of labels) {
      const y = Math.max(Math.min(label.y, chartArea.bottom - 6), floor);
      floor = y + line;
      ctx.fillStyle = label.color;
      ctx.fillText(label.text, label.x + 8, y);
    }
    ctx.restore();
  },
};
