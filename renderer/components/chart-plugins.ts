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
    const css = getComputedStyle(chart.canvas);
    const { fontFamily, fontSize } = css;
    const panel = css.getPropertyValue('--panel');
    const line = 1.27 * parseFloat(fontSize);
    let floor = chartArea.top - 6;
    ctx.save();
    ctx.textBaseline = 'middle';
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = panel;
    ctx.font = `600 ${fontSize} ${fontFamily}`;
    for (const label of labels) {
      const y = Math.max(Math.min(label.y, chartArea.bottom - 6), floor);
      floor = y + line;
      // Another line may run behind the word.
      ctx.strokeText(label.text, label.x + 8, y);
      ctx.fillStyle = label.color;
      ctx.fillText(label.text, label.x + 8, y);
    }
    ctx.restore();
  },
};
